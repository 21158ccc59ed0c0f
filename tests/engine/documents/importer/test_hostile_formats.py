"""Files that mean harm, or are broken: each ends in a clear fault, or is read within the limits."""

import shutil
import zipfile

import pytest
from helpers.documents import DATA, all_said, fault_of, parse
from helpers.hostile_files import (
    BILLION_LAUGHS,
    LONG_ENTITY,
    OTHER_FILE,
    PARAMETER,
    changed,
    chapter,
    paragraph,
    sheet,
    word,
    zipped,
)

from engine.documents.importer.limits import Limits
from engine.errors import DocumentError

WORD = "word__document_xml"


def test_a_member_that_unpacks_to_much_more_is_a_bomb(tmp_path):
    bomb = word(paragraph(" " * (9 << 20)))
    assert fault_of(changed(tmp_path / "a.docx", "wool.docx", **{WORD: bomb})) == "bomb"
    strings = f"<sst><si><t>{' ' * (9 << 20)}</t></si></sst>"
    bomb = changed(tmp_path / "b.xlsx", "herd.xlsx", xl__sharedStrings_xml=strings)
    assert fault_of(bomb) == "bomb"


def test_all_members_together_have_a_limit(tmp_path):
    path = changed(tmp_path / "a.xlsx", "herd.xlsx")
    assert fault_of(path, Limits(unpacked=2000)) == "bomb"
    assert fault_of(path, Limits(members=5)) == "bomb"


def test_what_an_archive_says_of_sizes_is_not_believed(tmp_path):
    path = changed(tmp_path / "a.docx", "wool.docx", **{WORD: word(paragraph("x" * 5000))})
    data = path.read_bytes()
    assert (5000 + len(word(paragraph("")))).to_bytes(4, "little") in data
    real = (5000 + len(word(paragraph("")))).to_bytes(4, "little")
    path.write_bytes(data.replace(real, (100).to_bytes(4, "little")))
    assert fault_of(path) == "damaged"


@pytest.mark.parametrize("name", ["../../evil.txt", "..\\evil.txt", "word/../../x", "C:/evil.txt"])
def test_names_that_lead_out_of_an_archive(tmp_path, name):
    path = tmp_path / "a.docx"
    shutil.copy(DATA / "wool.docx", path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "evil")
    assert fault_of(path) == "damaged"


def test_a_book_whose_chapters_are_files_of_the_computer(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    opf = zipfile.ZipFile(DATA / "wool.epub").read("EPUB/content.opf").decode()
    outside = f"../../../../../../../../..{secret}"
    opf = opf.replace("text/ch001.xhtml", outside).replace("text/ch002.xhtml", f"file://{secret}")
    path = changed(tmp_path / "a.epub", "wool.epub", EPUB__content_opf=opf)
    assert not any("secret" in block for block in all_said(path))


DOCTYPES = [BILLION_LAUGHS, LONG_ENTITY, OTHER_FILE, PARAMETER]


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_entities_are_not_unfolded(tmp_path, doctype):
    documents = [
        changed(tmp_path / "a.docx", "wool.docx", **{WORD: word(paragraph("&l11;"), doctype)}),
        changed(
            tmp_path / "a.xlsx",
            "log.xlsx",
            xl__worksheets__sheet1_xml=sheet("<row><c t='str'><v>&l11;</v></c></row>", doctype),
        ),
        changed(
            tmp_path / "a.epub",
            "wool.epub",
            EPUB__text__ch001_xhtml=chapter("<p>&l11;</p>", doctype),
        ),
        changed(
            tmp_path / "b.docx",
            "wool.docx",
            **{WORD: word("<w:p w:a='&l11;'/>", doctype).encode("utf-16")},
        ),
    ]
    assert [fault_of(path) in ("bomb", "damaged") for path in documents] == [True] * 4


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_entities_of_web_pages_are_not_unfolded(tmp_path, doctype):
    path = tmp_path / "a.html"
    path.write_text(f"{doctype}<html><body><p>before &l11; after</p></body></html>")
    text = " ".join(all_said(path))
    assert "before" in text
    assert "root:" not in text
    assert len(text) < 200_000


@pytest.mark.parametrize("suffix", [".pdf", ".txt", ".md", ".zip", ".exe", ""])
@pytest.mark.parametrize("name", ["wool.docx", "pumps.pptx", "herd.xlsx", "wool.epub"])
def test_the_content_wins_over_the_name(tmp_path, name, suffix):
    path = tmp_path / f"file{suffix}"
    shutil.copy(DATA / name, path)
    assert parse(path)[0].kind == name.rpartition(".")[2]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.txt", b"<!DOCTYPE html><html><p>hello</p></html>", "html"),
        ("page.pdf", b"<!-- saved -->\n<html><p>hello</p></html>", "html"),
        ("plain.html", b"no page at all", "text"),
        ("plain.docx", b"no document at all", "text"),
        ("plain.eml", b"no message at all", "text"),
        ("mailbox.txt", b"From a@b Mon Mar 18\nReceived: by c\nSubject: x\n\nhello", "email"),
        ("message.txt", b"Return-Path: <a@b>\nSubject: x\n\nhello", "email"),
        ("letter.txt", b"To: all\nDate: today\n\nhello", "text"),
        ("page.py", b"<html>'''", "code"),
        ("Makefile", b"all:\n\tcc x.c\n", "code"),
        ("README", b"hello", "text"),
    ],
)
def test_texts_are_told_apart(tmp_path, name, data, kind):
    path = tmp_path / name
    path.write_bytes(data)
    assert parse(path)[0].kind == kind


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.md", b"---\n---\n<!-- -->\n", "empty"),
        ("a.html", b"<html><script>x</script></html>", "empty"),
        ("a.csv", b",,,\n,,\n", "empty"),
        ("a.py", b"\n\n", "empty"),
        ("a.txt", bytes(range(256)) * 40, "kind"),
        ("a.txt", b"\x7fELF\2\1\1\0\0\0\0\0", "kind"),
        ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "kind"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kind"),
        ("a.docx", b"PK\x03\x04 and no more", "damaged"),
        ("a.rtf", b"{\\rtf1 hello}", "kind"),
        ("a.txt", b"\x1f\x8b\x08\0\0\0\0\0", "kind"),
        ("a.txt", b"text first, then \0\0\0\0 not", "kind"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, fault):
    path = tmp_path / name
    path.write_bytes(data)
    assert fault_of(path) == fault


def test_a_text_that_turns_binary_after_its_beginning(tmp_path):
    path = tmp_path / "log.txt"
    path.write_bytes(b"line\n" * 20_000 + bytes(range(256)) * 400)
    assert fault_of(path) == "kind"


def test_archives_are_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.docx", {"word/document.xml": word(paragraph("x"))})
    path = zipped(tmp_path / "outer.zip", {"inner.docx": inner.read_bytes()})
    assert fault_of(path) == "kind"
    assert fault_of(zipped(tmp_path / "empty.docx", {})) == "kind"
    assert fault_of(zipped(tmp_path / "folder.zip", {"word/list.txt": "a"})) == "kind"
    books = {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0"}
    assert fault_of(zipped(tmp_path / "binary.xlsb", books)) == "kind"


def test_a_text_of_two_hundred_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 << 20)
        file.write(b"hello " * 20_000)
    assert fault_of(path) == "too_large"


@pytest.mark.parametrize(
    ("name", "original", "member", "content"),
    [
        ("a.docx", "wool.docx", WORD, "<w:document><no"),
        ("a.docx", "wool.docx", WORD, b"\0\1\2"),
        ("a.docx", "wool.docx", WORD, ""),
        ("a.docx", "wool.docx", "word__styles_xml", "<x>"),
        ("a.docx", "wool.docx", WORD, word("<w:p>" * 5000 + "</w:p>" * 5000)),
        ("a.pptx", "pumps.pptx", "ppt__slides__slide2_xml", "<p:sld>"),
        ("a.xlsx", "herd.xlsx", "xl__sharedStrings_xml", "<sst><si>"),
        ("a.xlsx", "herd.xlsx", "xl__worksheets__sheet1_xml", sheet("<row>" * 9000)),
        ("a.xlsx", "herd.xlsx", "xl__workbook_xml", None),
        ("a.epub", "wool.epub", "EPUB__content_opf", None),
        ("a.epub", "wool.epub", "META-INF__container_xml", "<container/>"),
    ],
)
def test_xml_that_is_none_is_damaged(tmp_path, name, original, member, content):
    path = changed(tmp_path / name, original, **{member: content})
    assert fault_of(path) == "damaged"


@pytest.mark.parametrize("name", ["wool.docx", "herd.xlsx", "roof.pptx", "wool.epub"])
def test_files_that_were_cut_are_damaged(tmp_path, name):
    data = (DATA / name).read_bytes()
    path = tmp_path / name
    for share in (0.3, 0.9, 0.999):
        path.write_bytes(data[: int(len(data) * share)])
        assert fault_of(path) == "damaged"


def test_bytes_that_were_turned_are_damage_and_no_crash(tmp_path):
    data = (DATA / "wool.docx").read_bytes()
    path = tmp_path / "wool.docx"
    faults = set()
    for at in range(40, len(data), 131):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            parse(path)
        except DocumentError as error:
            faults.add(error.values["fault"])
    assert faults <= {"damaged", "kind", "encrypted", "empty"}
    assert "damaged" in faults


def test_cells_in_impossible_places_and_strings_that_are_not_there(tmp_path):
    rows = (
        '<row r="1"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
        '<row><c r="A1" t="s"><v>99999999</v></c><c t="s"><v>-1</v></c><c s="x"><v>1e999</v></c>'
        '<c r="???"><v>7</v></c><c r="A1" t="d"><v>2024-05-06</v></c></row>'
    )
    path = changed(tmp_path / "a.xlsx", "log.xlsx", xl__worksheets__sheet1_xml=sheet(rows))
    first, second = all_said(path)
    assert first.endswith("\tfar")
    assert first.count("\t") <= 100
    assert second.endswith("7\t2024-05-06")


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 1500 + "deep",
        "<table><tr><td>" * 600 + "deep",
        "<ul><li>" * 900 + "deep",
        "<b><i>" * 900 + "deep",
    ],
)
def test_elements_in_elements_are_read(tmp_path, text):
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{text}")
    assert all_said(path)[-1].endswith("deep")


def test_elements_in_elements_without_end_are_refused(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{'<div>' * 200_000}deep")
    assert fault_of(path) == "damaged"


@pytest.mark.parametrize(
    "text",
    [
        ">" * 3000 + "x",
        "- " * 3000 + "x",
        "[" * 5000 + "x",
        "*a " * 5000,
        "`" + "`` " * 3000,
        "| a " * 3000 + "\n" + "|---" * 3000 + "\n",
        "<" * 5000 + "x",
        "![" * 3000 + "x",
        "\\" * 20_000,
        "&" * 20_000,
    ],
)
def test_markdown_that_is_all_signs_is_read(tmp_path, text):
    path = tmp_path / "a.md"
    path.write_text(f"before\n\n{text}\n\nafter\n")
    blocks = all_said(path)
    assert blocks[0] == "text before"
    assert any("after" in block for block in blocks)


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 300_000 + "b", "=" * 300_000, "第" * 300_000, "1." * 100_000, "-- " * 100_000],
)
def test_text_that_is_all_one_thing_is_read(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(f"{text}\n{text}\n{text}", encoding="utf-8")
    assert all_said(path)


def test_a_message_of_parts_in_parts_without_end(tmp_path):
    path = tmp_path / "a.eml"
    head = "From: a@example.org\nSubject: x\nMIME-Version: 1.0\n"
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(2000)
    )
    path.write_text(f"{head}{parts}Content-Type: text/plain\n\nhello\n")
    assert fault_of(path) == "damaged"
    path.write_text(
        f"{head}Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 2000 + "--b--\n"
    )
    assert fault_of(path) == "bomb"


def test_what_is_locked_with_a_password(tmp_path):
    path = tmp_path / "a.docx"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99_999
    path.write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    assert fault_of(path) == "encrypted"
    with zipfile.ZipFile(DATA / "wool.docx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = bytearray(zipped(tmp_path / "b.docx", members).read_bytes())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(mark, at + 4)
    (tmp_path / "b.docx").write_bytes(data)
    assert fault_of(tmp_path / "b.docx") == "encrypted"


def test_a_book_that_is_locked_and_one_with_locked_fonts(tmp_path):
    def locks(algorithm, member):
        return (
            '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
            f'<e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData><e:CipherReference '
            f'URI="{member}"/></e:CipherData></e:EncryptedData></encryption>'
        )

    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    locked = locks(aes, "EPUB/text/ch001.xhtml")
    name = "META-INF__encryption_xml"
    assert fault_of(changed(tmp_path / "a.epub", "wool.epub", **{name: locked})) == "encrypted"
    fonts = locks("http://www.idpf.org/2008/embedding", "EPUB/fonts/a.otf")
    assert all_said(changed(tmp_path / "b.epub", "wool.epub", **{name: fonts}))


def test_pictures_alone_are_no_text(tmp_path):
    blank = '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
    slides = {f"ppt__slides__slide{number}_xml": blank for number in (1, 2, 3)}
    notes = {"ppt__notesSlides__notesSlide1_xml": blank}
    path = changed(tmp_path / "a.pptx", "roof.pptx", **slides, **notes)
    assert fault_of(path) == "no_text"


def test_more_pages_than_are_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("A paragraph.\n\n" * 1000)
    assert fault_of(path, Limits(page=100, pages=20)) == "too_many_pages"
    assert fault_of("pumps.pptx", Limits(pages=2)) == "too_many_pages"
