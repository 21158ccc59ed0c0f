"""Years of chats, put into a store quickly: the same ones for the same number."""

from __future__ import annotations

import random
import time

from engine.store.chats import Chats
from engine.store.tree import ChatTree, TreeMessage

DAY = 86_400
TITLES = (
    "Leave policy for new parents",
    "为什么选择开源模型",
    "Regex for invoice numbers",
    "Trip to Puno, packing list",
    "Rewrite the cover letter",
    "Thesis, chapter 3",
    "Names for a grey cat",
    "Compare heat pumps and gas, with the subsidies of this year",
    "如何给孩子讲解光合作用",
    "Translate the rental contract",
    "Plan of the vegetable garden",
    "A letter to the landlord",
    "Python: read a large CSV",
    "Sourdough that does not rise",
)
TEXTS = (
    "How many weeks of leave do new parents get, and who pays for it?",
    "New parents get 16 weeks of paid leave, to be taken within the first year of the child.",
    "开源模型可以在自己的电脑上运行，数据不会离开您的设备。",
    "A vicuña is a wild relative of the llama that lives on the high grassland.",
    "Write the steps down one by one, and say which of them can be left out.",
)


def fill(chats: Chats, number: int) -> list[int]:
    """`number` chats of a question and an answer, from two years ago until now, the newest first.

    The first of them are a few hours apart, the others days; returns their ids.
    """
    dice, now = random.Random(7), time.time()
    ages = [min(place**1.6 * 2_500, 2 * 365 * DAY) for place in range(number)]
    ids = []
    with chats.transaction():
        for place in reversed(range(number)):
            at = now - ages[place]
            question, answer = dice.sample(TEXTS, 2)
            title = TITLES[place % len(TITLES)]
            chat = chats.take(
                ChatTree(
                    key=f"year-{place:05}",
                    title=title if place < len(TITLES) else f"{title} ({place // len(TITLES) + 1})",
                    messages=(
                        TreeMessage("q", None, "user", question, at),
                        TreeMessage("a", "q", "assistant", answer, at, reason="stop"),
                    ),
                    leaf="a",
                    created_at=at,
                    updated_at=at,
                )
            )
            assert chat is not None
            ids.append(chat.id)
    return ids[::-1]
