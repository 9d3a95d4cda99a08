/// What can be searched, whatever name a query gives it.
public enum Index: String, Hashable, Sendable, CaseIterable {
    /// Anywhere in the record; also what a bare term searches.
    case any
    /// Titles of every kind.
    case title
    /// Uniform title.
    case uniformTitle
    /// Key title of a serial.
    case keyTitle
    /// Title of the series.
    case seriesTitle
    /// Creators and contributors of every kind.
    case author
    /// Personal name.
    case personalName
    /// Corporate name.
    case corporateName
    /// Name of a conference.
    case conferenceName
    /// Editor.
    case editor
    /// Subject headings of every kind.
    case subject
    /// Topical subject heading.
    case topicalSubject
    /// Geographic name.
    case geographicName
    /// Genre or form.
    case genre
    /// International Standard Book Number.
    case isbn
    /// International Standard Serial Number.
    case issn
    /// Library of Congress control number.
    case lccn
    /// Any standard number.
    case standardIdentifier
    /// ISBN, ISSN or another standard number (`dc.identifier`).
    case identifier
    /// Control number of the record in its catalogue (`rec.id`).
    case recordIdentifier
    /// Date of publication.
    case date
    /// Publisher.
    case publisher
    /// Place of publication.
    case publicationPlace
    /// Language of the text, as a code.
    case language
    /// Abstract.
    case description
    /// Notes.
    case notes
    /// Kind of resource.
    case type
    /// Form of content.
    case format
    /// Call number.
    case callNumber
    /// Dewey class number.
    case dewey
    /// Library of Congress class number.
    case lcc
    /// The library that holds the item.
    case possessingInstitution
    /// When the record was made.
    case creationDate
    /// When the record was last changed.
    case modificationDate
    /// Every record there is.
    case allRecords
    /// The records of an earlier answer.
    case resultSetId

    /// The canonical name, as it stands in configuration files and in the description of a query.
    public var name: String {
        self.rawValue
    }

    /// The index of a canonical name, in any case; `nil` when there is none.
    public init?(named name: String) {
        guard let index = Self.indexesByName[name.lowercased()] else {
            return nil
        }
        self = index
    }

    private static let indexesByName = Dictionary(
        uniqueKeysWithValues: Self.allCases.map { ($0.name.lowercased(), $0) }
    )
}
