import Foundation
import MARC
import Z3950

extension TargetConfiguration.QueryForm {
    /// The bytes of a term in a target's form and encoding; nothing is ever dropped or replaced.
    ///
    /// One-byte Vietnamese sets have no accented capitals. Servers that index them compare without case, so a term that
    /// cannot be written as typed is tried in small letters.
    ///
    /// - Throws: `RPNError` naming the character that the encoding does not have.
    func encode(_ text: String, as encoding: CharacterEncoding) throws(RPNError) -> [UInt8] {
        if encoding == .utf8, self == .nfd {
            return Array(text.decomposedStringWithCanonicalMapping.utf8)
        }
        if encoding == .tcvn3, let bytes = try? encoding.encode(text.lowercased()) { return bytes }
        do throws(MARCError) {
            return try encoding.encode(text)
        } catch {
            throw RPNError(
                diagnostic: 48,
                details: text,
                message: "the term \"\(text)\" cannot be written in \(encoding.rawValue): \(error.message)"
            )
        }
    }
}
