"""Snippets as files: written and read back; nothing else is taken for one."""

import pytest

from engine.assistants import Snippet
from engine.errors import InvalidInput, StorageError
from engine.snippet_files import read_snippet, write_snippet


def test_a_snippet_comes_back(tmp_path):
    path = tmp_path / "s.puna-snippet"
    write_snippet(path, Snippet("签名", "此致\n敬礼\n", 7))
    assert read_snippet(path) == Snippet("签名", "此致\n敬礼\n")


def test_a_name_becomes_one_word(tmp_path):
    path = tmp_path / "s.puna-snippet"
    path.write_text('{"format":"puna-snippet","version":1,"name":" a/b c ","text":"x"}')
    assert read_snippet(path).name == "a-b-c"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format":"puna-assistant","version":1,"name":"a","text":"x"}',
        b'{"format":"puna-snippet","version":2,"name":"a","text":"x"}',
        b'{"format":"puna-snippet","version":1,"name":" / ","text":"x"}',
        b'{"format":"puna-snippet","version":1,"name":"a","text":" "}',
        b'{"format":"puna-snippet","version":1,"name":"a","text":"' + b"x" * 2_000_000 + b'"}',
    ],
)
def test_anything_else_is_refused(tmp_path, content):
    path = tmp_path / "s.puna-snippet"
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        read_snippet(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StorageError):
        read_snippet(tmp_path / "none")
