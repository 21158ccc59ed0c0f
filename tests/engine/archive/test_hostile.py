"""Archives that are damaged, or made to do harm."""

from __future__ import annotations

import random
import shutil
import struct
import zipfile
from pathlib import Path

import apsw
import pytest
from helpers.archives import put, repack, replace_member, using

from engine.archive import read_archive, read_manifest
from engine.archive.places import safe_parts
from engine.errors import InvalidInput, PunaError, StorageError
from engine.paths import Home


def left(home):
    """Files that a refused archive left in an empty home."""
    return [path for path in home.root.rglob("*") if path.is_file()] if home.root.exists() else []


def refused(path, home, match="."):
    with pytest.raises(InvalidInput, match=match) as caught:
        read_archive(path, home)
    assert caught.value.advice
    assert left(home) == []


def changed(archive, tmp_path, change):
    return repack(archive, tmp_path / "changed.puna", change)


def member(manifest, kind):
    return next(one for one in manifest["members"] if one["kind"] == kind)


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.gguf",
        "/etc/evil.gguf",
        "..\\..\\evil.gguf",
        "C:\\evil.gguf",
        "a/../../evil.gguf",
        "a/./evil.gguf",
        "\\\\host\\share\\evil.gguf",
        "con/aux.gguf",
        "a\0b.gguf",
        " . /evil.gguf",
        "x" * 5000 + ".gguf",
        ".gguf",
        "",
        "evil.exe",
        "a/b/c/d/e/f.gguf",
    ],
)
@pytest.mark.parametrize("kind", ["model", "adapter"])
def test_no_name_leads_out_of_its_folder(archive, new, tmp_path, name, kind):
    def change(_, manifest):
        member(manifest, kind)["file"] = name

    path = changed(archive, tmp_path, change)
    before = set(tmp_path.rglob("*"))
    try:
        read_archive(path, new)
    except InvalidInput:
        assert left(new) == []
    came = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(new.root) for path in came)
    for file in came:
        assert file.name.lower() not in ("con", "aux.gguf", "evil.exe")
        if file.suffix == ".gguf":
            folder = new.models if file.is_relative_to(new.models) else new.adapters
            assert ".." not in file.relative_to(folder).parts
            assert not file.name.startswith(".")


def test_harmless_names_stay_as_they_are():
    for name in ("owner/repo/model-Q4_K_M-00001-of-00002.gguf", "模型/量子.gguf", "a b.gguf"):
        assert "/".join(safe_parts(name)) == name


def test_the_names_in_the_zip_file_are_never_paths(archive, new, tmp_path):
    def change(files, manifest):
        one = member(manifest, "model")
        files["../../evil.gguf"] = files.pop(one["name"])
        one["name"] = "../../evil.gguf"

    before = set(tmp_path.rglob("*"))
    read_archive(changed(archive, tmp_path, change), new)
    assert not [path for path in set(tmp_path.rglob("*")) - before if "evil" in path.name]


def test_a_file_more_or_less_than_told_is_refused(archive, new, tmp_path):
    refused(
        changed(archive, tmp_path, lambda files, _: files.update(extra=b"")), new, "other files"
    )
    refused(changed(archive, tmp_path, lambda files, _: files.pop("model-3")), new, "other files")


def test_a_size_that_is_not_true_is_refused(archive, new, tmp_path):
    def change(_, manifest):
        member(manifest, "model")["size"] += 1

    refused(changed(archive, tmp_path, change), new, "not as large")


def test_a_digest_that_is_not_true_is_refused_before_anything_is_changed(archive, new, tmp_path):
    for kind in ("database", "settings", "adapter", "model"):

        def change(files, manifest, kind=kind):
            name = member(manifest, kind)["name"]
            files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])

        refused(changed(archive, tmp_path, change), new, "is damaged")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("members", []),
        ("members", None),
        ("version", "1"),
        ("format", "other"),
        ("made_at", "now"),
    ],
)
def test_a_manifest_that_is_none_is_refused(archive, new, tmp_path, field, value):
    refused(changed(archive, tmp_path, lambda _, manifest: manifest.update({field: value})), new)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "program"},
        {"size": -1},
        {"size": 1 << 60},
        {"size": 1.5},
        {"sha256": "x" * 64},
        {"sha256": ""},
        {"name": "manifest.json"},
    ],
)
def test_a_member_that_cannot_be_is_refused(archive, new, tmp_path, change):
    path = changed(archive, tmp_path, lambda _, manifest: manifest["members"][0].update(change))
    refused(path, new)


def test_an_archive_of_a_newer_puna_says_so(archive, new, tmp_path):
    path = changed(archive, tmp_path, lambda _, manifest: manifest.update(version=2))
    with pytest.raises(InvalidInput, match="newer Puna") as caught:
        read_archive(path, new)
    assert "Install" in caught.value.advice
    assert left(new) == []


def test_a_bomb_is_not_unpacked(archive, new, tmp_path):
    """A gigabyte of nothing in a megabyte, told as a small file and told as what it is."""

    def change(files, manifest):
        replace_member(files, manifest, "model", bytes(200_000_000))
        member(manifest, "model")["size"] = 1000

    path = changed(archive, tmp_path, change)
    assert path.stat().st_size < 1_000_000
    refused(path, new, "not as large")
    # The zip file itself may lie, too.
    data = path.read_bytes().replace(struct.pack("<I", 200_000_000), struct.pack("<I", 1000))
    path.write_bytes(data)
    refused(path, new, "larger than it says|damaged")


def test_what_the_disk_has_no_room_for_is_not_begun(archive, new, monkeypatch):
    usage = shutil.disk_usage(archive.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(StorageError, match="are needed"):
        read_archive(archive, new)
    assert left(new) == []


def test_a_table_of_contents_without_end_is_not_read(new, tmp_path):
    path = tmp_path / "many.puna"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", b"{}")
        for number in range(20_000):
            packed.writestr(f"{number}-{'x' * 500}", b"")
    refused(path, new, "too long")


def test_a_long_table_of_contents_is_found_behind_a_short_one(new, tmp_path):
    """The end of the file tells a short table, and a second end for large archives a long one."""
    path = tmp_path / "many.puna"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", b"{}")
        for number in range(20_000):
            packed.writestr(f"{number}-{'x' * 500}", b"")
    data = path.read_bytes()
    *_, count, table, start, _ = struct.unpack("<4s4H2IH", data[-22:])
    second = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, table, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(data) - 22, 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, 100, start, 0)
    path.write_bytes(data[:-22] + second + locator + end)
    assert len(zipfile.ZipFile(path).infolist()) == 20_001
    refused(path, new, "too long")


def test_a_long_manifest_is_not_read(archive, new, tmp_path):
    path = changed(archive, tmp_path, lambda _, manifest: manifest.update(more="x" * 5_000_000))
    refused(path, new, "too long")


# Databases that are not what Puna makes


def with_database(archive, tmp_path, sql):
    def change(files, manifest):
        path = tmp_path / "changed.db"
        put(path, files[member(manifest, "database")["name"]])
        raw = apsw.Connection(str(path))
        raw.execute(sql)
        raw.close()
        replace_member(files, manifest, "database", path.read_bytes())

    return changed(archive, tmp_path, change)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON chat BEGIN DELETE FROM message; END",
        "CREATE VIEW evil AS SELECT * FROM chat",
        "CREATE TABLE evil (x)",
        "CREATE INDEX evil ON message (length(content))",
        "DROP TABLE message_words; CREATE VIEW message_words AS SELECT 1 AS words",
        "ALTER TABLE chat ADD COLUMN evil TEXT",
        "DROP TABLE snippet",
        "CREATE VIRTUAL TABLE evil USING fts5(x)",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -5",
    ],
)
def test_a_database_with_other_tables_is_refused(archive, new, tmp_path, sql):
    refused(with_database(archive, tmp_path, sql), new, "other tables")


def test_a_database_of_a_newer_puna_says_so(archive, new, tmp_path):
    refused(with_database(archive, tmp_path, "PRAGMA user_version = 99"), new, "newer Puna")


def test_an_archive_of_version_1_is_opened(archive, new, tmp_path):
    v1 = (Path(__file__).parent.parent / "store" / "v1.db").read_bytes()
    path = changed(archive, tmp_path, lambda *all: replace_member(*all, "database", v1))
    assert read_archive(path, new).chats == 2


@pytest.mark.parametrize("data", [b"", b"The quick brown fox" * 1000])
def test_what_is_no_database_is_refused(archive, new, tmp_path, data):
    path = changed(archive, tmp_path, lambda *all: replace_member(*all, "database", data))
    with pytest.raises(PunaError):
        read_archive(path, new)
    assert left(new) == []


@pytest.mark.parametrize("data", [b"", b"[]", b'{"theme": "pink"}', b"\xff", b"[" * 100_000])
def test_settings_that_are_none_are_refused(archive, new, tmp_path, data):
    path = changed(archive, tmp_path, lambda *all: replace_member(*all, "settings", data))
    refused(path, new, "settings")


def test_a_chat_that_goes_in_circles_is_passed_over(archive, new, tmp_path):
    sql = "PRAGMA foreign_keys = OFF; UPDATE message SET parent = 2 WHERE id = 1"
    summary = read_archive(with_database(archive, tmp_path, sql), new)
    assert summary.chats + summary.refused == 4
    assert summary.chats >= 3


def test_times_and_names_that_cannot_be_are_mended(archive, new, tmp_path):
    """A folder without a name, and times no calendar has: the chats come all the same."""
    sql = (
        "UPDATE folder SET name = ' ' || char(7); UPDATE chat SET created_at = 9e999,"
        " updated_at = -9e999; UPDATE message SET created_at = 1e300"
    )
    summary = read_archive(with_database(archive, tmp_path, sql), new)
    assert (summary.chats, summary.refused) == (4, 2)  # and two folders
    with using(new) as chats:
        found = [*chats.list(), *chats.trashed()]
        assert {chat.folder for chat in found} == {None}
        assert len(chats.trashed()) == 1
        times = [time for chat in found for time in (chat.created_at, chat.updated_at)]
        times += [m.created_at for chat in found for m in chats.messages(chat.id).values()]
        assert all(0 <= time < 1e11 for time in times)


def test_many_of_one_name_end(archive, new, tmp_path):
    sql = (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
        " INSERT INTO snippet (name, text) SELECT 'same', i FROM n"
    )
    assert read_archive(with_database(archive, tmp_path, sql), new).snippets == 2


# What is no archive at all


def test_what_is_no_archive_is_refused(new, tmp_path):
    (tmp_path / "text.puna").write_text("Not an archive. " * 100)
    (tmp_path / "empty.puna").touch()
    with zipfile.ZipFile(tmp_path / "other.puna", "w") as packed:
        packed.writestr("word/document.xml", b"<x/>")
    for name in ("text", "empty", "other"):
        refused(tmp_path / f"{name}.puna", new, "no archive")
    for missing in (tmp_path / "nothing.puna", tmp_path):
        with pytest.raises(StorageError):
            read_archive(missing, new)


def test_a_part_of_an_archive_is_refused(archive, new, tmp_path):
    data, path = archive.read_bytes(), tmp_path / "part.puna"
    for size in range(0, len(data), max(1, len(data) // 40)):
        path.write_bytes(data[:size])
        refused(path, new)


def test_changed_bytes_are_refused_or_change_nothing(archive, tmp_path):
    rng, data = random.Random(11), archive.read_bytes()
    path, bad = tmp_path / "bent.puna", 0
    whole = Home(tmp_path / "whole")
    expected = read_archive(archive, whole)
    for number in range(120):
        bent = bytearray(data)
        # Half of them in the tables of the zip file, at its end.
        place = rng.randrange(len(bent)) if number % 2 else len(bent) - rng.randrange(1, 900)
        bent[place] ^= 1 << rng.randrange(8)
        path.write_bytes(bent)
        home = Home(tmp_path / f"home{number}")
        try:
            assert read_archive(path, home) == expected
        except PunaError:
            bad += 1
            assert left(home) == []
    assert bad > 80


def test_the_manifest_is_read_from_good_archives_only(tmp_path, archive):
    assert read_manifest(archive).version == 1
    with pytest.raises(InvalidInput):
        read_manifest(Path(__file__))
