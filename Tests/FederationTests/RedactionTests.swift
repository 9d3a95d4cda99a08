import Testing

@testable import Federation

/// What servers say is kept only when it does not repeat what a reader searched.
@Suite struct RedactionTests {
    @Test(arguments: [
        "Malformed query: truyện kiều", "HTTP 404: /sru?query=dc.title%3D%22Truy%E1%BB%87n%20Ki%E1%BB%81u%22",
        "no such KIỀU here",
    ])
    func wordsOfTheQueryAreNotKept(_ message: String) throws {
        let failure = TargetFailure(.badResponse, message).withoutWords(of: try query("title = \"truyện kiều\""))
        #expect(failure.code == .badResponse)
        #expect(failure.message == "what it said repeats the query and is not kept")
    }

    @Test func otherWordsAre() throws {
        let failure = TargetFailure(.refused, "connection to h.example:210 refused, title and all 100% sure")
        #expect(failure.withoutWords(of: try query("title = \"truyện kiều\" and date > 1990")) == failure)
    }
}
