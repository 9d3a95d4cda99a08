/// From UNIMARC to MARC 21.
///
/// A first version, driven by the tables ``UNIMARC/rules`` and those for codes, after the correspondences of the
/// Library of Congress ("UNIMARC to MARC 21 Conversion Specifications", 2001) and the UNIMARC Manual, third edition.
///
/// Special treatment: leader, 100 and 105 (→ 008), 101 (→ 041, 008), 102 (→ 044, 008), 200 (→ 245), 4XX with embedded fields
/// (→ 76X–78X), 70X–72X (→ 1XX, 7XX), 801 (→ 040), 995 and 930 (→ 852). Every other field has a row in the table.
///
/// Not converted, because MARC 21 has no place for it or it only serves UNIMARC systems: coded fields 106 to 199 except
/// 105, 802, 830, 9XX of local use except 930 and 995, authority numbers ($3), and the subfields that a row does not name.
public enum UNIMARC {
    /// Makes a MARC 21 record of a UNIMARC record; a record that is MARC 21 already comes back as it is.
    ///
    /// Fields are in ascending order of tags, with ISBD punctuation in 245, 250, 260, 264, 300 and 490.
    public static func marc21(_ record: MARCRecord) -> MARCRecord {
        guard record.format == .unimarc else { return record }
        var converter = UNIMARCConverter(record)
        return converter.converted()
    }

    /// The rows of the table; see ``UNIMARCRule`` for their syntax.
    static let rules: [Tag: UNIMARCRule] = {
        var rules: [Tag: UNIMARCRule] = [:]
        for line in table.split(separator: "\n") {
            if let rule = UNIMARCRule(line) { rules[rule.source] = rule }
        }
        return rules
    }()

    private static let table = """
        010 020 ## a b>q d>c z
        011 022 ## a y z
        012 026 ## a>e 2
        013 024 2# a d>c z
        014 024 8# a z
        015 027 ## a z
        016 024 0# a d>c z
        020 015 ## b>a 2
        021 017 ## b>a a>b
        022 086 ## b>a z
        040 030 ## a z
        071 028 00 a b
        072 024 1# a d>c z
        073 024 3# a d>c z
        205 250 ## a b+_, d+_= f+_/>b g+_;>b
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
