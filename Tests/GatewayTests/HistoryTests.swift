import Federation
import Foundation
import Logging
import Testing

@testable import Gateway

/// What is kept of targets' past, in memory and in a file.
@Suite struct HistoryTests {
    private static let noon = 1_700_000_400 / 3_600 * 3_600
    private static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    private static func event(
        _ milliseconds: Int,
        _ failure: TargetFailure.Code? = nil,
        _ message: String = "",
        target: String = "a"
    ) -> TargetEvent {
        TargetEvent(
            target: target,
            operation: .search,
            elapsed: .milliseconds(milliseconds),
            failure: failure.map { TargetFailure($0, message) },
            hits: failure == nil ? 7 : nil
        )
    }

    @Test func percentilesAreNearTheTruth() throws {
        var span = Span()
        for milliseconds in 1...1_000 { span.add(isGood: true, milliseconds: milliseconds) }
        #expect(try abs(#require(span.percentile(0.5)) - 500) < 50)
        #expect(try abs(#require(span.percentile(0.95)) - 950) < 95)
        #expect(Span().percentile(0.5) == nil)
        var slow = Span()
        slow.add(isGood: true, milliseconds: 1_000_000)
        #expect(try #require(slow.percentile(0.5)) > 30_000)
    }

    @Test func successIsCountedForTheLastHourDayAndMonth() {
        var record = TargetRecord()
        let now = Self.noon + 1_800
        for (ago, failure) in [(10, nil), (70, TargetFailure.Code.refused), (7_200, nil), (3 * 86_400, nil)] {
            _ = record.note(Self.event(100, failure), at: now - ago)
        }
        #expect(record.summary(seconds: 3_600, now: now).success == 0.5)
        #expect(record.summary(seconds: 86_400, now: now).asked == 3)
        #expect(record.summary(seconds: 30 * 86_400, now: now).answered == 3)
        #expect(record.summary(seconds: 3_600, now: now + 40 * 86_400).success == nil)
    }

    @Test func memoryIsBoundedHoweverLongTheProcessRuns() {
        var record = TargetRecord()
        for minute in 0..<(40 * 24 * 60) where minute.isMultiple(of: 7) {
            _ = record.note(Self.event(10), at: Self.noon + minute * 60)
        }
        #expect(record.spans.count <= 62 + 31 * 24 + 1)
    }

    @Test func itIsKnownSinceWhenATargetIsIllAndWhatItSaidInOneSafeLine() {
        var record = TargetRecord()
        _ = record.note(Self.event(10), at: 100)
        _ = record.note(
            Self.event(10, .closed, "bye\r\nSet-Cookie: x\u{1B}[2J" + String(repeating: "y", count: 500)),
            at: 200
        )
        _ = record.note(Self.event(10, .refused, "no"), at: 300)
        _ = record.note(Self.event(0, .paused), at: 400)
        #expect(record.isWell == false)
        #expect(record.since == 200)
        #expect(record.lastSuccess == 100)
        #expect(record.lastFailure == 300)
        #expect(record.said == "no")
        #expect(TargetRecord.sanitised("a\r\nb\u{2028}c\u{1B}d") == "a  b c d")
        #expect(TargetRecord.sanitised(String(repeating: "y", count: 500)).count == 200)
        _ = record.note(Self.event(10, .diagnostic, "unsupported"), at: 500)
        #expect(record.isWell == true, "a diagnostic is an answer")
        #expect(record.since == 500)
    }

    @Test func aFileCarriesItOverARestart() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            let history = TargetHistory()
            let now = TargetHistory.now
            history.note(Self.event(123), at: now - 10)
            history.note(Self.event(50, .refused, "nobody there"), at: now)
            let keeper = HistoryKeeper(history: history, path: path, logger: Self.logger)
            await keeper.save()
            history.note(Self.event(5, target: "b"), at: now)
            await keeper.save()
            let kept = try await HistoryFile(path: path).load()
            #expect(kept["a"] == history.record("a"))
            #expect(kept["b"] == history.record("b"))
            let next = TargetHistory()
            next.note(Self.event(10), at: now + 1)
            next.restore(kept)
            #expect(next.record("a").summary(seconds: 3_600, now: now + 1).asked == 3)
            #expect(next.record("a").failure == "refused")
        }
    }

    @Test func aDamagedFileIsPutAsideAndAFileThatCannotBeWrittenCostsNothing() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "history.sqlite").path
            try Data(String(repeating: "no database ", count: 500).utf8).write(to: URL(filePath: path))
            let history = TargetHistory()
            history.note(Self.event(5))
            await HistoryKeeper(history: history, path: path, logger: Self.logger).save()
            #expect(try await HistoryFile(path: path).load().keys.sorted() == ["a"])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.contains { $0.hasPrefix("history.sqlite.damaged-") })

            history.note(Self.event(5))
            let nowhere = folder.appending(path: "missing/history.sqlite").path
            let keeper = HistoryKeeper(history: history, path: nowhere, logger: Self.logger)
            await keeper.save()
            try FileManager.default.createDirectory(
                at: folder.appending(path: "missing"),
                withIntermediateDirectories: true
            )
            await keeper.save()
            #expect(try await HistoryFile(path: nowhere).load()["a"]?.lastSuccess != nil, "it is saved when it can be")
        }
    }
}
