"""What the model is told of questions about documents, now and in later turns."""

from pathlib import Path

import msgspec
from helpers.sourced import FIRST, passage, sources

from app.chat.asking import request_for
from app.chat.history import history
from app.chat.rules import told_of, wants_summary
from engine.assistants import Setup
from engine.documents.records import Sources
from engine.hub.library import Model
from engine.messages import Sampling
from engine.settings import Settings
from engine.store.records import Attachment, StoredMessage

MODEL = Model("m", "M", Path("m.gguf"), 100, Sampling(), "path")
WHOLE = Sources("whole", (passage(),), queries=("Who pays?",))


def path(*turns):
    """Messages from (role, content) or (role, content, sources), each below the one before."""
    made = []
    for n, (role, content, *more) in enumerate(turns, start=1):
        made.append(
            StoredMessage(n, 1, n - 1 or None, role, content, sources=more[0] if more else None)
        )
    return made


def told(messages, system=""):
    return [(m.role, m.content) for m in history(messages, system)]


def request(messages, setup=None, grammar="", settings=None):
    return request_for(
        messages, setup, settings or Settings(), MODEL, Path, proceed=False, grammar=grammar
    )


def test_a_question_comes_behind_its_passages_and_the_rules():
    (system, rules), (user, content) = told(path(("user", "How long?", sources())), "Be kind.")
    assert (system, user) == ("system", "user")
    assert rules.startswith("Be kind.\n\n")
    assert FIRST in content
    assert content.endswith("How long?")
    assert FIRST not in rules


def test_the_parts_of_both_are_told_apart():
    first, second = history(path(("user", "How long?", sources())), "Be kind.")
    for message in (first, second):
        assert sum(length for _, length in message.parts) == len(message.content)
    assert dict(second.parts)["message"] == len("How long?")
    assert {kind for kind, _ in first.parts} == {"system"}


def test_old_turns_keep_their_passages_word_for_word():
    begun = path(("user", "How long?", sources()))
    later = path(
        ("user", "How long?", sources()),
        ("assistant", "Sixteen weeks [1]."),
        ("user", "And who pays?", sources(passage(1, "The company pays.", 3))),
    )
    assert told(later)[:2] == told(begun)
    assert "The company pays." in told(later)[-1][1]


def test_whole_files_stand_before_the_conversation_and_stay_there():
    begun = path(("user", "How long?", WHOLE))
    other = msgspec.structs.replace(WHOLE, queries=("And who?",))
    later = path(("user", "How long?", WHOLE), ("assistant", "So."), ("user", "And who?", other))
    assert FIRST in told(begun)[0][1]
    assert told(begun)[1] == ("user", "How long?")
    assert told(later)[:2] == told(begun)


def test_the_rules_stay_in_the_language_of_the_first_question():
    later = path(
        ("user", "产假有多长时间？", sources()),
        ("assistant", "十六周。"),
        ("user", "Who pays?", sources()),
    )
    assert told(later)[0] == told(later[:1])[0]


def test_a_question_that_asks_no_documents_has_no_rules():
    later = path(("user", "How long?", sources()), ("assistant", "So."), ("user", "Thanks!"))
    assert [role for role, _ in told(later)] == ["user", "assistant", "user"]
    assert FIRST in told(later)[0][1]


def test_files_of_a_message_stay_with_its_question():
    [question] = path(("user", "How long?", sources()))
    question = msgspec.structs.replace(question, attachments=(Attachment("a.txt", "hey"),))
    assert told([question])[1][1].endswith("a.txt:\n```\nhey\n```")


def test_a_summary_is_no_question_of_this_kind():
    all_of_it = msgspec.structs.replace(WHOLE, queries=())
    asked = path(("user", "Summarise it", all_of_it))
    assert wants_summary(asked[0])
    assert not wants_summary(path(("user", "How long?", WHOLE))[0])
    assert told_of(asked) is None
    assert told(asked) == [("user", "Summarise it")]


def test_the_reply_is_led_where_the_user_asks_for_no_form_of_its_own():
    asked = path(("user", "How long?", sources()))
    assert request(asked, grammar="root ::= x").grammar == "root ::= x"
    assert request(asked).sampling.temperature == 0
    own = Setup(grammar="root ::= y", sampling=Sampling(temperature=1.5))
    assert request(asked, own, "root ::= x").grammar == "root ::= y"
    assert request(asked, own).sampling.temperature == 1.5
    form = Setup(json_schema="{}")
    assert request(asked, form, "root ::= x").grammar == ""
    warm = Settings(sampling=Sampling(temperature=1.2))
    assert request(path(("user", "Hi")), settings=warm).sampling.temperature == 1.2
