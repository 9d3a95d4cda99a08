/// Pure functions that bring text into the forms in which it is compared.
///
/// Both keys are words in small letters with one space between them: punctuation, ISBD marks, brackets, zero-width
/// characters, soft hyphens and non-sort marks are gone, full-width forms are plain. Text may come in any normal form.
public enum Normalization {
    /// The version of these rules; keys made under different versions must not be compared.
    public static let version = 1

    /// The key that keeps the letters of Vietnamese and the tone of each syllable.
    ///
    /// The tone is a digit at the syllable's end (1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng, nothing for ngang), so that
    /// old and new placement are equal (*hòa* = *hoà* = `hoa2`), and *y* as the sole vowel after initial consonants is
    /// *i* (*kỹ* = *kĩ* = `ki4`).
    public static func toneKey(_ text: String) -> String {
        String(decoding: KeyText(text).tone, as: UTF8.self)
    }

    /// The key without tones and marks: `đ` is `d`, *Thủy lợi* = `thuy loi`.
    public static func foldKey(_ text: String) -> String {
        String(decoding: KeyText(text).fold, as: UTF8.self)
    }

    /// The key of a person's or body's name: its folded words in one fixed order.
    ///
    /// "Nguyễn Du", "Nguyễn, Du" and "Du Nguyễn" are equal; a single letter counts as a word, numbers (years of life) do not.
    public static func nameKey(_ name: String) -> String {
        let words = KeyText(name).fold.split(separator: 0x20).filter { word in
            !word.contains { (0x30...0x39).contains($0) }
        }
        return words.map { String(decoding: $0, as: UTF8.self) }.sorted().joined(separator: " ")
    }
}
