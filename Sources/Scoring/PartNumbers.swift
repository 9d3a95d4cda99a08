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
    static func numbers(inPartField words: [KeyWord]) -> NumberSet {
        var set = NumberSet()
        for (index, word) in words.prefix(12).enumerated() {
            // "V. 2": a caption that could be read as a Roman numeral.
            if index < words.count - 1, Self.captions[word.code] != nil,
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
    /// caption (*bài tập 3*); in a subtitle it is one at both ends (*catalogue n. 12 of …*).
    static func findings(in words: [KeyWord], title: Bool, isSubtitle: Bool = false) -> [Finding] {
        var found: [Finding] = []
        var index = title ? 1 : 0
        while index < words.count {
            let short = !title && !isSubtitle || isSubtitle && index == 0
            guard let finding = Self.finding(at: index, in: words, title: title, short: short) else {
                index += 1
                continue
            }
            found.append(finding)
            index = max(finding.words.upperBound, index + 1)
        }
        return found
    }

    private static func finding(at index: Int, in words: [KeyWord], title: Bool, short: Bool) -> Finding? {
        let word = words[index]
        if let caption = Self.captions[word.code] {
            let isEnd = index + 2 >= words.count
            if index + 1 < words.count, caption == .word || isEnd || short,
                let number = Self.number(words[index + 1], spelled: caption == .word),
                !(1_000...2_100).contains(number)
            {
                if title, index < 2 || Self.otherUses.contains(words[index - 1]) { return nil }
                return Finding(number: number, words: index..<(index + 2))
            }
            return nil
        }
        // "2. Teil", "deuxième degré", "3e partie".
        if index + 1 < words.count, Self.captions[words[index + 1].code] == .word,
            !Self.plurals.contains(words[index + 1]), let number = Self.ordinal(word)
        {
            return Finding(number: number, words: index..<(index + 2))
        }
        // "T1" at the end.
        if index == words.count - 1, index >= 2, let number = Self.numberBehindCaption(word) {
            return Finding(number: number, words: index..<(index + 1))
        }
        return nil
    }

    /// Whether a word is a caption or a number.
    static func isPartOfNumber(_ word: KeyWord) -> Bool {
        Self.captions[word.code] != nil || word.firstDigit != nil || Self.number(word, spelled: true) != nil
    }

    // MARK: - Numbers

    /// The number that a word is: Arabic, Roman, or (if allowed) spelled out.
    static func number(_ word: KeyWord, spelled: Bool) -> Int? {
        if word.isNumeric {
            let digits = word.digitCount
            guard digits <= 6, digits == word.count || Self.isOrdinalEnding(word, from: digits) else { return nil }
            return word.number(0..<digits)
        }
        if let roman = Self.roman(word) { return roman }
        guard spelled else { return nil }
        return Self.spelledNumbers[word.code] ?? Self.numberBehindCaption(word)
    }

    /// The number of a caption and a number in one word: "T1" without a blank or full stop.
    private static func numberBehindCaption(_ word: KeyWord) -> Int? {
        guard word.isShort, let digits = word.firstDigit, digits > 0,
            Self.captions[word.part(0..<digits).code] != nil
        else { return nil }
        return Self.number(word.part(digits..<word.count), spelled: false)
    }

    /// The number of an ordinal: "2nd", "3e", "1er", "zweite", "premier"; plain digits too.
    static func ordinal(_ word: KeyWord) -> Int? {
        word.isNumeric ? Self.number(word, spelled: false) : Self.ordinals[word.code]
    }

    private static func isOrdinalEnding(_ word: KeyWord, from place: Int) -> Bool {
        word.count - place <= 3 && Self.ordinalEndings.contains(word.part(place..<word.count).code)
    }

    /// A Roman numeral below 400 in small letters, well formed.
    static func roman(_ word: KeyWord) -> Int? {
        guard word.count <= 9 else { return nil }
        var total = 0
        var previous = 0
        for place in (0..<word.count).reversed() {
            let value: Int
            switch word[place] {
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
        guard (1..<400).contains(total) else { return nil }
        let numeral = Self.romanNumeral(total)
        return numeral.count == word.count && word.starts(with: numeral) ? total : nil
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

    private static let captions = WordTable<Caption>([
        .word:
            "tap quyen phan vol vols volume volumes bd bde band bande bandes teil teile theil tome tomes tomo tomos part "
            + "parts partie parties parte partes book buch livre libro deel heft cahier quaderno quaderni cuaderno "
            + "fascicule fasc fascicolo lieferung degre folge abt abteilung halbband teilband osa volumen volumi "
            + "reihe numero nummer nr jahrgang jg series serie etape",
        .short: "t q v so ki no n pt bk tl h b p",
    ])

    /// Words before *tập* that make another word of it: *bài tập 3*, *tuyển tập 10 truyện*.
    private static let otherUses = WordSet("bai tuyen hoc thuc luyen toan")
    /// Captions that count when a number stands before them: "in 2 parts".
    private static let plurals = WordSet(
        "parts parties teile bande bde volumes vols volumi tomes tomos parti partes"
    )
    private static let ordinalEndings = WordSet("st nd rd th e er ere re eme de te ste o a os as ma mo")

    private static let ordinalWords: KeyValuePairs<Int, String> = [
        1: "first premier premiere erste erster erstes primo prima primero primera",
        2: "second deuxieme seconde zweite zweiter zweites secondo seconda segundo segunda",
        3: "third troisieme dritte dritter drittes terzo terza tercero tercera",
        4: "fourth quatrieme vierte vierter viertes quarto quarta cuarto cuarta",
        5: "fifth cinquieme funfte funfter funftes quinto quinta",
        6: "sixth sixieme sechste sechster sechstes sesto sesta sexto sexta",
        7: "seventh septieme siebte siebter siebtes settimo settima septimo septima",
        8: "eighth huitieme achte achter achtes ottavo ottava octavo octava",
        9: "ninth neuvieme neunte neunter neuntes nono nona noveno novena",
        10: "tenth dixieme zehnte zehnter zehntes decimo decima",
    ]

    /// Cardinals, the Vietnamese ones among them, which stand behind their caption only; 901 and so on are the upper, middle
    /// and lower volume, which are named and not numbered.
    private static let otherWords: KeyValuePairs<Int, String> = [
        1: "mot nhat one eins un", 2: "hai nhi two zwei deux", 3: "ba three drei trois", 4: "bon tu four vier quatre",
        5: "nam five funf cinq", 6: "sau six sechs", 7: "bay seven sieben sept", 8: "tam eight acht huit",
        9: "chin nine neun neuf", 10: "muoi ten zehn dix", 901: "thuong", 902: "trung", 903: "ha",
    ]

    private static let ordinals = WordTable<Int>(Self.ordinalWords)
    private static let spelledNumbers = WordTable<Int>(Self.ordinalWords, Self.otherWords)
}
