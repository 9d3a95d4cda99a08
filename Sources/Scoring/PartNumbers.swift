/// Finds the numbers of volumes and parts in words.
///
/// Understands "Tập 1", "T.1", "Quyển II", "vol. 3", "Bd. 4", "Tập hai", "2. Teil", "deuxième partie", "1er tome", "libro
/// secondo".
enum PartNumbers {
    /// A number, and the words that say it.
    struct Finding {
        var number: Int
        var words: Range<Int>
    }

    /// All numbers in a part field such as 245 $n or 490 $v; numbers need no caption there.
    ///
    /// Years are no parts ("1930 - 1954").
    static func numbers(inPartField words: [ArraySlice<UInt8>]) -> NumberSet {
        var set = NumberSet()
        for (index, word) in words.prefix(12).enumerated() {
            // "V. 2": a caption that could be read as a Roman numeral.
            if index < words.count - 1, Self.captions[PackedWord.code(word)] != nil,
                Self.number(words[index + 1], spelled: true) != nil
            {
                continue
            }
            guard let number = Self.number(word, spelled: true), !(1_000...2_100).contains(number) else { continue }
            set.insert(number)
        }
        return set
    }

    /// The numbers with a caption in a title or subtitle.
    ///
    /// In a title proper (`title`) one letter is a caption at the end only, and some words make another word of the
    /// caption (*bài tập 3*).
    static func findings(in words: [ArraySlice<UInt8>], title: Bool) -> [Finding] {
        var found: [Finding] = []
        var index = title ? 1 : 0
        while index < words.count {
            guard let finding = Self.finding(at: index, in: words, title: title) else {
                index += 1
                continue
            }
            found.append(finding)
            index = max(finding.words.upperBound, index + 1)
        }
        return found
    }

    private static func finding(at index: Int, in words: [ArraySlice<UInt8>], title: Bool) -> Finding? {
        let word = words[index]
        if let caption = Self.captions[PackedWord.code(word)] {
            let isEnd = index + 2 >= words.count
            if index + 1 < words.count, caption == .word || isEnd || !title,
                let number = Self.number(words[index + 1], spelled: caption == .word),
                !(1_000...2_100).contains(number)
            {
                if title, index < 2 || Self.otherUses.contains(PackedWord.code(words[index - 1])) { return nil }
                return Finding(number: number, words: index..<(index + 2))
            }
            return nil
        }
        // "2. Teil", "deuxième degré", "3e partie".
        if index + 1 < words.count, Self.captions[PackedWord.code(words[index + 1])] == .word,
            !Self.plurals.contains(PackedWord.code(words[index + 1])), let number = Self.ordinal(word)
        {
            return Finding(number: number, words: index..<(index + 2))
        }
        // "T1" at the end.
        if index == words.count - 1, index >= 2, let digits = word.firstIndex(where: { (0x30...0x39).contains($0) }),
            digits > word.startIndex, Self.captions[PackedWord.code(word[..<digits])] != nil,
            let number = Self.number(word[digits...], spelled: false)
        {
            return Finding(number: number, words: index..<(index + 1))
        }
        return nil
    }

    // MARK: - Numbers

    /// The number that a word is: Arabic, Roman, or (if allowed) spelled out.
    static func number(_ word: ArraySlice<UInt8>, spelled: Bool) -> Int? {
        guard let first = word.first else { return nil }
        if (0x30...0x39).contains(first) {
            let digits = word.prefix { (0x30...0x39).contains($0) }
            guard digits.count <= 6, digits.count == word.count || Self.isOrdinalEnding(word[digits.endIndex...]) else {
                return nil
            }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        if let roman = Self.roman(word) { return roman }
        guard spelled else { return nil }
        if let number = Self.spelledNumbers[PackedWord.code(word)] { return number }
        // "T1" without a blank or full stop.
        if let digits = word.firstIndex(where: { (0x30...0x39).contains($0) }),
            Self.captions[PackedWord.code(word[..<digits])] != nil
        {
            return Self.number(word[digits...], spelled: false)
        }
        return nil
    }

    /// The number of an ordinal: "2nd", "3e", "1er", "zweite", "premier"; plain digits too.
    static func ordinal(_ word: ArraySlice<UInt8>) -> Int? {
        guard let first = word.first else { return nil }
        if (0x30...0x39).contains(first) { return Self.number(word, spelled: false) }
        return Self.ordinals[PackedWord.code(word)]
    }

    private static func isOrdinalEnding(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.count <= 3 && Self.ordinalEndings.contains(PackedWord.code(rest))
    }

    /// A Roman numeral below 400 in small letters, well formed.
    static func roman(_ word: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(word.count) else { return nil }
        var total = 0
        var previous = 0
        for byte in word.reversed() {
            let value: Int
            switch byte {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            case UInt8(ascii: "l"): value = 50
            case UInt8(ascii: "c"): value = 100
            default: return nil
            }
            total += value < previous ? -value : value
            previous = max(previous, value)
        }
        guard (1..<400).contains(total), Array(word) == Self.romanNumeral(total) else { return nil }
        return total
    }

    private static func romanNumeral(_ number: Int) -> [UInt8] {
        var rest = number
        var text = ""
        for (value, numeral) in [
            (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ] {
            while rest >= value {
                text += numeral
                rest -= value
            }
        }
        return Array(text.utf8)
    }

    // MARK: - Words

    private enum Caption: Sendable {
        /// A word that is a caption wherever a number follows.
        case word
        /// A letter or short form that is one at the end only.
        case short
    }

    private static let captions: [UInt32: Caption] = {
        var captions: [UInt32: Caption] = [:]
        let words =
            "tap quyen phan vol vols volume volumes bd bde band bande bandes teil teile theil tome tomes tomo tomos part "
            + "parts partie parties parte partes book buch livre libro deel heft cahier quaderno quaderni cuaderno "
            + "fascicule fasc fascicolo lieferung degre folge abt abteilung halbband teilband osa volumen volumi "
            + "reihe numero nummer nr jahrgang jg series serie etape"
        for word in words.split(separator: " ") { captions[PackedWord.code(Array(word.utf8)[...])] = .word }
        for word in "t q v so ki no n pt bk tl h b p".split(separator: " ") {
            captions[PackedWord.code(Array(word.utf8)[...])] = .short
        }
        return captions
    }()

    /// Words before *tập* that make another word of it: *bài tập 3*, *tuyển tập 10 truyện*.
    private static let otherUses = Self.codes("bai tuyen hoc thuc luyen toan")
    /// Captions that count when a number stands before them: "in 2 parts".
    private static let plurals = Self.codes(
        "parts parties teile bande bde volumes vols volumi tomes tomos parti partes"
    )
    private static let ordinalEndings = Self.codes("st nd rd th e er ere re eme de te ste o a os as ma mo")

    private static func codes(_ words: String) -> Set<UInt32> {
        Set(words.split(separator: " ").map { PackedWord.code(Array($0.utf8)[...]) })
    }

    private static let ordinals = Self.numbers([
        "first premier premiere erste erster erstes primo prima primero primera",
        "second deuxieme seconde zweite zweiter zweites secondo seconda segundo segunda",
        "third troisieme dritte dritter drittes terzo terza tercero tercera",
        "fourth quatrieme vierte vierter viertes quarto quarta cuarto cuarta",
        "fifth cinquieme funfte funfter funftes quinto quinta",
        "sixth sixieme sechste sechster sechstes sesto sesta sexto sexta",
        "seventh septieme siebte siebter siebtes settimo settima septimo septima",
        "eighth huitieme achte achter achtes ottavo ottava octavo octava",
        "ninth neuvieme neunte neunter neuntes nono nona noveno novena",
        "tenth dixieme zehnte zehnter zehntes decimo decima",
    ])

    /// Ordinals, cardinals, and the Vietnamese numbers, which stand behind their caption only.
    private static let spelledNumbers: [UInt32: Int] = {
        let cardinals = Self.numbers([
            "mot nhat one eins un", "hai nhi two zwei deux", "ba three drei trois", "bon tu four vier quatre",
            "nam five funf cinq", "sau six sechs", "bay seven sieben sept", "tam eight acht huit",
            "chin nine neun neuf",
            "muoi ten zehn dix",
        ])
        var numbers = Self.ordinals.merging(cardinals) { first, _ in first }
        // Upper, middle and lower volume, named and not numbered.
        for (number, word) in zip(901..., ["thuong", "trung", "ha"]) {
            numbers[PackedWord.code(Array(word.utf8)[...])] = number
        }
        return numbers
    }()

    /// Words by number, from 1.
    private static func numbers(_ rows: [String]) -> [UInt32: Int] {
        var numbers: [UInt32: Int] = [:]
        for (number, row) in zip(1..., rows) {
            for word in row.split(separator: " ") { numbers[PackedWord.code(Array(word.utf8)[...])] = number }
        }
        return numbers
    }
}
