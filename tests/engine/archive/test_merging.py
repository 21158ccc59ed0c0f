"""Chats that are on both computers."""

from __future__ import annotations

import pytest
from helpers.archives import content, using
from helpers.damage import damage

from engine.archive import read_archive, write_archive
from engine.assistants import Assistant, Setup, Snippet
from engine.store.check import check


@pytest.fixture
def move(old, new, tmp_path):
    """Take the old home's state of now to the new home."""

    def move():
        return read_archive(write_archive(old, tmp_path / "m.puna", models=False).path, new)

    return move


def chat_called(chats, title):
    [chat] = [chat for chat in (*chats.list(), *chats.trashed()) if chat.title == title]
    return chat


def go_on(home, title, text):
    with using(home) as chats:
        chat = chat_called(chats, title)
        chats.add(chat.id, chat.leaf, "user", text)


def texts(home, title):
    """What the chats of that title say."""
    with using(home) as chats:
        return sorted(
            [message.content for message in chats.messages(chat.id).values()]
            for chat in (*chats.list(), *chats.trashed())
            if chat.title == title
        )


LLAMAS = ["Llamas", "You said: Llamas"]


def test_a_chat_that_went_on_here_has_all_of_theirs(new, move):
    move()
    go_on(new, "Llamas", "said here")
    summary = move()
    assert (summary.chats, summary.there, summary.copied) == (0, 4, 0)
    assert texts(new, "Llamas") == [[*LLAMAS, "said here"]]


def test_a_chat_that_went_on_there_comes_as_a_copy_and_only_once(old, new, move):
    move()
    go_on(old, "Llamas", "said there")
    for copied, there in ((1, 3), (0, 4), (0, 4)):
        summary = move()
        assert (summary.chats, summary.copied, summary.there) == (0, copied, there)
    assert texts(new, "Llamas") == [LLAMAS, [*LLAMAS, "said there"]]


def test_a_chat_that_went_on_on_both_sides_is_kept_twice(old, new, move):
    move()
    go_on(old, "Llamas", "said there")
    go_on(new, "Llamas", "said here")
    assert move().copied == 1
    assert texts(new, "Llamas") == [[*LLAMAS, "said here"], [*LLAMAS, "said there"]]
    keys = content(new)["chats"]
    assert len(keys) == 5
    assert all(len(key) == 32 for key in keys)


def test_the_same_words_in_another_place_are_another_text(old, new, move):
    move()
    with using(old) as chats:
        chat = chat_called(chats, "Llamas")
        chats.add(chat.id, None, "user", "You said: Llamas")
    with using(new) as chats:
        chat = chat_called(chats, "Llamas")
        chats.add(chat.id, chat.leaf, "user", "You said: Llamas")
    assert move().copied == 1


def test_a_chat_in_our_trash_stays_there(new, move):
    move()
    with using(new) as chats:
        chats.trash([chat_called(chats, "Llamas").id])
    assert move().there == 4
    with using(new) as chats:
        assert chat_called(chats, "Llamas").trashed_at is not None


def test_a_chat_erased_here_comes_back(new, move):
    move()
    with using(new) as chats:
        chat = chat_called(chats, "Llamas")
        chats.trash([chat.id])
        chats.erase([chat.id])
    assert move().chats == 1
    assert texts(new, "Llamas") == [LLAMAS]


def test_a_name_that_has_another_content_gets_a_number_and_only_once(old, new, move):
    with using(new) as chats:
        chats.assistants.save(Assistant("Poet", "mine", Setup(instructions="Sing.")))
        chats.snippets.save(Snippet("sign", "Mine"))
        chats.folders.add("Animals")
    for new_ones in (1, 0, 0):
        summary = move()
        assert (summary.assistants, summary.snippets) == (new_ones, new_ones)
    with using(new) as chats:
        about = {one.name: one.about for one in chats.assistants.list()}
        assert about == {"Poet": "mine", "Poet 2": "rhymes"}
        text = {one.name: one.text for one in chats.snippets.list()}
        assert text == {"sign": "Mine", "sign-2": "Best regards"}
        assert [folder.name for folder in chats.folders.list()] == ["Animals", "Empty"]


def test_damaged_messages_come_along_and_are_told(old, new, move):
    data = old.database.read_bytes()
    old.database.write_bytes(data.replace(b"You said: Sky", b"You said: Fly"))
    assert move().damaged == 1
    assert texts(new, "Sky") == [["Sky", "You said: Fly"]]
    assert check(new.database).whole


def test_a_damaged_home_gives_no_archive(old, tmp_path):
    damage(old.database)
    with pytest.raises(Exception, match="damaged"):
        write_archive(old, tmp_path / "all.puna", models=False)
    assert not (tmp_path / "all.puna").exists()


def test_a_damaged_home_takes_nothing(old, new, archive):
    new.root.mkdir()
    new.database.write_bytes(b"The quick brown fox" * 1000)
    with pytest.raises(Exception, match="damaged"):
        read_archive(archive, new)
    assert new.database.read_bytes() == b"The quick brown fox" * 1000
    assert not list(new.root.rglob("*.gguf"))
    assert not new.settings.exists()


def test_what_was_typed_for_a_new_chat_comes_along_where_nothing_is_typed(old, new, move):
    with using(old) as chats:
        chats.new_draft.keep("half a thought")
    move()
    with using(new) as chats:
        assert chats.new_draft.text() == "half a thought"
        chats.new_draft.keep("mine")
    move()
    with using(new) as chats:
        assert chats.new_draft.text() == "mine"
