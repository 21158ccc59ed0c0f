from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from engine.errors import InvalidInput
from engine.messages import Stats
from engine.store.chats import Chats
from engine.store.database import open_database, open_in_memory
from engine.store.records import Attachment
from engine.store.store import Store

V1 = Path(__file__).with_name("v1.db")


def chat_with(chats, *texts):
    """The number of a chat with these messages in a line."""
    chat, leaf = chats.create(), None
    for text in texts:
        leaf = chats.add(chat.id, leaf, "user", text).id
    return chat.id


def ids(listed):
    return [chat.id for chat in listed]


def test_trash_and_restore(chats):
    one, two, three = (chat_with(chats, text) for text in ("one", "two", "three"))
    assert chats.trash([one, three]) == 2
    assert ids(chats.list()) == [two]
    assert set(ids(chats.trashed())) == {one, three}
    assert chats.get(one).trashed_at > 1.7e9
    assert len(chats.messages(one)) == 1
    assert chats.trash([one, two]) == 1
    assert ids(chats.trashed())[0] == two
    chats.restore([one, three])
    assert ids(chats.list()) == [three, one]
    assert chats.get(one).trashed_at is None


def test_the_trash_is_in_the_order_of_throwing_away_whatever_the_clock_says(chats, monkeypatch):
    numbers = [chat_with(chats, str(number)) for number in range(3)]
    for second, number in zip((3000.0, 1000.0, 2000.0), numbers, strict=True):
        monkeypatch.setattr("time.time", lambda second=second: second)
        chats.trash([number])
    assert ids(chats.trashed()) == numbers[::-1]


def test_what_is_not_there_is_passed_over(chats):
    one = chat_with(chats, "one")
    assert chats.trash([99, one]) == 1
    chats.restore([99])
    assert chats.erase([99]) == []
    assert chats.erase([one, 99]) != []
    assert chats.trashed() == []


def test_only_what_is_in_the_trash_can_be_erased(chats):
    one, two = chat_with(chats, "one"), chat_with(chats, "two")
    chats.trash([one])
    with pytest.raises(InvalidInput, match="not in the trash"):
        chats.erase([one, two])
    assert ids(chats.trashed()) == [one]
    keys = [chats.get(one).key]
    assert chats.erase([one]) == keys
    with pytest.raises(InvalidInput):
        chats.get(one)
    assert chats.messages(one) == {}
    assert ids(chats.list()) == [two]


def test_a_temporary_chat_is_erased_as_it_is():
    connection = open_in_memory()
    chats = Chats(connection)
    one = chat_with(chats, "one")
    assert chats.get(one).temporary
    assert len(chats.erase([one])) == 1
    assert chats.list() == []
    connection.close()


def test_erased_keys_are_kept_until_their_copies_are_gone(chats):
    one, two = chat_with(chats, "one"), chat_with(chats, "two")
    chats.trash([one, two])
    keys = sorted(chats.erase([one, two]))
    assert chats.bin.erased() == keys
    chats.bin.forget(keys[:1])
    assert chats.bin.erased() == keys[1:]


def test_traces_outlive_the_copies(chats):
    one = chat_with(chats, "one")
    chats.trash([one])
    with chats.transaction():
        keys = chats.erase([one])  # nothing can be tidied here
    chats.bin.forget(keys)
    assert chats.bin.erased() == []
    assert chats._connection.rows("SELECT traces FROM erased") == [(2,)]
    assert chats.bin.tidy()
    assert chats._connection.rows("SELECT traces FROM erased") == []


def test_a_reply_that_streams_into_an_erased_chat_is_told(chats):
    one = chat_with(chats, "one")
    reply = chats.add(one, chats.get(one).leaf, "assistant", "", state="streaming")
    chats.trash([one])
    chats.set_content(reply.id, "goes on in the trash")
    chats.erase([one])
    for use in (
        lambda: chats.set_content(reply.id, "more"),
        lambda: chats.finish(reply.id, "more", "stop", Stats()),
    ):
        with pytest.raises(InvalidInput, match="none with the number"):
            use()


# No byte is left.


def traces(path, *words):
    """Which words are in any file of the home, in UTF-8."""
    data = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    return [word for word in words if word.encode() in data]


def secret_chat(chats):
    """Words in every place where text may be, some of them indexed, edited, streamed, moved."""
    words = [f"zebra{number}fish" for number in range(12)]
    chinese = ["饕餮", "魑魅", "魍魉", "耄耋"]
    first = chats.create(words[0], assistant=words[1])
    file = Attachment(f"{words[2]}.txt", f"{words[3]} {chinese[0]}")
    question = chats.add(first.id, None, "user", f"{words[4]} {chinese[1]}", attachments=(file,))
    reply = chats.add(first.id, question.id, "assistant", "", state="streaming", model=words[5])
    text = ""
    for number in range(30):
        text += f"{words[6]} {number} {chinese[2]}，" * 20
        chats.set_content(reply.id, text)
    chats.search.index()
    chats.finish(reply.id, text + words[7], "length", Stats())
    chats.search.index()
    chats.resume(reply.id)
    chats.set_content(reply.id, text + words[8])
    chats.finish(reply.id, text + words[9], "stop", Stats())
    chats.add(first.id, question.id, "assistant", f"{words[10]} {chinese[3]}")
    chats.add(first.id, question.id, "user", f"word {words[10]} " * 3000)  # several pieces
    chats.set_draft(first.id, words[11])
    while chats.search.index():
        pass
    return first.id, words, chinese


def some_chats(chats, rng, count):
    for _ in range(count):
        size = rng.choice([1, 10, 300, 2000])
        chat_with(
            chats, *(f"kept {rng.random()} {'word ' * size}" for _ in range(rng.randrange(8)))
        )
        chats.search.index()


@pytest.mark.parametrize("seed", range(6))
def test_no_byte_of_an_erased_chat_is_left(path, seed):
    rng = random.Random(seed)
    connection = open_database(path)
    chats = Chats(connection)
    some_chats(chats, rng, rng.randrange(20))
    chat_id, words, chinese = secret_chat(chats)
    some_chats(chats, rng, rng.randrange(20))
    there = [word for word in words if word not in words[7:9]]  # the reply's end took their place
    assert traces(path, *there) == there
    assert set(traces(path, *chinese)) == set(chinese)
    assert {hit.chat.id for hit in chats.search.find("zebra10fish").hits} == {chat_id}
    kept = [chat for chat in chats.list() if chat.id != chat_id]
    texts = {chat.id: chats.messages(chat.id) for chat in kept}
    chats.trash([chat_id])
    chats.erase([chat_id])
    # The file is still open: neither it nor the write-ahead file nor the index has them.
    characters = "".join(chinese)
    assert traces(path, "zebra", "fish", *characters) == []
    assert chats.search.find("zebra10fish").hits == ()
    assert chats.list() == kept
    assert {chat.id: chats.messages(chat.id) for chat in kept} == texts
    assert connection.rows("PRAGMA integrity_check") == [("ok",)]
    connection.rows("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
    connection.close()
    assert traces(path, "zebra", "fish", *characters) == []


def test_erasing_twice_leaves_nothing_of_either(path):
    """The index is one part then, which is merged only for what is gone from it."""
    connection = open_database(path)
    chats = Chats(connection)
    for word in ("aardvark", "bumblebee"):
        chat_with(chats, "kept")
        one = chat_with(chats, word, f"{word}s")
        while chats.search.index():
            pass
        assert traces(path, word) == [word]
        chats.trash([one])
        chats.erase([one])
        assert traces(path, word) == []
    connection.close()


def test_nothing_is_left_of_a_chat_that_an_older_version_wrote(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    connection = open_database(path)
    shutil.rmtree(path.parent / "backups")  # whoever keeps copies erases in them
    chats = Chats(connection)
    [physics] = [chat for chat in chats.list() if chat.title == "量子力学"]
    chats.trash([physics.id])
    chats.erase([physics.id])
    assert traces(path, "量子", "一半") == []
    assert traces(path, "Rayleigh") == ["Rayleigh"]
    connection.close()


def test_erasing_inside_of_a_transaction_is_tidied_afterwards(path, chats):
    one = chat_with(chats, "aardvark")
    chats.trash([one])
    with chats.transaction():
        chats.erase([one])
    assert chats.bin.tidy()
    assert traces(path, "aardvark") == []


def test_another_program_that_reads_delays_only_the_last_traces(path, chats, connection):
    one = chat_with(chats, "aardvark")
    chats.trash([one])
    other = open_database(path)
    other.rows("BEGIN")
    other.rows("SELECT * FROM chat")
    assert len(chats.erase([one])) == 1
    assert chats.trashed() == []
    with connection.patience(0):
        assert not chats.bin.tidy()
    other.rows("COMMIT")
    assert chats.bin.tidy()
    assert traces(path, "aardvark") == []
    other.close()


def test_no_reply_waits_for_the_last_traces(path, chats):
    one, other = chat_with(chats, "aardvark"), chat_with(chats, "kept")
    reply = chats.add(other, chats.get(other).leaf, "assistant", "", state="streaming")
    chats.trash([one])
    assert len(chats.erase([one])) == 1
    assert not chats.bin.tidy()
    assert chats._connection.rows("SELECT traces FROM erased") == [(1,)]
    chats.finish(reply.id, "whole", "stop", Stats())
    assert chats.bin.tidy()
    assert traces(path, "aardvark") == []


def test_a_store_that_closes_leaves_no_traces(path):
    def begin(chats):
        one, other = chat_with(chats, "aardvark"), chat_with(chats, "kept")
        reply = chats.add(other, chats.get(other).leaf, "assistant", "", state="streaming")
        chats.trash([one])
        chats.erase([one])
        return reply.id

    with Store(path) as store:
        reply = store.call(begin).result(20)
        store.call(lambda chats: chats.finish(reply, "whole", "stop", Stats()))
    assert traces(path, "aardvark") == []


# Anything in any order.


@pytest.mark.parametrize("seed", range(12))
def test_random_sequences_against_a_plain_model(path, seed):
    """Adds, streams, trash, restore and erase, with the index somewhere behind."""
    rng = random.Random(seed)
    connection = open_database(path)
    chats = Chats(connection)
    texts: dict[int, list[str]] = {}
    trashed: list[int] = []
    for number in range(120):
        step = rng.choice(["new", "add", "add", "stream", "trash", "restore", "erase", "index"])
        some = rng.sample(sorted(texts), min(len(texts), rng.randrange(1, 4)))
        if step == "new":
            texts[chat_with(chats, f"w{number}x shared")] = [f"w{number}x"]
        elif step == "add" and some:
            chats.add(some[0], chats.get(some[0]).leaf, "user", f"w{number}x 熊{number}猫 shared")
            texts[some[0]].append(f"w{number}x")
        elif step == "stream" and some:
            reply = chats.add(some[0], chats.get(some[0]).leaf, "assistant", "", state="streaming")
            chats.set_content(reply.id, f"w{number}draft")
            chats.search.index()
            chats.finish(reply.id, f"w{number}x shared", "stop", Stats())
            texts[some[0]].append(f"w{number}x")
        elif step == "trash":
            fresh = [one for one in some if one not in trashed]
            assert chats.trash(some) == len(fresh)
            trashed += fresh
        elif step == "restore":
            chats.restore(some)
            trashed = [one for one in trashed if one not in some]
        elif step == "erase":
            gone = [one for one in some if one in trashed]
            assert len(chats.erase(gone)) == len(gone)
            trashed = [one for one in trashed if one not in gone]
            for one in gone:
                assert traces(path, *texts.pop(one)) == []
        elif step == "index":
            chats.search.index(rng.randrange(1, 5))
        assert set(ids(chats.list())) == set(texts) - set(trashed)
        assert set(ids(chats.trashed())) == set(trashed)
    while chats.search.index():
        pass
    for one, words in texts.items():
        for word in words:
            found = chats.search.find(word, trashed=True).hits
            assert [hit.chat.id for hit in found] == [one], word
            assert [hit.chat.id for hit in chats.search.find(word).hits] == [
                hit.chat.id for hit in found if one not in trashed
            ]
    [(indexed,)] = connection.rows("SELECT count(*) FROM message_words('shared')")
    assert indexed == sum(len(words) for words in texts.values()) + len(texts)  # and the titles
    assert chats.search.find("draft").hits == ()
    connection.rows("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
    connection.close()
