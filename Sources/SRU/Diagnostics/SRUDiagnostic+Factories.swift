extension SRUDiagnostic {
    /// 1: something went wrong inside; `details` helps whoever looks for the cause.
    public static func generalSystemError(_ details: String? = nil) -> Self { Self(1, details: details) }
    /// 2: nothing can be searched at the moment.
    public static func temporarilyUnavailable(_ details: String? = nil) -> Self { Self(2, details: details) }
    /// 3: the credentials are missing or wrong.
    public static func authenticationError(_ details: String? = nil) -> Self { Self(3, details: details) }
    /// 4: the operation is not known or not offered.
    public static func unsupportedOperation(_ operation: String) -> Self { Self(4, details: operation) }
    /// 5: the version is not spoken; the details name the highest one that is.
    public static func unsupportedVersion(highest: SRUVersion) -> Self { Self(5, details: highest.rawValue) }
    /// 6: a parameter has a value that cannot be used; the details name the parameter.
    public static func unsupportedParameterValue(_ name: String) -> Self { Self(6, details: name) }
    /// 7: a parameter is missing; the details name it.
    public static func mandatoryParameterNotSupplied(_ name: String) -> Self { Self(7, details: name) }
    /// 8: a parameter is not known in this version; the details name it.
    public static func unsupportedParameter(_ name: String) -> Self { Self(8, details: name) }
    /// 48: something in the query that cannot be done; the details name it.
    public static func queryFeatureUnsupported(_ feature: String) -> Self { Self(48, details: feature) }
    /// 51: no result set has this id, or it is no longer kept.
    public static func resultSetDoesNotExist(_ id: String) -> Self { Self(51, details: id) }
    /// 59: some targets did not answer, the records of the others are valid.
    public static func validPartialResults(_ details: String? = nil) -> Self { Self(59, details: details) }
    /// 61: the start position is behind the last record.
    public static func firstRecordPositionOutOfRange(_ details: String? = nil) -> Self { Self(61, details: details) }
    /// 64: this record cannot be had or read now; used in the place of one record.
    public static func recordTemporarilyUnavailable(_ details: String? = nil) -> Self { Self(64, details: details) }
    /// 66: nothing is delivered in this schema.
    public static func unknownSchema(_ schema: String) -> Self { Self(66, details: schema) }
    /// 67: this record is not delivered in this schema; used in the place of one record.
    public static func notAvailableInSchema(_ schema: String) -> Self { Self(67, details: schema) }
    /// 71: the record packing (1.x) or escaping (2.0) is not known.
    public static func unsupportedRecordPacking(_ value: String) -> Self { Self(71, details: value) }
    /// 110: answers are not linked to stylesheets.
    public static func stylesheetsNotSupported() -> Self { Self(110) }
    /// 235: no database has this name.
    public static func databaseDoesNotExist(_ database: String) -> Self { Self(235, details: database) }
}
