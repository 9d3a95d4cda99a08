extension IndexCatalogue {
    /// The catalogue of this gateway.
    ///
    /// Names follow the Dublin Core, Bath, bib, rec and cql context sets; attributes are those of Bib-1.
    public static let standard = IndexCatalogue(
        contextSets: [
            ContextSet(
                prefix: "cql",
                uri: "info:srw/cql-context-set/1/cql-v1.2",
                otherURIs: ["info:srw/cql-context-set/1/cql-v1.1"]
            ),
            ContextSet(prefix: "dc", uri: "info:srw/cql-context-set/1/dc-v1.1"),
            ContextSet(prefix: "bath", uri: "http://zing.z3950.org/cql/bath/2.0/"),
            ContextSet(prefix: "bib", uri: "info:srw/cql-context-set/1/bib-v1"),
            ContextSet(prefix: "rec", uri: "info:srw/cql-context-set/2/rec-1.1"),
            ContextSet(prefix: "rel", uri: "info:srw/cql-context-set/2/relevance-1.0"),
            ContextSet(prefix: "sort", uri: "info:srw/cql-context-set/1/sort-v1.0"),
        ],
        entries: [
            row(
                .any,
                .text,
                ["1=1016"],
                else: ["1=1035", "1=1017"],
                "Mọi trường",
                "All fields",
                scan: true,
                "cql.serverChoice cql.anywhere cql.keywords cql.anyIndexes dc.anywhere bath.any srchany woe"
            ),
            row(
                .title,
                .text,
                ["1=4"],
                "Nhan đề",
                "Title",
                scan: true,
                sort: true,
                "dc.title bath.title bib.title title ti tit"
            ),
            row(
                .author,
                .text,
                ["1=1003"],
                else: ["1=1", "1=1002"],
                "Tác giả",
                "Author",
                scan: true,
                sort: true,
                "dc.creator dc.contributor dc.author bath.author bath.name bib.name author au per"
            ),
            row(
                .subject,
                .text,
                ["1=21"],
                else: ["1=27"],
                "Chủ đề",
                "Subject",
                scan: true,
                "dc.subject bath.subject bib.subject subject su"
            ),
            row(
                .isbn,
                .identifier,
                ["1=7"],
                else: ["1=1007"],
                "ISBN",
                "ISBN",
                scan: true,
                "bath.isbn bib.isbn isbn num"
            ),
            row(.issn, .identifier, ["1=8"], else: ["1=1007"], "ISSN", "ISSN", scan: true, "bath.issn bib.issn issn"),
            row(
                .identifier,
                .identifier,
                ["1=7", "1=8", "1=1007"],
                else: ["1=7"],
                "Số định danh",
                "Identifier",
                "dc.identifier identifier"
            ),
            row(
                .date,
                .date,
                ["1=31"],
                else: ["1=30"],
                "Năm xuất bản",
                "Date of publication",
                scan: true,
                sort: true,
                "dc.date bath.dateOfPublication bath.publicationDate bib.dateIssued date year"
            ),
            row(
                .publisher,
                .text,
                ["1=1018"],
                "Nhà xuất bản",
                "Publisher",
                scan: true,
                "dc.publisher bath.publisher bib.originPublisher publisher"
            ),
            row(
                .publicationPlace,
                .text,
                ["1=59"],
                "Nơi xuất bản",
                "Place of publication",
                scan: true,
                "bath.publicationPlace bath.placeOfPublication bib.originPlace"
            ),
            row(
                .language,
                .code,
                ["1=54"],
                "Ngôn ngữ",
                "Language",
                scan: true,
                "dc.language bath.languageCode language"
            ),
            row(
                .uniformTitle,
                .text,
                ["1=6"],
                else: ["1=4"],
                "Nhan đề đồng nhất",
                "Uniform title",
                scan: true,
                "bath.uniformTitle bib.titleUniform"
            ),
            row(.keyTitle, .text, ["1=33"], else: ["1=4"], "Nhan đề khóa", "Key title", scan: true, "bath.keyTitle"),
            row(
                .seriesTitle,
                .text,
                ["1=5"],
                else: ["1=4"],
                "Nhan đề tùng thư",
                "Series title",
                scan: true,
                "bath.seriesTitle bib.titleSeries series"
            ),
            row(
                .personalName,
                .text,
                ["1=1"],
                else: ["1=1004", "1=1003"],
                "Tên cá nhân",
                "Personal name",
                scan: true,
                "bath.personalName bib.namePersonal"
            ),
            row(
                .corporateName,
                .text,
                ["1=2"],
                else: ["1=1005", "1=1003"],
                "Tên tập thể",
                "Corporate name",
                scan: true,
                "bath.corporateName bib.nameCorporate"
            ),
            row(
                .conferenceName,
                .text,
                ["1=3"],
                else: ["1=1006", "1=1003"],
                "Tên hội nghị",
                "Conference name",
                scan: true,
                "bath.conferenceName bib.nameConference"
            ),
            row(
                .editor,
                .text,
                ["1=1020"],
                else: ["1=1003"],
                "Người biên tập",
                "Editor",
                scan: true,
                "dc.editor bath.editor editor"
            ),
            row(
                .topicalSubject,
                .text,
                ["1=1079"],
                else: ["1=21"],
                "Thuật ngữ chủ điểm",
                "Topical subject",
                scan: true,
                "bath.topicalSubject bib.subjectTopic"
            ),
            row(
                .geographicName,
                .text,
                ["1=58"],
                else: ["1=21"],
                "Địa danh",
                "Geographic name",
                scan: true,
                "bath.geographicName bib.subjectPlace dc.coverage"
            ),
            row(
                .genre,
                .text,
                ["1=1075"],
                else: ["1=21"],
                "Thể loại",
                "Genre or form",
                scan: true,
                "bath.genreForm bib.genre genre"
            ),
            row(
                .lccn,
                .identifier,
                ["1=9"],
                "Số kiểm soát LC",
                "LC control number",
                scan: true,
                "bath.lccn bib.lccn lccn"
            ),
            row(
                .standardIdentifier,
                .identifier,
                ["1=1007"],
                else: ["1=7"],
                "Số định danh chuẩn",
                "Standard identifier",
                scan: true,
                "bath.standardIdentifier"
            ),
            row(
                .recordIdentifier,
                .identifier,
                ["1=12"],
                "Số kiểm soát biểu ghi",
                "Record identifier",
                "rec.identifier rec.id bath.localNumber dc.resourceIdentifier idn"
            ),
            row(.description, .text, ["1=62"], else: ["1=63"], "Tóm tắt", "Abstract", "dc.description description"),
            row(.notes, .text, ["1=63"], else: ["1=62"], "Phụ chú", "Notes", "bath.notes notes"),
            row(
                .type,
                .code,
                ["1=1031"],
                "Loại tài liệu",
                "Resource type",
                "dc.type dc.resourceType bath.resourceType type"
            ),
            row(.format, .code, ["1=1034"], "Dạng thức", "Format", "dc.format bath.format format"),
            row(
                .callNumber,
                .identifier,
                ["1=16"],
                else: ["1=20", "1=53"],
                "Ký hiệu xếp giá",
                "Call number",
                scan: true,
                "bath.callNumber callNumber"
            ),
            row(
                .dewey,
                .identifier,
                ["1=13"],
                else: ["1=16"],
                "Phân loại Dewey",
                "Dewey classification",
                scan: true,
                "bib.classDDC dewey ddc"
            ),
            row(.lcc, .identifier, ["1=16"], "Phân loại LC", "LC classification", scan: true, "bib.classLCC lcc"),
            row(
                .possessingInstitution,
                .text,
                ["1=1044"],
                "Thư viện lưu giữ",
                "Holding library",
                "bath.possessingInstitution"
            ),
            row(.creationDate, .date, ["1=1011"], "Ngày tạo biểu ghi", "Record creation date", "rec.creationDate"),
            row(
                .modificationDate,
                .date,
                ["1=1012"],
                "Ngày sửa biểu ghi",
                "Record modification date",
                "rec.lastModificationDate rec.modificationDate"
            ),
            row(.allRecords, .special, ["1=_ALLRECORDS,2=103"], "Mọi biểu ghi", "All records", "cql.allRecords"),
            row(.resultSetId, .special, [], "Kết quả đã lưu", "Stored result set", "cql.resultSetId"),
        ]
    )

    /// A row of the table; the names stand in one string, and those without a dot are understood without a prefix only.
    private static func row(
        _ index: Index,
        _ kind: Kind,
        _ attributes: [String],
        else fallbackAttributes: [String] = [],
        _ vietnameseTitle: String,
        _ englishTitle: String,
        scan: Bool = false,
        sort: Bool = false,
        _ names: String
    ) -> Entry {
        Entry(
            index: index,
            aliases: names.split(separator: " ").map { name in
                let parts = name.split(separator: ".")
                return parts.count == 2
                    ? Alias(set: String(parts[0]), name: String(parts[1])) : Alias(set: nil, name: String(name))
            },
            kind: kind,
            attributes: attributes,
            fallbackAttributes: fallbackAttributes,
            vietnameseTitle: vietnameseTitle,
            englishTitle: englishTitle,
            isScannable: scan,
            isSortable: sort
        )
    }
}
