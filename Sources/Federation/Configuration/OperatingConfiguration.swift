import FoundationEssentials

/// The settings of the `server` section that are for operators.
public struct OperatingConfiguration: Sendable, Hashable {
    /// What a request to `/admin` must bring; nil refuses all.
    public var adminToken: Secret?
    /// How long new connections are still taken after the signal to end, while `/readyz` says 503.
    ///
    /// Default none.
    public var drain: Duration = .zero
    /// The path of the file that keeps what is known of targets; nil keeps it in memory only.
    ///
    /// Default nil. Read only when the process starts.
    public var history: String?
    /// Whether the log holds what was searched.
    ///
    /// Default false.
    public var logQueries = false

    /// The defaults.
    public init() {}

    /// The keys that ``init(_:)`` reads.
    static let keys = ["adminToken", "drain", "history", "logQueries"]

    init(_ section: [String: ConfigurationNode]) {
        if let token = section["adminToken"]?.secret {
            if token.value.utf8.count < 16 {
                section["adminToken"]?.problem("a token has at least 16 characters; `openssl rand -hex 32` makes one")
            }
            self.adminToken = token
        }
        section["drain"]?.duration.map { self.drain = $0 }
        section["logQueries"]?.bool.map { self.logQueries = $0 }
        guard let history = section["history"], let path = history.string else { return }
        if path.isEmpty { history.problem("expected the path of a file") }
        self.history = path
    }
}

/// A text that is never printed.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The text itself.
    public let value: String

    /// Keeps a text secret.
    public init(_ value: String) {
        self.value = value
    }

    /// Three stars.
    public var description: String { "***" }

    /// Nothing: what is inside must not reach a dump.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Whether somebody else's text is the same; how long that takes says nothing about where they differ.
    public func matches(_ other: some StringProtocol) -> Bool {
        let (own, other) = (Array(self.value.utf8), Array(other.utf8))
        guard own.count == other.count else { return false }
        return zip(own, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension ConfigurationNode {
    /// A secret: its text, usually from the environment, or `{file: PATH}`, whose first line it is.
    var secret: Secret? {
        if self.isScalar { return self.string.map(Secret.init) }
        guard let file = self.section(["file"])?["file"], let path = file.string else {
            self.problem("expected the secret itself, as \"${NAME}\", or {file: PATH}")
            return nil
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else {
            file.problem("cannot read \(path), or it is empty")
            return nil
        }
        return Secret(String(line))
    }
}
