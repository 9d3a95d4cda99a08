import FoundationEssentials
public import Logging

/// Writes each event as one line: JSON for programs, or words for people.
///
/// Nothing that is logged can begin another line.
public struct LineLogHandler: LogHandler {
    /// How a line looks.
    public enum Format: String, Sendable, CaseIterable {
        /// Time, level, message, and `key=value` for the rest.
        case text
        /// One JSON object.
        case json
    }

    /// What stands in every line.
    public var metadata: Logger.Metadata = [:]
    /// What else stands in every line.
    public var metadataProvider: Logger.MetadataProvider?
    /// The lowest level that is written.
    public var logLevel = Logger.Level.info
    private let format: Format
    private let write: @Sendable (String) -> Void

    /// A handler.
    ///
    /// - Parameters:
    ///   - format: how lines look.
    ///   - write: takes a line with its end; must not block.
    public init(format: Format, write: @escaping @Sendable (String) -> Void) {
        self.format = format
        self.write = write
    }

    /// One of the things that stand in every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        var metadata = self.metadata
        if let provided = self.metadataProvider?.get() { metadata.merge(provided) { $1 } }
        if let own = event.metadata { metadata.merge(own) { $1 } }
        let time = Date.now.formatted(Self.timeStyle)
        self.write(Self.line(self.format, time, event.level, event.message.description, metadata))
    }

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func line(
        _ format: Format,
        _ time: String,
        _ level: Logger.Level,
        _ message: String,
        _ metadata: Logger.Metadata
    ) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.string("time", time)
                writer.string("level", level.rawValue)
                writer.string("message", message)
                for (key, value) in pairs { Self.write(value, key, &writer) }
            }
            return String(decoding: writer.bytes, as: UTF8.self) + "\n"
        case .text:
            var line = "\(time) \(level.rawValue) \(Self.word(message, allowingSpaces: true))"
            for (key, value) in pairs { line += " \(key)=\(Self.text(value))" }
            return line + "\n"
        }
    }

    private static func write(_ value: Logger.MetadataValue, _ key: String?, _ writer: inout JSONWriter) {
        switch value {
        case .string(let text): writer.string(key, text)
        case .stringConvertible(let number as any BinaryInteger): writer.number(key, Int(clamping: number))
        case .stringConvertible(let number as Bool): writer.bool(key, number)
        case .stringConvertible(let value): writer.string(key, value.description)
        case .array(let values):
            writer.array(key) { writer in
                for value in values { Self.write(value, nil, &writer) }
            }
        case .dictionary(let values):
            writer.object(key) { writer in
                for (key, value) in values.sorted(by: { $0.key < $1.key }) { Self.write(value, key, &writer) }
            }
        }
    }

    private static func text(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): return Self.word(text, allowingSpaces: false)
        case .stringConvertible(let value): return Self.word(value.description, allowingSpaces: false)
        case .array, .dictionary:
            var writer = JSONWriter()
            Self.write(value, nil, &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    /// A word as it is, or in quotes as JSON has them when it could be taken for more than one.
    private static func word(_ text: String, allowingSpaces: Bool) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar == " " ? allowingSpaces : scalar.value > 0x20 && scalar != "\"" && !scalar.isLineBreakOrControl
        }
        guard !isPlain || text.isEmpty && !allowingSpaces else { return text }
        var writer = JSONWriter()
        writer.string(nil, text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a reader of lines could take it for the end of a line or for a command.
    var isLineBreakOrControl: Bool {
        self.properties.generalCategory == .control || self.properties.generalCategory == .lineSeparator
            || self.properties.generalCategory == .paragraphSeparator
    }
}
