import Glibc

/// YAZ's own CQL parser, found at run time so that these tests need no header of it; `nil` where YAZ is not installed.
///
/// The functions are those of the library, called with the types of its header, and hold no state.
@safe struct YAZParser {
    private let create: @convention(c) () -> OpaquePointer?
    private let destroy: @convention(c) (OpaquePointer?) -> Void
    private let parse: @convention(c) (OpaquePointer?, UnsafePointer<CChar>) -> CInt

    static let shared = YAZParser()

    private init?() {
        guard let library = unsafe dlopen("libyaz.so.5", RTLD_NOW),
            let create = unsafe dlsym(library, "cql_parser_create"),
            let destroy = unsafe dlsym(library, "cql_parser_destroy"),
            let parse = unsafe dlsym(library, "cql_parser_string")
        else {
            return nil
        }
        // The types are those of <yaz/cql.h>.
        unsafe self.create = unsafeBitCast(create, to: (@convention(c) () -> OpaquePointer?).self)
        unsafe self.destroy = unsafeBitCast(destroy, to: (@convention(c) (OpaquePointer?) -> Void).self)
        unsafe self.parse = unsafeBitCast(
            parse,
            to: (@convention(c) (OpaquePointer?, UnsafePointer<CChar>) -> CInt).self
        )
    }

    func accepts(_ query: String) -> Bool {
        let parser = unsafe self.create()
        defer { unsafe self.destroy(parser) }
        return unsafe self.parse(parser, query) == 0
    }
}
