"""A whole home in one file, and out of it again."""

from __future__ import annotations

import errno
import json
import os
import zipfile

import pytest
from helpers.archives import MODELS, content, make_home, put, snapshot, using
from helpers.filled import holds, names

from engine.archive import Summary, read_archive, read_manifest, write_archive
from engine.errors import InvalidInput, StorageError
from engine.files import Stopped, load_settings, save_settings
from engine.paths import Home
from engine.settings import Settings
from engine.store.check import check
from engine.store.database import open_database

NOTHING_NEW = Summary(there=4, models_there=3, adapters=1)


def leftovers(home):
    return [path.name for path in home.root.rglob(".*")]


def test_a_home_moves_with_all_that_is_in_it(old, new, archive):
    summary = read_archive(archive, new)
    assert content(new) == content(old)
    assert summary == Summary(
        chats=4,
        folders=2,
        assistants=1,
        snippets=1,
        settings=("theme", "system_prompt"),
        adapters=1,
        models=tuple(MODELS),
    )
    for name, data in MODELS.items():
        assert (new.models / name).read_bytes() == data
    assert (new.adapters / "poet.gguf").read_bytes() == b"adapter " * 50
    assert check(new.database).whole
    assert leftovers(new) == []
    assert load_settings(new.settings) == Settings(theme="dark", system_prompt="Be brief.")


def test_the_adapter_of_an_assistant_is_found_in_its_new_place(new, archive):
    read_archive(archive, new)
    place = str(new.adapters / "poet.gguf")
    with using(new) as chats:
        [assistant] = chats.assistants.list()
        assert [(use.path, use.scale) for use in assistant.setup.adapters] == [(place, 0.5)]
        [sky] = [chat for chat in chats.list() if chat.title == "Sky"]
        assert [use.path for use in sky.setup.adapters] == [place]
        assert sky.setup.sampling.top_k == 7


def test_chats_stand_in_the_list_as_they_did(old, new, archive):
    read_archive(archive, new)
    with using(old) as before, using(new) as after:
        assert [chat.title for chat in after.list()] == [chat.title for chat in before.list()]


def test_opening_it_twice_changes_nothing_more(new, archive):
    read_archive(archive, new)
    before = content(new)
    assert read_archive(archive, new) == NOTHING_NEW
    assert content(new) == before
    assert len(list(new.models.rglob("*.gguf"))) == len(MODELS)


def test_words_are_found_again_at_the_new_place(new, archive):
    read_archive(archive, new)
    with using(new) as chats:
        while chats.search.index():
            pass
        assert [hit.chat.title for hit in chats.search.find("grass").hits]


def test_what_an_archive_holds_is_known_without_unpacking(old, archive):
    manifest = read_manifest(archive)
    kinds = [member.kind for member in manifest.members]
    assert kinds == ["database", "settings", "adapter", "model", "model", "model"]
    assert {member.file for member in manifest.of("model")} == set(MODELS)
    assert manifest.size == sum(member.size for member in manifest.members)
    with zipfile.ZipFile(archive) as plain:
        assert plain.namelist()[0] == "manifest.json"
        assert plain.testzip() is None
        assert json.loads(plain.read("manifest.json"))["format"] == "puna-archive"


def test_models_come_along_only_where_they_were_asked_for(old, new, tmp_path):
    written = write_archive(old, tmp_path / "small.puna", models=False)
    assert written.manifest.of("model") == ()
    summary = read_archive(written.path, new)
    assert (summary.models, summary.adapters, summary.chats) == ((), 1, 4)
    assert not new.models.exists()


def test_an_archive_can_be_made_and_opened_while_puna_runs(old, new, tmp_path):
    one, other = open_database(old.database), open_database(new.database)
    try:
        written = write_archive(old, tmp_path / "all.puna", models=False)
        assert read_archive(written.path, new).chats == 4
    finally:
        one.close()
        other.close()


def test_deleted_text_is_not_in_an_archive(old, tmp_path):
    with using(old) as chats:
        chats.erase([chat.id for chat in chats.trashed()])
    written = write_archive(old, tmp_path / "all.puna", models=False)
    with zipfile.ZipFile(written.path) as plain:
        assert b"thrown away" not in b"".join(plain.read(name) for name in plain.namelist())
    assert holds(old.root, "thrown away") == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_the_home_are_not_followed(old, new, tmp_path):
    put(tmp_path / "elsewhere" / "secret.gguf", b"secret")
    (old.models / "linked.gguf").symlink_to(tmp_path / "elsewhere" / "secret.gguf")
    (old.models / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(old.models / "pipe.gguf")
    (old.models / ".hidden").mkdir()
    put(old.models / ".hidden" / "half.gguf", b"half")
    old.settings.unlink()
    old.settings.symlink_to(tmp_path / "elsewhere" / "secret.gguf")
    written = write_archive(old, tmp_path / "all.puna", models=True)
    assert {path.name for path in written.left_out} == {"linked.gguf", "folder", "pipe.gguf"}
    assert {member.file for member in written.manifest.of("model")} == set(MODELS)
    assert written.manifest.of("settings") == ()
    assert read_archive(written.path, new).chats == 4


def test_progress_goes_from_nothing_to_all(old, new, tmp_path):
    seen = []
    target = tmp_path / "all.puna"
    write_archive(old, target, models=True, progress=lambda *step: seen.append(step))
    assert seen[-1][0] == seen[-1][1] == 2 * read_manifest(target).size
    assert seen == sorted(seen)
    seen.clear()
    read_archive(target, new, lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_giving_up_while_it_is_written_leaves_what_was_there(old, tmp_path):
    target = tmp_path / "folder" / "all.puna"
    put(target, b"the archive of last year")
    before = snapshot(old.root)
    steps = count_steps(lambda cancelled: write_archive(old, target, models=True, **cancelled))
    target.write_bytes(b"the archive of last year")
    assert steps > 10
    for number in range(0, steps, 3):
        with pytest.raises(Stopped):
            write_archive(old, target, models=True, cancelled=after(number))
        assert target.read_bytes() == b"the archive of last year"
        assert names(target.parent) == ["all.puna"]
    assert snapshot(old.root) == before


def test_giving_up_while_it_is_opened_leaves_whole_chats_only(new, archive, tmp_path):
    whole = content_of(archive, tmp_path / "whole")
    steps = count_steps(
        lambda cancelled: read_archive(archive, Home(tmp_path / "count"), **cancelled)
    )
    partly = 0
    for number in range(steps):
        home = Home(tmp_path / f"cut{number}")
        with pytest.raises(Stopped):
            read_archive(archive, home, cancelled=after(number))
        assert leftovers(home) == []
        if home.database.exists():
            found = content(home)["chats"]
            partly += bool(found)
            assert found.items() <= whole["chats"].items()
            assert check(home.database).whole
        for path in home.models.rglob("*.gguf") if home.models.exists() else ():
            assert path.read_bytes() == MODELS[path.relative_to(home.models).as_posix()]
        # And once more, to the end.
        if number % 4 == 0:
            read_archive(archive, home)
            assert content(home) == whole
    assert partly


def content_of(archive, root):
    home = Home(root)
    read_archive(archive, home)
    return content(home)


def after(number):
    """Says so from the call with this number on."""
    calls = iter(range(10**6))
    return lambda: next(calls) >= number


def count_steps(work):
    asked = []
    work({"cancelled": lambda: bool(asked.append(None))})
    return len(asked)


def test_an_archive_in_the_way_of_nothing_is_refused_with_its_name(old, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(StorageError, match="taken"):
        write_archive(old, tmp_path / "taken", models=False)
    with pytest.raises(StorageError):
        write_archive(Home(tmp_path / "nobody"), tmp_path / "all.puna", models=False)
    assert not (tmp_path / "all.puna").exists()


def test_settings_that_the_home_has_stay(new, archive):
    mine = Settings(theme="light", max_tokens=100)
    save_settings(new.settings, mine)
    assert read_archive(archive, new).settings == ("system_prompt",)
    kept = load_settings(new.settings)
    assert (kept.theme, kept.max_tokens, kept.system_prompt) == ("light", 100, "Be brief.")


def test_settings_of_the_other_computer_stay_there(old, new, tmp_path):
    theirs = Settings(
        theme="dark", endpoint="https://evil.example", models_folder="/mnt", model_folders=("/",)
    )
    save_settings(old.settings, theirs)
    archive = write_archive(old, tmp_path / "all.puna", models=False).path
    assert read_archive(archive, new).settings == ("theme",)
    assert load_settings(new.settings) == Settings(theme="dark")


def test_two_homes_become_one(tmp_path, archive):
    other = make_home(tmp_path / "other")  # the same things, in chats of their own
    put(other.models / "gemma.gguf", b"another gemma")
    put(other.adapters / "poet.gguf", b"another poet")
    before = content(other)
    summary = read_archive(archive, other)
    after = content(other)
    assert before["chats"].items() <= after["chats"].items()
    assert len(after["chats"]) == 8
    assert (summary.chats, summary.there, summary.folders, summary.snippets) == (4, 0, 0, 0)
    # What was there stands; what came along stands beside it.
    assert (other.models / "gemma.gguf").read_bytes() == b"another gemma"
    assert (other.adapters / "poet.gguf").read_bytes() == b"another poet"
    assert (other.adapters / "poet-2.gguf").read_bytes() == b"adapter " * 50
    assert (summary.models, summary.models_there) == (("moved/gemma.gguf",), 2)
    assert (other.models / "moved" / "gemma.gguf").read_bytes() == MODELS["gemma.gguf"]
    assert [name for name, _ in after["assistants"]] == ["Poet", "Poet 2"]


def test_no_file_of_the_home_is_replaced_by_an_archive(old):
    before = snapshot(old.root)
    for target in (old.database, old.settings, old.backups / "a.puna", old.models / "x" / "a.puna"):
        with pytest.raises(InvalidInput, match="file of Puna"):
            write_archive(old, target, models=False)
    assert snapshot(old.root) == before
    assert write_archive(old, old.root / "all.puna", models=False).path.exists()


def test_models_that_cannot_be_read_are_told(old, tmp_path, monkeypatch):
    scan = os.scandir

    def closed(path):
        if str(path).endswith("bartowski"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    written = write_archive(old, tmp_path / "all.puna", models=True)
    assert written.left_out == (old.models / "bartowski",)
    assert [member.file for member in written.manifest.of("model")] == ["gemma.gguf"]
