"""Vietnamese spelling: folding, tone marks, i and y, slips of the pen."""

import re
import unicodedata

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONES = GRAVE + ACUTE + TILDE + HOOK + DOT
END_OF_WORD = r"(?![\w\u0300-\u036f])"


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def unaccented(text: str) -> str:
    """Without tone and vowel marks, đ as d."""
    plain = nfd(text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def key(text: str) -> str:
    """Words only, unaccented and in lower case: equal for all spellings of one title."""
    return " ".join(re.findall(r"[a-z0-9]+", unaccented(text).lower()))


def old_tones(text: str) -> str:
    """hoà → hòa, thuỷ → thủy: the tone mark on the first vowel of an open oa, oe, uy."""
    text = re.sub(f"([oO])([aAeE])([{TONES}]){END_OF_WORD}", r"\1\3\2", nfd(text))
    return nfc(re.sub(f"(?<![qQ])([uU])([yY])([{TONES}]){END_OF_WORD}", r"\1\3\2", text))


def new_tones(text: str) -> str:
    """hòa → hoà, thủy → thuỷ: the tone mark on the second vowel."""
    text = re.sub(f"([oO])([{TONES}])([aAeE]){END_OF_WORD}", r"\1\3\2", nfd(text))
    return nfc(re.sub(f"(?<![qQ])([uU])([{TONES}])([yY]){END_OF_WORD}", r"\1\3\2", text))


def i_for_y(text: str) -> str:
    """lý → lí, kỹ → kĩ, mỹ → mĩ."""
    return nfc(re.sub(f"\\b([hklmstHKLMST])y([{TONES}]?){END_OF_WORD}", r"\1i\2", nfd(text)))


def swap_hook_and_tilde(text: str, rng) -> str:
    """One hỏi written as ngã or the reverse, as regional speech has it."""
    letters = list(nfd(text))
    places = [i for i, c in enumerate(letters) if c in (HOOK, TILDE)]
    if not places:
        return text
    place = rng.choice(places)
    letters[place] = TILDE if letters[place] == HOOK else HOOK
    return nfc("".join(letters))


def typing_error(text: str, rng) -> str:
    """One letter lost, or two neighbours exchanged, inside a word."""
    places = [m.start() + 1 for m in re.finditer(r"[^\W\d_]{4}", text)]
    if not places:
        return text
    i = rng.choice(places)
    if rng.random() < 0.5:
        return text[:i] + text[i + 1:]
    return text[:i] + text[i + 1] + text[i] + text[i + 2:]


def half_decomposed(text: str) -> str:
    """Vowel letter composed, tone mark apart, as text from code page 1258 comes out."""
    result = []
    for character in nfc(text):
        parts = nfd(character)
        tones = [c for c in parts if c in TONES]
        if tones and len(parts) > 1 and character > "\u00ff":
            character = nfc("".join(c for c in parts if c not in TONES)) + tones[0]
        result.append(character)
    return "".join(result)
