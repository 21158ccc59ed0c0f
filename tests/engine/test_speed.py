"""Replies that ran here are remembered by file and by packing, on this computer only."""

import os
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from helpers.guards import ExpectedLogs
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf, speed
from engine.effort import effort
from engine.messages import Stats
from engine.paths import Home
from engine.speed import History, SpeedLog
from engine.throughput import Throughput

FAST = Throughput(20e9, 200e9)


@pytest.fixture
def log(home: Home) -> SpeedLog:
    made = SpeedLog(home, lambda: FAST)
    made.throughput()
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny_gguf(tmp_path / "m.gguf")


def stats(times: float, path: Path, prompt: int = 200, cached: int = 0, reply: int = 100) -> Stats:
    """A reply `times` as fast as estimated."""
    cost = effort(gguf.read(path))
    read = cost.read_s(FAST, prompt) - cost.read_s(FAST, cached)
    return Stats(
        prompt_tokens=prompt,
        cached_tokens=cached,
        completion_tokens=reply,
        prefill_tokens_per_s=times * (prompt - cached) / read,
        decode_tokens_per_s=times / cost.write_s(FAST, prompt + reply / 2),
    )


class TestThisComputer:
    def test_is_measured_once(self, home: Home):
        calls: list[int] = []

        def measured() -> Throughput:
            calls.append(1)
            return FAST

        assert SpeedLog(home, measured).throughput() == FAST
        assert SpeedLog(home, measured).throughput() == FAST
        assert len(calls) == 1
        assert home.speed.name == "speed.json"
        assert home.owns(home.speed)

    def test_is_measured_again_where_others_were_in_the_way(self, home: Home):
        found = [Throughput(5e9, 90e9, False), Throughput(9e9, 50e9, False), FAST, FAST]
        log = SpeedLog(home, lambda: found.pop(0))
        assert log.throughput() == Throughput(5e9, 90e9, False)
        assert log.throughput() == Throughput(9e9, 90e9, False)
        assert log.throughput() == FAST
        assert log.throughput() == FAST
        assert len(found) == 1

    def test_a_file_that_cannot_be_used(self, home: Home, expected_log: ExpectedLogs):
        expected_log("cannot be used", 5)
        home.root.mkdir(parents=True)
        for content in (b"", b"[]", b"\xff\xfe", b'{"machine": 1}', ZERO):
            home.speed.write_bytes(content)
            assert SpeedLog(home, lambda: FAST).throughput() == FAST

    def test_where_nothing_can_be_written(
        self, tmp_path: Path, model: Path, expected_log: ExpectedLogs
    ):
        expected_log("cannot be used", 3)
        expected_log("cannot be remembered", 2)
        (tmp_path / "home").write_bytes(b"a file")
        log = SpeedLog(Home(tmp_path / "home"), lambda: FAST)
        assert log.throughput() == FAST
        log.note(model, stats(1, model))
        assert log.known() == History()


ZERO = b'{"machine": "x", "throughput": {"bandwidth": 0, "flops": 1}}'


class TestReplies:
    def test_nothing_is_known(self, log: SpeedLog):
        assert log.known() == History({}, {})

    def test_how_much_faster_than_estimated(self, log: SpeedLog, model: Path):
        log.note(model, stats(1.5, model))
        share = log.known().files[str(model)]
        assert (share.decode, share.prefill) == pytest.approx((1.5, 1.5))
        assert log.known().packings == {"F32": share}

    def test_the_middle_of_the_last(self, log: SpeedLog, model: Path):
        for times in (90, 90, 90, 3, 1, 9, 2, 4, 2, 8, 5):
            log.note(model, stats(times, model))
        assert log.known().files[str(model)].decode == pytest.approx(3.5)

    def test_what_was_taken_over_was_not_read(self, log: SpeedLog, model: Path):
        log.note(model, stats(2, model, prompt=5000, cached=4000))
        assert log.known().files[str(model)].prefill == pytest.approx(2)

    def test_a_packing_is_the_middle_of_its_models(
        self, log: SpeedLog, model: Path, tmp_path: Path
    ):
        other = write_tiny_gguf(tmp_path / "other.gguf", seed=1)
        log.note(model, stats(1, model))
        log.note(other, stats(2, other))
        assert log.known().packings["F32"].decode == pytest.approx(1.5)

    def test_what_tells_nothing(self, log: SpeedLog, model: Path, home: Home):
        before = home.speed.read_bytes()
        log.note(model, Stats())
        log.note(model, stats(1, model, prompt=40, reply=8))
        log.note(Path("scripted:abc"), stats(1, model))
        assert home.speed.read_bytes() == before

    @pytest.mark.parametrize(("taken", "decode"), [(0, 1), (20, 0.8), (50, 0)])
    def test_drafted_tokens_do_not_count(
        self, log: SpeedLog, model: Path, taken: int, decode: float
    ):
        drafted = {"drafted_tokens": taken + 9, "accepted_tokens": taken}
        log.note(model, msgspec.structs.replace(stats(1, model), **drafted))
        share = log.known().files[str(model)]
        assert (share.decode, share.prefill) == (pytest.approx(decode), pytest.approx(1))

    def test_a_short_reply_tells_how_fast_it_reads(self, log: SpeedLog, model: Path):
        log.note(model, stats(2, model, reply=3))
        assert log.known().files[str(model)].decode == 0

    def test_another_file_of_that_name(self, log: SpeedLog, model: Path):
        log.note(model, stats(4, model))
        os.utime(model, ns=(1, 1))
        assert log.known().files == {}
        assert log.known().packings["F32"].decode == pytest.approx(4)
        log.note(model, stats(1, model))
        assert log.known().files[str(model)].decode == pytest.approx(1)

    def test_a_file_that_is_no_model_any_more(self, log: SpeedLog, tmp_path: Path, model: Path):
        broken = tmp_path / "broken.gguf"
        broken.write_bytes(b"GGUF")
        log.note(broken, stats(1, model))
        assert log.known() == History({}, {})

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_a_name_that_is_no_text(self, log: SpeedLog, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / os.fsdecode(b"m\xff.gguf"))
        log.note(path, stats(2, path))
        assert log.known().packings["F32"].decode == pytest.approx(2)

    def test_another_computer(self, log: SpeedLog, model: Path, home: Home):
        log.note(model, stats(1, model))
        saved = msgspec.json.decode(home.speed.read_bytes())
        saved["machine"] = "another"
        home.speed.write_bytes(msgspec.json.encode(saved))
        assert SpeedLog(home, lambda: FAST).known() == History()

    def test_only_so_many_models(
        self, log: SpeedLog, tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(speed, "_MODELS", 4)
        for number in range(7):
            path = write_tiny_gguf(tmp_path / f"{number}.gguf", n_layers=1)
            log.note(path, Stats(completion_tokens=20, decode_tokens_per_s=5.0))
        models = msgspec.json.decode(home.speed.read_bytes())["models"]
        assert [Path(name).stem for name in models] == ["3", "4", "5", "6"]

    def test_several_threads(self, log: SpeedLog, model: Path, home: Home):
        threads = [
            threading.Thread(target=log.note, args=(model, stats(1, model))) for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        saved = msgspec.json.decode(home.speed.read_bytes())["models"][str(model)]
        assert len(saved["replies"]) == 6
