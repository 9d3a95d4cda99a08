import NIOCore

/// One deadline that moves: a task of the event loop is made only when none fires early enough.
final class DeadlineTimer {
    private var deadline: NIODeadline?
    private var task: (scheduled: Scheduled<Void>, fires: NIODeadline)?
    private var expired: (() -> Void)?
    private var loop: (any EventLoop)?

    /// Sets the deadline, and what happens then; must be called on the event loop.
    func set(_ time: Duration, _ loop: any EventLoop, _ expired: @escaping () -> Void) {
        self.loop = loop
        self.expired = expired
        self.move(to: .now() + TimeAmount(time))
    }

    /// Sets no deadline.
    func clear() {
        self.deadline = nil
    }

    /// Makes the deadline that is set an earlier one.
    func bringForward(to time: Duration) {
        let earlier = NIODeadline.now() + TimeAmount(time)
        guard let deadline, earlier < deadline else { return }
        self.move(to: earlier)
    }

    /// Forgets everything.
    func cancel() {
        self.task?.scheduled.cancel()
        self.task = nil
        self.deadline = nil
        self.expired = nil
    }

    private func move(to deadline: NIODeadline) {
        self.deadline = deadline
        if let task, task.fires <= deadline { return }
        self.arm(deadline)
    }

    private func arm(_ time: NIODeadline) {
        guard let loop else { return }
        self.task?.scheduled.cancel()
        self.task = (loop.assumeIsolated().scheduleTask(deadline: time) { self.fire() }, time)
    }

    private func fire() {
        self.task = nil
        guard let deadline else { return }
        if NIODeadline.now() < deadline { return self.arm(deadline) }
        self.deadline = nil
        self.expired?()
    }
}
