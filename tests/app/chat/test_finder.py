from __future__ import annotations

from helpers.conversations import ENGLISH, THINKING, message

from app.chat.finder import Finder, Match


def test_matches_are_told_in_order_with_their_number(qtbot) -> None:
    finder = Finder()
    messages = [
        message(1, "user", "Leave, leave"),
        message(2, "assistant", "No **le**ave for `x`."),
        message(3, "user", "nothing"),
        message(4, "assistant", THINKING),
    ]
    finder.start(messages, "leave")
    qtbot.waitUntil(lambda: finder.done)
    assert finder.found == [Match(1, 0), Match(1, 1), Match(2, 0), Match(4, 0)]
    assert (finder.count(1), finder.count(3)) == (2, 0)


def test_marks_and_addresses_are_not_words(qtbot) -> None:
    finder = Finder()
    texts = ["[the site](https://secret.example)", "**", "| a |\n|---|\n| b |\n"]
    messages = [message(n + 1, "assistant", text) for n, text in enumerate(texts)]
    for query, count in (("secret", 0), ("the site", 1), ("**", 1), ("---", 0), ("b", 1)):
        finder.start(messages, query)
        qtbot.waitUntil(lambda: finder.done)
        assert len(finder.found) == count, query


def test_a_thousand_messages_are_looked_at_in_slices(qtbot) -> None:
    finder = Finder()
    told: list[int] = []
    finder.changed.connect(lambda: told.append(len(finder.found)))
    messages = [message(n + 1, "assistant", f"{n} {ENGLISH}") for n in range(1_000)]
    finder.start(messages, "weeks")
    assert not finder.done
    qtbot.waitUntil(lambda: finder.done, timeout=60_000)
    assert len(finder.found) == 4_000
    assert len(told) > 5
    assert told == sorted(told)
    finder.start(messages, "999")
    qtbot.waitUntil(lambda: finder.done, timeout=60_000)
    assert finder.found == [Match(1_000, 0)]


def test_new_words_replace_the_old_ones_at_once() -> None:
    finder = Finder()
    finder.start([message(1, "user", "one two")], "one")
    finder.start([message(1, "user", "one two")], "two")
    assert finder.found == [Match(1, 0)]
    finder.stop()
    assert finder.found == []
