/// Reads the section `server`.
enum ServerReader {
    private static let keys = [
        "host", "port", "deadline", "defaultRecords", "maximumRecords", "stylesheets", "resultSets", "limits",
        "traffic",
        "rate", "keys", "trustedProxies", "forwardedHeader", "tls", "crossOrigins", "contentSecurityPolicy",
    ]

    static func server(_ node: ConfigurationNode) -> ServerConfiguration {
        var server = ServerConfiguration()
        guard let section = node.section(Self.keys) else { return server }
        section["host"]?.string.map { server.host = $0 }
        section["port"]?.int(in: 0...65_535).map { server.port = $0 }
        section["deadline"]?.duration.map { server.deadline = $0 }
        section["maximumRecords"]?.int(in: 1...10_000).map { server.maximumRecords = $0 }
        section["defaultRecords"]?.int(in: 0...server.maximumRecords).map { server.defaultRecords = $0 }
        section["stylesheets"]?.elements.map { server.stylesheets = $0.compactMap(\.string) }
        if let limits = section["resultSets"] { server.resultSets = Self.resultSets(limits) }
        if let limits = section["limits"] { server.limits = Self.limits(limits) }
        if let traffic = section["traffic"] { server.traffic = Self.traffic(traffic) }
        server.rate = section["rate"].flatMap(Self.rate)
        if let keys = section["keys"] { server.keys = Self.keys(keys) }
        if let proxies = section["trustedProxies"] { server.trustedProxies = Self.networks(proxies) }
        section["forwardedHeader"]?.choice(of: ForwardedHeader.self).map { server.forwardedHeader = $0 }
        server.tls = section["tls"].flatMap(Self.tls)
        if let origins = section["crossOrigins"] { server.crossOrigins = Self.origins(origins) }
        server.contentSecurityPolicy = section["contentSecurityPolicy"].flatMap(Self.fieldValue)
        return server
    }

    private static func resultSets(_ node: ConfigurationNode) -> ResultSetLimits {
        var limits = ResultSetLimits()
        let keys = [
            "timeToLive", "maximum", "maximumRecords", "maximumMegabytes", "recordsPerTarget", "megabytesPerTarget",
            "window",
        ]
        guard let section = node.section(keys) else { return limits }
        section["timeToLive"]?.duration.map { limits.timeToLive = $0 }
        section["maximum"]?.int(in: 1...1_000_000).map { limits.maximum = $0 }
        section["maximumRecords"]?.int(in: 1...100_000_000).map { limits.maximumRecords = $0 }
        section["maximumMegabytes"]?.int(in: 1...1_000_000).map { limits.maximumOctets = $0 << 20 }
        section["megabytesPerTarget"]?.int(in: 1...1_000_000).map { limits.octetsPerTarget = $0 << 20 }
        section["recordsPerTarget"]?.int(in: 1...1_000_000).map { limits.recordsPerTarget = $0 }
        section["window"]?.int(in: 1...1_000).map { limits.window = $0 }
        return limits
    }
}
