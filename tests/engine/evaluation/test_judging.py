"""A judgement in its own process: every task on a tiny model, and what goes wrong."""

import json
import queue
import threading
from pathlib import Path

import msgspec
import psutil
import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.errors import DataError
from engine.evaluation.base import base_of, template_of
from engine.evaluation.judging import examples_of
from engine.evaluation.records import Answer, Failed, Judge, Progress, Scored
from engine.evaluation.run import Evaluation
from engine.messages import AdapterUse
from engine.training.plain_template import PLAIN

ROWS = [("the sea is calm", "good"), ("the sea is cold", "bad"), ("the road is old", "bad")]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    return write_tiny_gguf(path, template=CHATML, n_ctx=1024)


def written(path, rows, extra=()):
    lines = [
        json.dumps(
            {
                "messages": [
                    {"role": "user", "content": question},
                    {"role": "assistant", "content": answer},
                ]
            }
        )
        for question, answer in rows
    ]
    path.write_text("\n".join([*lines, *extra]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path):
    return written(tmp_path / "rows.jsonl", ROWS)


def judged(judge):
    """All events of a judgement."""
    events = queue.SimpleQueue()
    heard = []
    with Evaluation(judge, events.put):
        while not heard or not isinstance(heard[-1], Scored | Failed):
            heard.append(events.get(timeout=100))
    assert events.empty()
    return heard


def scores(judge):
    end = judged(judge)[-1]
    assert isinstance(end, Scored), end
    return end.scores


def test_labels_are_held_to(tiny, data):
    heard = judged(Judge("classify", str(tiny), str(data), max_tokens=16))
    found = heard[-1].scores
    assert [answer for answer in heard if isinstance(answer, Answer)] == list(found.answers)
    assert heard[-2] == Progress(3, 3)
    assert [answer.question for answer in found.answers] == [question for question, _ in ROWS]
    assert {answer.given for answer in found.answers} <= {"good", "bad"}
    assert found.labels == ("bad", "good")
    assert sum(map(sum, found.confusion)) == 3


def test_free_answers_are_cut_where_told(tiny, data):
    found = scores(Judge("exact", str(tiny), str(data), limit=2, max_tokens=4))
    assert found.examples == 2
    assert found.values["exact"] == 0
    assert all(len(answer.given.split()) <= 4 for answer in found.answers)


def test_perplexity_and_what_an_adapter_does_to_it(tiny, data, tmp_path):
    adapter = write_adapter(tmp_path / "a.gguf", tiny)
    judge = Judge("perplexity", str(tiny), str(data), (AdapterUse(str(adapter)),))
    changed, plain = scores(judge), scores(base_of(judge))
    assert changed.examples == plain.examples == 3
    assert changed.values["tokens"] == plain.values["tokens"] > 3
    assert changed.values["loss"] != plain.values["loss"]


def test_forgetting_needs_no_data(tiny):
    found = scores(Judge("forgetting", str(tiny)))
    assert found.examples >= 16
    assert {"loss", "perplexity", "loss_en", "loss_zh"} == set(found.values)
    assert 4 < found.values["loss"] < 30


def test_rows_that_cannot_be_used_are_counted(tiny, tmp_path):
    data = written(tmp_path / "rows.jsonl", [*ROWS, ("word " * 2000, "good")], ['{"a": '])
    assert scores(Judge("exact", str(tiny), str(data), max_tokens=2)).skipped == 2
    assert scores(Judge("perplexity", str(tiny), str(data))).skipped == 2


def test_what_asks_nothing_cannot_be_answered(tmp_path):
    data = tmp_path / "rows.jsonl"
    data.write_text('{"text": "It rains."}\n{"text": "It pours."}\n', encoding="utf-8")
    examples, skipped = examples_of(Judge("perplexity", "", str(data)))
    assert (len(examples), skipped) == (2, 0)
    with pytest.raises(DataError):
        examples_of(Judge("exact", "", str(data)))


def test_a_table_whose_columns_say_nothing(tmp_path):
    data = tmp_path / "rows.csv"
    data.write_text("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        examples_of(Judge("exact", "", str(data)))
    assert refused.value.values["fault"] == "columns"


class TestRefused:
    def kind(self, judge):
        [error] = [event.error for event in judged(judge) if isinstance(event, Failed)]
        return error.kind

    def test_no_model(self, data, tmp_path):
        assert self.kind(Judge("exact", str(tmp_path / "no.gguf"), str(data))) == "model_not_found"

    def test_no_data(self, tiny, tmp_path):
        assert self.kind(Judge("exact", str(tiny), str(tmp_path / "no.jsonl"))) == "storage"

    def test_no_labels(self, tiny, tmp_path):
        data = written(tmp_path / "rows.jsonl", ROWS[1:])
        assert self.kind(Judge("classify", str(tiny), str(data))) == "data"

    def test_no_adapter(self, tiny, data, tmp_path):
        use = AdapterUse(str(tmp_path / "no.gguf"))
        assert self.kind(Judge("perplexity", str(tiny), str(data), (use,))) == "adapter"

    def test_all_too_long(self, tiny, tmp_path):
        data = written(tmp_path / "rows.jsonl", [("word " * 2000, "good")])
        assert self.kind(Judge("exact", str(tiny), str(data))) == "data"


def test_closing_cancels_and_nothing_more_is_heard(tiny, data):
    events = queue.SimpleQueue()
    evaluation = Evaluation(Judge("chat", str(tiny), str(data), max_tokens=900), events.put)
    events.get(timeout=100)
    family = psutil.Process(evaluation._process.pid)
    children = family.children(recursive=True)
    evaluation.close()
    evaluation.close()
    while not events.empty():
        assert not isinstance(events.get(), Scored | Failed)
    psutil.wait_procs(children, timeout=30)
    assert not any(child.is_running() for child in children)


def test_a_process_that_died_is_told(tiny, data):
    events = queue.SimpleQueue()
    with Evaluation(Judge("chat", str(tiny), str(data), max_tokens=900), events.put) as evaluation:
        events.get(timeout=100)
        evaluation._process.kill()
        while not isinstance(event := events.get(timeout=100), Scored | Failed):
            pass
    assert event.error.kind == "engine_crashed"


def test_whose_template_counts(tiny, tmp_path):
    own = Judge("exact", str(tiny))
    assert template_of(own) == CHATML
    given = msgspec.structs.replace(own, template="{{ messages }}")
    assert template_of(given) == "{{ messages }}"
    adapter = write_adapter(tmp_path / "a.gguf", tiny, metadata={"train.template": "{{ 1 }}"})
    adapted = msgspec.structs.replace(given, adapters=(AdapterUse(str(adapter)),))
    assert template_of(adapted) == "{{ 1 }}"
    assert base_of(adapted) == msgspec.structs.replace(given, template="{{ 1 }}")
    bare = write_tiny_gguf(tmp_path / "bare.gguf")
    assert template_of(msgspec.structs.replace(own, model=str(bare))) == PLAIN


def test_it_outlives_the_thread_that_began_it(tiny, data):
    events = queue.SimpleQueue()
    begun = []
    judge = Judge("exact", str(tiny), str(data), max_tokens=4)
    thread = threading.Thread(target=lambda: begun.append(Evaluation(judge, events.put)))
    thread.start()
    thread.join()
    with begun[0]:
        while not isinstance(event := events.get(timeout=100), Scored | Failed):
            pass
    assert isinstance(event, Scored)


def test_closed_at_once(tiny, data):
    events = queue.SimpleQueue()
    for _ in range(3):
        Evaluation(Judge("exact", str(tiny), str(data)), events.put).close()
    assert events.empty()
