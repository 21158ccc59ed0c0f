"""Text files given with a message: which are taken, how they are read and put into words."""

import os

import pytest

from engine.attachments import as_text, fenced, read_attachment
from engine.errors import InvalidInput, StorageError
from engine.store.records import Attachment
from engine.validate import MAX_BYTES

CHINESE = "羊驼的毛很暖和，\n适合高原的冬天。"
FRENCH = "Très bien, la laine à côté du Forêt-Noire.\nÀ bientôt"


@pytest.fixture
def attach(tmp_path):
    def attach(data, name="notes.txt", **options):
        path = tmp_path / name
        path.write_bytes(data)
        return read_attachment(path, **options)

    return attach


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("plain", "ascii"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        (CHINESE, "gb18030"),
        ("羊驼 𠮷 and English words", "gb18030"),
        (CHINESE, "utf-16-le"),
        ("羊駝的毛很暖和，適合高原的冬天。", "big5"),
        ("アルパカの毛は暖かい。", "cp932"),
        (FRENCH, "cp1252"),
        ("naïve", "cp1252"),
        ("Tr\xe8s", "cp1252"),
    ],
)
def test_the_encoding_is_found(attach, text, encoding):
    assert attach(text.encode(encoding)) == Attachment("notes.txt", text)


def test_lines_end_alike(attach):
    assert attach(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nplain", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\x7fELF", b"a\0b", bytes(range(256))],
)
def test_what_is_no_text_is_refused(attach, data):
    with pytest.raises(InvalidInput, match="is not a text file") as caught:
        attach(data, "thing.pdf")
    assert "only text files" in caught.value.advice.lower()


def test_what_is_empty_missing_or_no_file_is_refused(attach, tmp_path):
    with pytest.raises(InvalidInput, match="is empty"):
        attach(b" \n")
    with pytest.raises(InvalidInput, match=r"is a folder|is not a file"):
        read_attachment(tmp_path)
    with pytest.raises(StorageError):
        read_attachment(tmp_path / "gone.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such files")
def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidInput, match="is not a file"):
        read_attachment(tmp_path / "pipe")


def test_size_is_that_of_the_text_sent(attach):
    assert len(attach(b"x" * MAX_BYTES).text) == MAX_BYTES
    with pytest.raises(InvalidInput, match=r"room for 1\.0 MB"):
        attach(b"x" * (MAX_BYTES + 1))
    with pytest.raises(InvalidInput, match=r"room for 0\.0 MB"):
        attach(CHINESE.encode("gb18030"), room=len(CHINESE.encode()) - 1)
    assert attach(CHINESE.encode("utf-16"), room=len(CHINESE.encode())).text == CHINESE


def test_names_are_one_line_and_show_what_they_are(attach):
    assert attach(b"a", "evil\u202etxt.exe").name == "eviltxt.exe"
    assert attach(b"a", "two\nlines.txt").name == "twolines.txt"
    long = attach(b"a", "x" * 200 + ".txt").name
    assert len(long) <= 120
    assert long.endswith("….txt")


def test_the_model_gets_each_file_named_and_fenced():
    files = [Attachment("a.md", "Use ```` here"), Attachment("b.txt", "end\n")]
    assert as_text("Compare:", files) == (
        "Compare:\n\na.md:\n`````\nUse ```` here\n`````\n\nb.txt:\n```\nend\n```"
    )
    assert as_text("Only words", ()) == "Only words"
    assert as_text(" ", files[1:]) == "b.txt:\n```\nend\n```"


def test_a_fence_is_longer_than_any_inside():
    for ticks in range(6):
        block = fenced(f"{'`' * ticks}\ninside", "py").splitlines()
        assert block[-1] == "`" * max(3, ticks + 1)
        assert block[0] == f"{block[-1]}py"
