"""Pictures of a chat that outgrows its context: bar, what the model sees, question and mark.

Part of `app.shots`, on a scripted model with room for few words. Judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.application import Application
from app.chat.overflow_card import OverflowCard
from engine.files import write_atomic
from engine.store.records import Attachment

Tongue = Literal["en", "zh_CN"]

NARROW = (900, 540)
# What is asked and answered; the last question is too much. A token is a word, or a Chinese
# character.
TALK: dict[Tongue, tuple[tuple[str, str], ...]] = {
    "en": (
        (
            "I have five days in Puno in June. What should I pack? My notes are attached.",
            "Pack for four seasons in one day: a warm jacket, a hat and gloves for nights below "
            "zero, thin layers and sun cream for noon. Good shoes matter more than many clothes.",
        ),
        (
            "How do I get used to the height?",
            "Give it two quiet days. Puno lies at 3,830 metres: walk slowly, drink a lot, eat "
            "little in the evening, and leave the high passes for the end of the week.",
        ),
        (
            "Which islands are worth a day?",
            "Taquile for its weavers and its paths above the lake; Amantaní if you want to stay "
            "for a night with a family. The floating islands take half a day.",
        ),
        (
            "And one walk on land?",
            "The burial towers of Sillustani stand on a ridge above a still lake, an hour from "
            "Puno. Go in the late afternoon, when the stone turns red and the buses have left.",
        ),
    ),
    "zh_CN": (
        (
            "六月我在普诺待五天，应该带什么？笔记见附件。",
            "一天会经历四季：夜里零下，要带厚外套、帽子和手套；中午阳光强烈，"
            "要带薄衣服和防晒霜。一双好鞋比许多衣服更重要。",
        ),
        (
            "怎样适应海拔？",
            "头两天安静地休息。普诺海拔三千八百多米：走慢一点，多喝水，晚饭少吃，"
            "把翻越高山垭口的行程放在最后。",
        ),
        (
            "哪些岛值得去一天？",
            "塔基莱岛有织工和湖上的小路；想在当地人家里住一晚，就去阿曼塔尼岛。浮岛半天就够。",
        ),
        (
            "陆地上推荐一条路线吗？",
            "西柳斯塔尼的墓塔立在湖边的山脊上，离普诺一个小时。傍晚去最好，"
            "石头变成红色，游客也走了。",
        ),
    ),
}
LAST: dict[Tongue, tuple[str, str]] = {
    "en": (
        "Make me a plan, day by day, with the islands, the towers, two quiet days at the start and "
        "one spare day for rain or for a headache, and say what I need to book before I leave.",
        "Days one and two: rest in Puno. Day three: Taquile by boat. Day four: Sillustani in the "
        "afternoon. Day five: keep it free. Book only the first night and the boat.",
    ),
    "zh_CN": (
        "请按天排一个计划：开头两天休息，然后去岛上和墓塔，留一天备用，以防下雨或者头痛，"
        "并且说明出发前需要预订什么。",
        "第一、二天在普诺休息；第三天坐船去塔基莱岛；第四天下午去西柳斯塔尼；第五天空着。"
        "只需要预订第一晚的住处和船票。",
    ),
}
SUMMARY: dict[Tongue, str] = {
    "en": "The user spends five days in Puno in June. Advised so far: warm layers and good shoes; "
    "two quiet days to get used to 3,830 metres.",
    "zh_CN": "用户六月在普诺待五天。已建议：带保暖衣物和好鞋，头两天休息以适应海拔。",
}
NOTES: dict[Tongue, Attachment] = {
    "en": Attachment("notes.txt", "Bus from Juliaca. Nights at zero or below. One small rucksack."),
    "zh_CN": Attachment("笔记.txt", "从胡利亚卡坐大巴。夜里零度以下。只带一个小背包。"),
}
ROOM: dict[Tongue, int] = {"en": 190, "zh_CN": 255}


def script(folder: Path, tongue: Tongue) -> str:
    """The script of the talk; returns its path."""
    replies = [{"match": asked[:12], "text": said} for asked, said in (*TALK[tongue], LAST[tongue])]
    talk = {
        "n_ctx": ROOM[tongue],
        "n_ctx_max": 4096,
        "summary": SUMMARY[tongue],
        "replies": replies,
    }
    path = folder / f"outgrown-{tongue}.json"
    write_atomic(path, json.dumps(talk).encode())
    return str(path)


class ContextShots:
    """`until` waits for something to be so, `take` keeps a picture."""

    def __init__(
        self,
        application: Application,
        tongue: Tongue,
        until: Callable[[Callable[[], bool], str], None],
        take: Callable[[QWidget, str], None],
    ) -> None:
        self._application = application
        self._tongue = tongue
        self._until = until
        self._take = take

    def walk(self) -> None:
        """From the first words to the answer that did not see them."""
        application, window = self._application, self._application.window
        chat, bar = window.chat, window.chat.bar
        application.preferences.change(n_ctx=ROOM[self._tongue])
        for number, (asked, _) in enumerate(TALK[self._tongue]):
            self._ask(asked, (NOTES[self._tongue],) if number == 0 else ())
            if number == 1:
                self._until(bar.isEnabled, "counted context")
                bar.setFocus(Qt.FocusReason.TabFocusReason)
                self._take(window, "context")
                chat.composer.setFocus()
        question = LAST[self._tongue][0]
        before = bar.line
        chat.composer.set_text(question)
        self._until(lambda: bar.line != before, "context that is too full")
        self._take(window, "context-full")
        inspector = chat.context.inspect()
        assert inspector is not None
        self._until(inspector.copy_button.isEnabled, "what the model sees")
        self._take(inspector, "context-seen")
        inspector.reject()
        chat.composer.set_text("")
        self._ask(question)
        self._until(lambda: self._asking().drop.isVisible(), "question about the context")
        self._take(window, "context-ask")
        size = window.size()
        window.resize(*NARROW)
        self._take(window, "context-ask-narrow")
        window.resize(size)
        self._choose(self._asking().summarise, "context-summary")
        application.session.regenerate(chat.transcript.cards.messages[-1].id)
        self._settled("another reply")
        self._choose(self._asking().drop, "context-dropped")

    def _choose(self, choice: QPushButton, state: str) -> None:
        chat = self._application.window.chat
        mark, full = chat.transcript.cards.mark, chat.bar.line
        choice.click()
        self._settled(state)
        self._until(lambda: mark.isVisible() and chat.bar.line != full, state)
        if mark.button.isVisible():
            mark.button.click()
        chat.transcript.ensureWidgetVisible(mark, 0, 200)
        self._take(self._application.window, state)

    def _asking(self) -> OverflowCard:
        chat = self._application.window.chat
        card = chat.transcript.card(chat.transcript.cards.messages[-1].id)
        assert card is not None
        assert card.asking is not None
        return card.asking

    def _ask(self, text: str, files: tuple[Attachment, ...] = ()) -> None:
        self._application.window.chat.composer.submitted.emit(text, files)
        self._settled(text)

    def _settled(self, what: str) -> None:
        session = self._application.session
        self._until(lambda: session.state != "idle", what)
        self._until(lambda: session.state == "idle", what)
