import CQL
import Foundation
import Testing

@testable import Federation

@Suite struct QuerySpellingTests {
    private func words(_ cql: String, _ spelling: QuerySpelling) throws -> String {
        try "\(spelling.expanded(ResolvedQuery(CQLQuery.parse(cql))))"
    }

    private func count(_ cql: String, _ spelling: QuerySpelling) throws -> Int {
        try self.words(cql, spelling).components(separatedBy: " or ").count
    }

    @Test func aTargetThatComparesAsReadersDoIsAskedWhatWasTyped() throws {
        for cql in ["dc.title = \"truyen kieu\"", "dc.title = hòa", "đường or (a not b)"] {
            #expect(try self.words(cql, QuerySpelling()) == "\(ResolvedQuery(CQLQuery.parse(cql)))")
        }
    }

    @Test func toneMarksAreSentWhereTheTargetHasThem() throws {
        #expect(try self.words("dc.title = \"hòa bình\"", QuerySpelling(tones: .new)).contains("hoà bình"))
        #expect(try self.words("dc.title = \"hoà bình\"", QuerySpelling(tones: .old)).contains("hòa bình"))
        let both = try self.words("dc.title = \"hòa bình\"", QuerySpelling(tones: .both))
        #expect(both.contains("hòa bình") && both.contains("hoà bình") && both.contains(" or "))
        #expect(try self.count("dc.title = \"bình an\"", QuerySpelling(tones: .both)) == 1)
    }

    @Test func aTargetThatDoesNotFoldIsAskedForAccentedSpellings() throws {
        let strict = QuerySpelling(folds: .none)
        let found = try self.words("dc.title = \"truyen kieu\"", strict)
        #expect(found.contains("truyen kieu") && found.contains("truyện kiều"))
        #expect(try self.count("dc.title = \"truyen kieu\"", strict) == 49)
        let accented = try self.words("dc.title = \"truyện kiều\"", strict)
        #expect(accented.contains("truyen kieu") && !accented.contains("truyền"))
        // Too many together: word by word under "=", as typed under "==".
        #expect(try self.words("dc.title = \"van hoa dan gian\"", strict).contains("văn"))
        #expect(try self.count("dc.title == \"van hoa dan gian\"", strict) == 1)
        // What is no text or has masks stays.
        #expect(try self.count("bath.isbn = 9786041000012", strict) == 1)
        #expect(try self.count("dc.title = \"truy*\"", strict) == 1)
    }

    @Test func wordsAreAskedWithIAndYWhereTheTargetTellsThemApart() throws {
        let both = QuerySpelling(iAndY: .both)
        let found = try self.words("dc.title = \"quản lý kỹ thuật\"", both)
        #expect(found.contains("quản lý kỹ thuật") && found.contains("quản lí kĩ thuật"))
        #expect(try self.count("dc.title all \"quản lý kỹ thuật\"", both) == 3)
        #expect(try self.count("dc.title = \"nhà nước\"", both) == 1)
        let bare = try self.words("dc.title all \"tam ly\"", QuerySpelling(folds: .none, iAndY: .both))
        #expect(bare.contains("lí") && bare.contains("lý") && bare.contains("tâm"))
    }

    @Test func signsAroundWordsAreNotAskedFor() throws {
        let found = try self.words(
            "dc.title all \"Dân tộc Bru - Vân Kiều (sửa đổi, bổ sung)\"",
            QuerySpelling(folds: .none)
        )
        #expect(found.contains("sua") && found.contains("sửa") && !found.contains("(sửa") && !found.contains("\"-\""))
    }

    @Test func anUnaccentedTitleOfManyWordsIsAskedWordByWordWithinBounds() throws {
        let strict = QuerySpelling(folds: .none)
        let title = "dc.title all \"Nhung van de co ban ve lap trinh huong doi tuong\""
        let count = try self.count(title, strict)
        #expect(count > 64 && count <= QuerySpelling.maximumClauses)
        let giant = "dc.title all \"" + Array(repeating: "van hoa dan gian", count: 20).joined(separator: " ") + "\""
        #expect(try self.count(giant, strict) == 1)
    }

    @Test func dIsAlsoAskedAsDWithStroke() throws {
        let found = try self.words("dc.title = \"duong di\"", QuerySpelling(folds: .exceptD))
        #expect(found.contains("đuong đi") && found.contains("duong di"))
        #expect(try self.count("dc.title = \"duong di\"", QuerySpelling(folds: .exceptD)) == 4)
    }
}
