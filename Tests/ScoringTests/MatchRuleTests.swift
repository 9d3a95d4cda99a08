import MARC
import Scoring
import Testing

/// Single rules of comparing, as a librarian would notice them.
@Suite struct MatchRuleTests {
    private static func levels(_ left: SourceRecord, _ right: SourceRecord) -> [MatchField: String] {
        var levels: [MatchField: String] = [:]
        for part in MatchExplanation(left.record, right.record).parts { levels[part.field] = part.levelName }
        return levels
    }

    private static func extent(_ target: String, _ text: String) -> SourceRecord {
        book(target, target, title: "Bonjour les amis", author: "Mai Lan", publisher: "Giáo dục", year: 1994) {
            $0.append("300", " ", " ", [("a", text)])
        }
    }

    @Test func severalVolumesAreNotOneOfThem() {
        #expect(!isOne(Self.extent("a", "4 vol."), Self.extent("b", "148 p.")))
        #expect(isOne(Self.extent("a", "4 vol."), Self.extent("b", "4 v.")))
        #expect(isOne(Self.extent("a", "148 p."), Self.extent("b", "1 vol. (148 p.)")))
    }

    @Test func twoDOIsOfOneRegistrantAreTwoThings() {
        func article(_ target: String, _ doi: String) -> SourceRecord {
            book(target, target, title: "Moderation of meetings", author: "Birgit Schenk", year: 2001) {
                $0.append("024", "7", " ", [("a", doi), ("2", "doi")])
            }
        }
        #expect(!isOne(article("a", "10.5167/uzh-1"), article("b", "10.5167/uzh-2")))
        #expect(isOne(article("a", "10.5167/uzh-1"), article("b", "10.5167/UZH-1")))
        // A repository gives a DOI of its own to what the publisher has given one.
        #expect(isOne(article("a", "10.5167/uzh-1"), article("b", "10.1007/978-3-1")))
    }

    @Test func thePartOfASetIsKnownByItsOwnTitle() {
        let whole = book("a", "1", title: "Toàn tập Tô Hoài", subtitle: "Dế mèn phiêu lưu ký", year: 2010)
        let part = book("b", "2", title: "Dế mèn phiêu lưu ký", year: 2010)
        #expect(Self.levels(whole, part)[.title] == "alternate")
    }

    @Test func onePersonUnderTwoNamesIsKnownByTheAuthorityRecord() {
        func novel(_ target: String, _ name: String, _ authority: String) -> SourceRecord {
            book(target, target, title: "Dế mèn phiêu lưu ký", year: 2010) {
                $0.append("100", "0", " ", [("a", name), ("0", "(NLV)\(authority)")])
            }
        }
        let one = novel("a", "Tô Hoài", "17")
        #expect(Self.levels(one, novel("b", "Nguyễn Sen", "17"))[.names] == "all with initials")
        #expect(Self.levels(one, novel("b", "Nguyễn Sen", "18"))[.names] == "different")
    }

    @Test func aNumberInTheMiddleOfASubtitleIsNoVolume() {
        let record = book("a", "1", title: "Trionfi", subtitle: "edizione del catalogo n. 144 della biblioteca")
        #expect(MatchKeys(record.record).parts.isEmpty)
        #expect(MatchKeys(book("a", "1", title: "Trionfi", subtitle: "t. 2, note").record).parts == [2])
    }

    @Test func aYearBesideThePlaceIsTheYearIfThereIsNoOther() {
        let record = book("a", "1", title: "Boosting") { $0.append("260", " ", " ", [("a", "Hà Nội, 1991.")]) }
        #expect(MatchKeys(record.record).year == 1991)
        let dated = book("a", "1", title: "Boosting", year: 1988) {
            $0.append("260", " ", " ", [("a", "Hà Nội, 1991.")])
        }
        #expect(MatchKeys(dated.record).year == 1988)
    }

    @Test func uniformTitlesDecideOfWorks() {
        func fables(_ target: String, _ uniform: String?) -> SourceRecord {
            book(target, target, title: "Fables", author: "Jean de La Fontaine", year: target == "a" ? 1990 : 2012) {
                if let uniform { $0.append("240", "1", "0", [("a", uniform)]) }
            }
        }
        #expect(!isOne(fables("a", "Fables choisies et mises en vers"), fables("b", "Fables nouvelles"), .work))
        #expect(isOne(fables("a", "Fables choisies"), fables("b", "Fables choisies"), .work))
        #expect(isOne(fables("a", "Fables choisies"), fables("b", nil), .work))
    }
}
