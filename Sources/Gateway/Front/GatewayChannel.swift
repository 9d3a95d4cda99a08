import Federation
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

extension HTTPServerBuilder {
    /// The gateway's own channel, with as many connections as the system lets it have.
    static func gateway(_ front: Front, tls: ServerTLS?) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            front.haveDescriptors(DescriptorLimit.raise())
            let certificate = try tls.map { try ServerCertificate($0) }
            front.use(certificate)
            return GatewayChannel(front: front, certificate: certificate, responder: responder)
        }
    }
}

/// How the gateway speaks HTTP/1 on one connection: TLS when configured, the parser with its limits, the front, and
/// behind it Hummingbird.
struct GatewayChannel: HTTPChannelHandler {
    /// A connection that is ready.
    struct Value: ServerChildChannelValue {
        let asyncChannel: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        let connection: ClientConnection

        var channel: any Channel { self.asyncChannel.channel }
    }

    let front: Front
    let certificate: ServerCertificate?
    let responder: Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let connection = ClientConnection(peer: IPAddress(channel.remoteAddress))
            let (standing, counted) = self.front.opened(connection)
            channel.closeFuture.whenComplete { [front] _ in
                connection.leave()
                front.closed(counted)
            }
            let pipeline = channel.pipeline.syncOperations
            if let certificate { try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context)) }
            let handler = FrontHandler(self.front, connection, standing)
            let limits = self.front.limits
            var decoderLimits = NIOHTTPDecoderLimitConfiguration()
            // The parser counts the URL as a field; the front has a word of its own for that.
            decoderLimits.maxHeaderFieldSize = max(limits.headerOctets, limits.urlOctets + 1)
            decoderLimits.maxHeaderListSize = limits.headerOctets + limits.urlOctets
            decoderLimits.maxHeaderFieldCount = limits.headerFields
            try pipeline.addHandler(ArrivalWatch(handler, connection))
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoderLimits
            )
            try pipeline.addHandler(handler)
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: self.certificate != nil))
            let asyncChannel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            return Value(asyncChannel: asyncChannel, connection: connection)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await ClientConnection.$current.withValue(value.connection) {
            await self.handleHTTP(asyncChannel: value.asyncChannel, logger: logger)
        }
    }
}

/// Sees octets before the parser does: when a request begins to come, and when the client goes.
private final class ArrivalWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let handler: FrontHandler
    private let connection: ClientConnection

    init(_ handler: FrontHandler, _ connection: ClientConnection) {
        self.handler = handler
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.handler.octetsCame(self.unwrapInboundIn(data))
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { self.connection.leave() }
        context.fireUserInboundEventTriggered(event)
    }
}
