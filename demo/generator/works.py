"""Where books come from: classics, translations, local history, school and general books, verse."""

from dataclasses import replace

from .books import Press, Publication
from .words import PROVINCES, rows

LITERARY = ["vanhoc", "hnv", "kimdong", "tre", "phunu", "thanhnien", "laodong", "vhtt", "danang", "nghean", "thanhhoa"]
SCHOLARLY = ["khxh", "vhtt", "ctqg", "thuanhoa", "hongduc", "thegioi", "vanhoc"]
FOREIGN = {
    "eng": [("Penguin Books", "London", "0-14"), ("Oxford University Press", "Oxford", "0-19")],
    "fre": [("Gallimard", "Paris", "2-07"), ("Flammarion", "Paris", "2-08")],
}
ABOUT_A_WORK = ["{} - Tác phẩm và lời bình", "Phân tích tác phẩm {}", "Bình giảng {}", "{} trong nhà trường"]
TRANSLATIONS_OF_KIEU = [
    ("fre", "Kim-Vân-Kiều", "Nguyễn Văn Vĩnh", 1970),
    ("eng", "The tale of Kiều", "Huỳnh Sanh Thông", 1983),
    ("fre", "Kiều", "Nguyễn Khắc Viện", 1965),
]
SCHOOL_SUBJECTS = "Toán|Ngữ văn|Tiếng Việt|Lịch sử|Địa lý|Vật lý|Hóa học|Sinh học|Tiếng Anh|Âm nhạc".split("|")
SCHOOL_SERIES = ["Kết nối tri thức với cuộc sống", "Chân trời sáng tạo", "Cánh diều"]


def volumes_for(pages: int) -> int:
    return 1 if pages < 600 else 2 if pages < 1000 else 3 if pages < 1600 else 4


def classics(press: Press):
    """Vietnamese classics in many editions, books about them, and translations of the best known."""
    authors = {name: (name, dates, other) for name, dates, other in rows("authors")}
    for author, title, subtitle, dewey, subjects, first, pages, popularity, other_title in rows("classics"):
        base = dict(
            work=press.work(), title=title, subtitle=subtitle, other_title=other_title, authors=(authors[author],),
            corporate=not authors[author][1] and author.startswith(("Quốc sử quán", "Ngô gia")),
            dewey=dewey, subjects=tuple(subjects.split(";")) + ("Việt Nam",), genre=subjects.split(";")[0],
        )
        first, pages, popularity = int(first), int(pages), int(popularity)
        houses = SCHOLARLY if dewey.startswith("9") else LITERARY
        yield from press.editions(
            first, pages, houses, volumes_for(pages), expression=press.expression(), popularity=popularity, **base
        )
        if popularity >= 4 and press.rng.random() < 0.5:
            about = dict(
                base, work=press.work(), title=press.rng.choice(ABOUT_A_WORK).format(title), subtitle="",
                other_title="", authors=((press.person(), "", ""),), corporate=False,
                subjects=("Nghiên cứu văn học", author, title),
            )
            yield from press.editions(
                max(first, 1995), 180, ["vanhoc", "giaoduc", "dhqghn", "tonghop"],
                expression=press.expression(), popularity=2, **about
            )
        if title == "Truyện Kiều":
            for language, translated, translator, year in TRANSLATIONS_OF_KIEU:
                version = dict(
                    base, title=translated, subtitle="", other_title="", language=language,
                    translators=(translator,), original_title=title, original_language="vie",
                )
                yield from press.editions(
                    year, 260, ["thegioi", "vanhoc"], expression=press.expression(), popularity=2, **version
                )


def translations(press: Press):
    """Foreign works: their Vietnamese translation, often a second one, and the original."""
    rng = press.rng
    for row in rows("translations"):
        author, dates, original, language, title, translators, dewey, subjects, pages, first, popularity = row
        base = dict(
            work=press.work(), authors=((author, dates, ""),), dewey=dewey, subjects=tuple(subjects.split(";")),
            genre=subjects.split(";")[0],
        )
        pages, first, popularity = int(pages), int(first), int(popularity)
        into = dict(base, title=title, original_title=original, original_language=language)
        yield from press.editions(
            first, pages, LITERARY, volumes_for(pages), expression=press.expression(),
            translators=tuple(translators.split(";")), popularity=popularity, **into
        )
        if popularity >= 4 and rng.random() < 0.4:
            yield from press.editions(
                max(first, 2000), pages, LITERARY, volumes_for(pages), expression=press.expression(),
                translators=(press.person(),), popularity=2, **into
            )
        if language in FOREIGN and rng.random() < 0.7:
            name, place, registrant = rng.choice(FOREIGN[language])
            for publication in press.editions(
                1973, pages, ["thegioi"], expression=press.expression(), popularity=1, title=original,
                language=language, foreign=True, **base
            ):
                publication.whole = replace(
                    publication.whole, publisher=name, place=place, edition="", price=0, isbn=press.isbn(registrant)
                )
                yield publication


def local_history(press: Press):
    """Books about the six provinces: party histories, địa chí, customs, yearbooks. Never ends."""
    rng = press.rng
    patterns = rows("local")
    weights = [int(row[0]) for row in patterns]
    provinces = list(PROVINCES.values())
    while True:
        _, title, subtitle, author, publisher, subjects, popularity, pages = rng.choices(patterns, weights)[0]
        province = rng.choice(provinces)
        sight = rng.choice(province.sights)
        year = rng.randint(1988, 2023)
        words = dict(
            province=province.name, district=rng.choice(province.districts), commune=press.commune(), sight=sight,
            Sight=sight[0].upper() + sight[1:], surname=press.person().split()[0],
            year=year - 1 if "Niên giám" in title else rng.choice((1954, 1975, 2000, 2005, 2010)),
        )
        if author == "person":
            authors, corporate = ((press.person(), "", ""),), False
        else:
            authors, corporate = (() if author == "none" else ((author.format(**words), "", ""),)), True
        house = province.publisher if publisher == "local" else rng.choice(["ctqg", "laodong", "khxh", "hongduc"])
        shortest, longest = map(int, pages.split("-"))
        book = press.print(
            house, year, work=press.work(), expression=press.expression(), title=title.format(**words),
            subtitle=subtitle.format(**words), authors=authors, corporate=corporate,
            pages=rng.randint(shortest, longest), dewey=f"959.7{province.number}",
            subjects=tuple(subjects.format(**words).split(";")) + (province.name,),
            genre="Địa chí", province=province.code, popularity=int(popularity),
        )
        if publisher == "none":
            book = replace(book, publisher="", place=province.capital, isbn="", price=0)
        yield Publication(book)


def school_books(press: Press):
    """Textbooks: many look alike, told apart by subject, class, part, series and year. Never ends."""
    rng = press.rng
    while True:
        subject, form = rng.choice(SCHOOL_SUBJECTS), rng.randint(1, 12)
        kind = rng.choice(("", "", "Bài tập ", "Vở bài tập ", "Sách giáo viên "))
        name = subject if not kind or subject.startswith("Tiếng") else subject[0].lower() + subject[1:]
        part = rng.choice((1, 2)) if subject in ("Toán", "Ngữ văn", "Tiếng Việt") else 0
        year = rng.randint(2003, 2023)
        details = dict(
            work=press.work(), expression=press.expression(), title=f"{kind}{name} {form}", pages=rng.randint(72, 240),
            authors=tuple((press.person(), "", "") for _ in range(rng.randint(1, 3))),
            dewey="372.19" if form < 6 else "373.19",
            subjects=("Sách giáo khoa", subject, f"Lớp {form}"), genre="Sách giáo khoa", popularity=3,
            series=rng.choice(SCHOOL_SERIES) if year >= 2020 else "", volume=part, volumes=2 if part else 0,
            kind="volume" if part else "single",
        )
        yield Publication(press.print("giaoduc", year, **details))
        if rng.random() < 0.3:
            yield Publication(press.print("giaoduc", year + 1, edition="Tái bản lần thứ 1", **details))


def general_books(press: Press):
    """Handbooks, course books and the like over a list of topics. Never ends."""
    rng = press.rng
    patterns = rows("general")
    weights = [int(row[0]) for row in patterns]
    topics = rows("topics")
    while True:
        _, title, subtitle, houses = rng.choices(patterns, weights)[0]
        topic, dewey, subjects = rng.choice(topics)
        yield from press.editions(
            rng.randint(1990, 2020), rng.randint(90, 520), houses.split(","), work=press.work(),
            expression=press.expression(), title=title.format(topic=topic, Topic=topic[0].upper() + topic[1:]),
            subtitle=subtitle, authors=tuple((press.person(), "", "") for _ in range(rng.choice((1, 1, 2, 3)))),
            dewey=dewey, subjects=tuple(subjects.split(";")), genre="", popularity=2,
        )


def verse_and_prose(press: Press):
    """Small books by little known authors: near equal titles, different people. Never ends."""
    rng = press.rng
    words = [row[0] for row in rows("poetry")]
    while True:
        first, second = rng.sample(words, 2)
        title = rng.choice((first, f"{first} và {second}", f"trở lại {first}", f"nhớ {first}"))
        kind, dewey = rng.choice((("thơ", "895.92213"), ("tập truyện ngắn", "895.92233"), ("tản văn", "895.92283")))
        book = press.print(
            rng.choice(["hnv", "vanhoc", "thanhnien", "nghean", "thanhhoa", "thuanhoa", "danang"]),
            rng.randint(1988, 2023), work=press.work(), expression=press.expression(),
            title=title[0].upper() + title[1:], subtitle=kind, authors=((press.person(), "", ""),),
            pages=rng.randint(70, 320), dewey=dewey, subjects=("Văn học hiện đại", "Việt Nam"), genre=kind,
            popularity=2,
        )
        yield Publication(book)


# Share of all records that each source makes.
SOURCES = [
    (classics, 0.32),
    (translations, 0.12),
    (local_history, 0.26),
    (school_books, 0.08),
    (general_books, 0.16),
    (verse_and_prose, 0.06),
]
