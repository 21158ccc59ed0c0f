"""Pictures of a chat that asks documents: a file that is offered, the list of names, passages
before the answer, marks in it, what the documents do not contain. Part of `app.shots`. Judges
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.application import Application
from app.chat.card_documents import CardDocuments
from app.sample_documents import FOLDER, QUESTION, write_documents
from app.sample_handbook import Tongue
from engine.documents.records import Source
from engine.files import write_atomic

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

_NARROW: Final = (900, 540)
_SIZE: Final = (1280, 800)
_ANSWER: Final = {
    "en": "Parents receive sixteen weeks of paid leave, which must be taken within twelve months "
    "of the birth or adoption. From the seventh week the company continues to pay the full "
    "salary.\n\n- Ask Maria in room 12 for the form.\n- A certificate is needed from the fourth "
    "day on.",
    "zh_CN": "员工生育或收养子女，可享受十六周带薪休假，须在孩子出生或收养后十二个月内休完。"
    "自第七周起由公司照发全额工资。\n\n- 申请表请到12号房间找玛丽亚领取。\n"
    "- 自第四天起需提供医院证明。",
}
_UNKNOWN: Final = {
    "en": ("When does the canteen open?", "The canteen opens at seven in the morning."),
    "zh_CN": ("食堂几点开门？", "食堂早上七点开门。"),
}
# What the model is asked for each section of a summary.
_SUMMARY: Final = {
    "en": (
        "Which sentences say most?",
        "During the first six weeks the benefit is paid by the social insurance. [1] Everybody has "
        "28 days of holidays a year. [2]",
    ),
    "zh_CN": (
        "哪些句子最重要？",
        "请至少提前两个月通知人事部。[1] "
        "每位员工每年有二十八天年假，最多可将五天结转至下一年三月底。[2]",
    ),
}
_LEAVE: Final = {"en": "leave.md", "zh_CN": "休假制度.md"}
_TYPED: Final = {"en": "@lea", "zh_CN": "@休"}


def script(folder: Path, tongue: Tongue) -> str:
    """The script of the chat; returns its path."""
    asked, said = _UNKNOWN[tongue]
    replies = [
        {"match": asked, "text": said},
        {"match": _SUMMARY[tongue][0], "text": _SUMMARY[tongue][1]},
        {
            "match": QUESTION[tongue],
            "text": _ANSWER[tongue],
            "prefill_tokens": 1024,
            "prefill_delay": 1.5,
        },
    ]
    path = folder / f"answers-{tongue}.json"
    write_atomic(path, json.dumps({"replies": replies}).encode())
    return str(path)


class AnswerShots:
    """Asks as a user would. `root` is where the files are written."""

    def __init__(
        self, application: Application, root: Path, tongue: Tongue, take: Take, until: Until
    ) -> None:
        self._desk = application.documents
        self._session = application.session
        self._window = application.window
        self._chat = application.window.chat
        self._tongue = tongue
        self._take_window = take
        self._until = until
        self._folder = write_documents(root, tongue)

    def walk(self) -> None:
        """All of them."""
        self._read()
        composer = self._chat.composer
        composer.give([self._folder.parent / "report.pdf"])
        self._until(composer.offer.isVisible, "offer")
        self._take("offer")
        composer.offer.close_button.click()
        composer.box.setFocus()
        composer.box.insertPlainText(_TYPED[self._tongue])
        self._until(composer.sources.isVisible, "names")
        self._take("names")
        QTest.keyClick(composer.box, Qt.Key.Key_Escape)
        composer.set_text("")
        [collection] = self._desk.collections
        self._chat.documents.add(Source(collection.key, "", collection.name))
        self._ask(QUESTION[self._tongue])
        reply = self._session.last_reply()
        assert reply is not None
        self._until(lambda: self._documents().line is not None, "passages")
        self._take("passages-first")
        self._checked()
        self._take("marked")
        button = self._documents().line
        assert button is not None
        button.toggle()
        self._chat.transcript.bring(reply.id)
        self._take("passages")
        button.toggle()
        inspector = self._chat.context.inspect()
        assert inspector is not None
        self._until(inspector.copy_button.isEnabled, "what the model sees")
        self._take_window(inspector, "answers-seen")
        inspector.reject()
        self._ask(_UNKNOWN[self._tongue][0])
        self._checked()
        self._take("not-contained")
        self._window.resize(*_NARROW)
        self._take("narrow")
        self._window.resize(*_SIZE)
        self._summary()

    def _summary(self) -> None:
        """A chat that asks one file, of which a summary is written."""
        found: list[Source] = []
        name = _LEAVE[self._tongue]
        self._desk.find(name, found.extend)
        self._until(lambda: bool(found), "file")
        self._chat.new_chat()
        self._chat.documents.add(found[0])
        chips = self._chat.composer.documents
        self._until(lambda: bool(chips.chips), "chip")
        self._chat.documents.summarise(found[0])
        self._until(lambda: self._session.last_reply() is not None, "summary")
        self._checked()
        self._take("summary")

    def _read(self) -> None:
        """Have the files of the handbook read."""
        self._desk.create(
            FOLDER[self._tongue], lambda made: self._desk.add(made.key, [self._folder])
        )

        def searchable() -> bool:
            self._desk.refresh()
            known = self._desk.collections
            return bool(known) and 0 < known[0].files == known[0].searchable + known[0].failed

        self._until(searchable, "files")

    def _ask(self, question: str) -> None:
        self._chat.composer.submitted.emit(question, ())

        def asked() -> bool:
            return any(message.content == question for message in self._session.path())

        self._until(asked, question)

    def _checked(self) -> None:
        def checked() -> bool:
            reply = self._session.last_reply()
            return self._session.state == "idle" and reply is not None and bool(reply.checked)

        self._until(checked, "reply that was looked up")

    def _documents(self) -> CardDocuments:
        reply = self._session.last_reply()
        card = self._chat.transcript.card(reply.id) if reply is not None else None
        assert card is not None
        assert isinstance(card.addition, CardDocuments)
        return card.addition

    def _take(self, state: str) -> None:
        self._take_window(self._window, f"answers-{state}")
