"""Source code: as it stands, with what it defines as headings."""

import inspect

import pytest
from helpers.documents import DATA, all_said, parse

from engine.documents.importer import pieces


def test_the_code_is_whole_and_its_definitions_are_headings():
    path = DATA.parents[2] / "engine" / "documents" / "importer" / "pieces.py"
    parsed, pages = parse(path)
    assert (parsed.kind, parsed.title) == ("code", "pieces.py")
    text = inspect.getsource(pieces)
    words = "\n\n".join(page.text for page in pages)
    assert words.split() == text.split()
    blocks = all_said(path)
    assert "heading5 class Piece(NamedTuple):" in blocks
    assert "heading5 def cleaned(text: str) -> str:" in blocks
    assert "heading6 def add(self, piece: Piece) -> None:" in blocks
    assert any(block.startswith("code         text = piece.text\n") for block in blocks)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.js", "export async function load(path) {"),
        ("a.ts", "export const area = (width: number) => width;"),
        ("a.c", "static int add(int a, int b)"),
        ("a.cpp", "class Herd : public Group {"),
        ("a.java", "public static void main(String[] args) {"),
        ("a.kt", "data class Animal(val name: String)"),
        ("a.go", "func (h *Herd) Count() int {"),
        ("a.rs", "pub fn count(herd: &Herd) -> usize {"),
        ("a.rb", "def count(herd)"),
        ("a.php", "public function count($herd)"),
        ("a.sh", "count() {"),
        ("a.lua", "local function count(herd)"),
        ("a.sql", "CREATE TABLE herd (id INTEGER);"),
        ("a.tex", r"\section{Wool}"),
        ("a.ini", "[wool]"),
    ],
)
def test_definitions_of_many_languages(tmp_path, name, line):
    path = tmp_path / name
    path.write_text(f"first line\n{line}\n    rest = of(it);\n")
    assert f"heading5 {line}" in all_said(path)
    assert [block for block in all_said(path) if block.startswith("heading")] == [
        f"heading5 {line}"
    ]


def test_lines_keep_their_indents(tmp_path):
    path = tmp_path / "herd.py"
    text = (
        "import sys\n\nclass Herd:\n    size = 3\n\n    def count(self):\n        return self.size"
    )
    path.write_text(text)
    assert [page.text for page in parse(path)[1]] == [text]


def test_data_for_programs_is_code_without_headings(tmp_path):
    path = tmp_path / "data.json"
    path.write_text('{"class": "llama",\n "herd": 412}')
    assert all_said(path) == ['code {"class": "llama",\n "herd": 412}']
