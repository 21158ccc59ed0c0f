from __future__ import annotations

import random
import shutil
import threading
from pathlib import Path

import pytest

from engine.errors import ErrorInfo
from engine.messages import Stats
from engine.store.chats import Chats
from engine.store.connection import Connection
from engine.store.records import Attachment
from engine.store.search import MAX_HITS_A_CHAT, PIECE, PIECES
from engine.store.store import Store

SECONDS = 20


def chat_with(chats, *texts, title=""):
    chat, leaf = chats.create(title), None
    for text in texts:
        leaf = chats.add(chat.id, leaf, "user", text).id
    return chat.id


def index_all(chats):
    while chats.search.index():
        pass


def found(chats, text, **more):
    """The chats and messages of the hits, in their order."""
    index_all(chats)
    return [(hit.chat.id, hit.message) for hit in chats.search.find(text, **more).hits]


def test_a_message_is_found_with_its_excerpt(chats):
    chat_id = chat_with(chats, "Hello", "Why is the\nsky blue?")
    index_all(chats)
    [hit] = chats.search.find("sky").hits
    [_, message] = chats.messages(chat_id)
    assert (hit.chat, hit.message) == (chats.get(chat_id), message)
    assert hit.excerpt == "Why is the sky blue?"
    assert [hit.excerpt[start : start + length] for start, length in hit.marks] == ["sky"]


@pytest.mark.parametrize(
    "query",
    ["subatomic", "SUBATOM", "particles beh", "particle", "behav", "behaviour of particles",
     "量子", "子力", "力", "量子力学", "ＡＴＯＭＩＣ sub", "subatomic 学", "café", "CAFE"],
)  # fmt: skip
def test_what_finds_a_message(chats, query):
    chat_with(chats, "something else 力气")
    chat_id = chat_with(chats, "ok", "The behaviour of subatomic ATOMIC particles: 量子力学 Café")
    assert found(chats, query)[0] == (chat_id, list(chats.messages(chat_id))[1])


@pytest.mark.parametrize("query", ["", " ", "🦙", '"', "*", "量力", "atom -", "OR", "NEAR(", "\0"])
def test_what_finds_nothing(chats, query):
    chat_with(chats, "hi", "The behaviour of subatomic particles: 量子力学")
    assert found(chats, query) == []


def test_the_newest_hits_come_first_and_few_of_a_chat(chats):
    old = chat_with(chats, *["sky"] * 10, title="x")
    new = chat_with(chats, "sky", title="x")
    last = [*chats.messages(old)][-MAX_HITS_A_CHAT:]
    assert found(chats, "sky") == [
        (new, next(iter(chats.messages(new)))),
        *((old, m) for m in last[::-1]),
    ]
    assert len(found(chats, "sky", limit=2)) == 2
    assert found(chats, "sky", limit=0) == []


def test_a_title_is_found_where_no_message_is(chats):
    sky = chat_with(chats, "blue", title="Sky 天空")
    both = chat_with(chats, "sky", title="Sky")
    chat_with(chats, "other")
    hits = found(chats, "sk")
    assert hits == [(both, next(iter(chats.messages(both)))), (sky, 0)]
    [hit] = chats.search.find("天").hits
    assert (hit.chat.id, hit.message, hit.excerpt, hit.marks) == (sky, 0, "Sky 天空", ((4, 1),))
    chats.rename(sky, "Ocean")
    assert (sky, 0) not in found(chats, "sk")
    assert found(chats, "oce") == [(sky, 0)]
    chats.create("Sky without messages")
    assert len(found(chats, "sky")) == 1


def test_the_trash_is_searched_when_asked(chats):
    kept, gone = chat_with(chats, "sky", title="t"), chat_with(chats, "sky", title="t")
    chats.trash([gone])
    assert [chat for chat, _ in found(chats, "sky")] == [kept]
    assert [chat for chat, _ in found(chats, "t")] == [kept]
    assert [chat for chat, _ in found(chats, "sky", trashed=True)] == [gone, kept]
    assert [chat for chat, _ in found(chats, "t", trashed=True)] == [gone, kept]
    chats.restore([gone])
    assert [chat for chat, _ in found(chats, "sky")] == [gone, kept]


def test_attachments_are_found_by_name_and_text(chats):
    chat = chats.create("t")
    files = (Attachment("notes.txt", "the zebra"), Attachment("报告.md", "斑马"))
    message = chats.add(chat.id, None, "user", "see there", attachments=files)
    for query in ("notes", "zebra", "报告", "斑马", "see zebra"):
        assert found(chats, query) == [(chat.id, message.id)], query


def test_a_huge_message_is_found_by_any_part_of_it(chats):
    middle = "word " * 7000
    text = f"aardvark {middle} zebra {middle} 量子力学 {'x' * PIECE} sky"
    chat_id = chat_with(chats, text, title="t")
    [message] = chats.messages(chat_id)
    for query in ("aardvark", "zebra", "子力", "sky", "aardvark word", "word"):
        assert found(chats, query) == [(chat_id, message)], query
    [hit] = chats.search.find("zebra").hits
    assert "word zebra word" in " ".join(hit.excerpt.split())
    assert [hit.excerpt[start : start + length] for start, length in hit.marks] == ["zebra"]
    assert chats.search.find("word").hits[0].excerpt.startswith("aardvark")


@pytest.mark.parametrize("before", range(PIECE - 12, PIECE + 4))
def test_words_on_the_border_of_two_pieces_are_found(chats, before):
    chat_id = chat_with(
        chats, f"{'x ' * (before // 2)}{'x' * (before % 2)} aardvark 量子力学", title="t"
    )
    [message] = chats.messages(chat_id)
    for query in ("aardvark", "量子力学"):
        assert found(chats, query) == [(chat_id, message)]


def test_what_is_behind_a_million_characters_is_not_found(chats):
    chat_id = chat_with(chats, "x" * (PIECE * PIECES - 5) + " sky blue", title="t")
    assert [chat for chat, _ in found(chats, "sky")] == [chat_id]
    assert found(chats, "blue") == []


def test_a_message_that_became_shorter_is_not_found_by_what_it_had(chats):
    chat_id = chat_with(chats, "question", title="t")
    reply = chats.add(chat_id, None, "assistant", "", state="streaming")
    chats.finish(reply.id, "x " * PIECE + "zebra", "length", Stats())
    chats.search.index()  # a piece of it
    chats.finish(reply.id, "tiger " + "x " * PIECE, "length", Stats())
    assert found(chats, "tiger") == [(chat_id, reply.id)]
    chats.finish(reply.id, "lion", "length", Stats())
    assert found(chats, "lion") == [(chat_id, reply.id)]
    assert found(chats, "zebra") == found(chats, "tiger") == found(chats, "x") == []


def test_a_reply_is_found_when_it_has_ended(chats):
    chat_id = chat_with(chats, "question", title="t")
    reply = chats.add(chat_id, None, "assistant", "", state="streaming")
    chats.set_content(reply.id, "zebra")
    assert found(chats, "zebra") == []
    assert chats.search.find("zebra").complete
    chats.finish(reply.id, "zebra crossing", "length", Stats())
    assert not chats.search.find("zebra").complete
    assert found(chats, "zebra") == [(chat_id, reply.id)]
    assert chats.search.find("zebra").complete
    chats.resume(reply.id)
    chats.set_content(reply.id, "zebra crossing road")
    assert found(chats, "zebra") == [(chat_id, reply.id)]
    assert found(chats, "road") == []
    chats.fail(reply.id, "tiger", ErrorInfo("bug", "", ""))
    assert found(chats, "tiger") == [(chat_id, reply.id)]
    assert found(chats, "zebra") == []
    interrupted = chats.add(chat_id, None, "assistant", "giraffe", state="streaming")
    chats.interrupt_streaming()
    assert found(chats, "giraffe") == [(chat_id, interrupted.id)]


def test_the_newest_are_indexed_first_in_steps(chats):
    numbers = [chat_with(chats, f"word{n}", title="t") for n in range(10)]
    chats.search.index(1)
    hits = chats.search.find("word")
    assert [hit.chat.id for hit in hits.hits] == numbers[:-2:-1]
    assert not hits.complete
    steps = 0
    while chats.search.index(1):
        steps += 1
    assert 9 <= steps < 100
    assert len(found(chats, "word")) == 10


def test_what_is_found_is_what_has_the_words(chats):
    """Against a plain reading of all texts."""
    rng = random.Random(11)
    english, chinese = ["red", "green", "blue", "house"], "天地人山水"
    texts = {}
    for _ in range(60):
        text = " ".join(rng.choices(english, k=rng.randrange(4)))
        text += "".join(rng.choices(chinese, k=rng.randrange(5)))
        if text.strip():
            [(message, _)] = chats.messages(chat_with(chats, text, title="-")).items()
            texts[message] = text
    for _ in range(100):
        words = rng.sample(english, rng.randrange(3))
        run = "".join(rng.choices(chinese, k=rng.randrange(3)))
        if not words and not run:
            continue
        expected = [
            message
            for message, text in reversed(texts.items())
            if run in text and all(word in text for word in words)
        ]
        query = " ".join([*words, run])
        assert [message for _, message in found(chats, query, limit=100)] == expected, query


def test_any_text_may_be_searched_for(chats):
    chat_with(chats, "a b c 量子")
    index_all(chats)
    rng = random.Random(12)
    for _ in range(500):
        text = "".join(
            chr(rng.choice([rng.randrange(128), rng.randrange(0x11000)])) for _ in range(9)
        )
        chats.search.find(text)
    assert len(chats.search.find("a " * 100_000).hits) == 1


def test_the_store_indexes_while_it_has_nothing_else_to_do(path):
    with Store(path) as store:
        store.call(lambda chats: [chat_with(chats, f"word{n}") for n in range(200)]).result(SECONDS)
        for _ in range(2000):
            search = store.call(lambda chats: chats.search.find("word77")).result(SECONDS)
            if search.complete:
                break
            threading.Event().wait(0.005)
        assert search.complete
        assert len(search.hits) == 1


def test_another_program_that_writes_puts_indexing_off(path):
    with Store(path, retry=0.05) as store:
        chat_id = store.call(lambda chats: chat_with(chats, "word")).result(SECONDS)
        other = Connection(path)
        with other.transaction():
            other.change("UPDATE message SET indexed = 0")
            # Reading goes on at once while the index waits.
            assert store.call(lambda chats: chats.get(chat_id).id).result(1) == chat_id
        other.close()
        for _ in range(2000):
            search = store.call(lambda chats: chats.search.find("word")).result(SECONDS)
            if search.complete:
                break
            threading.Event().wait(0.005)
        assert [hit.chat.id for hit in search.hits] == [chat_id]


def test_titles_and_messages_of_a_database_are_indexed_after_an_upgrade(path):
    path.parent.mkdir()
    shutil.copy(Path(__file__).with_name("v1.db"), path)
    with Store(path) as store:
        store.call(index_all).result(SECONDS)
        hits = store.call(lambda chats: chats.search.find("量子")).result(SECONDS).hits
        assert [hit.chat.title for hit in hits] == ["量子力学"]
        assert store.call(Chats.list).result(SECONDS) != []
