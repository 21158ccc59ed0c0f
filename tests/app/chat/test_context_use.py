"""How full a context is, from what was measured."""

import pytest

from app.chat.context_use import ContextUse
from engine.messages import ChatRequest, Measured, ModelSpec, Segment

SEGMENTS = (
    Segment("template", -1, 3),
    Segment("system", 0, 10),
    Segment("history", 1, 20),
    Segment("document", 1, 40),
    Segment("history", 2, 30),
    Segment("message", 3, 7),
    Segment("template", -1, 4),
)


def use_of(tokens=114, n_ctx=1000, n_ctx_max=8000, *, size=0, **fields):
    measured = Measured(1, tokens, n_ctx, n_ctx_max, SEGMENTS, cached=60)
    return ContextUse.of(measured, ChatRequest(ModelSpec("scripted:", size), (), **fields))


def test_parts_are_summed_by_kind():
    assert use_of().parts == (
        ("system", 10),
        ("document", 40),
        ("history", 50),
        ("message", 7),
        ("template", 7),
    )
    assert sum(count for _, count in use_of().parts) == use_of().tokens


def test_a_context_without_a_set_size_has_the_room_it_may_grow_to():
    assert (use_of().room, use_of().n_ctx) == (8000, 1000)
    assert use_of(size=1000).room == 1000


@pytest.mark.parametrize(
    ("tokens", "level", "percent"),
    [(10, "roomy", 1), (849, "roomy", 85), (850, "tight", 85), (999, "tight", 99)],
)
def test_levels(tokens, level, percent):
    use = use_of(tokens, size=1000)
    assert (use.level, use.percent, use.excess) == (level, percent, 0)


def test_a_prompt_must_leave_room_to_begin_a_reply():
    full = use_of(1000, size=1000)
    assert (full.level, full.percent, full.excess, full.free) == ("over", 100, 1, 0)
    assert use_of(1200, size=1000).excess == 201


def test_what_is_cut_by_itself_is_cut_before_the_reply_has_no_room():
    # An eighth of the context is kept for it.
    assert use_of(875, size=1000, overflow="drop").excess == 0
    assert use_of(876, size=1000, overflow="drop").excess == 1
    assert use_of(960, size=1000, overflow="summarise", max_tokens=40).excess == 0
