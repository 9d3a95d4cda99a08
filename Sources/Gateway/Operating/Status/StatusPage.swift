import Federation

/// The status as a page for people: no script, one small style sheet, and every state a colour, a sign and a word.
struct StatusPage {
    let report: StatusReport
    let words: StatusWords

    var html: String {
        let words = self.words
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(self.title)</title>
            <link rel="stylesheet" href="/status.css">
            </head>
            <body>
            <header>
            <h1>\(words.title)</h1>
            <p><a href="/status?lang=\(words.otherLanguage.code)" hreflang="\(words.otherLanguage.code)"\
             lang="\(words.otherLanguage.code)">\(words.otherLanguage.name)</a></p>
            </header>
            <main>
            \(self.summary)
            \(self.libraries)
            \(self.databases)
            \(self.gateway)
            </main>
            <footer><p>\(words.forPrograms): <a href="/status.json">/status.json</a>, <a href="/metrics">/metrics</a></p></footer>
            </body>
            </html>

            """
    }

    private var ill: [StatusReport.Target] { self.report.targets.filter { $0.state == .ill } }

    /// The worst first, so that a row of browser tabs tells it too.
    private var title: String {
        self.ill.isEmpty ? self.words.title : "\(Self.sign(.ill)) \(self.ill.count) – \(self.words.title)"
    }

    private var summary: String {
        let all = self.report.targets.count { $0.state != .off }
        let names = self.ill.map { Self.escaped($0.name) }.joined(separator: ", ")
        var text =
            self.ill.isEmpty
            ? "<p class=\"summary well\"><span aria-hidden=\"true\">\(Self.sign(.well))</span> \(self.words.allWell)</p>"
            : "<p class=\"summary ill\"><span aria-hidden=\"true\">\(Self.sign(.ill))</span> "
                + "\(self.words.someIll(self.ill.count, all)): <strong>\(names)</strong></p>"
        if self.report.isDraining { text += "\n<p class=\"summary unsteady\">\(self.words.draining)</p>" }
        return text
    }

    private var libraries: String {
        let columns = self.words.columns
        let heads = [
            columns.library, columns.state, columns.hour, columns.day, columns.month, columns.speed, columns.hits,
        ]
        let head = heads.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return """
            <h2>\(self.words.libraries)</h2>
            <table class="libraries">
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(self.report.targets.map(self.row).joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private func row(_ target: StatusReport.Target) -> String {
        let columns = self.words.columns
        let cells = [
            (columns.state, self.state(target)),
            (columns.hour, self.share(target.hour)), (columns.day, self.share(target.day)),
            (columns.month, self.share(target.month)), (columns.speed, self.speed(target)),
            (columns.hits, target.record.hits.map { self.number($0) } ?? "–"),
        ]
        let text = cells.map { "<td data-label=\"\($0.0)\">\($0.1)</td>" }.joined()
        return "<tr class=\"\(target.state.rawValue)\"><th scope=\"row\">\(Self.escaped(target.name))"
            + "<small>\(Self.escaped(target.id))</small></th>\(text)</tr>"
    }

    /// Sign and word, since when, and what is known of its trouble.
    private func state(_ target: StatusReport.Target) -> String {
        let record = target.record
        let (word, meaning) = self.words.states[target.state] ?? ("", "")
        var text =
            "<strong class=\"badge\" title=\"\(meaning)\"><span aria-hidden=\"true\">\(Self.sign(target.state))</span> "
            + "\(word)</strong>"
        // Who is unsteady has answered in between: no beginning is known of that.
        if let since = record.since, target.state == .well || target.state == .ill {
            text += " <small class=\"since\">\(self.words.since) \(self.words.length(self.report.now - since))</small>"
        }
        guard target.state == .ill || target.state == .unsteady else { return text }
        if let failure = record.failure {
            text += "<small class=\"said\"><code>\(failure)</code> \(Self.escaped(record.said ?? ""))</small>"
        }
        var facts = ["\(self.words.lastAnswer): \(self.ago(record.lastSuccess))"]
        if target.state == .ill {
            facts.append(self.next(target))
        } else {
            facts.append("\(self.words.lastFailure): \(self.ago(record.lastFailure))")
        }
        return text + "<small>\(facts.joined(separator: " · "))</small>"
    }

    private func next(_ target: StatusReport.Target) -> String {
        switch target.nextProbe {
        case nil: self.words.probing
        case 0: self.words.nextSearch
        case .some(let seconds): self.words.nextProbe(self.words.length(seconds))
        }
    }

    private func ago(_ time: Int?) -> String {
        guard let time else { return self.words.never }
        let length = self.words.ago(self.words.length(self.report.now - time))
        return "<time datetime=\"\(StatusReport.date(time))\">\(length)</time>"
    }

    private func share(_ span: Span) -> String {
        guard let success = span.success else { return "–" }
        let tenths = Int((success * 1_000).rounded(.down))
        let percent = tenths == 1_000 ? "100" : "\(tenths / 10)\(self.words.decimalMark)\(tenths % 10)"
        return "\(percent) %<small>\(self.number(span.answered)) / \(self.number(span.asked))</small>"
    }

    private func speed(_ target: StatusReport.Target) -> String {
        let span = target.hour.answered > 0 ? target.hour : target.day
        guard let median = span.percentile(0.5), let most = span.percentile(0.95) else { return "–" }
        guard most >= 1_000 else { return "\(median) / \(most) ms" }
        return "\(self.seconds(median)) / \(self.seconds(most)) s"
    }

    private var databases: String {
        let rows = self.report.databases.map { database in
            let title = database.titles[self.words.language] ?? database.titles["en"] ?? database.titles.values.min()
            return "<tr><th scope=\"row\"><a href=\"/sru/\(database.name)\">\(Self.escaped(title ?? database.name))</a>"
                + "<small>/sru/\(database.name)</small></th><td data-label=\"\(self.words.answering)\">"
                + "\(database.answering) \(self.words.of) \(database.targets)</td></tr>"
        }
        return """
            <h2>\(self.words.databases)</h2>
            <table>
            <thead><tr><th scope="col">\(self.words.database)</th><th scope="col">\(self.words.answering)</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private var gateway: String {
        let report = self.report
        let facts = self.words.facts
        let megabytes = report.residentBytes >> 20
        let records = "\(self.number(report.resultSets.records)) \(facts.records)"
        return """
            <h2>\(self.words.gateway)</h2>
            <dl>
            <div><dt>\(facts.version)</dt><dd>\(report.version)</dd></div>
            <div><dt>\(facts.uptime)</dt><dd>\(self.words.length(report.now - report.startedAt))</dd></div>
            <div><dt>\(facts.memory)</dt><dd>\(megabytes) MiB</dd></div>
            <div><dt>\(facts.resultSets)</dt><dd>\(self.number(report.resultSets.count)), \(records)</dd></div>
            </dl>
            """
    }

    // MARK: Small things

    private static func sign(_ state: StatusReport.State) -> String {
        switch state {
        case .ill: "✖"
        case .unsteady: "▲"
        case .well: "✔"
        case .unknown: "?"
        case .off: "○"
        }
    }

    private func seconds(_ milliseconds: Int) -> String {
        "\(milliseconds / 1_000)\(self.words.decimalMark)\(milliseconds % 1_000 / 100)"
    }

    /// Digits in groups of three, with a space that does not break.
    private func number(_ value: Int) -> String {
        var groups: [String] = []
        var rest = String(value)[...]
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        return ([String(rest)] + groups).joined(separator: "\u{202F}")
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// The style sheet: plain, for small and large screens, light and dark.
    static let style = """
        :root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fdfdfb; --line: #d9d6cd; --quiet: #5c5a54;
          --ill: #a4161a; --ill-paper: #fdecec; --unsteady: #8a5300; --unsteady-paper: #fff4de;
          --well: #1b6b36; --well-paper: #eaf6ee; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --paper: #16171a; --line: #3a3b40; --quiet: #a9a79f;
          --ill: #ff9b96; --ill-paper: #3a1b1c; --unsteady: #ffc670; --unsteady-paper: #362812;
          --well: #86d9a0; --well-paper: #15301f; --link: #8fc1ff; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 2rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.45 system-ui, "Noto Sans", sans-serif; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
        h1 { font-size: 1.6rem; margin: .4rem 0; } h2 { font-size: 1.15rem; margin: 1.8rem 0 .4rem; }
        a { color: var(--link); }
        small { display: block; color: var(--quiet); font-weight: normal; font-size: .82rem; }
        .summary { font-size: 1.15rem; padding: .7rem 1rem; border-left: .4rem solid; border-radius: .25rem; margin: .6rem 0; }
        .summary.ill { color: var(--ill); background: var(--ill-paper); }
        .summary.unsteady { color: var(--unsteady); background: var(--unsteady-paper); }
        .summary.well { color: var(--well); background: var(--well-paper); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .7rem .5rem 0; border-bottom: 1px solid var(--line); }
        thead th { font-size: .85rem; color: var(--quiet); }
        td { font-variant-numeric: tabular-nums; } .libraries td:nth-child(n+3) { white-space: nowrap; }
        .libraries tbody th { padding-left: .6rem; border-left: .4rem solid var(--line); }
        .libraries .ill th { border-left-color: var(--ill); } .ill .badge { color: var(--ill); }
        .libraries .unsteady th { border-left-color: var(--unsteady); } .unsteady .badge { color: var(--unsteady); }
        .libraries .well th { border-left-color: var(--well); } .well .badge { color: var(--well); }
        .off, .unknown { color: var(--quiet); }
        .badge { white-space: nowrap; } .since { display: inline; }
        .said { color: var(--ink); max-width: 28rem; overflow-wrap: anywhere; }
        code { font-family: ui-monospace, monospace; background: var(--line); padding: 0 .3em; border-radius: .2em; }
        dl { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: .4rem 0; } dt { color: var(--quiet); font-size: .85rem; }
        dd { margin: 0; } footer { margin-top: 2rem; color: var(--quiet); font-size: .9rem; }
        @media (max-width: 44rem) {
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
          th, td { display: block; border-bottom: 0; padding: .15rem 0 .15rem .6rem; }
          td::before { content: attr(data-label) ": "; color: var(--quiet); font-size: .85rem; }
          td small { display: inline; margin-left: .4rem; } td .said { display: block; margin-left: 0; }
        }

        """
}
