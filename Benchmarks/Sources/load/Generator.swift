import Glibc

/// Sends requests when they are due, whatever became of those before, on as many connections as that takes.
struct Generator {
    private struct Connection {
        /// When the request on it was due; nil while it has none.
        var due: Int?
        var isConnected = false
        var received: [UInt8] = []
    }

    private let port: Int
    private let rate: Double
    private let seconds: Double
    private let maximumConnections: Int
    private let path: (Int) -> String
    private var poll = Poll()
    private var slowPoll = Poll()
    private var connections: [Int32: Connection] = [:]
    private var idle: [Int32] = []
    private var queue: [Int] = []
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var slow: [Int32] = []
    private var slowPlaces: [Int32: Int] = [:]
    /// Those on which a request has begun.
    private var slowBegun: Set<Int32> = []
    private var slowPause = 0.0
    private var slowDone = 0
    private var slowLook = 0.0
    /// When the run ends; what is answered after that was waiting, and says nothing of how much is answered a second.
    private var end = Int.max

    /// Requests sent.
    private(set) var sent = 0
    /// Nanoseconds from when a request was due until its answer was there, for status 200.
    private(set) var good: [Int] = []
    /// How many of these came before the end of the run.
    private(set) var goodInTime = 0
    /// Nanoseconds likewise, for 429 and 503.
    private(set) var refused: [Int] = []
    /// Answers of other statuses.
    private(set) var other = 0
    /// Requests whose connection ended.
    private(set) var failed = 0
    /// Requests that were sent and not answered in the end.
    private(set) var unanswered = 0
    /// How often the server has closed a slow connection, which was opened anew.
    private(set) var slowClosed = 0

    /// Requests that were due and found no connection.
    var waiting: Int { self.queue.count }
    /// Slow connections that are kept.
    var slowConnections: Int { self.slow.count }

    init(
        port: Int,
        rate: Double,
        seconds: Double,
        maximumConnections: Int,
        path: @escaping (Int) -> String
    ) {
        Socket.raiseDescriptorLimit()
        self.port = port
        self.rate = rate
        self.seconds = seconds
        self.maximumConnections = maximumConnections
        self.path = path
    }

    // MARK: The run

    /// Sends for the whole time, and waits ten seconds more for answers.
    mutating func run() {
        let began = Socket.now
        self.end = began + Int(self.seconds * 1e9)
        let interval = 1e9 / self.rate
        var number = 0
        while true {
            let now = Socket.now
            var due = began + Int(Double(number) * interval)
            while due <= now, due < self.end {
                self.start(due)
                number += 1
                due = began + Int(Double(number) * interval)
            }
            self.sendSlowly(elapsed: Double(now - began) / 1e9)
            let isBusy = !self.queue.isEmpty || self.connections.values.contains { $0.due != nil }
            if now >= self.end, !isBusy || now >= self.end + 10_000_000_000 { break }
            let tick = now + (self.slow.isEmpty ? 1_000_000_000 : 10_000_000)
            let moment = due < self.end ? min(due, tick) : min(tick, now + 50_000_000)
            for descriptor in self.poll.wait(self.connections.map { ($0, !$1.isConnected) }, until: moment) {
                self.serve(descriptor)
            }
        }
        self.unanswered = self.connections.values.count { $0.due != nil }
    }

    private mutating func start(_ due: Int) {
        if let descriptor = self.idle.popLast() {
            self.connections[descriptor]?.due = due
            self.send(on: descriptor)
        } else if self.connections.count < self.maximumConnections, let descriptor = Socket.connect(port: self.port) {
            self.connections[descriptor] = Connection(due: due)
        } else {
            self.queue.append(due)
        }
    }

    private mutating func send(on descriptor: Int32) {
        let request = "GET \(self.path(self.sent)) HTTP/1.1\r\nHost: 127.0.0.1:\(self.port)\r\n\r\n"
        self.sent += 1
        if !Socket.send(Array(request.utf8), to: descriptor) { self.end(descriptor) }
    }

    private mutating func serve(_ descriptor: Int32) {
        guard let connection = self.connections[descriptor] else { return }
        if !connection.isConnected {
            self.connections[descriptor]?.isConnected = true
            self.send(on: descriptor)
            return
        }
        while true {
            guard let octets = Socket.receive(from: descriptor, &self.buffer) else { return self.end(descriptor) }
            if octets.isEmpty { return }
            self.connections[descriptor]?.received += octets
            guard let answer = Answer(self.connections[descriptor]?.received ?? []) else { continue }
            self.take(answer, on: descriptor)
            if self.connections[descriptor] == nil { return }
        }
    }

    private mutating func take(_ answer: Answer, on descriptor: Int32) {
        guard let due = self.connections[descriptor]?.due else { return self.end(descriptor) }
        let now = Socket.now
        let time = now - due
        switch answer.status {
        case 200:
            self.good.append(time)
            if now <= self.end { self.goodInTime += 1 }
        case 429, 503: self.refused.append(time)
        default: self.other += 1
        }
        self.connections[descriptor]?.due = nil
        self.connections[descriptor]?.received.removeAll(keepingCapacity: true)
        if answer.ends {
            self.end(descriptor)
        } else if self.queue.isEmpty {
            self.idle.append(descriptor)
        } else {
            self.connections[descriptor]?.due = self.queue.removeFirst()
            self.send(on: descriptor)
        }
    }

    private mutating func end(_ descriptor: Int32) {
        if let connection = self.connections.removeValue(forKey: descriptor), connection.due != nil { self.failed += 1 }
        self.idle.removeAll { $0 == descriptor }
        close(descriptor)
        if !self.queue.isEmpty { self.start(self.queue.removeFirst()) }
    }

    // MARK: Slow connections

    /// Opens connections that begin a request and never end it, all within ten seconds: the server, whose patience is as long,
    /// will not close them all in one moment.
    mutating func addSlowConnections(_ count: Int, pause: Double) throws {
        self.slowPause = pause
        for place in 0..<count {
            guard let descriptor = self.openSlow(place) else { throw DescriptorError() }
            self.slow.append(descriptor)
            usleep(UInt32(10_000_000 / count))
        }
    }

    private mutating func openSlow(_ place: Int) -> Int32? {
        guard let descriptor = Socket.connect(port: self.port) else { return nil }
        self.slowPlaces[descriptor] = place
        return descriptor
    }

    /// Sends one octet on as many slow connections as are due.
    private mutating func sendSlowly(elapsed: Double) {
        guard !self.slow.isEmpty else { return }
        let wanted = Int(elapsed / self.slowPause * Double(self.slow.count))
        while self.slowDone < wanted {
            let place = self.slowDone % self.slow.count
            let descriptor = self.slow[place]
            let isFirst = self.slowBegun.insert(descriptor).inserted
            let text = isFirst ? "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: " : "a"
            _ = Socket.send(Array(text.utf8), to: descriptor)
            self.slowDone += 1
        }
        guard elapsed >= self.slowLook else { return }
        self.slowLook = elapsed + 0.1
        for descriptor in self.slowPoll.wait(self.slow.map { ($0, false) }, until: 0) {
            if let place = self.slowPlaces[descriptor] { self.serveSlow(descriptor, place) }
        }
    }

    private mutating func serveSlow(_ descriptor: Int32, _ place: Int) {
        while let octets = Socket.receive(from: descriptor, &self.buffer) {
            if octets.isEmpty { return }
        }
        guard errno != ENOTCONN else { return }
        self.slowPlaces[descriptor] = nil
        self.slowBegun.remove(descriptor)
        close(descriptor)
        self.slowClosed += 1
        if let anew = self.openSlow(place) { self.slow[place] = anew }
    }
}

/// One whole answer of HTTP/1.1 with `Content-Length`.
struct Answer {
    let status: Int
    /// Whether the connection ends with it.
    let ends: Bool

    /// Reads an answer; nil while it is not all there.
    init?(_ octets: [UInt8]) {
        let mark: [UInt8] = [13, 10, 13, 10]
        var index = 0
        let last = octets.count - 4
        while index <= last, octets[index] != 13 || !octets[index..<(index + 4)].elementsEqual(mark) { index += 1 }
        guard index <= last else { return nil }
        let lines = String(decoding: octets[..<index], as: UTF8.self).split(separator: "\r\n")
        self.status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var length = 0
        var ends = false
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "content-length": length = Int(parts[1].drop { $0 == " " }) ?? 0
            case "connection": ends = parts[1].lowercased().contains("close")
            default: break
            }
        }
        guard octets.count >= index + 4 + length else { return nil }
        self.ends = ends
    }
}
