"""`puna chats`: what it prints, and what it does to the chats of a home."""

import json
import zipfile

import pytest
from helpers import exports
from helpers.commands import lines, raised, run
from helpers.exports import write_json_file

from engine.errors import InvalidInput, StorageError
from engine.paths import Home
from engine.store.store import Store


@pytest.fixture
def exported(tmp_path):
    """A file with three conversations, of which one is broken and one has no messages."""
    several = [exports.chatgpt_with_branches(), {"mapping": {}}, exports.chatgpt_with_pictures()]
    return write_json_file(tmp_path / "conversations.json", [*several, 7])


@pytest.fixture
def filled(home, exported):
    assert run(home, "chats", "import", str(exported)).exit_code == 0
    return home


def test_a_home_without_chats(home):
    assert lines(run(home, "chats", "list", "--json")) == []
    assert "no chats" in run(home, "chats", "list").stderr
    assert lines(run(home, "chats", "search", "x", "--json"))[-1]["hits"] == 0
    assert not home.database.exists()
    error = raised(run(home, "chats", "export", "all.json"))
    assert isinstance(error, InvalidInput)


def test_chats_are_imported_once(home, exported):
    first = lines(run(home, "chats", "import", str(exported), "--json"))
    assert [line["event"] for line in first] == ["skipped", "skipped", "imported"]
    assert first[0] == {
        "event": "skipped",
        "where": "conversation 2",
        "reason": "it has no messages",
    }
    assert first[1]["where"] == "conversation 4"
    assert first[2] == {"event": "imported", "taken": 2, "present": 0, "skipped": 2}
    again = run(home, "chats", "import", str(exported))
    assert again.stdout == "0 taken, 2 here already, 2 left out.\n"
    assert "conversation 2: it has no messages" in again.stderr


def test_what_is_no_export_is_refused(home, tmp_path):
    error = raised(run(home, "chats", "import", str(write_json_file(tmp_path / "x.json", [1]))))
    assert isinstance(error, InvalidInput)
    assert "x.json" in error.message
    assert isinstance(raised(run(home, "chats", "import", str(tmp_path / "gone"))), StorageError)


def test_chats_are_listed(filled):
    found = lines(run(filled, "chats", "list", "--json"))
    assert [line["title"] for line in found] == ["[image]", "Leave for parents"]
    assert found[1]["updated_at"] == 1700000900.25
    text = run(filled, "chats", "list").stdout
    assert "2023-11-1" in text
    assert "Leave for parents" in text
    with Store(filled.database) as store:
        store.call(lambda chats: chats.trash([found[0]["id"]])).result()
    assert len(lines(run(filled, "chats", "list", "--json"))) == 1
    (trashed,) = lines(run(filled, "chats", "list", "--trash", "--json"))
    assert trashed["title"] == "[image]"


def test_words_are_found_right_after_an_import(filled):
    *hits, last = lines(run(filled, "chats", "search", "sixteen", "--json"))
    assert last == {"event": "searched", "hits": len(hits), "complete": True}
    assert {hit["title"] for hit in hits} == {"Leave for parents"}
    start, length = hits[0]["marks"][0]
    assert hits[0]["excerpt"][start : start + length].lower() == "sixteen"
    assert "Leave for parents" in run(filled, "chats", "search", "sixteen").stdout
    assert "Nothing" in run(filled, "chats", "search", "zebra").stderr


def test_all_chats_move_to_another_home(filled, tmp_path):
    target = tmp_path / "all.json"
    (done,) = lines(run(filled, "chats", "export", str(target), "--json"))
    assert done == {"event": "exported", "chats": 2, "path": str(target)}
    assert json.loads(target.read_bytes())["format"] == "puna-chats"
    other = Home(tmp_path / "other")
    assert run(other, "chats", "import", str(target)).stdout.startswith("2 taken")
    trees = []
    for home in (filled, other):
        with Store(home.database) as store:
            ids = [chat.id for chat in store.call(lambda chats: chats.list()).result()]
            trees.append([store.call(lambda chats, i=i: chats.tree(i)).result() for i in ids])
    assert [tree.key for tree in trees[0]] == [tree.key for tree in trees[1]]
    said = [[[m.content for m in tree.messages] for tree in some] for some in trees]
    assert said[0] == said[1]


def test_markdown_of_one_chat_and_of_all(filled, tmp_path):
    (chat,) = (
        line
        for line in lines(run(filled, "chats", "list", "--json"))
        if line["title"] == "Leave for parents"
    )
    one = tmp_path / "one.md"
    run(filled, "chats", "export", str(one), "--chat", str(chat["id"]))
    assert "## You\n\nHow many weeks?" in one.read_text(encoding="utf-8")
    assert run(filled, "chats", "export", str(tmp_path / "all.zip")).exit_code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert sorted(archive.namelist()) == [
            "2023-11-14 Leave for parents.md",
            "2023-11-14 [image].md",
        ]
    assert isinstance(raised(run(filled, "chats", "export", str(tmp_path / "a.md"))), InvalidInput)
    assert isinstance(
        raised(run(filled, "chats", "export", "a.json", "--chat", "99")), InvalidInput
    )


def test_everything_moves_in_one_file(filled, tmp_path):
    target = tmp_path / "all.puna"
    (written,) = lines(run(filled, "chats", "backup", str(target), "--json"))
    assert (written["event"], written["path"]) == ("backed_up", str(target))
    assert written["size"] == target.stat().st_size
    other = Home(tmp_path / "other")
    (opened,) = lines(run(other, "chats", "open", str(target), "--json"))
    assert (opened["event"], opened["chats"], opened["there"]) == ("opened", 2, 0)
    assert run(other, "chats", "open", str(target)).stdout.startswith("0 chats taken, 2 here")
    titles = [
        [line["title"] for line in lines(run(home, "chats", "list", "--json"))]
        for home in (filled, other)
    ]
    assert titles[0] == titles[1]


def test_a_backup_without_a_file_joins_the_others(filled, tmp_path):
    (written,) = lines(run(filled, "chats", "backup", "--json"))
    assert [str(path) for path in filled.backups.glob("*.db")] == [written["path"]]
    assert "Written to" in run(filled, "chats", "backup").stdout


def test_what_cannot_be_backed_up_or_opened_is_told(home, tmp_path):
    assert isinstance(raised(run(home, "chats", "backup")), InvalidInput)
    (tmp_path / "x.puna").write_bytes(b"no archive")
    assert isinstance(raised(run(home, "chats", "open", str(tmp_path / "x.puna"))), InvalidInput)


def test_no_file_of_puna_is_replaced_by_an_export(filled):
    filled.settings.write_bytes(b"{}")
    error = raised(run(filled, "chats", "export", str(filled.settings)))
    assert isinstance(error, InvalidInput)
    assert filled.settings.read_bytes() == b"{}"


def test_names_in_a_file_play_no_tricks_on_the_terminal(home, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conversations.json", json.dumps([exports.chatgpt_with_branches()]))
        archive.writestr("b\x1b[2J.json", "[{")
    done = run(home, "chats", "import", str(path))
    assert done.exit_code == 0
    assert "b[2J.json" in done.stderr
    assert "\x1b" not in done.stderr
