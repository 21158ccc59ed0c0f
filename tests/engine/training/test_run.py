"""A run in its own process: killed and gone on with, and one last event whatever happens."""

from pathlib import Path

import msgspec
import psutil
import pytest
from helpers.lessons import lesson, write_run
from helpers.practice import curve, practised
from helpers.waiting import wait_until

from engine.gguf.adapter import read_adapter
from engine.training.journal import read_events, read_result
from engine.training.records import (
    Broken,
    Done,
    Estimate,
    Pause,
    Paused,
    Prepared,
    Preparing,
    Probe,
    Resume,
    Saved,
    Step,
)
from engine.training.run import TrainingRun

SECONDS = 110


class Heard:
    """Hears a run."""

    def __init__(self, request):
        self.events = []
        self.run = TrainingRun(request, self.events.append)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run.close()

    def has(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    def end(self):
        assert self.run.wait(SECONDS)
        return self.events[-1]


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_killed_and_gone_on_with_it_makes_the_very_steps(tmp_path: Path):
    settings = {"steps": 150, "checkpointing": "on", "dropout": 0.1}
    request = write_run(tmp_path, **settings)
    with Heard(request) as first:
        wait_until(lambda: first.has(Step), SECONDS)
        first.run.send(Pause())
        wait_until(lambda: first.has(Paused), SECONDS)
        assert psutil.Process(first.run.pid).nice() >= 10
        first.run.send(Resume())
        psutil.Process(first.run.pid).kill()
        end = first.end()
    assert isinstance(end, Broken)
    assert end.error.values["fault"] == "killed"
    assert read_result(Path(request.folder)) is None
    with Heard(request) as second:
        end = second.end()
    assert isinstance(end, Done), end
    assert 0 < second.has(Prepared)[0].from_step >= first.has(Paused)[0].step
    whole = curve(practised(write_run(tmp_path, name="whole", **settings)))
    assert curve(read_events(Path(request.folder))) == whole
    assert end.reason == "done"
    assert read_result(Path(request.folder)) == end
    adapter = read_adapter(Path(request.out))
    assert adapter.rank == 4
    assert end.divergence < 0.01


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_closing_leaves_a_checkpoint(tmp_path: Path):
    request = write_run(tmp_path, steps=100_000)
    with Heard(request) as heard:
        wait_until(lambda: heard.has(Step), SECONDS)
        heard.run.close(SECONDS)
        assert heard.events[-1] == heard.has(Done)[0]
        assert heard.events[-1].reason == "cancelled"
        assert len(heard.has(Done)) == 1
        assert heard.has(Saved)
    assert read_result(Path(request.folder)) is None
    assert not Path(request.out).exists()


def test_bad_examples_are_told_before_torch_is_loaded(tmp_path: Path):
    request = write_run(tmp_path, [lesson("", "")])
    with Heard(request) as heard:
        Path(request.data).write_text("{", encoding="utf-8")
        end = heard.end()
    assert isinstance(end, Broken)
    assert end.error.kind == "data"
    assert "torch" not in [event.stage for event in heard.has(Preparing)]
    assert read_result(Path(request.folder)) == end


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_probe_tells_what_it_would_take_and_keeps_nothing(tmp_path: Path):
    request = write_run(tmp_path, steps=50)
    with Heard(Probe(request, 0.5)) as heard:
        end = heard.end()
    assert isinstance(end, Estimate), end
    assert end.steps == 50
    assert end.tokens_per_s > 0
    assert end.seconds > 0
    assert end.memory > 50 << 20
    assert not Path(request.folder).exists()


def test_settings_out_of_range(tmp_path: Path):
    request = write_run(tmp_path)
    wrong = msgspec.structs.replace(request.settings, lr=-1.0)
    with Heard(msgspec.structs.replace(request, settings=wrong)) as heard:
        end = heard.end()
    assert isinstance(end, Broken)
    assert end.error.values["field"] == "lr"


def test_a_process_that_cannot_be_started(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    with Heard(write_run(tmp_path)) as heard:
        end = heard.end()
    assert isinstance(end, Broken)
    assert end.error.values["fault"] == "not_started"
    assert heard.run.pid == 0
