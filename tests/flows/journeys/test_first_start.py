"""The first day with Puna: one click to a reply, some use of it, and everything there next time."""

import pytest
from helpers.lent import lend
from PySide6.QtCore import Qt

pytestmark = pytest.mark.model


def test_from_an_empty_home_to_a_reply_and_back_the_next_day(visit, home, gemma_path):
    lend(home, gemma_path)
    person = visit()
    person.until(lambda: person.chat.empty.start_button.isVisible())
    person.application.preferences.change(n_threads=1, max_tokens=60)
    person.picture("first-start-1-welcome")
    person.click("Start with the built-in model")
    first = person.answered()
    assert first.state == "done"
    assert first.content.strip()
    assert first.stats.completion_tokens > 0
    assert first.content[:20] in person.sees()
    person.picture("first-start-2-reply")

    second = person.send("What is a llama? Answer in one sentence.")
    assert second.state == "done"
    assert second.stats.prompt_tokens > first.stats.prompt_tokens
    person.until(lambda: "% full" in person.chat.bar.line)

    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.reply().id != second.id)
    third = person.answered()
    assert third.parent == second.parent
    person.picture("first-start-3-another-version")

    person = visit()
    person.until(lambda: person.chat.list.view.model().rowCount() > 0)
    person.application.session.open_chat(first.chat)
    person.until(lambda: person.reply() is not None)
    assert person.reply().content == third.content
    person.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    person.until(lambda: person.reply().id == second.id)
    assert person.reply().content == second.content
    person.picture("first-start-4-next-day")


def test_the_same_in_chinese(visit, home, gemma_path):
    lend(home, gemma_path)
    person = visit()
    # One thread: on a busy machine two wait for each other.
    person.application.preferences.change(language="zh_CN", n_threads=1)
    person.until(lambda: person.chat.empty.start_button.text().isascii() is False)
    person.application.window.show_chat()
    person.picture("chinese-first-start")
    person.click(person.chat.empty.start_button.text())
    greeting = person.answered()
    assert greeting.content.startswith("你好")
    reply = person.send("中国的首都是哪里？")
    assert (reply.state, reply.reason) == ("done", "stop")
    assert "北京" in reply.content
    person.picture("chinese-reply")
