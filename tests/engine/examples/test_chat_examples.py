"""Chats become examples: what is shown, what was put right, and nothing that was cut off."""

import pytest

from engine.assistants import Setup
from engine.errors import InvalidInput
from engine.examples.chats import from_chats, is_corrected
from engine.examples.conversation import PART
from engine.messages import Stats
from engine.store.records import Attachment, path_to
from engine.store.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "puna.db") as made:
        yield made


def say(chats, chat, *said, parent=None, reason="stop"):
    """Adds messages below a parent, questions and answers in turn; returns the last one's id."""
    for number, text in enumerate(said):
        if number % 2 == 0:
            parent = chats.add(chat.id, parent, "user", text).id
        else:
            reply = chats.add(chat.id, parent, "assistant", text, model="m.gguf", state="streaming")
            chats.finish(reply.id, text, reason, Stats())
            parent = reply.id
    return parent


def contents(examples):
    return [[message.content for message in example.messages] for example in examples]


def run(store, work):
    return store.call(work).result(10)


def test_what_a_chat_shows_is_learnt(store):
    def work(chats):
        chat = chats.create("Sea", setup=Setup(instructions="Be brief."))
        first = say(chats, chat, "Why?", "<think>\nhm\n</think>\n\nSo.")
        say(chats, chat, "How?", "Thus.", parent=first)
        other = chats.create()
        say(chats, other, "Who?", "I.")
        return from_chats(chats, [chat.id, other.id], instructions="Default.")

    data = run(store, work)
    assert (data.name, data.format, data.faults) == ("Sea", "chat", ())
    assert contents(data.examples) == [
        ["Be brief.", "Why?", "So.", "How?", "Thus."],
        ["Default.", "Who?", "I."],
    ]
    assert [example.row for example in data.examples] == [1, 2]


def test_edited_and_preferred_versions_are_those_learnt(store):
    def work(chats):
        chat = chats.create()
        question = chats.add(chat.id, None, "user", "Why?").id
        chats.add(chat.id, question, "assistant", "Wrong.", model="m.gguf")
        right = chats.add(chat.id, question, "assistant", "Right.", model="m.gguf").id
        say(chats, chat, "And?", "Plain.", parent=right)
        messages = chats.messages(chat.id)
        path = path_to(messages, chats.get(chat.id).leaf)
        corrected = [is_corrected(messages, m) for m in path if m.role == "assistant"]
        return (
            from_chats(chats, [chat.id]),
            from_chats(chats, [chat.id], corrected_only=True),
            corrected,
        )

    shown, chosen, corrected = run(store, work)
    assert contents(shown.examples) == [["Why?", "Right.", "And?", "Plain."]]
    assert contents(chosen.examples) == [["Why?", "Right."]]
    assert [one.last_only for one in (*shown.examples, *chosen.examples)] == [False, True]
    assert corrected == [True, False]


def test_replies_that_were_cut_off_or_failed_are_not_learnt(store):
    def work(chats):
        chat = chats.create()
        first = say(chats, chat, "One?", "Half of", reason="length")
        say(chats, chat, "Two?", "Whole.", parent=first)
        stopped = chats.create()
        say(chats, stopped, "Three?", "Stopp", reason="cancelled")
        return from_chats(chats, [chat.id, stopped.id])

    data = run(store, work)
    assert contents(data.examples) == [["One?\n\nTwo?", "Whole."]]
    assert [(found.row, found.error.kind) for found in data.faults] == [(2, "row_no_answer")]


def test_a_chat_without_corrections_says_so(store):
    def work(chats):
        chat = chats.create()
        say(chats, chat, "Why?", "So.")
        return from_chats(chats, [chat.id], corrected_only=True)

    assert [found.error.kind for found in run(store, work).faults] == ["row_not_corrected"]


def test_a_long_chat_becomes_several_examples(store):
    def work(chats):
        chat = chats.create(setup=Setup(instructions="Be brief."))
        said = [f"{n} {'word ' * 120}" if n % 2 else f"{n}？{'字' * 200}" for n in range(40)]
        say(chats, chat, *said)
        return from_chats(chats, [chat.id]), said

    data, said = run(store, work)
    assert len(data.examples) > 5
    assert all(example.messages[0].content == "Be brief." for example in data.examples)
    turns = [message.content for example in data.examples for message in example.messages[1:]]
    assert turns == said
    assert max(sum(len(text) for text in turn) for turn in contents(data.examples)) < 4 * PART


def test_files_that_were_attached_are_read_too(store):
    def work(chats):
        chat = chats.create()
        file = (Attachment("a.txt", "Alpha"),)
        question = chats.add(chat.id, None, "user", "Sum it up.", attachments=file).id
        chats.add(chat.id, question, "assistant", "It is alpha.", model="m.gguf")
        return from_chats(chats, [chat.id])

    assert "Alpha" in run(store, work).examples[0].messages[0].content


def test_a_chat_that_is_not_there(store):
    with pytest.raises(InvalidInput):
        run(store, lambda chats: from_chats(chats, [99]))
