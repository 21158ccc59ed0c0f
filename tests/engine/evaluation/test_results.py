"""Results are kept, named, removed and put back, compared and exported."""

import csv
import io
import json

import msgspec
import pytest

from engine.errors import StorageError
from engine.evaluation.records import Answer, Judge, Scores
from engine.evaluation.results import Results, name_of
from engine.evaluation.table import as_csv, as_json, as_markdown, best_of, metrics_of, shown
from engine.messages import AdapterUse


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "held out.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    return path


@pytest.fixture
def judge(data):
    return Judge("exact", "/models/tiny.gguf", str(data))


def scores(value, **more):
    answer = Answer(1, "Who?", "Ada", "Ada")
    return Scores("exact", 4, {"exact": value, "loss": 1 - value}, answers=(answer,), **more)


@pytest.fixture
def results(home):
    return Results(home)


def test_the_newest_comes_first(results, judge):
    assert results.list() == []
    first = results.keep(judge, scores(0.25))
    second = results.keep(judge, scores(0.5), "Mine")
    assert results.list() == [second, first]
    assert first.name == "tiny"
    assert second.name == "Mine"
    assert first.scores.answers[0].given == "Ada"
    assert first.comparable(second)


def test_others_data_cannot_be_compared(results, judge, data):
    first = results.keep(judge, scores(0.25))
    data.write_text("{} \n", encoding="utf-8")
    assert not first.comparable(results.keep(judge, scores(0.5)))


def test_a_name_a_removal_and_back(results, judge):
    kept = results.keep(judge, scores(0.25))
    renamed = results.rename(kept, "Before")
    assert results.list() == [renamed]
    results.remove(kept.id)
    results.remove(kept.id)
    assert results.list() == []
    results.put_back(renamed)
    assert results.list() == [renamed]


@pytest.mark.parametrize("id", ["", "../x", "a/b"])
def test_a_name_leads_nowhere_else(results, id):
    with pytest.raises(StorageError):
        results.remove(id)


def test_a_damaged_file_is_left_alone(results, judge, home, expected_log):
    expected_log("is no result")
    kept = results.keep(judge, scores(0.25))
    (home.training / "results" / "0.json").write_text("{", encoding="utf-8")
    assert results.list() == [kept]


def test_a_name_says_what_was_judged(judge):
    uses = (AdapterUse("/a/mine.gguf"), AdapterUse("/a/other.gguf", 0.5))
    assert name_of(msgspec.structs.replace(judge, adapters=uses)) == "tiny + mine + other × 0.5"


class TestExport:
    @pytest.fixture
    def both(self, results, judge):
        use = (AdapterUse("/a/mine.gguf", 0.5),)
        adapted = msgspec.structs.replace(judge, adapters=use)
        return [
            results.keep(judge, scores(0.25), "=base|1"),
            results.keep(adapted, scores(0.5, report="fine\n"), "mine"),
        ]

    def test_which_is_better(self, both):
        assert metrics_of(both) == ["exact", "loss"]
        assert best_of(both, "exact") == 0.5
        assert best_of(both, "loss") == 0.5
        assert best_of(both[:1], "exact") is None
        assert best_of(both, "bleu") is None

    def test_json(self, both):
        read = json.loads(as_json(both))
        assert [each["name"] for each in read] == ["=base|1", "mine"]
        assert read[1]["scores"]["answers"][0]["given"] == "Ada"

    def test_csv_is_safe_in_a_spreadsheet(self, both):
        rows = list(csv.DictReader(io.StringIO(as_csv(both).decode("utf-8-sig"))))
        assert len(rows) == 4
        assert rows[0]["name"] == "'=base|1"
        assert rows[2]["adapters"] == "/a/mine.gguf:0.5"
        assert [float(row["value"]) for row in rows] == [0.25, 0.75, 0.5, 0.5]

    def test_markdown(self, both):
        lines = as_markdown(both).decode().splitlines()
        assert lines[0] == "|  | task | examples | exact | loss |"
        assert lines[2] == "| =base\\|1 | exact | 4 | 0.250 | 0.750 |"
        assert lines[3] == "| mine | exact | 4 | **0.500** | **0.500** |"
        assert "fine" in lines

    def test_digits(self):
        assert shown("exact", 0.12345) == "0.123"
        assert shown("bleu", 12.345) == "12.35" or shown("bleu", 12.345) == "12.34"
        assert shown("tokens", 12345.0) == "12,345"
