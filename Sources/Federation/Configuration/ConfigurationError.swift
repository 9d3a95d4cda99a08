/// What is wrong with a configuration file: every problem found, each with its place.
///
/// `description` prints one problem a line as `targets.yml:12:5: targets[0].timout: unknown key …`, so that
/// editors and people can jump to it.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One problem, at one place of the file.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// The file's name as it was given.
        public let file: String
        /// Line, from 1; nil when the file as a whole is meant.
        public let line: Int?
        /// Column in Unicode scalars, from 1.
        public let column: Int?
        /// The path of the key, such as `targets[2].charset.records`; empty at the top.
        public let key: String
        /// What is wrong and what was expected.
        public let message: String

        /// The problem in one line.
        public var description: String {
            var place = self.file
            if let line { place += ":\(line)" }
            if let column { place += ":\(column)" }
            return self.key.isEmpty ? "\(place): \(self.message)" : "\(place): \(self.key): \(self.message)"
        }
    }

    /// The problems in the order of the file; never empty.
    public let problems: [Problem]

    /// All problems, one a line.
    public var description: String {
        self.problems.map(\.description).joined(separator: "\n")
    }
}
