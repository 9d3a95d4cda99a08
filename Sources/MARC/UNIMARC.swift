/// From UNIMARC to MARC 21 and back.
///
/// Driven by ``table`` and those for codes, after the correspondences of the Library of Congress ("UNIMARC to MARC 21
/// Conversion Specifications", 2001) and the UNIMARC Manual, third edition. `docs/unimarc.md` has the whole of it, with
/// what is lost.
///
/// Special treatment: leader, 100 and 105 (008), 101 (041, 008), 102 (044, 008), 200 (245), 4XX (76X–78X), 70X–72X and
/// 600–602 (names), 801 (040), 995 and 930 (852). Every other field has a row in the table.
public enum UNIMARC {
    /// Makes a MARC 21 record of a UNIMARC record; a record that is MARC 21 already comes back as it is.
    ///
    /// Fields are in ascending order of tags, with ISBD punctuation in 245, 250, 260, 264, 300 and 490.
    public static func marc21(_ record: MARCRecord) -> MARCRecord {
        guard record.format == .unimarc else { return record }
        var converter = UNIMARCConverter(record)
        return converter.converted()
    }

    /// Makes a UNIMARC record of a MARC 21 record; a record that is UNIMARC already comes back as it is.
    ///
    /// What ``marc21(_:)`` has made of UNIMARC becomes equal to what it was, as far as MARC 21 has a place for it.
    public static func unimarc(_ record: MARCRecord) -> MARCRecord {
        guard record.format == .marc21 else { return record }
        var converter = MARC21Converter(record)
        return converter.converted()
    }

    /// The rows of ``table`` in their order; see ``UNIMARCRule`` for their syntax.
    static let rows: [UNIMARCRule] = table.split(separator: "\n").compactMap { UNIMARCRule($0) }

    /// The rows by the tag of UNIMARC.
    static let rules: [Tag: UNIMARCRule] = Dictionary(rows.map { ($0.source, $0) }) { first, _ in first }

    /// The rows by the tag of MARC 21, each list in the order of the table.
    static let inverseRules: [Tag: [UNIMARCRule]] = Dictionary(grouping: rows) { $0.target }

    /// The correspondences of fields, a row each: tag of UNIMARC, tag and indicators of MARC 21, subfields.
    ///
    /// An indicator is a character, `#` for a blank, `=` for that of the source, `d` for the function in 214 and 264. A subfield
    /// is a code, then `+text`: punctuation at the end of the subfield before it, `_` for a blank; or `*text`: all subfields
    /// with that code become one, joined by the text; then `>code`: its code in MARC 21, where it is another. Of several rows with
    /// one tag of MARC 21, the way back takes the first whose indicators fit.
    public static let table = """
        010 020 ## a b>q d>c z
        011 022 ## a y z
        012 026 ## a>e 2
        013 024 2# a d>c z
        014 024 8# a z
        017 024 7# a d>c z 2
        015 027 ## a z
        016 024 0# a d>c z
        020 015 ## b>a 2
        021 017 ## b>a a>b
        022 086 ## b>a z
        040 030 ## a z
        071 028 00 a b
        072 024 1# a d>c z
        073 024 3# a d>c z
        205 250 ## a b+_,>b d+_=>b f+_/>b g+_;>b
        206 255 ## a b>b
        207 362 0# a
        208 254 ## a
        210 260 ## a c+_:>b d+,>c e g+_:>f h+,>g
        214 264 #d a c+_:>b d+,>c
        215 300 ## a c+_:>b d+_;>c e+_+
        225 490 0# a d+_=>a e+_:>a h+.>a i+,>a f+_/>a x+,>x v+_;>v
        230 256 ## a
        300 500 ## a
        301 500 ## a
        302 546 ## a
        303 500 ## a
        304 500 ## a
        305 500 ## a
        306 500 ## a
        307 500 ## a
        308 500 ## a
        310 500 ## a
        311 580 ## a
        312 500 ## a
        313 500 ## a
        314 500 ## a
        315 500 ## a
        316 500 ## a 5
        317 561 ## a 5
        318 583 ## a b c d 5
        320 504 ## a
        321 510 0# a b c x
        322 508 ## a
        323 511 0# a
        324 534 ## a>n
        325 533 ## a
        326 310 ## a b
        327 505 0# a*_--_
        328 502 ## a b c>d e>c d>d
        330 520 ## a
        332 524 ## a
        333 521 ## a
        334 586 ## a
        336 516 ## a
        337 538 ## a
        345 037 ## a>b b>a c>f d>c
        500 730 0# a h>n i>p k>f m>l n>h q>s r>m s>n u>r v w>o
        501 730 0# a e>k k>f m>l r>m s>n u>r w>o
        503 730 0# a
        510 246 31 a e+_:>b h>n i>p
        512 246 14 a e+_:>b h>n i>p
        513 246 15 a e+_:>b h>n i>p
        514 246 16 a e+_:>b
        515 246 17 a
        516 246 18 a e+_:>b
        517 246 3# a e+_:>b h>n i>p
        518 246 3# a
        520 247 10 a e+_:>b h>n i>p x
        530 222 #0 a b
        531 210 0# a b
        532 246 3# a
        540 246 3# a e+_:>b h>n i>p
        541 246 31 a e+_:>b h>n i>p
        545 740 02 a
        605 630 04 a h>n i>p k>f l>k m>l n>h q>s j>v x y>z z>y 2
        606 650 #4 a j>v x y>z z>y 2
        607 651 #4 a j>v x y>z z>y 2
        608 655 #4 a j>v x y>z z>y 2
        610 653 ## a
        620 752 ## a b c d
        626 653 ## a
        660 043 ## a
        661 045 ## a
        670 650 #4 b>a
        675 080 ## a v>2
        676 082 04 a v>2
        680 050 #4 a b
        686 084 ## a b 2
        730 720 ## a 4>4
        856 856 == a b c d f h i j k l m n o p q r s t u v w x y z 2 3
        886 886 == a b 2
        """
}
