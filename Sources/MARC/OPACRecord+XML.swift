public import XML

extension OPACRecord {
    /// Reads a record in the XML that YAZ and Metaproxy make of the OPAC syntax (schema `opacxml`, element `opacRecord`).
    ///
    /// - Parameters:
    ///   - element: The `opacRecord`, or something around it such as `recordData`.
    ///   - format: Which tags the bibliographic record uses; when `nil`, the record tells.
    /// - Throws: ``MARCError/Code/notARecord`` when there is no `opacRecord` or it has no bibliographic record.
    public init(_ element: XMLElement, format: MARCFormat? = nil) throws(MARCError) {
        guard let opac = element.name.local == "opacRecord" ? element : element.first("opacRecord") else {
            throw MARCError(.notARecord, "the element \"\(element.name.local)\" holds no record of the OPAC syntax")
        }
        guard let bibliographic = opac.first("bibliographicRecord") else {
            throw MARCError(.notARecord, "the OPAC record has no bibliographic record")
        }
        var holdings: [Holding] = []
        for holding in opac.all("holdings").flatMap({ $0.all("holding") }) {
            holdings += OPACRecord.holdings(holding)
        }
        self.init(bibliographic: try RecordXML.parse(bibliographic, format: format), holdings: holdings)
    }

    private static func holdings(_ element: XMLElement) -> [Holding] {
        var holding = OPACHolding()
        for part in element.elements {
            switch part.name.local {
            case "volumes":
                for volume in part.all("volume") { holding.addVolume(volume.elements.compactMap(self.text)) }
            case "circulations":
                for circulation in part.all("circulation") { holding.addItem(self.item(circulation)) }
            default:
                if let known = self.parts[part.name.local] { holding.add(known, self.text(part)) }
            }
        }
        return holding.holdings
    }

    private static func item(_ element: XMLElement) -> Holding {
        var item = Holding()
        for part in element.elements {
            guard let known = self.circulationParts[part.name.local] else { continue }
            let value = part.attribute("value")?.trimmed
            OPACHolding.add(
                known,
                text: self.text(part),
                isTrue: value == "1" || value == "true",
                to: &item
            )
        }
        return item
    }

    /// The text of an element in form C.
    private static func text(_ element: XMLElement) -> String? {
        CharacterEncoding.utf8.decode(Array(element.text.utf8)[...]).text.trimmedOrNil
    }

    private static let parts: [String: OPACHolding.Part] = [
        "nucCode": .nucCode, "localLocation": .localLocation, "shelvingLocation": .shelvingLocation,
        "callNumber": .callNumber, "copyNumber": .copyNumber, "publicNote": .publicNote,
        "reproductionNote": .reproductionNote, "termsUseRepro": .termsUseRepro, "enumAndChron": .enumAndChron,
    ]

    /// `availablityDate` is how the standard spells it, and some servers with it.
    private static let circulationParts: [String: OPACHolding.CirculationPart] = [
        "availableNow": .availableNow, "availabilityDate": .availabilityDate, "availablityDate": .availabilityDate,
        "restrictions": .restrictions, "itemId": .itemId, "onHold": .onHold, "enumAndChron": .enumAndChron,
        "temporaryLocation": .temporaryLocation,
    ]
}
