/// A small read-only hash table from a number to a Unicode scalar value, for character set tables.
struct ScalarTable: Sendable {
    private var keys: [UInt64]
    private var values: [UInt32]
    private let shift: UInt64

    /// Makes a table; of equal keys, the first wins, and the key 0 is left out.
    init(_ pairs: [(key: UInt64, value: UInt32)]) {
        var bits: UInt64 = 4
        while 1 << bits < pairs.count * 2 { bits += 1 }
        self.keys = Array(repeating: 0, count: 1 << bits)
        self.values = Array(repeating: 0, count: 1 << bits)
        self.shift = 64 - bits
        for (key, value) in pairs where key != 0 {
            var slot = self.slot(key)
            while self.keys[slot] != 0 && self.keys[slot] != key {
                slot = (slot + 1) & (self.keys.count - 1)
            }
            guard self.keys[slot] == 0 else { continue }
            self.keys[slot] = key
            self.values[slot] = value
        }
    }

    /// The value of a key; 0 when there is none.
    @inline(__always)
    subscript(key: UInt64) -> UInt32 {
        var slot = self.slot(key)
        while true {
            let found = self.keys[slot]
            if found == key { return self.values[slot] }
            if found == 0 { return 0 }
            slot = (slot &+ 1) & (self.keys.count &- 1)
        }
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> self.shift)
    }

    /// Reads the rows of a generated table: a code and the scalars of that and the following codes, in hexadecimal.
    static func pairs(_ rows: String) -> [(key: UInt64, value: UInt32)] {
        var pairs: [(key: UInt64, value: UInt32)] = []
        var code: UInt64?
        var number: UInt64 = 0
        var hasDigits = false
        func finish() {
            guard hasDigits else { return }
            if let current = code {
                pairs.append((current, UInt32(truncatingIfNeeded: number)))
                code = current + 1
            } else {
                code = number
            }
            number = 0
            hasDigits = false
        }
        for byte in rows.utf8 {
            switch byte {
            case 0x30...0x39:
                number = number << 4 | UInt64(byte - 0x30)
                hasDigits = true
            case 0x41...0x46:
                number = number << 4 | UInt64(byte - 0x37)
                hasDigits = true
            case 0x0A:
                finish()
                code = nil
            default:
                finish()
            }
        }
        finish()
        return pairs
    }
}
