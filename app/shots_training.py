"""Pictures of a new run being put together: where examples come from, the columns of a table, what
was found in them, what the model sees, how to train. Part of `app.shots`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from app.application import Application
from app.training.new_run import CHECK, CHOICE, COLUMNS, SOURCE
from app.training.page import TrainingPage
from engine.files import write_atomic

Take = Callable[[QWidget, str], None]
Until = Callable[[Callable[[], bool], str], None]

_NAMES: Final = {"en": "support-tone", "zh_CN": "客服语气"}
_HEADS: Final = {"en": ("Question", "Answer", "Day"), "zh_CN": ("顾客的话", "我们的话", "日期")}
_ROWS: Final = {
    "en": (
        ("My parcel is late, what now?", "Sorry about that! Send me the order number, please, and I"
         " will look where it is."),
        ("Can I get an invoice?", "Of course. Tell me the company and the tax number, and it is in"
         " your mailbox in a minute."),
        ("May I send the shoes back?", "Gladly, within 30 days. The label is on its way to you."),
        ("Do you ship to Norway?", "We do! It takes four days, and the customs are on us."),
        ("Where is order no. 4481-2207?", "Let me look… it left Hamburg this morning and should"
         " ring your bell tomorrow."),
        ("The zip is broken.", "Oh no. A new one is on its way today; keep the old one."),
        ("Whom do I ask about the manual?", "Anna Berger wrote it: anna.berger@example.com, or"
         " +49 40 5550 1234. She likes questions."),
        ("It is too large.", "That happens. Which size would you like instead?"),
    ),
    "zh_CN": (
        ("包裹还没到，怎么办？", "真抱歉！请把订单号发给我，我马上帮您查到哪儿了。"),
        ("可以开发票吗？", "可以的，请把抬头和税号发给我，一分钟内就到您邮箱。"),
        ("鞋子可以退吗？", "三十天内随时可以退，退货单已经发给您了。"),
        ("你们发货到香港吗？", "发的！两天就到，运费我们出。"),
        ("订单号 20261104-8817 到哪儿了？", "我看看……今天早上已从杭州发出，明天送到。"),
        ("拉链坏了。", "真不好意思，今天就给您补发一条新的，旧的不用寄回。"),
        ("说明书的问题问谁？", "请找王芳：wang.fang@example.com，电话 138 1234 5678。"),
        ("买大了。", "没关系，您想换哪个尺码？"),
    ),
}  # fmt: skip
_DAY: Final = "2026-11-{:02}"
_TIMES: Final = 6  # the rows, in other words


class TrainingShots:
    """Walks the steps of a new run, with a model that can be taught and a trainer that speaks."""

    def __init__(self, application: Application, tongue: str, take: Take, until: Until) -> None:
        self._application = application
        self._tongue = tongue
        self._take_window = take
        self._until = until
        self._folder = application.home.root.parent
        window = application.window
        window.show_training()
        until(lambda: window.training.page is not None, "page of fine-tuning")
        page = window.training.page
        assert page is not None
        self._page: TrainingPage = page
        self._new = page.new_run

    def walk(self) -> None:
        """All of them. Nothing is left behind."""
        desk, new = self._application.new_run, self._new
        self._until(lambda: bool(desk.bases.all) and desk.trainer.installed is not None, "models")
        self._take("source")
        new.take_file(str(self._table()))
        self._until(lambda: new.step == COLUMNS, "columns")
        self._take("columns")
        new.columns.cancel_button.click()
        new.take_file(str(self._examples()))
        self._until(lambda: new.step == CHECK, "examples")
        inspection = desk.inspection
        self._until(lambda: not inspection.busy and inspection.count is not None, "findings")
        self._take("check")
        self._take_dialog(new.check.show_faults(), "faults")
        self._take_dialog(new.check.show_private(), "private")
        table = new.check.table
        table.pick(3)
        table.seen_button.click()
        self._until(lambda: bool(table.seen.box.toPlainText()), "what the model sees")
        self._take("seen")
        table.edit_button.click()
        new.steps[CHOICE].click()
        self._until(lambda: desk.launch.state == "known", "estimate")
        self._take("choice")
        new.steps[SOURCE].click()
        new.again_button.click()

    def _take(self, state: str) -> None:
        self._take_window(self._application.window, f"train-{state}")

    def _take_dialog(self, dialog: QWidget, state: str) -> None:
        self._take_window(dialog, f"train-{state}")
        dialog.close()

    def _examples(self) -> Path:
        """Examples with what is often wrong: rows that are none, one twice, private things."""
        lines = []
        for time in range(_TIMES):
            for question, answer in _ROWS[self._tongue]:
                asked = question if not time else f"{question} ({time + 1})"
                said = [
                    {"role": "user", "content": asked},
                    {"role": "assistant", "content": answer},
                ]
                lines.append(json.dumps({"messages": said}, ensure_ascii=False))
        lines[16] = json.dumps({"messages": [{"role": "user", "content": "?"}]})
        lines[29] = lines[29][:40]
        lines[40] = lines[0]
        return self._written(f"{_NAMES[self._tongue]}.jsonl", lines)

    def _table(self) -> Path:
        rows = [
            _HEADS[self._tongue],
            *((*row, _DAY.format(n)) for n, row in enumerate(_ROWS[self._tongue], 1)),
        ]
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        return self._written(f"{_NAMES[self._tongue]}.csv", lines)

    def _written(self, name: str, lines: list[str]) -> Path:
        path = self._folder / name
        write_atomic(path, "\n".join(lines).encode())
        return path
