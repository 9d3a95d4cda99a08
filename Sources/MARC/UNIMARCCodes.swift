/// Codes of UNIMARC and their counterparts in MARC 21.
enum UNIMARCCodes {
    /// Relator codes (UNIMARC Manual, appendix C) as codes of the MARC Code List for Relators.
    static let relators: [String: String] = pairs(
        """
        005 act 010 adp 018 anm 020 ann 030 arr 040 art 050 asg 060 asn 065 auc 070 aut 072 aqt 075 aft 080 aui 090 aud
        100 ant 110 bnd 120 bdd 130 bkd 140 bjd 150 bpd 160 bsl 170 cll 180 ctg 190 cns 195 cnd 200 chr 205 ctb 207 cmm
        210 cwt 212 cwt 220 com 230 cmp 240 cmt 245 ccp 250 cnd 255 csp 260 cph 270 crr 273 cur 275 dnc 280 dte 290 dto
        295 dgg 300 drt 305 dis 310 dst 320 dnr 330 dub 340 edt 350 egr 360 etr 370 flm 380 frg 390 fmo 395 fnd 400 fnd
        420 hnr 430 ilu 440 ill 450 ins 460 ive 470 ivr 480 lbt 490 lse 500 lso 510 ltg 520 lyr 530 mte 540 mon 545 mus
        550 nrt 555 opn 557 orm 560 org 570 oth 580 ppm 590 prf 600 pht 610 prt 620 pop 630 pro 632 prs 635 prg 640 pfr
        650 pbl 651 pbd 660 rcp 670 rce 673 rth 675 rev 677 rtm 680 rbr 690 aus 695 sad 700 scr 705 scl 710 sec 720 sgn
        721 sng 723 spn 725 stn 727 ths 730 trl 740 tyd 750 tyg 755 voc 760 wde 770 wam
        """
    )

    /// Country codes of ISO 3166 as codes of the MARC Code List for Countries; those that records here are likely to have.
    private static let countries: [String: String] = pairs(
        """
        AT au AU at BE be BG bu BR bl CA xxc CH sz CN cc CU cu CZ xr DE gw DK dk ES sp FI fi FR fr GB xxk GR gr HK hk
        HU hu ID io IE ie IN ii IT it JP ja KH cb KP kn KR ko LA ls LU lu MY my NL ne NO no PH ph PL pl PT po RO rm RU ru
        SE sw SG si TH th TW ch UA un US xxu VN vm ZA sa
        """
    )

    /// Codes of ISO 3166 by MARC code.
    static let inverseCountries: [String: String] = Dictionary(countries.map { ($1, $0) }, uniquingKeysWith: min)

    /// The linking fields 76X–78X and their second indicators.
    static let links: [Tag: (Tag, UInt8)] = [
        "410": ("830", 0x30), "411": ("762", 0x20), "421": ("770", 0x20), "422": ("772", 0x20), "423": ("777", 0x20),
        "430": ("780", 0x30), "431": ("780", 0x31), "432": ("780", 0x32), "433": ("780", 0x33), "434": ("780", 0x35),
        "435": ("780", 0x36), "436": ("780", 0x34), "437": ("780", 0x37), "440": ("785", 0x30), "441": ("785", 0x31),
        "442": ("785", 0x32), "443": ("785", 0x33), "444": ("785", 0x34), "445": ("785", 0x35), "446": ("785", 0x36),
        "447": ("785", 0x37), "448": ("785", 0x38), "451": ("775", 0x20), "452": ("776", 0x20), "453": ("767", 0x20),
        "454": ("765", 0x20), "455": ("775", 0x20), "456": ("775", 0x20), "461": ("773", 0x20), "462": ("773", 0x20),
        "463": ("773", 0x20), "464": ("774", 0x20), "470": ("787", 0x20), "481": ("777", 0x20), "482": ("777", 0x20),
        "488": ("787", 0x20),
    ]

    /// The MARC code of a country; `nil` when the table has none.
    static func country(_ code: String) -> String? { self.countries[code.uppercased()] }

    /// The code in 76X–78X of a subfield of 4XX, by the field embedded there; `nil` when it has no place.
    static func linkCode(_ embedded: Tag?, _ code: UInt8) -> UInt8? {
        guard let embedded else {
            // Standard subfields.
            let codes: [UInt8: UInt8] = [
                0x61: 0x61, 0x63: 0x64, 0x64: 0x64, 0x65: 0x62, 0x70: 0x68, 0x74: 0x74, 0x76: 0x67, 0x78: 0x78,
                0x79: 0x7A, 0x30: 0x77,
            ]
            return codes[code]
        }
        switch (embedded, code) {
        case ("200", 0x61), ("500", 0x61): return 0x74
        case ("200", 0x76): return 0x67
        case ("010", 0x61): return 0x7A
        case ("011", 0x61): return 0x78
        case ("205", 0x61): return 0x62
        case ("210", 0x61), ("210", 0x63), ("210", 0x64): return 0x64
        case ("215", 0x61): return 0x68
        default: return embedded >= "700" && embedded <= "722" && code == 0x61 ? 0x61 : nil
        }
    }

    /// 100/22–24, the language of cataloguing.
    static func cataloguingLanguage(_ record: MARCRecord) -> String? {
        let data = Array((record.first("100")?["a"] ?? "").utf8)
        guard data.count >= 25, data[22..<25].allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
        return String(decoding: data[22..<25], as: UTF8.self)
    }

    private static func pairs(_ text: String) -> [String: String] {
        let words = text.split { $0 == " " || $0 == "\n" }.map(String.init)
        var pairs: [String: String] = [:]
        for index in stride(from: 0, to: words.count - 1, by: 2) { pairs[words[index]] = words[index + 1] }
        return pairs
    }
}
