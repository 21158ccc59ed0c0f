"""Documents that nobody wrote, for pictures of the window: a handbook as PDF and notes in Markdown.

Real files with real text in them. Knows nothing of what they are shown in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from app.sample_pdf import Paragraph, write_pdf
from engine.files import write_atomic

Tongue = Literal["en", "zh_CN"]

NAMES: Final[dict[Tongue, tuple[str, str]]] = {
    "en": ("HR handbook.pdf", "Leave, answered.md"),
    "zh_CN": ("员工手册.pdf", "休假问答.md"),
}

# A page each: paragraphs, those with # are headings.
_PAGES: Final[dict[Tongue, tuple[str, ...]]] = {
    "en": (
        """
# HR handbook

This handbook says how we work together: when, where and for how long; what is paid, and by
whom; and who helps when something is not clear. It holds for all employees from the first
day.

## 1 Working time

The week has thirty-eight hours. Work begins between seven and ten, as the team agrees. Who
works longer on one day works less on another; what is left at the end of the year is paid.

## 2 Working from home

Three days a week may be worked from home. The company lends the desk, the chair and the
screen, and pays for the line.

## 3 Travel

Journeys of less than six hours are made by train. Tickets are booked by the office, at least
a week ahead where that is possible. Meals are paid for as the law says.
""",
        """
# 4 Leave

## 4.1 Annual leave

Every employee has thirty days of paid leave in a calendar year. Days that were not taken by
the end of March of the next year expire, unless the work did not allow them to be taken.

## 4.2 Parental leave

Employees who become parents, by birth or adoption, are entitled to leave as follows. Parents
receive sixteen weeks of paid leave, which must be taken within twelve months of the birth or
adoption. Notice is to be given to the people team at least two months in advance.

During the first six weeks the benefit is paid by the social insurance. From the seventh week
the company continues to pay the full salary.

## 4.3 Care for relatives

Who cares for a close relative may stay away from work for up to ten days a year. For longer
care, working time is reduced by agreement for up to two years, and the place is kept.

## 4.4 Unpaid leave

After three years in the company, unpaid leave of up to six months can be taken once. It is
asked for half a year ahead.
""",
        """
# 5 Learning

Five days a year are for learning, and so is a budget of one thousand euros. What is learned
is up to you, as long as you tell the others what it was.

## 5.1 Languages

Courses in the languages of our customers are paid in full and do not count against the
budget.
""",
    ),
    "zh_CN": (
        """
# 员工手册

本手册说明我们如何共事：工作时间、地点和期限，费用由谁承担，遇到不清楚的事情找谁。自入职第一天起
适用于全体员工。

## 1 工作时间

每周工作三十八小时。每天七点至十点之间开始工作，由团队商定。某一天多做的时间，可以在别的日子少做
；年底结余的部分折算成工资。

## 2 居家办公

每周可以居家办公三天。公司提供桌椅和显示器，并承担网络费用。

## 3 出差

六小时以内的路程乘坐火车。车票由办公室预订，尽可能提前一周。餐费依照规定报销。
""",
        """
# 4 休假

## 4.1 年假

每位员工每个日历年有三十天带薪年假。次年三月底之前没有休完的天数作废，因工作无法休假的除外。

## 4.2 育儿假

因生育或收养成为父母的员工，依照下列规定休假。父母享有十六周带薪育儿假，须在孩子出生或收养后十二
个月内休完。至少提前两个月通知人事部门。

前六周的津贴由社会保险支付，从第七周起由公司继续支付全额工资。

## 4.3 照顾亲属

照顾近亲属的员工每年可以请假最多十天。需要更长时间的，可以商定减少工作时间，最长两年，岗位保留。

## 4.4 无薪假

入职满三年后，可以休一次无薪假，最长六个月，须提前半年申请。
""",
        """
# 5 学习

每年有五天学习假和一千欧元学习经费。学什么由您决定，只要之后讲给大家听。

## 5.1 语言

学习客户所用语言的课程全额报销，不占用经费。
""",
    ),
}
_NOTES: Final[dict[Tongue, str]] = {
    "en": """# Leave, answered

What new colleagues ask most, and what we tell them. The handbook has the exact rules.

## Before you ask

- Look at the calendar of your team first.
- Tell the people who depend on you.
- Days are asked for in the portal, and never by mail.

## How long is my leave?

Thirty days in a year, and sixteen weeks of paid leave for parents. A day that is a public holiday
where you work is not counted.

| Kind     | Days | Asked for        |
|----------|------|------------------|
| Annual   | 30   | two weeks before |
| Parental | 112  | two months before |
| Learning | 5    | any time         |

> Ask early: the best weeks go first.

## What if I am ill?

Days on which you are ill are not days of leave. Send the note of the doctor to the people team
within three days, and the days are given back to you.

```python
left = 30 - taken + given_back
```
""",
    "zh_CN": """# 休假问答

新同事最常问的问题和我们的回答。准确的规定见员工手册。

## 提问之前

- 先看团队的日历。
- 告诉依赖您工作的同事。
- 在系统里申请，不要发邮件。

## 我有多少天假？

每年三十天年假；父母有十六周带薪育儿假。工作地点的法定节假日不计入。

| 种类 | 天数 | 申请时间 |
|------|------|----------|
| 年假 | 30 | 提前两周 |
| 育儿假 | 112 | 提前两个月 |
| 学习假 | 5 | 随时 |

> 早点申请：好的日子先被选走。

## 生病了怎么办？

生病的日子不算休假。三天之内把医生证明交给人事部门，天数会退还给您。

```python
left = 30 - taken + given_back
```
""",
}
_FOREWORD: Final[dict[Tongue, tuple[str, ...]]] = {
    "en": ("# Foreword\n\nThis is the second edition.",),
    "zh_CN": ("# 前言\n\n本手册为第二版。",),
}
# What is cited: the last of the notes, the others of the handbook.
CITED: Final[dict[Tongue, tuple[str, ...]]] = {
    "en": (
        "Parents receive sixteen weeks of paid leave, which must be taken within twelve months of "
        "the birth or adoption.",
        "During the first six weeks the benefit is paid by the social insurance.",
        "Thirty days in a year, and sixteen weeks of paid leave for parents.",
    ),
    "zh_CN": (
        "父母享有十六周带薪育儿假，须在孩子出生或收养后十二个月内休完。",
        "前六周的津贴由社会保险支付，从第七周起由公司继续支付全额工资。",
        "每年三十天年假；父母有十六周带薪育儿假。",
    ),
}


def write_handbook(folder: Path, tongue: Tongue, *, foreword: bool = False) -> tuple[Path, Path]:
    """Write both into a folder; returns where the handbook and the notes are. A later edition has a
    `foreword` on a page of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    handbook, notes = (folder / name for name in NAMES[tongue])
    pages = [_paragraphs(page) for page in (*_FOREWORD[tongue][: int(foreword)], *_PAGES[tongue])]
    write_pdf(handbook, handbook.stem, pages)
    write_atomic(notes, _NOTES[tongue].encode())
    return handbook, notes


def _paragraphs(page: str) -> list[Paragraph]:
    """The paragraphs of a page, their lines put together."""
    found = []
    for part in page.strip().split("\n\n"):
        level = len(part) - len(part.lstrip("#"))
        lines = part.lstrip("# ").split("\n")
        blank = " " if part.isascii() else ""
        found.append(Paragraph(blank.join(lines), level))
    return found
