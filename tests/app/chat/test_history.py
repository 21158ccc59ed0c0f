"""What the model is told of a chat."""

import msgspec
from helpers.scripted import ask

from app.chat.history import history, unseen
from engine.messages import ChatMessage, Receipt
from engine.overflow import without
from engine.store.records import Attachment, LeftOut, StoredMessage


def path(*turns):
    """Messages from (role, content) or (role, content, state), each below the one before."""
    return [
        StoredMessage(n, 1, n - 1 or None, turn[0], turn[1], *turn[2:])
        for n, turn in enumerate(turns, start=1)
    ]


def told(messages, system="", proceed=False):
    return [(m.role, m.content) for m in history(messages, system, proceed)]


def test_the_path_in_its_order_after_the_system_prompt():
    messages = path(("user", "Hi"), ("assistant", "Hello"), ("user", "Bye"))
    assert told(messages, "Be brief.") == [
        ("system", "Be brief."),
        ("user", "Hi"),
        ("assistant", "Hello"),
        ("user", "Bye"),
    ]
    assert told(messages, "  \n") == [("user", "Hi"), ("assistant", "Hello"), ("user", "Bye")]


def test_failed_and_empty_replies_are_left_out_and_turns_stay_turns():
    messages = path(
        ("user", "one"),
        ("assistant", "half", "failed"),
        ("user", "two"),
        ("assistant", " \n", "interrupted"),
        ("user", "three"),
        ("assistant", "kept", "interrupted"),
        ("user", "four"),
    )
    assert told(messages) == [
        ("user", "one\n\ntwo\n\nthree"),
        ("assistant", "kept"),
        ("user", "four"),
    ]


def test_old_thinking_is_left_out():
    messages = path(("user", "q"), ("assistant", "<think>\nhm\n</think>\n\nA"), ("user", "r"))
    assert told(messages)[1] == ("assistant", "A")


def test_a_reply_that_only_thought_is_left_out():
    messages = path(("user", "q"), ("assistant", "<think>and then"), ("user", "r"))
    assert told(messages) == [("user", "q\n\nr")]


def test_the_reply_to_go_on_with_is_kept_as_it_is():
    messages = path(("user", "q"), ("assistant", "<think>\nhm", "streaming"))
    assert history(messages, "", proceed=True)[-1] == ChatMessage("assistant", "<think>\nhm")


def long_path(cuts, turns=6):
    """So many turns; `cuts` gives what was left out, by the number of the turn it happened in."""
    messages = path(*[(r, f"{r[0]}{n}") for n in range(turns) for r in ("user", "assistant")])
    for number, cut in cuts.items():
        messages[2 * number + 1] = msgspec.structs.replace(messages[2 * number + 1], cut=cut)
    return messages


def texts(messages):
    return [m.content for m in history(messages, "")]


def test_what_was_left_out_once_stays_left_out():
    messages = long_path({3: LeftOut(4, "They met.")})
    assert texts(messages[:7]) == ["u0", "a0", "u1", "a1", "u2", "a2", "u3"]  # before the reply
    assert unseen(messages[:7]) == (0, "")
    assert texts(messages[:8]) == ["u2", "a2", "u3", "a3"]
    assert unseen(messages) == (4, "They met.")
    assert texts(messages)[0] == "u2"
    assert [m.role for m in history(messages, "Be brief.")][:2] == ["system", "user"]


def test_a_later_cut_counts_in_what_was_left():
    messages = long_path({2: LeftOut(2, "first"), 5: LeftOut(4, "both")})
    assert texts(messages) == ["u3", "a3", "u4", "a4", "u5", "a5"]
    assert unseen(messages) == (6, "both")


def test_a_cut_counts_messages_as_they_were_told():
    """A failed reply is told to no model, and the questions around it are one message."""
    messages = path(
        ("user", "one"),
        ("assistant", "half", "failed"),
        ("user", "two"),
        ("assistant", "answer"),
        ("user", "three"),
        ("assistant", "last"),
    )
    messages[-1] = msgspec.structs.replace(messages[-1], cut=LeftOut(2))
    assert told(messages) == [("user", "three"), ("assistant", "last")]
    assert unseen(messages) == (4, "")


def test_a_failed_reply_leaves_its_cut():
    messages = long_path({4: LeftOut(6, "They met.")}, turns=5)
    messages[-1] = msgspec.structs.replace(messages[-1], state="failed")
    assert texts(messages) == ["u3", "a3", "u4"]
    assert unseen(messages)[1] == "They met."


def test_history_agrees_with_the_engine_on_what_is_left():
    messages = long_path({})
    before = history(messages[:-1], "Be brief.")
    request = msgspec.structs.replace(ask("m"), messages=before)
    cut = long_path({5: LeftOut(6)})
    assert history(cut, "Be brief.")[:-1] == without(request, 6).messages


def test_a_reply_to_go_on_with_is_cut_as_it_was():
    messages = long_path({5: LeftOut(4, "They met.")})
    assert history(messages, "", proceed=True)[0].content == "u2"
    more = long_path({5: LeftOut(4, "They met.").then(2, "Again.")})
    assert history(more, "", proceed=True)[0].content == "u3"
    assert unseen(more) == (6, "Again.")


def test_a_cut_of_more_than_there_is_leaves_nothing_of_before():
    assert texts(long_path({2: LeftOut(99)}, turns=3)) == ["a2"]
    assert texts(long_path({0: LeftOut(3)}, turns=1)) == ["a0"]


def test_files_are_told_apart_from_what_was_typed():
    messages = path(("user", "read"), ("assistant", "ok"), ("user", "and"), ("user", ""))
    files = (Attachment("a.txt", "text"), Attachment("b.txt", "more"))
    messages[0] = msgspec.structs.replace(messages[0], attachments=files)
    messages[3] = msgspec.structs.replace(messages[3], attachments=files[:1])
    first, _, joined = history(messages, "")
    assert [kind for kind, _ in first.parts] == ["message", "document"]
    assert sum(length for _, length in first.parts) == len(first.content)
    assert first.content[4:].startswith("\n\na.txt:")
    assert [kind for kind, _ in joined.parts] == ["message", "message", "document"]
    assert sum(length for _, length in joined.parts) == len(joined.content)


def test_replies_of_the_model_that_is_asked_come_with_their_tokens():
    receipt = Receipt(tokens=(5, 6, 7))
    said = path(("user", "q"), ("assistant", "A"), ("user", "r"), ("assistant", "B"), ("user", "s"))
    said[1] = msgspec.structs.replace(said[1], model="/m/one.gguf", receipt=receipt)
    said[3] = msgspec.structs.replace(said[3], model="/m/two.gguf", receipt=receipt)
    messages = history(said, "", model="/m/one.gguf")
    assert [message.tokens for message in messages] == [(), (5, 6, 7), (), (), ()]
    assert [message.tokens for message in history(said, "")] == [()] * 5
