"""Files for pictures of the page of documents: a small handbook of a company, made up, in two
languages, and two files that cannot be read. Part of `app.shots`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.sample_handbook import Tongue, write_handbook
from app.sample_pdf import write_pdf
from engine.files import write_atomic

FOLDER: Final = {"en": "Handbook", "zh_CN": "员工手册"}
QUESTION: Final = {
    "en": "How many weeks of leave do new parents get?",
    "zh_CN": "产假有多少周？",
}
UNKNOWN: Final = {"en": "zeppelin timetable", "zh_CN": "飞艇时刻表"}
SCANNED: Final = {"en": "contract-2019.pdf", "zh_CN": "合同-2019.pdf"}

_ENGLISH: Final = {
    "leave.md": """# Leave

## Parental leave

Employees who become parents, by birth or adoption, are entitled to leave as follows. Parents
receive sixteen weeks of paid leave, which must be taken within twelve months of the birth or
adoption. Notice is to be given to the people team at least two months in advance.

During the first six weeks the benefit is paid by the social insurance. From the seventh week the
company continues to pay the full salary.

## Holidays

Everybody has 28 days of holidays a year. Up to five days may be taken into the next year, until the
end of March.

## Illness

Who is ill tells the team lead before ten on the first day. A certificate is needed from the fourth
day on.
""",
    "travel.html": """<!doctype html><title>Travel policy</title><h1>Travel policy</h1>
<h2>Trains and flights</h2><p>Journeys below six hours go by train, second class. Flights are booked
by the office, at least two weeks ahead.</p><h2>Hotels</h2><p>Up to 140 a night, breakfast
included; more in a city of the list below, if the team lead agrees before.</p>
<ul><li>Geneva</li><li>London</li><li>Oslo</li></ul>""",
    "expenses.csv": """kind,limit,receipt
Meals,42,needed
Taxi,60,needed
Books,200,needed
Phone,25,not needed
""",
    "welcome.eml": """From: People team <people@example.org>
To: Everybody <all@example.org>
Subject: New colleagues in May
Date: Mon, 4 May 2026 09:12:00 +0200
Content-Type: text/plain; charset=utf-8

Three colleagues begin this month. Parents among them can ask us about the first weeks, and about
the places that the company has in two nurseries.
""",
    "backup.py": '''"""Copies the shared folder to the second building every night."""


def copy_all(source, target):
    """Copy what changed since yesterday; returns how many files."""
    return sum(copy_one(path, target) for path in changed(source))
''',
}
_CHINESE: Final = {
    "休假制度.md": """# 休假

## 产假

员工生育或收养子女，可享受十六周带薪休假，须在孩子出生或收养后十二个月内休完。
请至少提前两个月通知人事部。

前六周的待遇由社会保险支付。自第七周起由公司照发全额工资。

## 年假

每位员工每年有二十八天年假，最多可将五天结转至下一年三月底。

## 病假

因病不能上班的，应在当天上午十点前告知直属主管。自第四天起需提供医院证明。
""",
    "差旅规定.html": """<!doctype html><meta charset="utf-8"><title>差旅规定</title>
<h1>差旅规定</h1>
<h2>火车与飞机</h2><p>六小时以内的行程乘坐二等座火车。机票由行政部统一预订，至少提前两周。</p>
<h2>住宿</h2><p>每晚不超过四百元，含早餐。</p>""",
    "报销标准.csv": """项目,限额,票据
餐费,80,需要
出租车,60,需要
书籍,200,需要
话费,50,不需要
""",
    "欢迎新同事.eml": """From: People <people@example.org>
To: Everybody <all@example.org>
Subject: New colleagues
Content-Type: text/plain; charset=utf-8

本月有三位新同事入职。有孩子的同事可以向人事部咨询公司在两家托儿所的名额。
""",
    "backup.py": _ENGLISH["backup.py"],
}
_MINUTES: Final = {
    "en": (
        "minutes",
        "minutes-{n:02}.txt",
        "Minutes of meeting {n}\n\nThe team went through what is open. Point {n} of the list was "
        "closed, and the next meeting is in two weeks.\n",
    ),
    "zh_CN": (
        "会议纪要",
        "会议纪要-{n:02}.txt",
        "第{n}次会议纪要\n\n各组汇报了进展。清单中的第{n}项已经完成，下次会议在两周后举行。\n",
    ),
}
_MORE: Final = {
    "en": (
        "Recipes",
        "quinoa.md",
        "# Quinoa soup\n\nRinse the quinoa, then cook it with potatoes for twenty minutes.\n",
    ),
    "zh_CN": ("菜谱", "藜麦汤.md", "# 藜麦汤\n\n藜麦洗净，与土豆同煮二十分钟。\n"),
}


def write_documents(root: Path, tongue: Tongue) -> Path:
    """Write the files below `root`; returns the folder they are in."""
    folder = root / FOLDER[tongue]
    for name, text in (_ENGLISH if tongue == "en" else _CHINESE).items():
        _write(folder / name, text.encode())
    below, name, text = _MINUTES[tongue]
    coding = "utf-8" if tongue == "en" else "gb18030"  # as older programs in China write it
    for n in range(1, 19):
        _write(folder / below / name.format(n=n), text.format(n=n).encode(coding))
    write_handbook(folder, tongue)
    write_pdf(folder / SCANNED[tongue], "", ((), ()))  # two pages, and nothing on them is text
    _write(folder / "archive.pdf", b"%PDF-1.4\n" + bytes(2048))
    return folder


def write_more(root: Path, tongue: Tongue) -> tuple[str, Path]:
    """Write a file of another collection below `root`; returns the name of that, and the file."""
    name, file, text = _MORE[tongue]
    path = root / file
    _write(path, text.encode())
    return name, path


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, data)
