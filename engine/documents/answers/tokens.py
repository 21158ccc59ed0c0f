"""A text as comparable tokens: words, numbers, dates and Chinese characters, each with its place.

Two texts that say the same word for word have the same keys, whatever their case, width, line
breaks and hyphens, and however they write numbers and dates. What stands between two tokens is kept
as the kind of break it is, because a sentence that is cut elsewhere says something else. Knows no
meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Final, Literal, NamedTuple

from engine.documents.answers import dates, numbers
from engine.documents.answers.vocabulary import ABBREVIATIONS, GOES_ON
from engine.documents.folding import simplified

Kind = Literal["word", "han", "number", "date", "sign"]


class Break(IntEnum):
    """What parts a token from the one before it; more is stronger."""

    NONE = 0
    LIST = 1  # 、
    SOFT = 2  # a comma, a bracket, a dash
    COLON = 3
    STRONG = 4  # a semicolon
    SENTENCE = 5
    LINE = 6  # a paragraph, a row, an item of a list, a heading


class Token(NamedTuple):
    """`key` is what is compared; `gap` what stands before it."""

    key: str
    kind: Kind
    start: int
    end: int
    gap: Break


_HAN: Final = (
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3041-\u3096\u30a1-\u30fa\u30fc\uac00-\ud7a3"
)
_NUMBER_WORD: Final = "|".join(sorted(numbers.WORDS, key=len, reverse=True))
_HYPHENATED: Final = "(?:[-\u2010][ \t]*\r?\n[ \t]*|[\u00ad\ufffe\x02](?:[ \t]*\r?\n[ \t]*)?)"
_TOKEN: Final = re.compile(
    rf"(?P<date>{dates.PATTERN})"
    r"|(?P<time>(?<![\d:.])\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![\d:]))"
    r"|(?P<ordinal>(?<![\w.])\d+(?:st|nd|rd|th)(?!\w))"
    r"|(?P<number>(?P<minus>(?<![^\s(\[“\"':：=,，（])[-\u2212\u2013](?=\d))?"
    r"(?:(?<![\d.,])\d{1,3}(?:[,，\u00a0\u2009\u202f'’]\d{3})+(?![\d])(?:\.\d+)?"
    r"|\d+(?:[.,]\d+)*))"
    r"|(?P<superscript>[⁰¹²³⁴-⁹]+|[½⅓⅔¼¾])"
    rf"|(?P<numeral>(?i:\b(?:{_NUMBER_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_NUMBER_WORD}))*\b))"
    rf"|(?P<hannumber>[{numbers.HAN}]+)"
    rf"|(?P<han>[{_HAN}])"
    rf"|(?P<word>(?:(?![{_HAN}])[^\W\d_]|{_HYPHENATED}(?=[^\W\d_A-Z]))+"
    rf"(?:['’](?:(?![{_HAN}])[^\W\d_])+)?)"
    r"|(?P<percent>%|％|‰)"
    r"|(?P<sign>[/\\^&@§]|(?<=\w)#|(?<=\d)[ \t]*[-–—−~～][ \t]*(?=\d))"
    r"|(?P<mark>[.!?。！？…;；:：,，、()（）\[\]【】《》—–\t|•·▪●○■]|\r?\n|[-*](?=[ \t]))"
    r"|(?P<other>[^\s\w])"
)
_BREAKS: Final[Mapping[str, Break]] = {
    **dict.fromkeys("。！？", Break.SENTENCE),
    **dict.fromkeys(";；", Break.STRONG),
    **dict.fromkeys(":：", Break.COLON),
    **dict.fromkeys(",，()（）[]【】《》—–-\t|…", Break.SOFT),
    "、": Break.LIST,
    **dict.fromkeys("•▪●○■", Break.LINE),
}
_CLOSING: Final = "\"'”’)）]】»*_ \t"
_CONTRACTED: Final = re.compile(r"(.+)n['’]t$")
_WHOLE: Final = {"can": "can", "wo": "will", "sha": "shall"}


def fold(text: str) -> str:
    """`text` without differences of width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order. Linear in its length."""
    text = simplified(text)  # of the same length
    return _joined(text, [*_scanned(text)])


def _scanned(text: str) -> Iterator[Token]:
    gap, before, last_end = Break.LINE, "", 0
    wrapped = _Lines(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        found, start, end = match.group(), match.start(), match.end()
        if kind == "mark":
            gap = max(gap, _broken(text, found, start, end, before, last_end, wrapped))
            continue
        if kind == "other" and unicodedata.category(found) not in ("Sm", "Sc", "So"):
            continue
        for token in _made(kind, found, start, end, gap):
            yield token
            before, last_end, gap = token.key, token.end, Break.NONE


def _broken(
    text: str, found: str, start: int, end: int, before: str, last: int, lines: _Lines
) -> Break:
    """How much a mark parts what is before from what is behind."""
    if "\n" in found:
        return lines.broken(start, end)
    if found in ".!?":
        rest = text[end : end + 3].lstrip(_CLOSING)
        tight = end < len(text) and not (text[end].isspace() or text[end] in _CLOSING)
        if tight and found == "." and not _is_han(text[end]):
            return Break.NONE  # 3.5, example.com
        short = before in ABBREVIATIONS or (last == start and len(before) == 1)
        if found == "." and short and not _UNIT.search(text, max(0, start - 8), start):
            return Break.SOFT
        return Break.SOFT if found == "." and rest[:1].islower() else Break.SENTENCE
    if found in "-*":
        line = text.rfind("\n", 0, start) + 1
        if not text[line:start].strip():
            return Break.LINE
        return Break.SOFT if found == "-" else Break.NONE  # `*` is but emphasis
    return _BREAKS.get(found, Break.NONE)


_UNIT: Final = re.compile(r"(?:\d\s?|°)[A-Za-z]{1,2}\Z")
"""A unit with its number: a full stop behind it may end a sentence."""
_NUMBERED: Final = re.compile(
    r"(?:\d{1,3}|[a-zA-Z])[.)]\s|[（(]?[一二三四五六七八九十]{1,3}[）)、.]"
)


class _Lines:
    """Tells lines that go on in the next from those that end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._longest = max(map(len, text.splitlines()), default=0)

    def broken(self, start: int, end: int) -> Break:
        """What the end of a line from `start` to `end` of the text parts."""
        text = self._text
        behind = text[end : end + 400].split("\n", 1)[0].strip()
        line = text[text.rfind("\n", 0, start) + 1 : start].strip()
        if (
            not behind
            or not line
            or line[-1] in ":："
            or "\t" in behind
            or "\t" in line
            or behind[0] in "•▪●○■-*|#"
        ):
            return Break.LINE
        if _NUMBERED.match(behind):
            return Break.LINE
        # A heading is short, ends in no mark and no small word, and what follows begins anew.
        short = len(line) < 0.6 * self._longest
        if short and line[-1] not in ",;:，；、：-" and (behind[0].isupper() or _is_han(behind[0])):
            last = line.split()[-1].lower()
            return Break.NONE if last in GOES_ON else Break.LINE
        return Break.NONE


def _is_han(letter: str) -> bool:
    return re.match(f"[{_HAN}]", letter) is not None


def _made(kind: str, found: str, start: int, end: int, gap: Break) -> Iterator[Token]:
    match kind:
        case "date":
            yield Token(dates.key(found), "date", start, end, gap)
        case "time":
            clock = fold(found).lstrip("0")
            yield Token(f"t:{clock if clock[0] != ':' else '0' + clock}", "number", start, end, gap)
        case "ordinal":
            yield Token(f"o:{int(found[:-2])}", "number", start, end, gap)
        case "number":
            minus = found[0] in "-\u2212\u2013"
            yield Token(
                f"n:{'-' * minus}{numbers.digits(found[minus:])}", "number", start, end, gap
            )
        case "superscript":
            yield Token(f"^{unicodedata.normalize('NFKC', found)}", "sign", start, end, gap)
        case "numeral":
            yield from _in_words(found, start, gap)
        case "hannumber":
            value = numbers.han(found)
            if value is not None:
                yield Token(f"n:{value}", "number", start, end, gap)
            else:
                for i, sign in enumerate(found):
                    place = start + i
                    yield Token(sign, "han", place, place + 1, gap if not i else Break.NONE)
        case "han":
            yield Token(fold(found), "han", start, end, gap)
        case "word":
            yield from _words(found, start, end, gap)
        case "percent":
            yield Token("‰" if found == "‰" else "%", "sign", start, end, gap)
        case _:
            sign = fold(found).strip()
            yield Token("to" if sign in "-–—−~" else sign, "sign", start, end, gap)


def _words(found: str, start: int, end: int, gap: Break) -> Iterator[Token]:
    key = fold(re.sub(_HYPHENATED, "", found)).replace("’", "'")
    if contracted := _CONTRACTED.fullmatch(key):
        stem = contracted.group(1)
        yield Token(_WHOLE.get(stem, stem), "word", start, end, gap)
        yield Token("not", "word", start, end, Break.NONE)
    elif key == "cannot":
        yield Token("can", "word", start, end, gap)
        yield Token("not", "word", start, end, Break.NONE)
    elif key in numbers.ORDINALS:
        yield Token(f"o:{numbers.ORDINALS[key]}", "number", start, end, gap)
    elif key in ("percent", "percentage"):
        yield Token("%" if key == "percent" else key, "sign", start, end, gap)
    else:
        yield Token(key, "word", start, end, gap)


def _in_words(found: str, start: int, gap: Break) -> Iterator[Token]:
    """One number, or the words of it one by one where they are several."""
    parts = [*re.finditer(r"[A-Za-z]+", found)]
    value = numbers.english([part.group().lower() for part in parts])
    if value is not None:
        yield Token(f"n:{value}", "number", start, start + len(found), gap)
        return
    for part in parts:
        one = numbers.english([part.group().lower()]) if part.group().lower() != "and" else None
        place = (start + part.start(), start + part.end(), gap)
        if one is None:
            yield Token(part.group().lower(), "word", *place)
        else:
            yield Token(f"n:{one}", "number", *place)
        gap = Break.NONE


def _joined(text: str, found: list[Token]) -> list[Token]:
    """Numbers with what makes one number of them: `5 million`, `3万`, `16 %`, 百分之十六."""
    made: list[Token] = []
    for token in found:
        last = made[-1] if made else None
        if last is not None and last.kind == "number" and token.gap is Break.NONE:
            value = last.key.removeprefix("n:")
            if token.key in ("%", "‰") and last.key[0] == "n":
                made[-1] = last._replace(key=last.key + token.key, end=token.end)
                continue
            scale = None if text[token.start].isdecimal() else _scale(token)
            times = numbers.times(value, scale) if scale and last.key[0] == "n" else None
            if times is not None:
                made[-1] = last._replace(key=f"n:{times}", end=token.end)
                continue
        if token.key[:2] == "n:" and [t.key for t in made[-3:]] == ["n:100", "分", "之"]:
            first = made[-3]
            del made[-3:]
            token = token._replace(key=f"{token.key}%", start=first.start, gap=first.gap)
        made.append(token)
    return made


def _scale(token: Token) -> int | None:
    """What a token multiplies the number before it with."""
    if token.kind == "han":
        return numbers.SCALES.get(token.key)
    if token.kind == "number" and token.key.removeprefix("n:").isdecimal():
        value = int(token.key[2:])
        return value if value in (100, 1000, 10**4, 10**6, 10**8, 10**9, 10**12) else None
    return None
