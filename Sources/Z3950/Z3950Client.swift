/// What a client says and hears on one connection, as a state machine without input and output.
///
/// Octets and events go in, actions come out. One request at a time is under way; its answer must be of its
/// kind and bear its reference. Whatever else comes ends the connection, so that no answer can ever be taken
/// for that of another request.
public struct Z3950Client: Sendable {
    /// What Init agreed on.
    public struct Session: Sendable, Hashable {
        /// The answer to Init.
        public var initResponse: InitResponse
        /// The version spoken, 2 or 3.
        public var version: Int
        /// The facilities both sides have.
        public var options: Z3950Options
        /// Whether the target sends references back.
        public var echoesReferenceID: Bool

        /// Whether result sets may have names other than `default`.
        public var hasNamedResultSets: Bool { self.version >= 3 && self.options.contains(.namedResultSets) }
    }

    /// What is to be done, in the order given.
    public enum Action: Sendable, Hashable {
        /// Send these octets.
        case send([UInt8])
        /// The session is open.
        case opened(Session)
        /// The request under way has its answer.
        case complete(Z3950Response)
        /// Init, or the request under way, has failed.
        case fail(Z3950Error)
        /// Close the socket.
        case close
    }

    enum Operation: Sendable, Hashable {
        case search
        case present
        case scan
        case sort
        case deleteResultSet
    }

    enum State: Sendable, Hashable {
        case connecting
        case initialising
        case idle(Session)
        case awaiting(Session, Operation, referenceID: [UInt8])
        case closing
        case closed
        case failed(Z3950Error)
    }

    private(set) var state = State.connecting
    private let endpoint: Z3950Endpoint
    private var lastReference = 0

    /// Makes a client that has not connected yet.
    ///
    /// - Parameter endpoint: Version, authentication and limits of the target.
    public init(endpoint: Z3950Endpoint) {
        self.endpoint = endpoint
    }

    /// Whether a request may be sent.
    public var isIdle: Bool {
        if case .idle = self.state { true } else { false }
    }

    /// The transport is ready, TLS included: sends Init.
    ///
    /// - Returns: What is to be done.
    public mutating func connected() -> [Action] {
        guard case .connecting = self.state else { return [] }
        let request = InitRequest(
            version: self.endpoint.version,
            options: self.endpoint.version >= 3
                ? [.search, .present, .deleteResultSet, .scan, .sort, .namedResultSets]
                : [.search, .present, .deleteResultSet, .scan, .sort],
            maximumMessageBytes: self.endpoint.maximumAPDUBytes,
            authentication: self.endpoint.authentication
        )
        do throws(Z3950Error) {
            let bytes = try APDUEncoder.encode(.initialise(request), referenceID: self.nextReference())
            self.state = .initialising
            return [.send(bytes)]
        } catch {
            return self.fail(error)
        }
    }

    /// Starts a request.
    ///
    /// Result set names become `default` where the target has no named result sets.
    ///
    /// - Parameter request: A search, present, scan, sort or deletion.
    /// - Returns: What is to be done.
    /// - Throws: ``Z3950Error`` when the request cannot be started; the connection is as good as before.
    public mutating func start(_ request: Z3950Request) throws(Z3950Error) -> [Action] {
        let session: Session
        switch self.state {
        case .idle(let open): session = open
        case .awaiting: throw .invalid("another request is under way")
        case .failed(let error): throw error
        case .connecting, .initialising, .closing, .closed: throw Z3950Error(.closed, "the connection is not open")
        }
        let (operation, adapted) = try Self.adapt(request, to: session)
        let reference = self.nextReference()
        let bytes = try APDUEncoder.encode(adapted, referenceID: reference)
        self.state = .awaiting(session, operation, referenceID: reference)
        return [.send(bytes)]
    }

    /// Takes one whole APDU from the target.
    ///
    /// - Parameter bytes: The APDU.
    /// - Returns: What is to be done.
    public mutating func received(_ bytes: ArraySlice<UInt8>) -> [Action] {
        switch self.state {
        case .closed, .failed: return []
        case .connecting: return self.fail(.malformed("the target spoke first"))
        case .initialising, .idle, .awaiting, .closing: break
        }
        do throws(Z3950Error) {
            return self.received(try APDUDecoder.decode(bytes))
        } catch {
            return self.fail(error)
        }
    }

    /// The target, or the network, ended the connection.
    ///
    /// - Returns: What is to be done.
    public mutating func peerClosed() -> [Action] {
        self.fail(Z3950Error(.closed, "by the target"))
    }

    /// The transport or a caller gave up: the connection is never used again.
    ///
    /// - Parameter error: Why.
    /// - Returns: What is to be done.
    public mutating func fail(_ error: Z3950Error) -> [Action] {
        switch self.state {
        case .closed, .failed:
            return []
        case .idle, .closing:
            self.state = .failed(error)
            return [.close]
        case .connecting, .initialising, .awaiting:
            self.state = .failed(error)
            return [.fail(error), .close]
        }
    }

    /// The time allowed for the step under way is over.
    ///
    /// - Returns: What is to be done.
    public mutating func deadlinePassed() -> [Action] {
        self.fail(Z3950Error(self.timeoutCode))
    }

    /// Ends the session in peace.
    ///
    /// - Returns: What is to be done.
    public mutating func close() -> [Action] {
        switch self.state {
        case .closed, .failed, .closing:
            return []
        case .idle(let session) where session.version >= 3:
            self.state = .closing
            guard let bytes = try? APDUEncoder.encode(.close(Close())) else { return [.close] }
            return [.send(bytes)]
        case .idle:
            self.state = .closed
            return [.close]
        case .connecting, .initialising, .awaiting:
            return self.fail(Z3950Error(.closed, "by us"))
        }
    }

    private var timeoutCode: Z3950Error.Code {
        switch self.state {
        case .connecting: self.endpoint.tls == nil ? .connectTimeout : .tls
        case .initialising: .initTimeout
        case .awaiting(_, .search, _): .searchTimeout
        case .awaiting(_, .present, _): .presentTimeout
        case .awaiting, .idle, .closing, .closed, .failed: .requestTimeout
        }
    }

    private mutating func nextReference() -> [UInt8] {
        self.lastReference += 1
        return Array(String(self.lastReference).utf8)
    }
}

extension Z3950Client {
    /// Takes one decoded answer.
    private mutating func received(_ response: Z3950Response) -> [Action] {
        if case .close(let close) = response { return self.received(close) }
        switch self.state {
        case .initialising:
            guard case .initialise(let answer) = response else {
                return self.fail(.malformed("not an answer to Init"))
            }
            return self.received(answer)
        case .awaiting(let session, let operation, let reference):
            guard Self.answers(response, operation) else { return self.fail(.malformed("an answer of another kind")) }
            let echo = response.referenceID
            guard echo == reference || (echo == nil && !session.echoesReferenceID) else {
                return self.fail(.malformed("an answer to another request"))
            }
            self.state = .idle(session)
            return [.complete(response)]
        case .connecting, .idle, .closing, .closed, .failed:
            return self.fail(.malformed("an answer nobody asked for"))
        }
    }

    private mutating func received(_ close: Close) -> [Action] {
        if case .closing = self.state {
            self.state = .closed
            return [.close]
        }
        let said = close.diagnosticInformation.map { self.endpoint.authentication.hidingSecrets(in: $0) }
        let text = said.map { ": \($0)" } ?? ""
        return self.fail(Z3950Error(.closed, "by the target, \(close.reasonText)\(text)", close: close))
    }

    private mutating func received(_ answer: InitResponse) -> [Action] {
        let own = Array(String(self.lastReference).utf8)
        guard answer.referenceID == nil || answer.referenceID == own else {
            return self.fail(.malformed("an answer to another request"))
        }
        guard answer.isAccepted else {
            let said = [answer.userInformation].compactMap(\.self) + answer.diagnostics.map(\.description)
            let text = self.endpoint.authentication.hidingSecrets(in: said.joined(separator: "; "))
            return self.fail(Z3950Error(.initRejected, text))
        }
        let session = Session(
            initResponse: answer,
            version: max(2, min(answer.version, self.endpoint.version)),
            options: answer.options,
            echoesReferenceID: answer.referenceID != nil
        )
        self.state = .idle(session)
        return [.opened(session)]
    }

    private static func answers(_ response: Z3950Response, _ operation: Operation) -> Bool {
        switch (response, operation) {
        case (.search, .search), (.present, .present), (.scan, .scan), (.sort, .sort),
            (.deleteResultSet, .deleteResultSet):
            true
        default: false
        }
    }

    /// Fits a request to what Init agreed on.
    private static func adapt(
        _ request: Z3950Request,
        to session: Session
    ) throws(Z3950Error) -> (Operation, Z3950Request) {
        let isNamed = session.hasNamedResultSets
        switch request {
        case .search(var search):
            if !isNamed { search.resultSetName = "default" }
            return (.search, .search(search))
        case .present(var present):
            if !isNamed { present.resultSetName = "default" }
            return (.present, .present(present))
        case .scan(let scan):
            guard session.options.contains(.scan) else { throw .invalid("the target does not offer scan") }
            return (.scan, .scan(scan))
        case .sort(var sort):
            guard session.options.contains(.sort) else { throw .invalid("the target does not offer sort") }
            if !isNamed {
                sort.inputResultSetNames = ["default"]
                sort.sortedResultSetName = "default"
            }
            return (.sort, .sort(sort))
        case .deleteResultSet(var deletion):
            guard session.options.contains(.deleteResultSet) else {
                throw .invalid("the target does not offer to delete result sets")
            }
            if !isNamed, !deletion.resultSetNames.isEmpty { deletion.resultSetNames = ["default"] }
            return (.deleteResultSet, .deleteResultSet(deletion))
        case .initialise, .close:
            throw .invalid("the connection itself opens and closes the session")
        }
    }
}
