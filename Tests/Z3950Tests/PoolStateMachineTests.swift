import TestSupport
import Testing

@testable import Z3950

@Suite struct PoolStateMachineTests {
    private typealias Machine = PoolStateMachine<String>
    private let start = ContinuousClock.now

    private func opened(_ machine: inout Machine, _ name: String) -> Int {
        guard case .grant(.open(let id)) = machine.lease() else {
            Issue.record("no place for \(name)")
            return 0
        }
        machine.opened(id, name)
        return id
    }

    @Test func theConnectionUsedLastIsUsedFirst() {
        var machine = Machine(maximumConnections: 3, idleTime: .seconds(50))
        let first = self.opened(&machine, "first")
        let second = self.opened(&machine, "second")
        _ = machine.giveBack(first, now: self.start)
        _ = machine.giveBack(second, now: self.start)
        guard case .grant(.reuse(second, "second")) = machine.lease() else {
            Issue.record("not the second")
            return
        }
        #expect(machine.idleCount == 1)
    }

    @Test func whoeverWaitsLongestIsServedFirst() {
        var machine = Machine(maximumConnections: 1, idleTime: .seconds(50))
        let id = self.opened(&machine, "only")
        guard case .wait(let one) = machine.lease(), case .wait(let two) = machine.lease() else {
            Issue.record("nobody waits")
            return
        }
        guard case .grant(one, .reuse(id, "only")) = machine.giveBack(id, now: self.start) else {
            Issue.record("the first in line was not served")
            return
        }
        let twoStopped = machine.stopWaiting(two)
        let oneStopped = machine.stopWaiting(one)
        #expect(twoStopped && !oneStopped)
        guard case .watchIdle(id) = machine.giveBack(id, now: self.start) else {
            Issue.record("the connection is not idle")
            return
        }
    }

    @Test func anErredConnectionGivesItsPlaceToTheNext() {
        var machine = Machine(maximumConnections: 1, idleTime: .seconds(50))
        let id = self.opened(&machine, "bad")
        guard case .wait(let waiter) = machine.lease() else { return }
        guard case .grant(waiter, .open(let next)) = machine.discard(id) else {
            Issue.record("the place is lost")
            return
        }
        #expect(next != id)
        #expect(machine.connectionCount == 1)
    }

    @Test func deadIdleConnectionsAreSkipped() {
        var machine = Machine(maximumConnections: 2, idleTime: .seconds(50))
        let alive = self.opened(&machine, "alive")
        let dead = self.opened(&machine, "dead")
        _ = machine.giveBack(alive, now: self.start)
        _ = machine.giveBack(dead, now: self.start)
        guard case .grant(.reuse(alive, "alive")) = machine.lease(isUsable: { $0 == "alive" }) else {
            Issue.record("the dead connection was lent out")
            return
        }
        #expect(machine.connectionCount == 1)
    }

    @Test func aFreshConnectionMayTakeTheOldestIdlePlace() {
        var machine = Machine(maximumConnections: 1, idleTime: .seconds(50))
        let old = self.opened(&machine, "old")
        _ = machine.giveBack(old, now: self.start)
        guard case .grantAfterClosing(.open, "old") = machine.lease(mustBeFresh: true) else {
            Issue.record("no room was made")
            return
        }
        #expect(machine.connectionCount == 1)
    }

    @Test func idleConnectionsGoAfterTheirTimeAndNotBefore() {
        var machine = Machine(maximumConnections: 1, idleTime: .seconds(50))
        let id = self.opened(&machine, "only")
        guard case .watchIdle(id) = machine.giveBack(id, now: self.start) else { return }
        _ = machine.lease()
        guard case .nothing = machine.giveBack(id, now: self.start + .seconds(30)) else {
            Issue.record("two looks are due")
            return
        }
        guard case .watchAgain(self.start + .seconds(80)) = machine.lookAtIdle(id, now: self.start + .seconds(50))
        else {
            Issue.record("closed too early, or not looked at again")
            return
        }
        guard case .close("only") = machine.lookAtIdle(id, now: self.start + .seconds(80)) else {
            Issue.record("not closed")
            return
        }
        #expect(machine.connectionCount == 0)
    }

    @Test func aConnectionThatIsUsedIsNotClosedAsIdle() {
        var machine = Machine(maximumConnections: 1, idleTime: .seconds(50))
        let id = self.opened(&machine, "only")
        _ = machine.giveBack(id, now: self.start)
        _ = machine.lease()
        guard case .nothing = machine.lookAtIdle(id, now: self.start + .seconds(500)) else {
            Issue.record("closed while in use")
            return
        }
        guard case .watchIdle(id) = machine.giveBack(id, now: self.start + .seconds(500)) else {
            Issue.record("nobody will look again")
            return
        }
    }

    @Test func shutdownLetsNobodyIn() {
        var machine = Machine(maximumConnections: 2, idleTime: .seconds(50))
        let used = self.opened(&machine, "used")
        let idle = self.opened(&machine, "idle")
        guard case .wait(let waiter) = machine.lease() else { return }
        _ = machine.stopWaiting(waiter)
        _ = machine.giveBack(idle, now: self.start)
        let closed = machine.shutDown().close
        #expect(closed == ["idle"])
        guard case .refuseShutDown = machine.lease() else {
            Issue.record("let in")
            return
        }
        guard case .close("used") = machine.giveBack(used, now: self.start) else {
            Issue.record("kept")
            return
        }
        #expect(machine.connectionCount == 0)
    }

    @Test func randomUseNeverExceedsTheBoundNorLosesAnybody() {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var machine = Machine(maximumConnections: 3, idleTime: .seconds(5))
        var lent: Set<Int> = []
        var waiting: Set<Int> = []
        var time = self.start
        func take(_ grant: Machine.Grant) {
            switch grant {
            case .open(let id):
                machine.opened(id, "c\(id)")
                let isNew = lent.insert(id).inserted
                #expect(isNew, "seed \(seed)")
            case .reuse(let id, _):
                let isNew = lent.insert(id).inserted
                #expect(isNew, "seed \(seed)")
            }
        }
        for _ in 0..<20_000 {
            time += .milliseconds(Int.random(in: 0...100, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1:
                switch machine.lease(mustBeFresh: Bool.random(using: &generator)) {
                case .grant(let grant), .grantAfterClosing(let grant, _): take(grant)
                case .wait(let waiter): waiting.insert(waiter)
                case .refuseShutDown: Issue.record("shut down, seed \(seed)")
                }
            case 2, 3:
                guard let id = lent.randomElement(using: &generator) else { continue }
                lent.remove(id)
                let action = Bool.random(using: &generator) ? machine.giveBack(id, now: time) : machine.discard(id)
                guard case .grant(let waiter, let grant) = action else { continue }
                let waited = waiting.remove(waiter) != nil
                #expect(waited, "seed \(seed)")
                take(grant)
            case 4:
                guard let waiter = waiting.randomElement(using: &generator) else { continue }
                let stopped = machine.stopWaiting(waiter)
                #expect(stopped, "seed \(seed)")
                waiting.remove(waiter)
            default:
                for id in 0..<50 { _ = machine.lookAtIdle(id, now: time) }
            }
            #expect(machine.connectionCount <= 3, "seed \(seed)")
            #expect(machine.connectionCount == lent.count + machine.idleCount, "seed \(seed)")
            #expect(machine.waiterCount == waiting.count, "seed \(seed)")
            #expect(waiting.isEmpty || machine.idleCount == 0, "seed \(seed)")
        }
    }
}
