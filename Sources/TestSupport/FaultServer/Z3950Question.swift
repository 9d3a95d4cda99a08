/// A request of Z39.50 as a fault server understands it.
struct Z3950Question: Sendable {
    enum Kind: Sendable { case initialise, search, present, close, other }

    let kind: Kind
    let reference: [UInt8]?
    /// The term of the search; of a present, that of the search before.
    var query = ""
    /// The first record wanted, from 1.
    var start = 1
    /// Records wanted.
    var count = 0
    /// The last arc of the record syntax asked for: 10 is MARC 21, 1 UNIMARC; XML is 109.10.
    var syntax: [UInt8] = []
    /// Whether a password came along.
    var hasCredentials = false

    init(_ bytes: [UInt8]) {
        guard let apdu = BER.elements(bytes[...]).first else {
            (self.kind, self.reference) = (.other, nil)
            return
        }
        self.reference = apdu.first(2).map { Array($0.contents) }
        self.syntax = apdu.first(104).map { Array($0.contents) } ?? []
        switch apdu.number {
        case 20:
            self.kind = .initialise
            self.hasCredentials = apdu.first(7) != nil
        case 22:
            self.kind = .search
            self.query = apdu.find(45).map { String(decoding: $0.contents, as: UTF8.self) } ?? ""
            let small = apdu.first(13)?.integer ?? 0
            self.count = small > 0 || (apdu.first(14)?.integer ?? 1) > 1 ? apdu.first(15)?.integer ?? 0 : 0
        case 24:
            self.kind = .present
            self.start = apdu.first(30)?.integer ?? 1
            self.count = apdu.first(29)?.integer ?? 0
        case 48: self.kind = .close
        default: self.kind = .other
        }
    }
}

extension Z3950Question {
    /// The same question as a server sees it that does not look at references.
    init(withoutReference question: Z3950Question) {
        self.kind = question.kind
        self.reference = nil
        self.query = question.query
        self.start = question.start
        self.count = question.count
        self.syntax = question.syntax
    }
}
