import NIOConcurrencyHelpers

/// Lets somebody else cancel a piece of work that runs in a task of its own among others of one group, before it runs or while
/// it does; costs no task.
final class Abandonment: Sendable {
    private enum State {
        case waiting
        case running(Running)
        case abandoned
        case done
    }

    /// The task that runs the work.
    ///
    /// Safe to send: nothing but `cancel()` is called on it, which any task may do as long as the task exists; and it exists
    /// while it stands in the state, because ``run(_:)`` takes it out, under the same lock, before it returns.
    @safe private struct Running: @unchecked Sendable {
        private let task: UnsafeCurrentTask?

        init(_ task: UnsafeCurrentTask?) { unsafe self.task = task }

        func cancel() { unsafe self.task?.cancel() }
    }

    private let state = NIOLockedValueBox(State.waiting)

    /// Runs the work in the calling task, which is cancelled when the work is abandoned, now or before.
    func run<Value: Sendable>(_ body: @Sendable () async -> Value) async -> Value {
        unsafe await withUnsafeCurrentTask { task in
            let running = unsafe Running(task)
            self.state.withLockedValue { state in
                guard case .abandoned = state else {
                    state = .running(running)
                    return
                }
                running.cancel()
            }
            defer { self.state.withLockedValue { $0 = .done } }
            return await body()
        }
    }

    /// Cancels the work; nothing happens when it is done.
    func abandon() {
        self.state.withLockedValue { state in
            switch state {
            case .waiting: state = .abandoned
            case .running(let running): running.cancel()
            case .abandoned, .done: break
            }
        }
    }
}
