import ArgumentParser
import Foundation
import MARC
import Scoring

/// A file of records that is one library.
struct DedupSource {
    /// How the character set is known.
    enum Encoding {
        case detected
        case given(CharacterEncoding?)
    }

    let path: String
    /// How the file is called in lists: without its folders, if that tells it from the others.
    var name: String
    let format: MarcFile.Format?
    var tags: MARCFormat?
    var encoding: Encoding

    /// The files of a command line, none of them twice.
    static func sources(
        _ arguments: [String],
        format: MarcFile.Format?,
        tags: MARCFormat?,
        encoding: Encoding
    ) throws -> [DedupSource] {
        var sources: [DedupSource] = []
        for argument in arguments {
            var source = DedupSource(path: argument, name: "", format: format, tags: tags, encoding: encoding)
            if !FileManager.default.fileExists(atPath: argument), let sign = argument.lastIndex(of: "=") {
                source = DedupSource(
                    path: String(argument[..<sign]),
                    name: "",
                    format: format,
                    tags: tags,
                    encoding: encoding
                )
                try source.take(argument[argument.index(after: sign)...])
            }
            guard FileManager.default.isReadableFile(atPath: source.path) else {
                throw ValidationError("the file \"\(source.path)\" cannot be read")
            }
            guard !sources.contains(where: { $0.path == source.path }) else {
                throw ValidationError("the file \"\(source.path)\" is named twice; each file is one library")
            }
            sources.append(source)
        }
        let names = sources.map { URL(filePath: $0.path).lastPathComponent }
        for place in sources.indices {
            let isUnique = names.filter { $0 == names[place] }.count == 1
            sources[place].name = isUnique ? names[place] : sources[place].path
        }
        return sources
    }

    /// Takes what is said behind the name: `tcvn3,unimarc`.
    private mutating func take(_ options: Substring) throws {
        for option in options.split(separator: ",").map(String.init) {
            if let tags = MARCFormat(rawValue: option) {
                self.tags = tags
            } else if let encoding = CharacterEncoding(rawValue: option) {
                self.encoding = .given(encoding)
            } else {
                throw ValidationError(
                    """
                    "\(option)" behind \(self.path) is neither marc21 nor unimarc nor a character set; the character sets are \
                    \(CharacterEncoding.allCases.map(\.rawValue).joined(separator: ", ")).
                    """
                )
            }
        }
    }

    /// Opens the file, after finding out from its first records what was not said.
    mutating func open() throws -> MarcFile {
        if self.tags == nil { self.tags = try self.detectedTags() }
        var encoding: CharacterEncoding?
        switch self.encoding {
        case .given(let given): encoding = given ?? .automatic
        case .detected: encoding = try (self.format ?? MarcFile.guess(self.path)) == .iso2709 ? nil : .automatic
        }
        return try MarcFile(self.path, format: self.format, tags: self.tags, encoding: encoding, limit: nil)
    }

    /// MARC 21 has the title in 245, UNIMARC in 200; `nil` if the records have neither.
    private func detectedTags() throws -> MARCFormat? {
        // The text does not matter here, so every byte may be a character.
        var file = try MarcFile(self.path, format: self.format, tags: nil, encoding: .iso88591, limit: 500)
        var (marc21, unimarc) = (0, 0)
        while let item = try file.next() {
            guard case .success(let record) = item.result else { continue }
            // A record that says in XML what it is is right.
            if record.format == .unimarc { return nil }
            if record.first("245") != nil { marc21 += 1 } else if record.first("200")?["a"] != nil { unimarc += 1 }
        }
        return marc21 + unimarc == 0 ? nil : unimarc > marc21 ? .unimarc : .marc21
    }
}

extension DedupSource {
    /// The record as matching takes it.
    func sourceRecord(_ record: MARCRecord, position: Int) -> SourceRecord {
        record.format == .unimarc
            ? SourceRecord(target: self.name, position: position, record: UNIMARC.marc21(record), original: record)
            : SourceRecord(target: self.name, position: position, record: record)
    }
}
