import Testing

@testable import Gateway

/// What is kept of written records.
@Suite struct RecordCacheTests {
    private func key(_ number: Int, members: Int = 1, schema: RecordSchema = .marcxml) -> RecordCache.Key {
        RecordCache.Key(resultSet: "a", cluster: "\(number)", members: members, schema: schema)
    }

    @Test func aRecordIsWrittenOnceForItsSchemaAndMembers() {
        let cache = RecordCache()
        var written = 0
        func read(_ key: RecordCache.Key) -> [UInt8] {
            cache.record(key) {
                written += 1
                return Array("\(key)".utf8)
            }
        }
        let keys = [self.key(1), self.key(1, members: 2), self.key(1, schema: .dc), self.key(2)]
        let first = keys.map(read)
        #expect(keys.map(read) == first)
        #expect(Set(first).count == 4 && written == 4)
    }

    @Test func theBytesStayWithinTheBoundAndWhatIsReadStays() {
        let cache = RecordCache(maximumBytes: 10_000)
        var written = 0
        func read(_ number: Int) {
            _ = cache.record(self.key(number)) {
                written += 1
                return Array(repeating: 0, count: 100)
            }
        }
        for number in 0..<1_000 {
            read(number)
            read(0)
            #expect(cache.byteCount <= 10_000)
        }
        #expect(written == 1_000, "the record that is read all the time is written once")
        #expect(cache.byteCount >= 4_000)
    }

    @Test func aRecordLargerThanTheCacheIsGivenAndNotKept() {
        let cache = RecordCache(maximumBytes: 100)
        #expect(cache.record(self.key(1)) { Array(repeating: 1, count: 200) }.count == 200)
        #expect(cache.byteCount == 0)
    }
}
