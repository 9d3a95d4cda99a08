import Federation
import Testing

@testable import Gateway

extension FrontTests {
    /// The counting that the front rests on, without sockets or clocks.
    @Suite struct CountingTests {
        private func limits(_ concurrent: Int, machine: Int, queue: Int = 10) -> TrafficLimits {
            var limits = TrafficLimits()
            limits.concurrent = concurrent
            limits.machineConcurrent = machine
            limits.queue = queue
            limits.machineQueue = queue
            return limits
        }

        @Test func placesAreTakenInOrderAndPeopleGoFirst() throws {
            var admission = Admission(limits: self.limits(2, machine: 1))
            #expect(admission.arrive(.machine) == .admitted)
            guard case .waits(let machine) = admission.arrive(.machine) else { throw TestFailure() }
            #expect(admission.arrive(.interactive) == .admitted)
            guard case .waits(let first) = admission.arrive(.interactive),
                case .waits(let second) = admission.arrive(.interactive)
            else { throw TestFailure() }
            #expect(admission.leave(.machine) == [first])
            #expect(admission.leave(.interactive) == [second])
            #expect(admission.leave(.interactive) == [machine])
            #expect(admission.waiting == 0)
        }

        @Test func whoDoesNotWaitAnyMoreIsPassedOver() throws {
            var admission = Admission(limits: self.limits(1, machine: 1, queue: 2))
            #expect(admission.arrive(.interactive) == .admitted)
            guard case .waits(let first) = admission.arrive(.interactive),
                case .waits(let second) = admission.arrive(.interactive)
            else { throw TestFailure() }
            #expect(admission.arrive(.interactive) == .refused)
            let isGone = admission.abandon(first)
            #expect(isGone)
            #expect(admission.leave(.interactive) == [second])
            let hasPlace = !admission.abandon(second)
            #expect(hasPlace)
        }

        @Test func whateverHappensNoMoreThanTheLimitAreServed() {
            var generator = SystemRandomNumberGenerator()
            var admission = Admission(limits: self.limits(5, machine: 2, queue: 3))
            var waiting: [Admission.Ticket] = []
            for _ in 0..<20_000 {
                switch Int.random(in: 0..<5, using: &generator) {
                case 0, 1:
                    let requestClass = Bool.random(using: &generator) ? RequestClass.interactive : .machine
                    if case .waits(let ticket) = admission.arrive(requestClass) { waiting.append(ticket) }
                case 2 where !waiting.isEmpty:
                    let ticket = waiting.remove(at: Int.random(in: 0..<waiting.count, using: &generator))
                    let isGone = admission.abandon(ticket)
                    #expect(isGone)
                case 3 where admission.interactive > 0:
                    let admitted = admission.leave(.interactive)
                    waiting.removeAll { admitted.contains($0) }
                case 4 where admission.machine > 0:
                    let admitted = admission.leave(.machine)
                    waiting.removeAll { admitted.contains($0) }
                default: break
                }
                #expect(admission.interactive + admission.machine <= 5)
                #expect(admission.machine <= 2)
                #expect(admission.waiting == waiting.count)
                let isFull = admission.interactive + admission.machine == 5
                #expect(isFull || waiting.allSatisfy { $0.requestClass == .machine })
            }
        }

        @Test func aBucketGivesItsBurstAndThenItsRate() {
            var buckets = TokenBuckets<String>()
            let limit = RateLimit(perSecond: 2, burst: 3)
            let start = ContinuousClock.now
            for _ in 0..<3 { #expect(buckets.take("a", limit: limit, now: start) == nil) }
            #expect(buckets.take("a", limit: limit, now: start) == .milliseconds(500))
            #expect(buckets.take("b", limit: limit, now: start) == nil)
            #expect(buckets.take("a", limit: limit, now: start + .milliseconds(500)) == nil)
            #expect(buckets.take("a", limit: limit, now: start + .milliseconds(750)) == .milliseconds(250))
            for _ in 0..<3 { #expect(buckets.take("a", limit: limit, now: start + .seconds(60)) == nil) }
            #expect(buckets.take("a", limit: limit, now: start + .seconds(60)) != nil)
        }

        @Test func bucketsDoNotGrowWithoutEnd() {
            var buckets = TokenBuckets<Int>(maximum: 100)
            let limit = RateLimit(perSecond: 1, burst: 2)
            let start = ContinuousClock.now
            for client in 0..<10_000 {
                #expect(buckets.take(client, limit: limit, now: start + .milliseconds(client)) == nil)
                #expect(buckets.count <= 100)
            }
        }

        @Test func connectionsAreCountedInAllAndByClient() throws {
            var limits = ConnectionLimits()
            limits.connections = 3
            limits.connectionsPerClient = 2
            let one = IPAddress("192.0.2.1")
            var counts = ConnectionCounts()
            #expect(counts.open(one, limits: limits) == .welcome)
            #expect(counts.open(one, limits: limits) == .welcome)
            #expect(counts.open(one, limits: limits) == .superfluous)
            counts.close(one)
            #expect(counts.open(IPAddress("192.0.2.2"), limits: limits) == .welcome)
            #expect(counts.open(nil, limits: limits) == .superfluous)
            for _ in 0..<40 { _ = counts.open(nil, limits: limits) }
            #expect(counts.open(nil, limits: limits) == .turnedAway)
        }

        @Test func theDateIsWrittenAsHTTPWantsIt() {
            #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        }
    }
}

struct TestFailure: Error {}
