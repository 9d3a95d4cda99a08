import Testing

@testable import SRU

struct RetryAfterTests {
    /// 6 November 1994, 08:49:37 GMT.
    private static let time = 784_111_777

    @Test(arguments: [
        ("120", 120), ("0", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 60), ("Sunday, 06-Nov-94 08:49:37 GMT", 60),
        ("Sun, 06 Nov 1994 08:40:00 GMT", 0), ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400 - Self.time + 60),
    ])
    func secondsAndDatesAreUnderstood(value: String, pause: Int) {
        #expect(RetryAfter.seconds(value, now: Self.time - 60) == pause)
    }

    @Test(arguments: [
        "", "soon", "-5", "Sun, 06 Foo 1994 08:49:37 GMT", "99999999999999999999", "06 Nov 1994 25:00:00",
    ])
    func nonsenseIsNoPause(value: String) {
        #expect(RetryAfter.seconds(value, now: Self.time) == nil)
    }
}
