public import Federation
import NIOConcurrencyHelpers
import NIOSSL

/// The certificate with which the gateway shows who it is; it can be read again while the gateway runs.
public final class ServerCertificate: Sendable {
    private let box: NIOLockedValueBox<NIOSSLContext>

    /// Reads certificate and key.
    ///
    /// - Throws: ``ServerCertificateError`` when a file cannot be read or does not fit the other.
    public init(_ tls: ServerTLS) throws(ServerCertificateError) {
        self.box = NIOLockedValueBox(try Self.context(tls))
    }

    /// What new connections use.
    var context: NIOSSLContext { self.box.withLockedValue { $0 } }

    /// Reads the files again; new connections get the new certificate, and a failure leaves the old one in use.
    ///
    /// - Throws: ``ServerCertificateError``.
    public func reload(_ tls: ServerTLS) throws(ServerCertificateError) {
        let context = try Self.context(tls)
        self.box.withLockedValue { $0 = context }
    }

    private static func context(_ tls: ServerTLS) throws(ServerCertificateError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        do {
            chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
        } catch {
            throw ServerCertificateError(description: "cannot read a certificate from \(tls.certificate): \(error)")
        }
        do {
            key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
        } catch {
            throw ServerCertificateError(description: "cannot read a private key from \(tls.key): \(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = tls.minimumVersion == .v1_3 ? .tlsv13 : .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            let message = "the certificate \(tls.certificate) and the key \(tls.key) do not fit: \(error)"
            throw ServerCertificateError(description: message)
        }
    }
}

/// Why the gateway cannot speak TLS.
public struct ServerCertificateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which file, and what is wrong with it.
    public let description: String
}
