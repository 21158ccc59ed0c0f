"""Bytes to text, whatever encoding they were saved in. Knows no file and no format.

Unicode is known by its mark or by its form. What is left is decoded in each encoding that is common
where Chinese, Japanese or Western languages are written, and the one whose text has most of the
characters that such texts are made of is taken.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache
from typing import Final

UNKNOWN: Final = "\ufffd"
"""Stands for bytes that are no character."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LABEL: Final = re.compile(
    r"utf-?(?:8|16|16-?[lb]e|32)|gb2312|x?-?gbk|gb18030|big5(?:-hkscs)?|(?:x-)?s(?:hift_)?jis|cp932"
    r"|euc-(?:cn|jp|kr|tw)|iso-2022-(?:jp|kr)|hz-gb-2312|ks_c_5601-1987|iso-8859-\d{1,2}|latin1"
    r"|(?:us-)?ascii|(?:windows-|cp)125\d|koi8-[ru]|macintosh"
)
_MEANT: Final = {  # each is what programs write where the other label is said
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "euc-cn"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("shift_jis", "x-sjis", "sjis"), "cp932"),
    "big5": "cp950",
    "hz-gb-2312": "hz",
}
_SAMPLE: Final = 4 << 20
_SCORED: Final = 64 << 10
_BEFORE: Final = 64
_SHORTEST_UTF16: Final = 16
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")  # but end of file and escape
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_ESCAPED: Final = re.compile("[\ud800-\udfff]")
_WESTERN: Final = re.compile(
    "(?<=[A-Za-z])[À-ÖØ-öø-ÿŠšŽžŒœŸ]|[À-ÖØ-öø-ÿŠšŽžŒœŸ](?=[A-Za-z])"  # a letter in a word
    "|(?<![^\\s(«“])[ÀÈÉàèéêôóúýòìöåØø](?![^\\s,.])"  # a word of one letter
    "|(?<=[\\w .,;:!?()])[‘’“”„–—…«»¿¡€£§°©®·•™½¼²³](?=[\\w .,;:!?()\\s])"
)
_COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
    "這個們來為國說時對於過發後裡種經麼學現當沒動還進樣實軍無與長機從開業關點將兩間問應戰頭體見產話給門兒"
    "東聲員論處義幾認條係氣題爾別變總電數報結務場計資許統區隊決馬書則聽達難權設記張規萬類據邊覺術領確傳師"
    "觀讓識帶導爭運會請您吗嗎呢吧啊"
)


def decoded(data: bytes, broken: str = UNKNOWN) -> str | None:
    """The text of `data`, without its mark, its line ends as they are; None for what is no text.

    Where most is UTF-8, each byte that is not becomes `broken`, a character.
    """
    encoding = encoding_of(data)
    if encoding is None:
        return None
    if encoding in ("utf-8", "utf-8-sig"):
        return _ESCAPED.sub(broken, data.decode(encoding, "surrogateescape"))
    return data.decode(encoding, "replace")


def decoded_as(data: bytes, said: str) -> str | None:
    """The text of `data` in the encoding that is `said` of it, as web pages and mail do; None where
    that is none files are in, or not the one it is in."""
    label = said.strip().lower()
    if not _LABEL.fullmatch(label):
        return None
    try:
        return data.decode(_MEANT.get(label, label))
    except (LookupError, ValueError):
        return None


def encoding_of(data: bytes) -> str | None:
    """The codec that reads `data`, as Python calls it; None for what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if b"\0" in sample or 200 * controls > len(sample):
        return _utf16(sample)
    if _is_utf8(data):
        return "utf-8"
    best = _best(_lines_with_high_bytes(data), data[:_SCORED])
    # Signs differ between the two; characters of Hong Kong are in the second alone.
    return "cp950" if best == "big5hkscs" and _is(data, "cp950") else best


def _is_utf8(data: bytes) -> bool:
    """Whether nearly all of what is not ASCII is UTF-8, as by chance a fifth of GB18030 is, too."""
    if not _is(data, "utf-8"):
        sample = data[:_SAMPLE]
        broken = _ESCAPED.findall(sample.decode("utf-8", "surrogateescape"))
        return 4 * len(broken) < len(_HIGH.findall(sample))
    return True


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _lines_with_high_bytes(data: bytes) -> bytes:
    """What there is to tell encodings by, of a text that may have it far from its beginning."""
    found, size, end = [], 0, 0
    while size < _SCORED and (high := _HIGH.search(data, end)):
        line = data.rfind(b"\n", end, high.start()) + 1
        begin = max(end, line, high.start() - _BEFORE)
        end = data.find(b"\n", high.start(), begin + _SCORED)
        end = begin + _SCORED if end < 0 else end
        found.append(data[begin:end])
        size += len(found[-1])
    return b"\n".join(found)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, where nearly all of it would be plain; else it is no text at all."""
    whole = data[: min(len(data) & ~1, _SCORED)]
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _plain(whole, encoding))
    return best if len(data) % 2 == 0 and _plain(whole, best) > 0.7 else None


def _plain(data: bytes, encoding: str) -> float:
    """The share of characters that most texts are made of; 0 where there is one no text has."""
    text = data.decode(encoding, "replace")
    if not text or _NO_TEXT.search(text):
        return 0.0
    known = _COMMON | _level("gb2312", 0xB0, 0xD7) | _level("big5", 0xA4, 0xC6)
    return sum(c < "\u0250" or c in known or _kana(c) or _sign(c) for c in text) / len(text)


def _best(lines: bytes, start: bytes) -> str:
    """The encoding that makes most sense of `lines`, which are not UTF-8."""
    scores = {
        "gb18030": _chinese(lines, "gb18030", _level("gb2312", 0xB0, 0xD7)),
        "big5hkscs": _chinese(lines, "big5hkscs", _level("big5", 0xA4, 0xC6)),
        "cp932": _japanese(lines),
        "cp1252": _western(lines),
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    if len(start) >= _SHORTEST_UTF16 and scores[best] < 0.2 and (wide := _utf16(start)):
        return wide
    return best


def _chinese(data: bytes, encoding: str, level: frozenset[str]) -> float:
    def worth(c: str) -> float:
        if c in _COMMON:
            return 1.0
        if c in level or _sign(c):
            return 0.7
        return 0.0 if _kana(c) else -0.4

    return _score(data, encoding, worth)


def _japanese(data: bytes) -> float:
    level = _level("shift_jis", 0x88, 0x97)

    def worth(c: str) -> float:
        if _kana(c):
            return 1.0
        return 0.6 if c in level or _sign(c) else -0.4  # half-width kana, too: pairs of GB18030

    return _score(data, "cp932", worth)


def _score(data: bytes, encoding: str, worth: Callable[[str], float]) -> float:
    """The mean worth of the different characters that are not ASCII: what draws lines is often the
    same ones. Bytes that cannot be decoded cost most, each time."""
    high = [c for c in data.decode(encoding, "replace") if c >= "\x80"]
    different = set(high) - {UNKNOWN}
    bad = 2 * high.count(UNKNOWN) / max(1, len(high))
    return sum(map(worth, different)) / max(1, len(different)) - bad


def _western(data: bytes) -> float:
    text = data.decode("cp1252", "replace")
    high = sum(c >= "\x80" for c in text)
    return (2 * len(_WESTERN.findall(text)) - high) / max(1, high)


def _kana(c: str) -> bool:
    return "\u3041" <= c <= "\u30ff"


def _sign(c: str) -> bool:
    """Punctuation of Chinese and Japanese, and what is typed full width."""
    return c in "“”‘’—…·" or "\u3000" <= c <= "\u3020" or "\uff01" <= c <= "\uff5e"


@cache
def _level(encoding: str, first: int, last: int) -> frozenset[str]:
    """The characters an encoding has in rows `first` to `last`: common ones are together."""
    trails = (*range(0x40, 0x7F), *range(0x80, 0xFF))
    rows = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in trails)
    return frozenset(c for row in rows for c in row.decode(encoding, "ignore") if c >= "\u3400")
