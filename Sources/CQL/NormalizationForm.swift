@_spi(_Unicode) internal import Swift

extension String {
    /// The text in Unicode normalization form C.
    var composed: String {
        // Everything below U+0300 is in form C by itself; its UTF-8 starts with a byte below 0xCC.
        if !self.utf8.contains(where: { $0 >= 0xCC }) {
            return self
        }
        var scalars = String.UnicodeScalarView()
        for scalar in self._nfc {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
