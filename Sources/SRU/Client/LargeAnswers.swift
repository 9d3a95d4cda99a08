/// Lets only a few large answers into the process at a time, whatever all servers send at once.
///
/// An answer takes many times its size while it is read as XML. Those of the usual size need no turn.
actor LargeAnswers {
    static let shared = LargeAnswers(places: 2)

    /// Octets from which an answer is large.
    static let threshold = 1 << 20

    /// How long reading one may take.
    static let longestTurn = Duration.seconds(10)

    private var free: Int
    private var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var queue: [Int] = []
    private var lastNumber = 0

    init(places: Int) {
        self.free = places
    }

    /// Waits for a place; false when the task was cancelled first.
    func take() async -> Bool {
        guard self.free == 0 else {
            self.free -= 1
            return true
        }
        self.lastNumber += 1
        let number = self.lastNumber
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !Task.isCancelled else { return continuation.resume(returning: false) }
                self.waiting[number] = continuation
                self.queue.append(number)
            }
        } onCancel: {
            Task { await self.stopWaiting(number) }
        }
    }

    /// Gives a place back.
    func giveBack() {
        while let number = self.queue.first {
            self.queue.removeFirst()
            if let continuation = self.waiting.removeValue(forKey: number) {
                continuation.resume(returning: true)
                return
            }
        }
        self.free += 1
    }

    private func stopWaiting(_ number: Int) {
        self.waiting.removeValue(forKey: number)?.resume(returning: false)
    }
}
