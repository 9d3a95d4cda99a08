import NIOCore
import Testing

@testable import Z3950

@Suite struct APDUFramerTests {
    private func frames(_ bytes: [UInt8], piece: Int, maximumBytes: Int = 1 << 20) throws -> [[UInt8]] {
        let processor = NIOSingleStepByteToMessageProcessor(APDUFramer(maximumBytes: maximumBytes))
        var frames: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            try processor.process(buffer: ByteBuffer(bytes: rest.prefix(piece))) {
                frames.append(Array($0.readableBytesView))
            }
            rest = rest.dropFirst(piece)
        }
        return frames
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func apdusAreTheSameHoweverTheyAreCut(piece: Int) throws {
        let search = YAZOracle.searchResponse(records: [("usmarc", [UInt8](repeating: 0x61, count: 300))])
        let close = YAZOracle.close(reason: 0, "bye")
        #expect(try self.frames(search + close + search, piece: piece) == [search, close, search])
    }

    @Test func whatIsNoAPDUIsRefusedAtTheFirstOctet() {
        for text in ["HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}", "0"] {
            let error = #expect(throws: Z3950Error.self) { try self.frames(Array(text.utf8), piece: 1) }
            #expect(error?.code == .protocolError)
        }
        let error = #expect(throws: Z3950Error.self) { try self.frames(Array("SSH-2.0-x".utf8), piece: 100) }
        #expect(error?.description.contains("SSH-2.0-x") == true)
    }

    @Test func aGiantLengthIsRefusedBeforeItsOctetsCome() {
        let headers: [[UInt8]] = [
            [0xB7, 0x84, 0x7F, 0xFF, 0xFF, 0xFF],
            [0xB7, 0x84, 0x7F],
            [0xB7, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0xB7, 0x89],
            [0xB7, 0xFF],
            [0xB7, 0x83, 0x10, 0x00, 0x00],
        ]
        for header in headers {
            #expect(throws: Z3950Error.self) { try self.frames(header, piece: 1) }
        }
    }

    @Test func anEndWithoutLengthIsFoundAmongTheElements() throws {
        let answer: [UInt8] = [0xB9, 0x80, 0x98, 0x01, 0x02, 0xBC, 0x80, 0x30, 0x80, 0, 0, 0, 0, 0, 0]
        for piece in 1...15 { #expect(try self.frames(answer + answer, piece: piece) == [answer, answer]) }
    }

    @Test func anEndlessAPDUIsRefused() {
        let nested: [UInt8] = [0xB9] + (0..<100).flatMap { _ -> [UInt8] in [0x80, 0x30] }
        #expect(throws: Z3950Error.self) { try self.frames(nested, piece: 1000) }
        let many: [UInt8] = [0xB9, 0x80] + (0..<300_000).flatMap { _ -> [UInt8] in [0x81, 0x00] }
        #expect(throws: Z3950Error.self) { try self.frames(many, piece: 100_000) }
        let long: [UInt8] =
            [0xB9, 0x80] + (0..<40).flatMap { _ -> [UInt8] in [0x81, 0x7F] + Array(repeating: 0, count: 127) }
        #expect(throws: Z3950Error.self) { try self.frames(long, piece: 1000, maximumBytes: 4096) }
        #expect(throws: Z3950Error.self) { try self.frames([0xB9, 0x80, 0x81, 0x80], piece: 1000) }
    }

    @Test func tagsOutsideTheProtocolAreRefused() {
        for start: [UInt8] in [[0xB3], [0xBF, 0x1E], [0xBF, 0x31], [0xBF, 0x81, 0x30], [0x97], [0x30]] {
            #expect(throws: Z3950Error.self) { try self.frames(start, piece: 10) }
        }
    }
}
