import Testing

/// Everything that is tested of the gateway as a whole: the seven simulated libraries, the gateway over them, and
/// clients that others have written.
///
/// One test runs at a time, because some stop libraries that the others search.
@Suite(.serialized, .sharedGateway, .timeLimit(.minutes(5))) struct GatewayTests {}
