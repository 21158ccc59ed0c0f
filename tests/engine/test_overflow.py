"""What is left out of a conversation, with tokens that are words."""

import msgspec
import pytest

from engine.errors import ModelRejected, PromptTooLong
from engine.messages import ChatMessage, ChatRequest, ModelSpec, Segment
from engine.overflow import Counted, Fitting, reply_room, summary_room, tidy, without

SYSTEM = ChatMessage("system", "be kind now")


def turns(number, words=10):
    """So many turns of the user and the assistant, of so many words each, then a question."""
    said = []
    for i in range(number):
        said += [ChatMessage("user", f"q{i} " * words), ChatMessage("assistant", f"a{i} " * words)]
    return (*said, ChatMessage("user", "and then ?"))


def request(messages, overflow="drop", **fields):
    return ChatRequest(ModelSpec("m.gguf"), messages, overflow=overflow, **fields)


def segments(asked):
    """A prompt in which every message costs two tokens of the template behind it."""
    found = []
    for i, message in enumerate(asked.messages):
        kind = "system" if message.role == "system" else "history"
        found += [Segment(kind, i, len(message.content.split())), Segment("template", -1, 2)]
        if kind == "system" and asked.summary:
            found.insert(1, Segment("summary", 0, len(asked.summary.split())))
    return found


class Model:
    """Counts words and writes summaries; keeps what it was asked."""

    def __init__(self, n_ctx, summary="all in few words", n_ctx_max=0):
        self.asked = []
        self.summary = summary
        self.fitting = Fitting(n_ctx, n_ctx_max or n_ctx, self.count, self.write)

    def count(self, asked, limit):
        tokens = sum(s.tokens for s in segments(asked))
        if limit and tokens > 100 * limit:
            raise PromptTooLong(0, limit)
        return Counted(tokens, lambda: segments(asked))

    def write(self, asked):
        self.asked.append(asked)
        if isinstance(self.summary, Exception):
            raise self.summary
        return self.summary, True

    def fit(self, asked):
        return self.fitting.fit(asked)

    def tokens(self, asked):
        return self.count(asked, 0).tokens


@pytest.mark.parametrize("policy", ["ask", "drop", "summarise"])
def test_what_fits_stays_as_it_is(policy):
    model = Model(200)
    asked = request((SYSTEM, *turns(3)), policy)
    assert model.fit(asked) == (asked, 0)
    assert model.asked == []


def test_ask_fails_with_the_figures_of_what_would_help():
    model = Model(100, n_ctx_max=4000)
    asked = request((SYSTEM, *turns(5)), "ask")
    with pytest.raises(PromptTooLong) as raised:
        model.fit(asked)
    figures = raised.value.values
    assert figures["tokens"] == model.tokens(asked) == 130
    assert figures["n_ctx"] == 100
    assert figures["n_ctx_max"] == 4000
    assert figures["least"] == model.tokens(request((SYSTEM, *turns(0)))) == 10
    assert "4,000" in raised.value.advice


def test_ask_tells_a_conversation_that_is_too_long_to_count():
    with pytest.raises(PromptTooLong) as raised:
        Model(100).fit(request(turns(1000, words=20), "ask"))
    assert raised.value.values["tokens"] == 0
    assert 0 < raised.value.values["least"] < 100


def test_whole_turns_are_dropped_until_half_is_free():
    model = Model(200)
    asked = request((SYSTEM, *turns(9)))
    fits, count = model.fit(asked)
    assert count % 2 == 0
    assert fits.messages == (SYSTEM, *asked.messages[1 + count :])
    assert fits.messages[1].role == "user"
    assert model.tokens(fits) <= 100
    assert model.tokens(without(asked, count - 2)) > 100  # and no more than that


def test_the_turns_after_a_cut_need_none():
    model = Model(400)
    fits, count = model.fit(request((SYSTEM, *turns(15))))
    assert count
    for more in range(6):
        grown = msgspec.structs.replace(fits, messages=(*fits.messages, *turns(more)[:-1]))
        assert model.fit(grown)[1] == 0


def test_room_for_the_reply_is_kept():
    assert reply_room(8192, 0) == 1024
    assert reply_room(8192, 100) == 100
    assert reply_room(8192, 5000) == 1024
    assert reply_room(256, 0) == 32
    model = Model(140)
    asked = request((SYSTEM, *turns(5)))
    assert model.tokens(asked) == 130
    assert model.fit(asked)[1] > 0  # it would leave ten tokens
    assert model.fit(msgspec.structs.replace(asked, max_tokens=10))[1] == 0


def test_a_long_last_message_stays_though_all_else_goes():
    model = Model(100)
    last = ChatMessage("user", "word " * 70)
    asked = request((SYSTEM, *turns(3)[:-1], last))
    fits, count = model.fit(asked)
    assert count == 6
    assert fits.messages == (SYSTEM, last)
    longer = request((SYSTEM, *turns(3)[:-1], ChatMessage("user", "word " * 120)))
    with pytest.raises(PromptTooLong) as raised:
        model.fit(longer)
    assert raised.value.values["least"] > 100
    assert "shorten the message" in raised.value.advice.lower()


@pytest.mark.parametrize("policy", ["ask", "drop", "summarise"])
def test_one_turn_that_leaves_little_room_is_answered_as_it_is(policy):
    asked = request((ChatMessage("user", "word " * 95),), policy)
    assert Model(100).fit(asked) == (asked, 0)


def test_a_reply_that_goes_on_keeps_its_question():
    messages = (SYSTEM, *turns(9)[:-1])
    asked = request(messages, continue_reply=True)
    fits, count = Model(100).fit(asked)
    assert fits.messages[-2:] == messages[-2:]
    assert count == 2 * 8


def test_raw_text_is_never_cut():
    asked = request((ChatMessage("user", "word " * 500),), raw=True)
    with pytest.raises(PromptTooLong):
        Model(100).fit(asked)


def test_an_earlier_summary_stays_when_more_is_dropped():
    asked = request((SYSTEM, *turns(9)), summary="before that")
    fits, count = Model(200).fit(asked)
    assert count
    assert fits.summary == "before that"


def test_older_turns_are_summarised_in_one_go():
    model = Model(400)
    asked = request((SYSTEM, *turns(16)), "summarise", summary="what came before")
    fits, count = model.fit(asked)
    assert fits.summary == "all in few words"
    assert fits.messages == (SYSTEM, *asked.messages[1 + count :])
    assert model.tokens(fits) <= 200 + summary_room(400)
    (wanted,) = model.asked
    # it begins like the conversation, of which all was read already
    assert wanted.messages[:-1] == asked.messages[: 1 + count]
    assert wanted.summary == "what came before"
    assert wanted.messages[-1].role == "user"
    assert wanted.max_tokens == summary_room(400)
    assert wanted.overflow == "ask"
    assert wanted.sampling.temperature == 0  # the same text whenever it is asked for


def test_turns_that_do_not_fit_at_once_are_summarised_in_portions():
    """As after a change to a smaller context."""
    model = Model(200)
    asked = request((SYSTEM, *turns(40)), "summarise")
    fits, count = model.fit(asked)
    assert len(model.asked) > 3
    assert all(model.tokens(wanted) + wanted.max_tokens <= 200 for wanted in model.asked)
    seen = [m for wanted in model.asked for m in wanted.messages[1:-1]]
    assert tuple(seen) == asked.messages[1 : 1 + count]
    assert [wanted.summary for wanted in model.asked] == [
        "",
        *["all in few words"] * (len(model.asked) - 1),
    ]
    assert fits.summary == "all in few words"


@pytest.mark.parametrize("summary", ["", "  \n", "<think>\nhm", ModelRejected("m.gguf", "odd")])
def test_a_summary_that_fails_is_told_with_its_reason(summary):
    with pytest.raises(PromptTooLong) as raised:
        Model(100, summary).fit(request((SYSTEM, *turns(5)), "summarise"))
    assert raised.value.values["reason"]
    assert str(raised.value.values["reason"]) in raised.value.message


def test_a_summary_that_fails_while_all_still_fits_changes_nothing():
    asked = request((SYSTEM, *turns(5)), "summarise")
    assert Model(140, "").fit(asked) == (asked, 0)


def test_a_conversation_in_chinese_is_summarised_in_chinese():
    model = Model(100)
    said = [ChatMessage(r, "你好 " * 10) for _ in range(5) for r in ("user", "assistant")]
    model.fit(request((*said, ChatMessage("user", "好")), "summarise"))
    assert "总结" in model.asked[0].messages[-1].content


@pytest.mark.parametrize(
    ("text", "ended", "kept"),
    [
        (" One. Two \n", True, "One. Two"),
        ("One. Two", False, "One."),
        ("只有一句。后面", False, "只有一句。"),
        ("no end", False, "no end"),
        ("<think>\nx\n</think>\n\nYes", True, "Yes"),
    ],
)
def test_a_summary_ends_with_a_whole_sentence(text, ended, kept):
    assert tidy(text, ended) == kept
