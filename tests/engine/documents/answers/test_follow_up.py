"""A whole document is read once: what follows up on it evaluates next to nothing of it again."""

import pytest
from helpers.passages import sources

from engine.documents.answers.telling import prepare
from engine.engine import Engine
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Text

PARAGRAPH = (
    "Rule {n}. Each member of club number {n} pays {n} euros in the month of May, and brings a"
    " guest to the meeting on the first Friday of that month. "
)
TOKENS = 2000
SHARE = 0.05


def asked(model, system, *said):
    roles = ("user", "assistant")
    messages = [ChatMessage(roles[i % 2], text) for i, text in enumerate(said)]
    return ChatRequest(model, (system, *messages), max_tokens=8)


def ask(engine, request):
    events = list(engine.stream(request))
    assert isinstance(events[-1], Finished)
    return "".join(e.text for e in events if isinstance(e, Text)), events[-1].stats


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_follow_up_reads_little_of_a_whole_document_again(starter_path):
    given = sources(*(PARAGRAPH.format(n=n) for n in range(1, 37)), mode="whole")
    model = ModelSpec(str(starter_path), n_ctx=4096)
    questions = ("What does each member of club 7 pay?", "And when do they meet?")
    first, second = (prepare(question, given, small=False) for question in questions)
    with Engine() as engine:
        system = ChatMessage("system", first.system, parts=first.system_parts)
        reply, before = ask(engine, asked(model, system, first.content))
        assert before.prompt_tokens >= TOKENS
        system = ChatMessage("system", second.system, parts=second.system_parts)
        again = asked(model, system, first.content, reply, second.content)
        _, after = ask(engine, again)
    evaluated = after.prompt_tokens - after.cached_tokens
    assert evaluated <= SHARE * before.prompt_tokens
