public import XML

/// Records in MODS, version 3.8, both ways.
///
/// The correspondences are those of the Library of Congress, "MARC 21 to MODS 3.8 Mapping" and "MODS to MARC 21 Mapping"
/// (https://www.loc.gov/standards/mods/mods-mapping.html). Separators of ISBD are taken off. Not written: coded
/// cartographic data (034), musical forms (047, 048), physical descriptions of 006 and 007, and local fields.
public enum MODS {
    /// The namespace of MODS.
    public static let namespace = "http://www.loc.gov/mods/v3"
    /// The identifier of the record schema in SRU.
    public static let schema = "info:srw/schema/1/mods-v3.8"

    /// Writes a record as an element `mods`; a UNIMARC record is brought into MARC 21 first.
    public static func write(_ record: MARCRecord, into writer: inout XMLWriter) {
        let record = record.format == .unimarc ? UNIMARC.marc21(record) : record
        writer.open("mods", [("xmlns", self.namespace), ("version", "3.8")])
        var parts = MODSWriter(record, writer)
        parts.writeAll()
        writer = parts.writer
        writer.close()
    }
}
