/// The shape of Vietnamese syllables: what can begin one, what can follow, and which tones go with it.
enum VietnameseSyllable {
    /// Whether some letters are a syllable of Vietnamese; foreign words and names mostly are not.
    static func isValid(_ word: some StringProtocol) -> Bool {
        var letters: [UInt32] = []
        var tone: UInt32 = 0
        for scalar in word.lowercased().unicodeScalars {
            let (letter, mark) = VietnameseLetter.split(scalar.value)
            if mark != 0 {
                guard tone == 0 else { return false }
                tone = mark
            }
            letters.append(letter)
            guard letters.count <= 7 else { return false }
        }
        for length in stride(from: min(3, letters.count), through: 0, by: -1)
        where self.initials.contains(self.text(letters[..<length])) {
            let rhyme = self.text(letters[length...])
            guard self.rhymes.contains(rhyme) else { continue }
            let isStopped = rhyme.last == "c" || rhyme.last == "p" || rhyme.last == "t" || rhyme.hasSuffix("ch")
            return !isStopped || tone == 0x301 || tone == 0x323
        }
        return false
    }

    private static func text(_ letters: ArraySlice<UInt32>) -> String {
        var view = String.UnicodeScalarView()
        for letter in letters { view.append(Unicode.Scalar(letter) ?? "?") }
        return String(view)
    }

    private static let initials = Set(
        ["", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph"]
            + ["q", "r", "s", "t", "th", "tr", "v", "x"]
    )

    private static let rhymes = Set(
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oc oi om on ong oong
        op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
        u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêt uơ uy uya uych uyên uyêt uynh uyp uyt uyu
        uôc uôi uôm uôn uông uôt uac uach uai uan uang uanh uao uat uau uay uăc uăn uăng uăt uâc uên ue uen ueo uet
        ui uit uinh uôc
        ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu êng
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
    )
}
