import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension SRUError {
    /// What went wrong below HTTP, in our words.
    init(transport error: any Error) {
        switch error {
        case let error as SRUError:
            self = error
        case is CancellationError:
            self.init(.cancelled, "the request was cancelled")
        case let error as HTTPClientError:
            self.init(client: error)
        case let error as NIOConnectionError:
            self.init(connection: error)
        case let error as IOError:
            let isRefusal = error.errnoCode == 111
            self.init(isRefusal ? .refused : .closed, isRefusal ? "the connection was refused" : "\(error)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.tls, "no secure connection: \(error)")
        case HTTPParserError.invalidEOFState:
            self.init(.closed, "the server closed the connection before its answer was complete")
        case is ChannelError:
            self.init(.closed, "the connection failed: \(error)")
        default:
            self.init(.malformed, "the answer is not HTTP: \(error)")
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout:
            self.init(.connectTimeout, "no connection in time")
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
            self.init(.timeout, "no answer before the deadline")
        case .tlsHandshakeTimeout:
            self.init(.tls, "no secure connection in time")
        case .cancelled:
            self.init(.cancelled, "the request was cancelled")
        case .remoteConnectionClosed:
            self.init(.closed, "the server closed the connection before its answer was complete")
        case .invalidURL, .emptyHost, .emptyScheme:
            self.init(.url, "the URL cannot be used")
        default:
            self.init(.closed, "\(error)")
        }
    }

    private init(connection error: NIOConnectionError) {
        guard let failure = error.connectionErrors.first else {
            self.init(.dns, "the host \(error.host) is not known")
            return
        }
        if let reason = failure.error as? IOError, reason.errnoCode == 111 {
            self.init(.refused, "\(error.host):\(error.port) refused the connection")
        } else if let reason = failure.error as? ChannelError, case .connectTimeout = reason {
            self.init(.connectTimeout, "no connection to \(error.host):\(error.port) in time")
        } else {
            self.init(.refused, "no connection to \(error.host):\(error.port): \(failure.error)")
        }
    }
}
