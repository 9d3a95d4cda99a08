/// The leader of a MARC record: 24 printable ASCII characters addressed by position, 0 to 23.
///
/// What only describes the carrier is brought to one form when a record is read: the record length (0–4) and the base
/// address of data (12–16) are `00000`; see ``normalized(for:)``.
public struct Leader: Hashable, Sendable {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64

    /// The number of characters in a leader.
    public static let count = 24

    /// Makes a leader from bytes: too short is filled with blanks, too long cut, anything but printable ASCII a blank.
    public init(_ bytes: some Sequence<UInt8>) {
        self.first = 0x2020_2020_2020_2020
        self.second = 0x2020_2020_2020_2020
        self.third = 0x2020_2020_2020_2020
        for (position, byte) in zip(0..<Leader.count, bytes) {
            self[position] = byte
        }
    }

    /// A leader for a new record of text on paper: `00000nam a2200000 a 4500` (UNIMARC: `00000nam0 2200000   450 `).
    public static func book(_ format: MARCFormat) -> Leader {
        format == .marc21 ? "00000nam a2200000 a 4500" : "00000nam0 2200000   450 "
    }

    /// The ASCII character at a position from 0 to 23; a blank outside that range, where setting has no effect.
    public subscript(position: Int) -> UInt8 {
        get {
            let shift = UInt64(position & 7) << 3
            switch position {
            case 0..<8: return UInt8(truncatingIfNeeded: self.first >> shift)
            case 8..<16: return UInt8(truncatingIfNeeded: self.second >> shift)
            case 16..<24: return UInt8(truncatingIfNeeded: self.third >> shift)
            default: return 0x20
            }
        }
        set {
            let shift = UInt64(position & 7) << 3
            let byte = UInt64((0x20...0x7E).contains(newValue) ? newValue : 0x20) << shift
            let mask = ~(UInt64(0xFF) << shift)
            switch position {
            case 0..<8: self.first = self.first & mask | byte
            case 8..<16: self.second = self.second & mask | byte
            case 16..<24: self.third = self.third & mask | byte
            default: break
            }
        }
    }

    /// The leader as 24 ASCII bytes.
    public var bytes: [UInt8] {
        (0..<Leader.count).map { self[$0] }
    }

    /// The leader with everything that describes only the carrier in one form.
    ///
    /// Lengths become `00000`, indicator and identifier lengths `22`, the entry map `4500` (UNIMARC: `450 `), and in
    /// MARC 21 position 9 is `a`, because text in memory is always Unicode.
    public func normalized(for format: MARCFormat) -> Leader {
        var leader = self
        for position in 0..<5 {
            leader[position] = 0x30
            leader[position + 12] = 0x30
        }
        leader[10] = 0x32
        leader[11] = 0x32
        leader[20] = 0x34
        leader[21] = 0x35
        leader[22] = 0x30
        leader[23] = format == .marc21 ? 0x30 : 0x20
        if format == .marc21 { leader[9] = 0x61 }
        return leader
    }
}

extension Leader: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Makes a leader from a literal, as ``init(_:)`` does.
    public init(stringLiteral value: String) {
        self.init(value.utf8)
    }

    /// The leader as text of 24 characters.
    public var description: String {
        String(decoding: self.bytes, as: UTF8.self)
    }
}
