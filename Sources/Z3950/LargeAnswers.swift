import NIOConcurrencyHelpers
import NIOCore

/// Lets only a few large answers into the process at a time, whatever all targets send at once.
///
/// Whoever is reading one waits for its turn while the socket waits too, so that nothing piles up. Answers of the usual
/// size need no turn.
final class LargeAnswers: Sendable {
    static let shared = LargeAnswers(places: 3)

    /// Octets from which an answer is large.
    static let threshold = 1 << 20
    /// How long one answer may keep its place: a target that dribbles a large one must not keep the others out.
    static let longestTurn = TimeAmount.seconds(5)

    /// One answer's place, or its wish for one.
    struct Ticket: Sendable, Hashable {
        fileprivate let number: Int
    }

    private struct State {
        var free: Int
        var lastNumber = 0
        var holding: Set<Ticket> = []
        var waiting: [(ticket: Ticket, eventLoop: any EventLoop, begin: @Sendable () -> Void)] = []
    }

    private let state: NIOLockedValueBox<State>

    init(places: Int) {
        self.state = NIOLockedValueBox(State(free: places))
    }

    /// Asks for a place.
    ///
    /// - Parameters:
    ///   - eventLoop: Where `begin` is called.
    ///   - begin: Called once the place is there, unless the ticket is given back before.
    /// - Returns: The ticket, and whether the place is there already; then `begin` is not called.
    func take(on eventLoop: any EventLoop, begin: @escaping @Sendable () -> Void) -> (ticket: Ticket, isFree: Bool) {
        self.state.withLockedValue { state in
            state.lastNumber += 1
            let ticket = Ticket(number: state.lastNumber)
            if state.free > 0 {
                state.free -= 1
                state.holding.insert(ticket)
                return (ticket, true)
            }
            state.waiting.append((ticket, eventLoop, begin))
            return (ticket, false)
        }
    }

    /// Gives a place back, or stops waiting for one.
    func giveBack(_ ticket: Ticket) {
        let next = self.state.withLockedValue { state -> (eventLoop: any EventLoop, begin: @Sendable () -> Void)? in
            guard state.holding.remove(ticket) != nil else {
                state.waiting.removeAll { $0.ticket == ticket }
                return nil
            }
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            let next = state.waiting.removeFirst()
            state.holding.insert(next.ticket)
            return (next.eventLoop, next.begin)
        }
        next?.eventLoop.execute { next?.begin() }
    }
}
