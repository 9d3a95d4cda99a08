import MARC
import Testing

@Suite struct HoldingTests {
    private func holdings(_ fields: [Field], _ format: MARCFormat = .marc21) -> [Holding] {
        var record = MARCRecord(leader: .book(format), format: format)
        for field in fields { record.append(field) }
        return Holding.holdings(of: record)
    }

    @Test func eachItemNumberOf852IsAHolding() {
        let found = holdings([
            Field(
                "852",
                "8",
                " ",
                [("a", "TVQG"), ("b", "Kho đọc"), ("h", "895.922"), ("i", "Ng527D"), ("j", "VV.01"), ("j", "VV.02")]
            )
        ])
        #expect(found.map(\.itemNumber) == ["VV.01", "VV.02"])
        #expect(found.allSatisfy { $0.library == "TVQG" && $0.callNumber == "895.922 Ng527D" })
        #expect(found.last?.location == "Kho đọc")
    }

    @Test func aRangeOfInventoryNumbersIsOneHoldingWithItsCopies() {
        let found = holdings([Field("852", " ", " ", [("a", "TB-HTI"), ("b", "Kho đọc"), ("j", "(3): VV.01-3")])])
        #expect(found == [Holding(library: "TB-HTI", location: "Kho đọc", itemNumber: "VV.01-3", copies: 3)])
    }

    @Test func piecesOf852GoBeforeTheirShelvingNumber() {
        let found = holdings([
            Field("852", " ", " ", [("b", "Main"), ("j", "PL4378"), ("p", "31234"), ("z", "Reading room only")])
        ])
        #expect(
            found == [Holding(location: "Main", callNumber: "PL4378", itemNumber: "31234", note: "Reading room only")]
        )
    }

    @Test func itemsOfKohaAreHoldings() {
        let found = holdings([
            Field(
                "952",
                " ",
                " ",
                [("a", "HUE"), ("b", "HUE"), ("c", "GEN"), ("o", "907 T803"), ("p", "B001"), ("q", "2026-01-02")]
            ),
            Field("952", " ", " ", [("a", "HUE"), ("b", "DL"), ("p", "B002")]),
        ])
        #expect(
            found[0]
                == Holding(
                    library: "HUE",
                    shelf: "GEN",
                    callNumber: "907 T803",
                    itemNumber: "B001",
                    isOnLoan: true,
                    due: "2026-01-02"
                )
        )
        #expect(found[1] == Holding(library: "HUE", location: "DL", itemNumber: "B002"))
    }

    @Test func itemsOfUNIMARCAreHoldings() {
        let item = Field("995", " ", " ", [("b", "TB-QTR"), ("c", "Kho mượn"), ("f", "M.01"), ("k", "005.73")])
        let location = Field("930", " ", " ", [("b", "751052116"), ("a", "8-A-1")])
        #expect(
            holdings([location, item], .unimarc) == [
                Holding(library: "TB-QTR", location: "Kho mượn", callNumber: "005.73", itemNumber: "M.01")
            ]
        )
        #expect(holdings([location], .unimarc) == [Holding(library: "751052116", callNumber: "8-A-1")])
        #expect(holdings([location, item]).isEmpty)
    }

    @Test func emptyFieldsAreNoHoldings() {
        #expect(holdings([Field("852", " ", " ", [("a", " ")]), Field("952", " ", " ", [("y", "BK")])]).isEmpty)
    }

    @Test func rangesAreExpandedWhereTheyHaveOneReading() {
        let cases: [(String, Int?, [String])] = [
            ("VV.01-3", 3, ["VV.01", "VV.02", "VV.03"]), ("VV.001-003", 3, ["VV.001", "VV.002", "VV.003"]),
            ("VV.1238-40", 3, ["VV.1238", "VV.1239", "VV.1240"]), ("VV.8-VV.10", nil, ["VV.8", "VV.9", "VV.10"]),
            ("VN 098 – VN 101", nil, ["VN 098", "VN 099", "VN 100", "VN 101"]), ("M.12, M.15", 2, ["M.12", "M.15"]),
            ("M.12, M.15-17", 4, ["M.12", "M.15", "M.16", "M.17"]),
            // More than one reading, or none that fits: left as it is.
            ("VV.01-3", 5, ["VV.01-3"]), ("VV.01-3", nil, ["VV.01-3"]), ("978-604", nil, ["978-604"]),
            ("VV.9-5", nil, ["VV.9-5"]), ("VV.1-99999999", nil, ["VV.1-99999999"]), ("A-B", 2, ["A-B"]),
            ("VV.1-VL.3", nil, ["VV.1-VL.3"]),
        ]
        for (number, copies, expected) in cases {
            #expect(Holding(itemNumber: number, copies: copies).itemNumbers == expected, "\(number)")
        }
        #expect(Holding().itemNumbers.isEmpty)
        let found = self.holdings([Field("852", " ", " ", [("a", "TB-HTI"), ("j", "(3): VV.01-3")])])
        #expect(found.flatMap(\.itemNumbers) == ["VV.01", "VV.02", "VV.03"])
    }

    @Test func itemsAndSummariesOfTheHoldingsFormatBelongToTheir852() {
        let found = self.holdings([
            Field("852", " ", " ", [("a", "TVQG"), ("b", "Báo"), ("h", "051")]),
            Field("853", "2", "0", [("8", "1"), ("a", "v."), ("b", "no."), ("i", "(year)")]),
            Field("863", "4", "0", [("8", "1.1"), ("a", "1-12"), ("i", "1990-2001")]),
            Field("866", " ", "0", [("a", "Thiếu số 3")]),
            Field("876", " ", " ", [("p", "B1"), ("j", "available")]),
            Field("876", " ", " ", [("p", "B2"), ("j", "lost"), ("l", "Kho 2")]),
            Field("852", " ", " ", [("a", "TVQG"), ("b", "Tra cứu")]),
        ])
        #expect(found.map(\.itemNumber) == ["B1", "B2", nil])
        #expect(found.map(\.status) == ["available", "lost", nil])
        #expect(found[0].summary == "v.1-12 (1990-2001); Thiếu số 3")
        #expect(found[1].shelf == "Kho 2" && found[1].callNumber == "051")
        #expect(found[2] == Holding(library: "TVQG", location: "Tra cứu"))
    }

    @Test func availabilityOfAlmaIsRead() {
        let found = self.holdings([
            Field(
                "AVA",
                " ",
                " ",
                [
                    ("a", "41BIG"), ("b", "B400"), ("c", "Magazin"), ("d", "HIST 12"), ("e", "unavailable"), ("f", "2"),
                    ("g", "2"), ("q", "Bern"),
                ]
            ),
            Field("AVE", " ", " ", [("m", "E-Books"), ("u", "https://example.org/1"), ("e", "Available")]),
        ])
        #expect(found[0].library == "Bern" && found[0].copies == 2 && found[0].isOnLoan == true)
        #expect(found[0].callNumber == "HIST 12" && found[0].status == "unavailable")
        #expect(found[1].link == "https://example.org/1" && found[1].location == "E-Books")
    }

    @Test func anElectronicCopyIsAHoldingWhereThereIsNoOther() {
        let link = Field("856", "4", "0", [("u", "https://example.org/2"), ("z", "Toàn văn")])
        let contents = Field("856", "4", "2", [("u", "https://example.org/toc"), ("3", "Mục lục")])
        #expect(self.holdings([link, contents]) == [Holding(note: "Toàn văn", link: "https://example.org/2")])
        #expect(self.holdings([link, Field("852", " ", " ", [("a", "HUE")])]) == [Holding(library: "HUE")])
    }

    @Test func aHoldingSurvivesField852() {
        let holding = Holding(
            library: "HUE",
            location: "Đọc",
            shelf: "2",
            callNumber: "907",
            itemNumber: "VV.1-3",
            copies: 3,
            note: "Không cho mượn",
            link: "https://example.org"
        )
        #expect(self.holdings([holding.field852]) == [holding])
    }

    @Test func lossesOfKohaAreTold() {
        let found = self.holdings([Field("952", " ", " ", [("a", "HUE"), ("p", "B1"), ("1", "2"), ("7", "0")])])
        #expect(found.first?.status == "lost")
    }
}
