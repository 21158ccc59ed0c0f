"""A year of chats: brought in from another program, searched, tidied, moved to another home, found.

Everything is done at the window; only the system's file dialogs are answered in their place.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from helpers.person import Person
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.application import demo_model
from engine.paths import Home

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TOPICS = (
    ("Heat pumps and gas compared", "A heat pump needs about a third of the energy.", "en"),
    ("光合作用怎么讲给孩子听", "植物用阳光、水和二氧化碳制造养分，并放出氧气。", "zh"),
    ("Letter to the landlord", "Dear Ms Quispe, the heating has been out since Monday.", "en"),
    ("为什么天空是蓝色的", "阳光穿过大气时，蓝光散射得最厉害。", "zh"),
)
DAYS = 364


def export_of_a_year(path):
    """What another program wrote: a chat a day, and one that nothing else is like."""
    start = datetime.now(UTC) - timedelta(days=DAYS + 1)
    chats = []
    for day in range(DAYS):
        title, answer, _ = TOPICS[day % len(TOPICS)]
        chats.append(conversation(f"c{day}", f"{title} ({day})", answer, start, day))
    chats.append(
        conversation(
            "vicuna", "Wool", "Vicuñas are shorn once every two years. 羊驼也是。", start, 9
        )
    )
    path.write_text(json.dumps(chats, ensure_ascii=False), encoding="utf-8")


def conversation(name, title, answer, start, day):
    at = (start + timedelta(days=day)).timestamp()
    root, asked, said = (f"{name}-{part}" for part in ("root", "q", "a"))

    def node(key, parent, children, role="", text=""):
        message = None
        if role:
            content = {"content_type": "text", "parts": [text]}
            message = {"id": key, "author": {"role": role}, "content": content, "create_time": at}
        return {"id": key, "parent": parent, "children": children, "message": message}

    mapping = {
        root: node(root, None, [asked]),
        asked: node(asked, root, [said], "user", title),
        said: node(said, asked, [], "assistant", answer),
    }
    return {
        "conversation_id": name,
        "title": title,
        "create_time": at,
        "update_time": at,
        "mapping": mapping,
        "current_node": said,
    }


@pytest.fixture
def elsewhere(qapp, tmp_path):
    """Opens Puna on the home of another computer."""
    people = []

    def come():
        people.append(Person(qapp, Home(tmp_path / "other"), tmp_path / "pictures", demo_model()))
        return people[0]

    yield come
    for person in people:
        person.close()


def rows(person):
    return person.chat.list.view.model().rowCount()


def finished(person, dialog):
    person.until(dialog.telling.isVisible)


def leave(person, dialog):
    dialog.reject()
    person.window.activateWindow()  # a window manager does that
    person.until(person.window.isActiveWindow)


def search(person, text):
    person.press(Qt.Key.Key_K, CTRL)
    box = person.chat.list.search
    person.until(box.hasFocus)
    box.clear()
    box.insert(text)
    results = person.chat.list.results
    person.until(lambda: results.isVisible() and results.model.rowCount() > 0)
    return [results.model.result(results.model.index(n)) for n in range(results.model.rowCount())]


def test_a_year_of_chats_comes_in_is_searched_and_moves(visit, elsewhere, tmp_path):
    export_of_a_year(tmp_path / "conversations.json")
    person = visit(demo_model())
    person.until(lambda: person.application.models.model is not None)

    # They come in, and a second time nothing comes twice.
    person.application.window.show_settings()
    for added in (DAYS + 1, 0):
        dialog = person.application.window.data.import_chats()
        dialog.begin(str(tmp_path / "conversations.json"))
        finished(person, dialog)
        assert str(added or DAYS + 1) in texts(dialog)
        person.picture(f"year-1-imported-{'again' if not added else 'new'}", dialog)
        leave(person, dialog)
    person.application.window.show_chat()
    person.until(lambda: rows(person) > DAYS)
    person.picture("year-2-the-list")

    # Found by a word of an answer, in both languages, with the place in the text.
    [hit] = search(person, "vicuñas shorn")
    assert hit.hit.chat.title == "Wool"
    assert hit.hit.excerpt[slice_of(hit.hit.marks[0])].casefold() == "vicuñas"
    person.press(Qt.Key.Key_Return)
    person.until(lambda: person.reply() is not None and "shorn" in person.reply().content)
    person.picture("year-3-found")
    chinese = search(person, "蓝光散射")
    assert {found.hit.chat.title.split(" (")[0] for found in chinese} == {"为什么天空是蓝色的"}
    person.picture("year-4-found-in-chinese")
    person.press(Qt.Key.Key_Escape)

    # It goes on with an old chat; another goes to the trash and comes back.
    reply = person.send("What can you help me with?")
    assert reply.state == "done"
    wool = person.application.session.chat_id
    said = [message.content for message in person.application.session.path()]
    person.application.shelf.pin([wool], True)
    person.until(lambda: person.chat.list.view.model().index(0, 0).data() == "Pinned")
    person.chat.list.view.setFocus()
    listed = rows(person)
    person.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    person.until(person.chat.list.undo_bar.isVisible)
    person.until(lambda: rows(person) < listed)
    person.picture("year-5-trashed-with-undo")
    person.click("Undo")
    person.until(lambda: rows(person) == listed)

    # All of it in one file, opened on another computer.
    archive = tmp_path / "year.puna"
    person.application.window.show_settings()
    dialog = person.application.window.data.save_archive()
    dialog.begin(str(archive))
    finished(person, dialog)
    person.picture("year-6-moved-out", dialog)
    leave(person, dialog)

    other = elsewhere()
    other.application.window.show_settings()
    dialog = other.application.window.data.open_archive()
    dialog.begin(str(archive))
    finished(other, dialog)
    other.picture("year-7-moved-in", dialog)
    leave(other, dialog)
    other.application.window.show_chat()
    other.until(lambda: rows(other) > DAYS)
    [again] = search(other, "vicuñas shorn")
    assert again.hit.chat.pinned
    other.press(Qt.Key.Key_Return)
    other.until(lambda: other.reply() is not None)
    assert [message.content for message in other.application.session.path()] == said
    other.picture("year-8-found-again")


def texts(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def slice_of(mark):
    start, length = mark
    return slice(start, start + length)
