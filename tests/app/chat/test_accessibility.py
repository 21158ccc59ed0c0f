"""What a screen reader gets of the chat page, walked as it would: interfaces, roles and names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.window import ask, running, script, type_and_send, wait_reply
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from app.chat import panel
from engine.assistants import Snippet
from engine.store.records import Attachment

ROLE = QAccessible.Role
REPLY = "<think>Let me think</think>Some `words`:\n\n```python\nx = 1\n```\n\nand $x^2$."
# What is there to be used, and so needs a name.
USED = {
    *(ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.Link),
    *(ROLE.List, ROLE.ListItem, ROLE.Tree, ROLE.TreeItem, ROLE.Slider, ROLE.SpinBox),
    *(ROLE.PushButton, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.PageTab, ROLE.MenuItem),
}


@pytest.fixture
def application(qapp, home):
    with running(home, script(home, {"match": "", "text": REPLY})) as application:
        application.window.activateWindow()
        yield application


def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below an interface that is in sight."""
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from walk(child)


def read(application) -> list[tuple[QAccessible.Role, str, QAccessibleInterface]]:
    root = QAccessible.queryAccessibleInterface(application.window.chat)
    found = [root, *walk(root)]
    return [(each.role(), each.text(QAccessible.Text.Name), each) for each in found]


def test_everything_that_can_be_used_has_a_name(qtbot, application):
    ask(qtbot, application, "First question")
    ask(qtbot, application, "Second question")
    chat = application.window.chat
    chat.transcript.set_details(True)
    chat.composer.set_snippets([Snippet("sum", "Summarise")])
    chat.composer.set_text("/", [Attachment("a.txt", "text")])
    chat.composer.box.setFocus()
    chat.finding.open()
    chat.transcript.cards.made[-2].start_editing()
    QApplication.processEvents()
    nameless = [
        (role, interface.object())
        for role, name, interface in read(application)
        if not name and (role in USED or interface.state().focusable)
    ]
    assert nameless == []
    seen = {role for role, _, _ in read(application)}
    assert {ROLE.Button, ROLE.EditableText, ROLE.StaticText} <= seen


def test_each_message_is_one_stop_with_author_place_and_text(qtbot, application):
    ask(qtbot, application, "How are you?")
    stops = [
        (name, interface)
        for _, name, interface in read(application)
        if name.startswith("Message ") and interface.state().focusable
    ]
    assert [name for name, _ in stops] == [
        "Message 1 of 2, from you",
        "Message 2 of 2, from Puna",
    ]
    spoken = []
    for _, interface in stops:
        interface.object().setFocus()
        spoken.append(interface.text(QAccessible.Text.Description))
    assert spoken[0] == "How are you?"
    assert "Some words:" in spoken[1]
    assert "x = 1" in spoken[1]
    assert "$x^2$" in spoken[1]


def test_the_text_of_a_message_is_there_to_be_read_by_letters(qtbot, application):
    ask(qtbot, application, "How are you?")
    texts = [
        interface.textInterface()
        for _, name, interface in read(application)
        if name == "Text of the message"
    ]
    assert texts[0].text(0, 3) == "How"
    assert len(texts) == 2


def test_a_reply_is_told_once_and_not_with_each_word(qtbot, application, monkeypatch):
    told = []

    class Recorder(QAccessible):
        """Qt's own, with what it is given kept."""

        @staticmethod
        def updateAccessibility(event):
            told.append(event.message())
            QAccessible.updateAccessibility(event)

    monkeypatch.setattr(panel, "QAccessible", Recorder)
    type_and_send(qtbot, application, "Tell me")
    wait_reply(qtbot, application)
    qtbot.waitUntil(lambda: "Reply finished" in told)
    assert told.count("Reply finished") == 1
    assert len(told) == 1
