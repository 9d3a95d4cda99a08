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
}
