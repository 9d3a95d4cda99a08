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
}
