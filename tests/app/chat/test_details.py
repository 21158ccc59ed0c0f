"""The table of how a reply came about, in words that agree with its numbers."""

import pytest
from helpers.conversations import message

from app.chat.details import Details
from engine.messages import Stats
from engine.store.records import LeftOut


@pytest.fixture
def table(qtbot, theme):
    def build(**fields):
        details = Details(theme, message(2, "assistant", "a", **fields))
        qtbot.addWidget(details)
        return details.text().splitlines()

    return build


@pytest.mark.parametrize(
    ("count", "summary", "told"),
    [
        (1, "", "the oldest message"),
        (1, "Before: much.", "the oldest message, replaced by a summary"),
        (3, "", "the 3 oldest messages"),
        (3, "Before: much.", "the 3 oldest messages, replaced by a summary"),
    ],
)
def test_one_message_left_out_is_one_message(table, count, summary, told):
    assert f"Left out: {told}" in table(cut=LeftOut(count, summary))


def test_one_token_is_one_token(table):
    assert {"Read: 1 token", "Written: 1 token"} <= set(table(stats=Stats(1, 0, 1)))
    assert {"Read: 2 tokens", "Written: 3 tokens"} <= set(table(stats=Stats(2, 0, 3)))
