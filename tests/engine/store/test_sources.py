"""What a question is answered from and what of a reply was found, kept with their messages."""

import msgspec
import pytest
from helpers.sourced import ANSWER, checked, passage, sources

from engine.errors import InvalidInput
from engine.exchange.own import from_own
from engine.messages import Stats
from engine.store.chats import Chats
from engine.store.database import open_in_memory


def talk(chats):
    """A chat with a question that has sources and a reply that was checked; their numbers."""
    chat = chats.create("Leave")
    question = chats.add(chat.id, None, "user", "How long is parental leave?")
    reply = chats.add(chat.id, question.id, "assistant", "", state="streaming")
    chats.set_sources(question.id, sources(near=(passage(2, "Nothing more.", 15),)))
    chats.finish(reply.id, ANSWER, "stop", Stats())
    chats.set_checked(reply.id, checked())
    return chat.id, question.id, reply.id


def test_they_are_given_back_as_they_were(chats):
    chat, question, reply = talk(chats)
    messages = chats.messages(chat)
    assert messages[question].sources == sources(near=(passage(2, "Nothing more.", 15),))
    assert messages[question].checked is None
    assert messages[reply].checked == checked()
    assert not messages[question].damaged


def test_lone_surrogates_in_a_passage_do_not_lose_the_question(chats):
    chat, question, _ = talk(chats)
    chats.set_sources(question, sources(passage(text="half a \ud83d pair")))
    kept = chats.messages(chat)[question].sources
    assert kept is not None
    assert kept.passages[0].text == "half a \ufffd pair"


def test_a_reply_that_goes_on_is_checked_anew(chats):
    chat, _, reply = talk(chats)
    chats.finish(reply, "Parental leave", "cancelled", Stats())
    assert chats.messages(chat)[reply].checked is None
    chats.set_checked(reply, checked())
    assert chats.resume(reply).checked is None


def test_a_message_that_is_not_there(chats):
    with pytest.raises(InvalidInput):
        chats.set_sources(99, sources())
    with pytest.raises(InvalidInput):
        chats.set_checked(99, checked())


def test_they_move_to_another_store(chats):
    chat, _, _ = talk(chats)
    tree = chats.tree(chat)
    connection = open_in_memory()
    elsewhere = Chats(connection)
    copy = elsewhere.take(from_own(msgspec.json.decode(msgspec.json.encode(tree))))
    assert copy is not None
    question, reply = elsewhere.messages(copy.id).values()
    assert question.sources == sources(near=(passage(2, "Nothing more.", 15),))
    assert reply.checked == checked()
    connection.close()


def test_what_another_hand_wrote_is_left_out_where_it_points_nowhere(chats):
    chat, _, _ = talk(chats)
    tree = chats.tree(chat)
    question, reply = tree.messages
    nowhere = msgspec.structs.replace(passage(), page=0)
    question = msgspec.structs.replace(question, sources=sources(nowhere))
    reply = msgspec.structs.replace(reply, content="Short.")
    tree = msgspec.structs.replace(tree, messages=(question, reply))
    question, reply = from_own(msgspec.to_builtins(tree)).messages
    assert question.sources is None
    assert reply.checked is None
    assert reply.content == "Short."


def test_two_passages_of_one_number_are_no_sources(chats):
    chat, _, _ = talk(chats)
    tree = chats.tree(chat)
    question, reply = tree.messages
    question = msgspec.structs.replace(question, sources=sources(passage(), passage()))
    tree = msgspec.structs.replace(tree, messages=(question, reply))
    assert from_own(msgspec.to_builtins(tree)).messages[0].sources is None
