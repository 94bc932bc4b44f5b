"""The one or two signs that stand for a person in a ring; for `web.circle` alone.

What counts as one sign follows the extended grapheme clusters of Unicode (UAX 29), as far as names
need it: marks stay with their letter, conjuncts and joined emoji stay whole.
"""

import unicodedata

ONE_SIGN_SCRIPTS = (
    "ARABIC",
    "HEBREW",
    "SYRIAC",
    "THAANA",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "BOPOMOFO",
)
LONGEST_NAME = 200
JOINER = "\u200d"
VIRAMA = 9
"""The combining class of the sign that binds two letters of an Indic script into one."""


def initials(name: str) -> str:
    """The first signs of the first and last word, as the person writes them.

    One sign where the script has no initials, or the name only one word. A name without letters
    gives its first sign, an empty one gives "".
    """
    words = readable(name).split()
    signs = [sign for word in words if (sign := _first_letter(word))]
    if not signs:
        return first_sign(words[0]) if words else ""
    if len(signs) == 1 or unicodedata.name(signs[0][0], "").startswith(ONE_SIGN_SCRIPTS):
        return signs[0]
    return signs[0] + signs[-1]


def readable(name: str) -> str:
    """The name composed, on one line, without control signs that could turn the text around."""
    kept = (" " if sign.isspace() else sign for sign in name[:LONGEST_NAME])
    clean = "".join(sign for sign in kept if not _is_control(sign))
    return " ".join(unicodedata.normalize("NFC", clean).split())


def signs_of(text: str) -> list[str]:
    """The text cut into what a reader takes for single signs."""
    signs: list[str] = []
    for char in text:
        if signs and _belongs(char, signs[-1]):
            signs[-1] += char
        else:
            signs.append(char)
    return signs


def first_sign(text: str) -> str:
    """What a reader takes for the first sign, or "" of nothing."""
    return next(iter(signs_of(text)), "")


def _first_letter(word: str) -> str:
    """The first sign that is a letter or a digit: brackets, dots and emoji are passed over."""
    return next((sign for sign in signs_of(word) if unicodedata.category(sign[0])[0] in "LN"), "")


def _belongs(char: str, sign: str) -> bool:
    """Whether the character goes on with the sign before it."""
    if unicodedata.category(char)[0] == "M" or char == JOINER or _is_skin_tone(char):
        return True
    if _is_flag_half(char):
        return len(sign) == 1 and _is_flag_half(sign)
    if sign.endswith(JOINER):
        return True
    return unicodedata.combining(sign[-1]) == VIRAMA and unicodedata.category(char)[0] == "L"


def _is_skin_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_control(char: str) -> bool:
    """Control and direction signs; joiners stay, because Indic and Persian names need them."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\u200c\u200d"
