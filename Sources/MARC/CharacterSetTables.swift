// Written by scripts/charset-tables.py; change it there.

/// The sets of one byte a character that MARC-8 and ISO 5426 use: rows of a code and its scalars.
enum CharacterSetTables {
    /// Three Greek letters, ESC g.
    static let greekSymbols = """
        61 3B1 3B2 3B3
        """

    /// Subscripts, ESC b.
    static let subscripts = """
        28 208D 208E
        2B 208A
        2D 208B
        30 2080 2081 2082 2083 2084 2085 2086 2087 2088 2089
        """

    /// Superscripts, ESC p.
    static let superscripts = """
        28 207D 207E
        2B 207A
        2D 207B
        30 2070 B9 B2 B3 2074 2075 2076 2077 2078 2079
        """

    /// Basic Hebrew, final character 2.
    static let basicHebrew = """
        21 21 5F4 23 24 25 26 5F3 28 29 2A 2B 2C 5BE 2E 2F 30
        31 31 32 33 34 35 36 37 38 39 3A 3B 3C 3D 3E 3F 5B7
        41 5B8 5B6 5B5 5B4 5B9 5BB 5B0 5B2 5B3 5B1 5BC 5BF 5C1 FB1E
        5B 5B
        5D 5D
        60 5D0 5D1 5D2 5D3 5D4 5D5 5D6 5D7 5D8 5D9 5DA 5DB 5DC 5DD 5DE 5DF
        70 5E0 5E1 5E2 5E3 5E4 5E5 5E6 5E7 5E8 5E9 5EA 5F0 5F1 5F2
        """

    /// Basic Arabic, final character 3.
    static let basicArabic = """
        21 21 22 23 24 66A 26 27 28 29 66D 2B 60C 2D 2E 2F 660
        31 661 662 663 664 665 666 667 668 669 3A 61B 3C 3D 3E 61F
        41 621 622 623 624 625 626 627 628 629 62A 62B 62C 62D 62E 62F 630
        51 631 632 633 634 635 636 637 638 639 63A 5B
        5D 5D
        60 640 641 642 643 644 645 646 647 648 649 64A 64B 64C 64D 64E 64F
        70 650 651 652 671 670
        78 66C 201D 201C
        """

    /// Extended Arabic, final character 4.
    static let extendedArabic = """
        21 6FD 672 673 679 67A 67B 67C 67D 67E 67F 680 681 682 683 684 685
        31 686 6BF 687 688 689 68A 68B 68C 68D 68E 68F 690 691 692 693 694
        41 695 696 697 698 699 69A 69B 69C 6FA 69D 69E 6FB 69F 6A0 6FC 6A1
        51 6A2 6A3 6A4 6A5 6A6 6A7 6A8 6A9 6AA 6AB 6AC 6AD 6AE 6AF 6B0 6B1
        61 6B2 6B3 6B4 6B5 6B6 6B7 6B8 6BA 6BB 6BC 6BD 6B9 6BE 6C0 6C4 6C5
        71 6C6 6CA 6CB 6CD 6CE 6D0 6D2 6D3
        7D 306 30C
        """

    /// Basic Cyrillic, final character N.
    static let basicCyrillic = """
        21 21 22 23 24 25 26 27 28 29 2A 2B 2C 2D 2E 2F 30
        31 31 32 33 34 35 36 37 38 39 3A 3B 3C 3D 3E 3F 44E
        41 430 431 446 434 435 444 433 445 438 439 43A 43B 43C 43D 43E 43F
        51 44F 440 441 442 443 436 432 44C 44B 437 448 44D 449 447 44A 42E
        61 410 411 426 414 415 424 413 425 418 419 41A 41B 41C 41D 41E 41F
        71 42F 420 421 422 423 416 412 42C 42B 417 428 42D 429 427
        """

    /// Extended Cyrillic, final character Q.
    static let extendedCyrillic = """
        40 491 452 453 454 451 455 456 457 458 459 45A 45B 45C 45E 45F
        50 463 473 475 46B
        5B 5B
        5D 5D
        5F 5F 490 402 403 404 401 405 406 407 408 409 40A 40B 40C 40E 40F
        6F 42A 462 472 474 46A
        """

    /// Basic Greek, final character S.
    static let basicGreek = """
        21 300 301 308 342 313 314 345
        30 AB BB 201C 201D 374 375
        3B 387
        3F 37E
        41 391 392
        44 393 394 395 3DA 3DC 396 397 398 399 39A 39B 39C 39D 39E 39F 3A0
        54 3DE 3A1 3A3
        58 3A4 3A5 3A6 3A7 3A8 3A9 3E0
        61 3B1 3B2 3D0 3B3 3B4 3B5 3DB 3DD 3B6 3B7 3B8 3B9 3BA 3BB 3BC 3BD
        71 3BE 3BF 3C0 3DF 3C1 3C3 3C2 3C4 3C5 3C6 3C7 3C8 3C9 3E1
        """

    /// Extended Latin (ANSEL), final characters !E, in the lower half.
    static let extendedLatin = """
        21 141 D8 110 DE C6 152 2B9 B7 266D AE B1 1A0 1AF 2BC
        30 2BB 142 F8 111 FE E6 153 2BA 131 A3 F0
        3C 1A1 1B0
        40 B0 2113 2117 A9 266F BF A1 DF 20AC
        60 309 300 301 302 303 304 306 307 308 30C 30A 361
        6D 315 30B 310 327 328 323 324 325 333 332 326 31C 32E 360
        7E 313
        """

    /// ISO 5426, in the upper half.
    static let iso5426 = """
        A1 A1 201E A3 24 A5 2020 A7 2032 2018 201C AB 266D A9 2117 AE 2BB
        B1 2BC 201A
        B6 2021 B7 2033 2019 201D BB 266F 2B9 2BA BF 309 300 301 302 303 304
        C6 306 307 308 308 30A 315 313 30B 31B 30C 327 31C 326 328 325 32E
        D6 323 324 332 333 329 32D
        DD 360
        E1 C6 110
        E6 132
        E8 141 D8 152
        EC DE
        F1 E6 111 F0
        F5 131 133
        F8 142 F8 153 DF FE
        """

    /// Windows-1252, Western Europe, the upper half.
    static let windows1252 = """
        80 20AC
        82 201A 192 201E 2026 2020 2021 2C6 2030 160 2039 152
        8E 17D
        91 2018 2019 201C 201D 2022 2013 2014 2DC 2122 161 203A 153
        9E 17E 178 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD
        AE AE AF B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 BA BB BC BD
        BE BE BF C0 C1 C2 C3 C4 C5 C6 C7 C8 C9 CA CB CC CD
        CE CE CF D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 DA DB DC DD
        DE DE DF E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 EA EB EC ED
        EE EE EF F0 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FB FC FD
        FE FE FF
        """

    /// Windows-1258, Vietnam, the upper half.
    static let windows1258 = """
        80 20AC
        82 201A 192 201E 2026 2020 2021 2C6 2030
        8B 2039 152
        91 2018 2019 201C 201D 2022 2013 2014 2DC 2122
        9B 203A 153
        9F 178 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE
        AF AF B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 BA BB BC BD BE
        BF BF C0 C1 C2 102 C4 C5 C6 C7 C8 C9 CA CB 300 CD CE
        CF CF 110 D1 309 D3 D4 1A0 D6 D7 D8 D9 DA DB DC 1AF 303
        DF DF E0 E1 E2 103 E4 E5 E6 E7 E8 E9 EA EB 301 ED EE
        EF EF 111 F1 323 F3 F4 1A1 F6 F7 F8 F9 FA FB FC 1B0 20AB
        FF FF
        """

    /// VISCII (RFC 1456): six capitals among the controls, and the upper half.
    static let viscii = """
        2 1EB2
        5 1EB4 1EAA
        14 1EF6
        19 1EF8
        1E 1EF4
        80 1EA0 1EAE 1EB0 1EB6 1EA4 1EA6 1EA8 1EAC 1EBC 1EB8 1EBE 1EC0 1EC2 1EC4 1EC6 1ED0
        90 1ED2 1ED4 1ED6 1ED8 1EE2 1EDA 1EDC 1EDE 1ECA 1ECE 1ECC 1EC8 1EE6 168 1EE4 1EF2
        A0 D5 1EAF 1EB1 1EB7 1EA5 1EA7 1EA9 1EAD 1EBD 1EB9 1EBF 1EC1 1EC3 1EC5 1EC7 1ED1
        B0 1ED3 1ED5 1ED7 1EE0 1A0 1ED9 1EDD 1EDF 1ECB 1EF0 1EE8 1EEA 1EEC 1A1 1EDB 1AF
        C0 C0 C1 C2 C3 1EA2 102 1EB3 1EB5 C8 C9 CA 1EBA CC CD 128 1EF3
        D0 110 1EE9 D2 D3 D4 1EA1 1EF7 1EEB 1EED D9 DA 1EF9 1EF5 DD 1EE1 1B0
        E0 E0 E1 E2 E3 1EA3 103 1EEF 1EAB E8 E9 EA 1EBB EC ED 129 1EC9
        F0 111 1EF1 F2 F3 F4 F5 1ECF 1ECD 1EE5 F9 FA 169 1EE7 FD 1EE3 1EEE
        """
}
