import NIOConcurrencyHelpers
public import NIOCore
import NIOPosix
import NIOSSL

/// Opens connections to one target: address, TCP, TLS and Init, all within one deadline.
public final class Z3950Connector: Sendable {
    /// The target.
    public let endpoint: Z3950Endpoint

    let group: any EventLoopGroup
    private let resolver: HostResolver
    private let tls = NIOLockedValueBox<NIOSSLContext?>(nil)

    /// Makes a connector; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - endpoint: The target.
    ///   - group: The event loops the connections live on; those shared by the process when it is `nil`.
    public init(endpoint: Z3950Endpoint, group: (any EventLoopGroup)? = nil) {
        self.endpoint = endpoint
        self.group = group ?? MultiThreadedEventLoopGroup.singleton
        self.resolver = .shared
    }

    /// Opens a connection whose session is ready for requests.
    ///
    /// - Parameter deadline: When the attempt ends; the socket is closed then, and at once when the task is cancelled.
    /// - Returns: The connection.
    /// - Throws: ``Z3950Error`` of code `dns`, `refused`, `connectTimeout`, `tls`, `initTimeout`, `initRejected`,
    ///   `closed`, `protocolError` or `cancelled`.
    public func connect(deadline: ContinuousClock.Instant) async throws(Z3950Error) -> Z3950Connection {
        let context = try await self.tlsContext()
        let transportDeadline = min(deadline, ContinuousClock.now + self.endpoint.connectTimeout)
        let addresses = try await self.resolver.addresses(
            host: self.endpoint.host,
            port: self.endpoint.port,
            deadline: transportDeadline,
            on: self.group.any()
        )
        var failure = Z3950Error(.dns, "the host has no address")
        for (index, address) in addresses.enumerated() {
            let share = transportDeadline.remaining.nanoseconds / Int64(addresses.count - index)
            guard share > 0 else { throw Z3950Error(.connectTimeout) }
            do throws(Z3950Error) {
                return try await self.open(address, context, connectTimeout: .nanoseconds(share), deadline: deadline)
            } catch {
                guard [.refused, .connectTimeout].contains(error.code) else { throw error }
                failure = error
            }
        }
        throw failure
    }

    private func open(
        _ address: SocketAddress,
        _ tls: NIOSSLContext?,
        connectTimeout: TimeAmount,
        deadline: ContinuousClock.Instant
    ) async throws(Z3950Error) -> Z3950Connection {
        let attempt = Attempt()
        let endpoint = self.endpoint
        do {
            return try await withTaskCancellationHandler {
                let parts = try await ClientBootstrap(group: self.group)
                    .channelOption(.socketOption(.tcp_nodelay), value: 1)
                    .connectTimeout(connectTimeout)
                    .connect(to: address) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            guard attempt.begin(channel) else { throw Z3950Error(.cancelled) }
                            return try Self.prepare(channel, endpoint, tls, deadline: deadline)
                        }
                    }
                let session = try await parts.session.get()
                return Z3950Connection(
                    channel: parts.channel,
                    handler: parts.handler,
                    status: parts.status,
                    session: session,
                    maximumRetrievalBytes: endpoint.maximumRetrievalBytes
                )
            } onCancel: {
                attempt.cancel()
            }
        } catch {
            if attempt.isCancelled { throw Z3950Error(.cancelled) }
            throw Z3950Error(transport: error)
        }
    }

    private struct Parts: Sendable {
        let channel: any Channel
        let handler: NIOLoopBound<Z3950ChannelHandler>
        let status: NIOLockedValueBox<Z3950ChannelHandler.Status>
        let session: EventLoopFuture<Z3950Client.Session>
    }

    private static func prepare(
        _ channel: any Channel,
        _ endpoint: Z3950Endpoint,
        _ tls: NIOSSLContext?,
        deadline: ContinuousClock.Instant
    ) throws -> Parts {
        let opening = channel.eventLoop.makePromise(of: Z3950Client.Session.self)
        let handler = Z3950ChannelHandler(endpoint: endpoint, opening: opening)
        do {
            if let tls {
                let name = endpoint.tls?.serverName ?? endpoint.host
                let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : name)
                )
            }
            try channel.pipeline.syncOperations.addHandlers([
                APDUReader(maximumBytes: endpoint.maximumAPDUBytes),
                handler,
            ])
        } catch {
            opening.fail(error)
            throw error
        }
        handler.openBefore(deadline, on: channel.eventLoop)
        return Parts(
            channel: channel,
            handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
            status: handler.status,
            session: opening.futureResult
        )
    }

    /// The TLS settings, made once; reading certificates takes time and happens off the event loops.
    private func tlsContext() async throws(Z3950Error) -> NIOSSLContext? {
        guard let tls = self.endpoint.tls else { return nil }
        if let made = self.tls.withLockedValue({ $0 }) { return made }
        do {
            let context = try await NIOThreadPool.singleton.runIfActive {
                try NIOSSLContext(configuration: Self.configuration(tls))
            }
            self.tls.withLockedValue { $0 = context }
            return context
        } catch {
            throw Z3950Error(.tls, "the trusted certificates cannot be read")
        }
    }

    private static func configuration(_ tls: Z3950Endpoint.TLS) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        switch tls.trust {
        case .system: break
        case .file(let path): configuration.trustRoots = .file(path)
        case .pem(let text):
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(text.utf8)))
        case .anything: configuration.certificateVerification = .none
        }
        return configuration
    }
}

/// One attempt at a TCP connection, which a cancelled task abandons at once.
private final class Attempt: Sendable {
    private struct State {
        var isCancelled = false
        var channel: (any Channel)?
    }

    private let state = NIOLockedValueBox(State())

    var isCancelled: Bool { self.state.withLockedValue { $0.isCancelled } }

    /// Notes the channel; `false` when the attempt is cancelled already.
    func begin(_ channel: any Channel) -> Bool {
        self.state.withLockedValue { state in
            state.channel = channel
            return !state.isCancelled
        }
    }

    func cancel() {
        let channel = self.state.withLockedValue { state in
            state.isCancelled = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}
