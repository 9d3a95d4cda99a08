import Federation
import Testing

struct IPNetworkTests {
    static let members: [(network: String, inside: [String], outside: [String])] = [
        (
            "192.0.2.0/24", ["192.0.2.0", "192.0.2.255", "::ffff:192.0.2.9"],
            ["192.0.3.0", "192.0.1.255", "::c000:0200"]
        ),
        ("192.0.2.77", ["192.0.2.77"], ["192.0.2.76"]),
        ("192.0.2.77/25", ["192.0.2.1", "192.0.2.127"], ["192.0.2.128"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["2001:db8::1", "::1"]),
        ("2001:db8::/32", ["2001:db8::", "2001:DB8:ffff::1"], ["2001:db9::", "192.0.2.1"]),
        ("::1", ["::1", "0:0:0:0:0:0:0:1"], ["::2", "127.0.0.1"]),
        ("::/0", ["::", "2001:db8::1", "192.0.2.1"], []),
        ("fe80::/10", ["febf::1"], ["fec0::1"]),
    ]

    @Test(arguments: Self.members)
    func addressesAreInsideOrOutside(_ entry: (network: String, inside: [String], outside: [String])) throws {
        let network = try #require(IPNetwork(entry.network))
        for text in entry.inside { #expect(network.contains(try #require(IPAddress(text))), "\(text)") }
        for text in entry.outside { #expect(!network.contains(try #require(IPAddress(text))), "\(text)") }
    }

    @Test(
        arguments: [
            "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/", "10.0.0/8", "::/129", "fe80::1%eth0",
            "localhost", "1.2.3.4/8/8", "010.0.0.1", " 10.0.0.1", "10.0.0.0/٨",
        ]
    )
    func whatIsNoNetworkIsNone(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test func aClientOfVersion6IsItsNetwork() throws {
        let one = try #require(IPAddress("2001:db8:1:2:3:4:5:6"))
        let other = try #require(IPAddress("2001:db8:1:2::9"))
        #expect(one.clientNetwork == other.clientNetwork)
        #expect(one.clientNetwork != IPAddress("2001:db8:1:3::9")?.clientNetwork)
        #expect(IPAddress("192.0.2.1")?.clientNetwork == IPAddress("192.0.2.1"))
    }
}

struct KeyDigestTests {
    @Test func aKeyIsKnownByItsDigestAndNeverTold() throws {
        let digest = KeyDigest(ofKey: "correct horse battery staple")
        let text = "c4bbcb1fbec99d65bf59d85c8cb62ee2db963f0fe106f483d9afa73bd4e39a8a"
        #expect(try #require(KeyDigest(hexadecimal: text)).matches(digest))
        #expect(!KeyDigest(ofKey: "correct horse battery stapler").matches(digest))
        #expect(KeyDigest(hexadecimal: String(text.dropLast())) == nil)
        #expect(KeyDigest(hexadecimal: text.dropLast() + "g") == nil)
        var dumped = ""
        dump(digest, to: &dumped)
        #expect(!(dumped + "\(digest)" + String(reflecting: digest)).contains("196"))
    }
}
