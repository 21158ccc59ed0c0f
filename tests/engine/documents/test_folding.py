"""Characters written in several ways become one."""

import unicodedata

import pytest

from engine.documents.folding import simplified


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("繁體中文轉換", "繁体中文转换"),
        ("⽂件⻓度", "文件长度"),  # radicals, as some PDF files have them
        ("⾧", "长"),  # a radical of a traditional character
        ("简体中文 stays, as do English and かな", "简体中文 stays, as do English and かな"),
        ("", ""),
    ],
)
def test_characters_are_folded(text, folded):
    assert simplified(text) == folded


def test_places_stay():
    everything = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x2FA20)]))
    folded = simplified(everything)
    assert len(folded) == len(everything)
    for before, after in zip(everything, folded, strict=True):
        assert (
            before == after
            or "CJK" in unicodedata.name(before)
            or "KANGXI" in unicodedata.name(before)
        )


def test_what_is_folded_stays_so():
    once = simplified("".join(map(chr, range(0x2E80, 0xA000))))
    assert simplified(once) == once
