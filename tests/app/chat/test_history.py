"""What the model is told of a chat."""

from app.chat.history import history
from engine.messages import ChatMessage
from engine.store.records import StoredMessage


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
