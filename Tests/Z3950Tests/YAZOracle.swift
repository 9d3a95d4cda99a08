// Test code against a C library whose allocations end the process rather than fail.
// swift-format-ignore-file: NeverForceUnwrap

import CYAZ
import Z3950

/// YAZ as the judge: it reads what we write, and writes what we read.
enum YAZOracle {
    /// An APDU filled in and encoded by YAZ.
    static func encode(
        _ kind: Int32,
        _ fill: (UnsafeMutablePointer<Z_APDU>, ODR) -> Void
    ) -> [UInt8] {
        let odr = unsafe odr_createmem(ODR_ENCODE)!
        defer { unsafe odr_destroy(odr) }
        var apdu: UnsafeMutablePointer<Z_APDU>? = unsafe zget_APDU(odr, kind)
        unsafe fill(apdu!, odr)
        guard unsafe z_APDU(odr, &apdu, 0, nil) != 0 else { fatalError("YAZ cannot encode its own APDU") }
        var length: Int32 = 0
        let buffer = unsafe odr_getbuf(odr, &length, nil)!
        return unsafe Array(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
    }

    /// Reads an APDU with YAZ; `nil` when YAZ refuses it.
    static func decode<Result>(_ bytes: [UInt8], _ read: (Z_APDU) -> Result) -> Result? {
        let odr = unsafe odr_createmem(ODR_DECODE)!
        defer { unsafe odr_destroy(odr) }
        return unsafe bytes.withUnsafeBytes { octets in
            let start = unsafe octets.baseAddress!.assumingMemoryBound(to: CChar.self)
            unsafe odr_setbuf(odr, UnsafeMutablePointer(mutating: start), Int32(octets.count), 0)
            var apdu: UnsafeMutablePointer<Z_APDU>?
            guard unsafe z_APDU(odr, &apdu, 0, nil) != 0, let apdu = unsafe apdu else { return nil }
            return unsafe read(apdu.pointee)
        }
    }

    static func reference(_ text: String, _ odr: ODR) -> UnsafeMutablePointer<Odr_oct> {
        unsafe odr_create_Odr_oct(odr, text, Int32(text.utf8.count))
    }

    static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }

    static func oid(_ name: String) -> UnsafePointer<Odr_oid>? {
        unsafe yaz_string_to_oid(yaz_oid_std(), oid_class(CLASS_RECSYN.rawValue), name)
    }

    /// Answers to a search with one record, one surrogate diagnostic and one text record, as YAZ writes them.
    static func searchResponse(hits: Int = 42, reference: String? = "7", records: [(String, [UInt8])]) -> [UInt8] {
        unsafe self.encode(Z_APDU_searchResponse) { apdu, odr in
            let response = unsafe apdu.pointee.u.searchResponse!
            unsafe response.pointee.referenceId = unsafe reference.map { unsafe self.reference($0, odr) }
            unsafe response.pointee.resultCount = unsafe odr_intdup(odr, Odr_int(hits))
            unsafe response.pointee.numberOfRecordsReturned = unsafe odr_intdup(odr, Odr_int(records.count))
            unsafe response.pointee.searchStatus = unsafe odr_booldup(odr, 1)
            unsafe response.pointee.presentStatus = unsafe odr_intdup(odr, 0)
            unsafe response.pointee.records = unsafe self.records(records, odr)
        }
    }

    static func presentResponse(reference: String, records: [(String, [UInt8])]) -> [UInt8] {
        unsafe self.encode(Z_APDU_presentResponse) { apdu, odr in
            let response = unsafe apdu.pointee.u.presentResponse!
            unsafe response.pointee.referenceId = unsafe self.reference(reference, odr)
            unsafe response.pointee.numberOfRecordsReturned = unsafe odr_intdup(odr, Odr_int(records.count))
            unsafe response.pointee.presentStatus = unsafe odr_intdup(odr, 0)
            unsafe response.pointee.records = unsafe records.isEmpty ? nil : self.records(records, odr)
        }
    }

    /// Records of YAZ's syntax names; the name `diagnostic` makes a surrogate diagnostic 14.
    static func records(_ records: [(String, [UInt8])], _ odr: ODR) -> UnsafeMutablePointer<Z_Records> {
        let list = unsafe odr_malloc(odr, MemoryLayout<Z_NamePlusRecordList>.size)!
            .bindMemory(to: Z_NamePlusRecordList.self, capacity: 1)
        let entries = unsafe odr_malloc(odr, max(1, records.count) * 8)!
            .bindMemory(to: UnsafeMutablePointer<Z_NamePlusRecord>?.self, capacity: records.count)
        for (index, record) in records.enumerated() {
            unsafe entries[index] = unsafe self.entry(record.0, record.1, odr)
        }
        unsafe list.pointee.num_records = Int32(records.count)
        unsafe list.pointee.records = unsafe entries
        let result = unsafe odr_malloc(odr, MemoryLayout<Z_Records>.size)!
            .bindMemory(to: Z_Records.self, capacity: 1)
        unsafe result.pointee.which = Z_Records_DBOSD
        unsafe result.pointee.u.databaseOrSurDiagnostics = unsafe list
        return unsafe result
    }

    private static func entry(
        _ syntax: String,
        _ bytes: [UInt8],
        _ odr: ODR
    ) -> UnsafeMutablePointer<Z_NamePlusRecord> {
        if syntax == "diagnostic" { return unsafe zget_surrogateDiagRec(odr, "Default", 14, "broken") }
        let entry = unsafe odr_malloc(odr, MemoryLayout<Z_NamePlusRecord>.size)!
            .bindMemory(to: Z_NamePlusRecord.self, capacity: 1)
        unsafe entry.pointee.databaseName = unsafe odr_strdup(odr, "Default")
        unsafe entry.pointee.which = Z_NamePlusRecord_databaseRecord
        unsafe entry.pointee.u.databaseRecord = unsafe bytes.withUnsafeBytes { octets in
            let start = unsafe octets.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe z_ext_record_oid(odr, self.oid(syntax), start, Int32(octets.count))
        }
        return unsafe entry
    }

    static func initResponse(reference: String?, options: [Int] = [0, 1, 2, 7, 8, 14], accepts: Bool = true) -> [UInt8]
    {
        unsafe self.encode(Z_APDU_initResponse) { apdu, odr in
            let response = unsafe apdu.pointee.u.initResponse!
            unsafe response.pointee.referenceId = unsafe reference.map { unsafe self.reference($0, odr) }
            unsafe response.pointee.result = unsafe odr_booldup(odr, accepts ? 1 : 0)
            unsafe self.set(options, response.pointee.options)
            unsafe self.set([0, 1, 2], response.pointee.protocolVersion)
            if !accepts {
                unsafe response.pointee.userInformationField =
                    unsafe zget_init_diagnostics(odr, 1011, "ask at the desk")
            }
        }
    }

    private static func set(_ bits: [Int], _ mask: UnsafeMutablePointer<Odr_bitmask>) {
        unsafe withUnsafeMutableBytes(of: &mask.pointee.bits) { bytes in
            for index in bytes.indices { unsafe bytes[index] = 0 }
            for bit in bits { unsafe bytes[bit >> 3] |= 0x80 >> UInt8(bit & 7) }
        }
        unsafe mask.pointee.top = Int32((bits.max() ?? 0) >> 3)
    }

    static func close(reason: Int, _ text: String) -> [UInt8] {
        unsafe self.encode(Z_APDU_close) { apdu, odr in
            unsafe apdu.pointee.u.close.pointee.closeReason = unsafe odr_intdup(odr, Odr_int(reason))
            unsafe apdu.pointee.u.close.pointee.diagnosticInformation = unsafe odr_strdup(odr, text)
        }
    }

    /// The reference a request of ours bears.
    static func referenceID(_ bytes: [UInt8]) -> String {
        unsafe self.decode(bytes) { apdu -> String in
            let place: UnsafeMutablePointer<Odr_oct>? =
                switch unsafe apdu.which {
                case Z_APDU_initRequest: unsafe apdu.u.initRequest.pointee.referenceId
                case Z_APDU_searchRequest: unsafe apdu.u.searchRequest.pointee.referenceId
                case Z_APDU_presentRequest: unsafe apdu.u.presentRequest.pointee.referenceId
                case Z_APDU_scanRequest: unsafe apdu.u.scanRequest.pointee.referenceId
                default: nil
                }
            guard let oct = unsafe place?.pointee else { return "" }
            return unsafe String(
                decoding: UnsafeRawBufferPointer(start: oct.buf, count: Int(oct.len)),
                as: UTF8.self
            )
        } ?? ""
    }
}
