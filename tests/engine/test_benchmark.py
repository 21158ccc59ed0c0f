"""A tiny model is measured for real: all settings, the raw loop, and the whole of Puna."""

import threading
import time
from pathlib import Path

import pytest
from helpers.tiny_gguf import write_tiny_gguf

from engine.benchmark import Benchmark, Report, Row
from engine.errors import ModelFileError, ModelRejected
from engine.files import Stopped
from engine.hardware import physical_cores
from engine.messages import Tuning
from engine.raw_loop import RawLoop
from engine.trial import Trial


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf", n_ctx=512)


def test_everything_is_measured(tiny: Path):
    rows: list[Row] = []
    steps: list[tuple[int, int]] = []
    report = Benchmark(
        tiny, rows.append, lambda *step: steps.append(step), lambda: False, quick=True
    ).run()
    assert report.rows == tuple(rows)
    assert [row.error for row in rows if row.error and row.what != "kv"] == []
    measured = [row for row in rows if not row.error]
    assert {row.what for row in measured} >= {"threads", "batch", "flash", "raw", "puna"}
    counts = [row.tuning.n_threads for row in rows if row.what == "threads"]
    assert counts[0] == 1
    assert counts[-1] == physical_cores()
    assert all(row.prefill > 0 and row.decode > 0 and row.turn > 0 for row in measured)
    assert report.best in [row.tuning for row in rows if row.what == "flash"]
    assert min(*report.share, *report.speed) > 0
    assert report.others >= 0
    assert [step[0] for step in steps] == sorted(step[0] for step in steps)
    assert all(done <= total for done, total in steps)


def test_where_others_are_busy_nothing_is_certain():
    row = Row("raw", Tuning())
    assert Report((row,), Tuning(), (1, 1), (1, 1), others=0.1).certain
    assert not Report((row,), Tuning(), (1, 1), (1, 1), others=1.0).certain


def test_it_stops_at_once(tiny: Path):
    stop = threading.Event()
    began: list[float] = []

    def progress(done: int, _total: int) -> None:
        if done == 3:
            began.append(time.monotonic())
            stop.set()

    with pytest.raises(Stopped):
        Benchmark(tiny, lambda _: None, progress, stop.is_set, quick=True).run()
    assert len(began) == 1


def test_a_file_that_is_no_model(tmp_path: Path):
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF")
    with pytest.raises(ModelFileError):
        Benchmark(path, lambda _: None, lambda *_: None, lambda: False).run()


def test_a_model_that_llama_cpp_refuses(tmp_path: Path):
    path = write_tiny_gguf(
        tmp_path / "m.gguf", metadata={"llama.attention.layer_norm_rms_epsilon": None}
    )
    with pytest.raises((ModelRejected, ModelFileError)):
        Benchmark(path, lambda _: None, lambda *_: None, lambda: False).run()


class TestRawLoop:
    def test_settings_one_after_the_other(self, tiny: Path):
        with RawLoop(lambda: False) as raw:
            for tuning in (Tuning(1), Tuning(1, n_batch=32), Tuning(1, flash=False)):
                speed = raw.measure(Trial(str(tiny), "Hello " * 40, 4, 512, tuning))
                assert speed.error == ""
                assert speed.prompt > 40
                assert min(speed.prefill, speed.decode) > 0

    def test_what_cannot_be_measured_is_told(self, tiny: Path, tmp_path: Path):
        with RawLoop(lambda: False) as raw:
            nowhere = Trial(str(tmp_path / "no.gguf"), "Hi", 4, 256, Tuning(1))
            assert raw.measure(nowhere).error
            long = Trial(str(tiny), "Hello " * 400, 4, 256, Tuning(1))
            assert "no room" in raw.measure(long).error
            assert not raw.measure(Trial(str(tiny), "Hello", 4, 256, Tuning(1))).error

    def test_a_process_that_ended(self, tiny: Path):
        with RawLoop(lambda: False) as raw:
            raw._process.kill()
            raw._process.wait()
            trial = Trial(str(tiny), "Hello", 4, 256, Tuning(1))
            assert raw.measure(trial).error == "the process ended"
            assert raw.measure(trial).error == "the process ended"
