import MARC
import TestSupport
import Testing

@testable import Scoring

@Suite struct PhysicalDescriptionTests {
    private static func recording(_ target: String, _ tag: MARC.Tag, _ text: String) -> SourceRecord {
        book(target, target, title: "Quan họ Bắc Ninh", author: "Thúy Cải", publisher: "Hồ Gươm", year: 2004) {
            $0.leader[6] = UInt8(ascii: "j")
            if tag == "007" { $0.append(tag, text) } else { $0.append(tag, " ", " ", [("a", text)]) }
        }
    }

    @Test func thePagesOfAnAnnouncedBookAreAnEstimate() {
        func novel(_ target: String, pages: Int, encoding: Character) -> SourceRecord {
            book(target, target, title: "Sống mòn", author: "Nam Cao", year: 2012, pages: pages) {
                $0.leader[17] = encoding.asciiValue ?? 0x20
            }
        }
        #expect(isOne(novel("a", pages: 300, encoding: "8"), novel("b", pages: 285, encoding: " ")))
        #expect(!isOne(novel("a", pages: 300, encoding: " "), novel("b", pages: 285, encoding: " ")))
    }

    @Test func aReelOfTapeIsNoDisc() {
        #expect(!isOne(Self.recording("a", "007", "st ||||||||||"), Self.recording("b", "300", "1 CD")))
        #expect(!isOne(Self.recording("a", "007", "st ||||||||||"), Self.recording("b", "300", "2 ljudskivor")))
        #expect(isOne(Self.recording("a", "007", "ss lsnjlcmpnne"), Self.recording("b", "300", "1 cassette")))
    }

    /// Of hundreds of records that agree in everything compared, one stands for all.
    @Test func recordsThatDifferInWhatIsComparedAreNoTwins() {
        func twin(_ record: SourceRecord) -> UInt64 { MatchKeys(record.record).twin }
        let disc = Self.recording("a", "007", "sd fsngnnmmned")
        #expect(twin(disc) == twin(Self.recording("b", "007", "sd fsngnnmmned")))
        #expect(twin(disc) != twin(Self.recording("a", "007", "sd bmmennmplud")))
        var announced = disc
        announced.record.leader[17] = UInt8(ascii: "8")
        #expect(twin(disc) != twin(announced))
    }

    @Test func aNoBreakSpaceInAFixedFieldStandsForABlank() {
        let disc = Self.recording("a", "007", "sd\u{A0}fsngnnmmned")
        #expect(isOne(disc, Self.recording("b", "300", "1 CD")))
        #expect(!isOne(disc, Self.recording("b", "300", "1 LP")))
    }

    @Test func aSetWithOneISBNOfItsVolumesIsNotTheVolume() {
        func textbook(_ target: String, _ extent: String) -> SourceRecord {
            book(target, target, title: "Dobro došli", volume: "1", author: "Jasna Barešić", isbn: "9789530219229") {
                $0.append("300", " ", " ", [("a", extent)])
            }
        }
        #expect(!isOne(textbook("a", "279 sivua"), textbook("b", "2 osaa (278, 236 s.)")))
        #expect(isOne(textbook("a", "279 sivua"), textbook("b", "279 s.")))
    }

    @Test func aDamagedNumberStillSaysWhichFileItIsOf() {
        func file(_ target: String, _ kind: String) -> SourceRecord {
            book(target, target, title: "Sống mòn", author: "Nam Cao", year: 2012) {
                $0.append("020", " ", " ", [("a", "9786041234560"), ("q", kind)])
            }
        }
        #expect(!isOne(file("a", "(PDF)"), file("b", "(EPUB)")))
        #expect(isOne(file("a", "(PDF)"), file("b", "(PDF)")))
    }
}
