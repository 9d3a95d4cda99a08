import CYAZ

/// The memory in which YAZ builds and encodes one request; it dies with this value.
///
/// Pointers handed out by it live as long as it does, and none leaves the function that made it.
@safe
struct ODRMemory: ~Copyable {
    let odr: ODR

    /// YAZ fills shared tables on first use, which must happen once, before two threads can meet there.
    private static let globals: Void = yaz_init_globals()

    init() throws(Z3950Error) {
        _ = Self.globals
        guard let odr = unsafe odr_createmem(ODR_ENCODE) else { throw .invalid("no memory to encode in") }
        unsafe self.odr = odr
    }

    deinit {
        unsafe odr_destroy(self.odr)
    }

    /// Uninitialised room for some values.
    func room<Value>(for type: Value.Type, count: Int = 1) -> UnsafeMutablePointer<Value> {
        // odr_malloc ends the process when there is no memory, and never returns null.
        let raw = unsafe odr_malloc(self.odr, max(1, count) * MemoryLayout<Value>.stride).unsafelyUnwrapped
        return unsafe raw.bindMemory(to: type, capacity: max(1, count))
    }

    /// Zeroed room for one structure of YAZ.
    func zeroed<Value>(_ type: Value.Type) -> UnsafeMutablePointer<Value> {
        let pointer = unsafe self.room(for: type)
        unsafe UnsafeMutableRawPointer(pointer).initializeMemory(
            as: UInt8.self,
            repeating: 0,
            count: MemoryLayout<Value>.size
        )
        return unsafe pointer
    }

    func integer(_ value: Int) -> UnsafeMutablePointer<Odr_int> {
        let pointer = unsafe self.room(for: Odr_int.self)
        unsafe pointer.initialize(to: Odr_int(value))
        return unsafe pointer
    }

    func boolean(_ value: Bool) -> UnsafeMutablePointer<Odr_bool> {
        let pointer = unsafe self.room(for: Odr_bool.self)
        unsafe pointer.initialize(to: value ? 1 : 0)
        return unsafe pointer
    }

    /// What YAZ takes for NULL: any pointer but a null pointer.
    func null() -> UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(self.boolean(true))
    }

    /// A string that ends with a zero octet, which it must therefore not contain.
    func string(_ text: String) throws(Z3950Error) -> UnsafeMutablePointer<CChar> {
        let count = text.utf8.count
        let pointer = unsafe self.room(for: CChar.self, count: count + 1)
        var index = 0
        for octet in text.utf8 {
            guard octet != 0 else { throw .invalid("a name with a zero octet") }
            unsafe pointer[index] = CChar(bitPattern: octet)
            index += 1
        }
        unsafe pointer[count] = 0
        return unsafe pointer
    }

    func octets(_ bytes: [UInt8]) -> UnsafeMutablePointer<Odr_oct> {
        let buffer = unsafe self.room(for: CChar.self, count: bytes.count)
        for (index, byte) in bytes.enumerated() { unsafe buffer[index] = CChar(bitPattern: byte) }
        let pointer = unsafe self.zeroed(Odr_oct.self)
        unsafe pointer.pointee.buf = buffer
        unsafe pointer.pointee.len = Int32(clamping: bytes.count)
        return unsafe pointer
    }

    func oid(_ oid: OID) throws(Z3950Error) -> UnsafeMutablePointer<Odr_oid> {
        let pointer = unsafe self.room(for: Odr_oid.self, count: oid.components.count + 1)
        for (index, component) in oid.components.enumerated() {
            guard let arc = Odr_oid(exactly: component), arc >= 0 else { throw .invalid("object identifier \(oid)") }
            unsafe pointer[index] = arc
        }
        guard oid.components.count >= 2 else { throw .invalid("object identifier \(oid)") }
        unsafe pointer[oid.components.count] = -1
        return unsafe pointer
    }

    /// A C array of pointers to the strings.
    func strings(
        _ texts: [String]
    ) throws(Z3950Error) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let pointer = unsafe self.room(for: UnsafeMutablePointer<CChar>?.self, count: texts.count)
        for (index, text) in texts.enumerated() { unsafe pointer[index] = try self.string(text) }
        return unsafe pointer
    }

    /// Sets bits of a bit string.
    func set(_ bits: some Sequence<Int>, in mask: UnsafeMutablePointer<Odr_bitmask>) {
        var top: Int32 = -1
        unsafe withUnsafeMutableBytes(of: &mask.pointee.bits) { bytes in
            for index in bytes.indices { unsafe bytes[index] = 0 }
            for bit in bits {
                unsafe bytes[bit >> 3] |= 0x80 >> UInt8(bit & 7)
                top = max(top, Int32(bit >> 3))
            }
        }
        unsafe mask.pointee.top = top
    }
}
