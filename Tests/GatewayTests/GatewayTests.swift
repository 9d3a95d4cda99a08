import Foundation
import Testing

/// Minutes that are enough on a busy machine, also for `scripts/lifecycle` with its many rounds.
private let patience = ProcessInfo.processInfo.environment["LIENTHONG_LIFECYCLE_ROUNDS"] == nil ? 5 : 240

/// Everything that is tested of the gateway as a whole: the seven simulated libraries, the gateway over them, and
/// clients that others have written.
///
/// One test runs at a time, because some stop libraries that the others search.
@Suite(.serialized, .sharedGateway, .timeLimit(.minutes(patience))) struct GatewayTests {}
