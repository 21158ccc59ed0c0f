"""Steps on a tiny model: it learns, goes on as if it had never stopped, and knows when to end."""

import math
from pathlib import Path

import msgspec
import pytest
import torch
from helpers.lessons import lesson, lessons, write_run
from helpers.practice import curve, practice, practised

from engine.errors import StorageError, TrainingError
from engine.training.control import Control
from engine.training.preparing import plan
from engine.training.records import (
    Evaluated,
    NotSaved,
    Pause,
    Paused,
    Resume,
    Saved,
    Skipped,
    Step,
    Stop,
)


def save_often(monkeypatch):
    monkeypatch.setattr("engine.training.loop._REST_SECONDS", 0.0)


def test_it_learns(tmp_path: Path):
    events = practised(write_run(tmp_path, steps=40))
    losses = [event.loss for event in events if isinstance(event, Step)]
    assert len(losses) == 40
    assert losses[-1] < 0.6 * losses[0]
    assert all(event.rss_bytes > 1 << 20 for event in events if isinstance(event, Step))


@pytest.mark.parametrize(
    "settings",
    [
        {"dropout": 0.2},
        {"fast": True},
        {"checkpointing": "on", "dropout": 0.2},
        {"accumulate": 2, "holdout": 0.3, "evaluations": 4},
    ],
    ids=["dropout", "fast", "again", "held out"],
)
def test_going_on_makes_the_very_steps(tmp_path: Path, monkeypatch, settings):
    save_often(monkeypatch)
    whole = practised(write_run(tmp_path, steps=12, name="whole", **settings), keeping=False)
    request = write_run(tmp_path, steps=12, name="parts", **settings)
    found = []
    for step in (5, 12):

        def end(event, control, step=step):
            if isinstance(event, Step) and event.step == step:
                control.hear(None)

        part = practised(request, hear=end)
        found = [event for event in found if event[0] < part[0].step] + curve(part)
    assert found == curve(whole)
    assert [e for e in whole if isinstance(e, Evaluated)] or "holdout" not in settings


def test_layers_computed_again_change_nothing(tmp_path: Path):
    off = practised(write_run(tmp_path, name="off", checkpointing="off", dropout=0.1))
    on = practised(write_run(tmp_path, name="on", checkpointing="on", dropout=0.1))
    assert curve(on) == curve(off)


def test_what_is_packed_together_changes_nothing(tmp_path: Path):
    one, many = (
        write_run(tmp_path, name=str(most), steps=5, batch_tokens=most, accumulate=count)
        for most, count in ((512, 1), (8, 6))
    )
    for (_, ours, _), (_, theirs, _) in zip(
        curve(practised(one)), curve(practised(many)), strict=True
    ):
        assert ours == pytest.approx(theirs, rel=1e-5)


def test_the_best_is_kept_and_too_long_without_ends_it(tmp_path: Path):
    # What is held out contradicts what is learnt: it can only become worse.
    examples = [lesson("say", "aaaa aaaa", 1), lesson("say", "zzzz zzzz", 2)]
    request = write_run(
        tmp_path, examples, steps=60, holdout=0.5, evaluations=20, patience=3, lr=0.02
    )
    with practice(request) as found:
        outcome = found.loop.run()
        judged = found.told(Evaluated)
        best = min(judged[1:], key=lambda event: event.loss)
        assert outcome.reason == "early"
        assert (outcome.step, outcome.loss) == (best.step, best.loss)
        assert judged[0].step == 0
        assert len([event for event in judged if event.step > best.step]) == 3
        assert judged[-1].perplexity == pytest.approx(math.exp(judged[-1].loss))
        found.loop._judge()
        assert found.told(Evaluated)[-1].loss == pytest.approx(best.loss, rel=1e-6)


def test_pause_and_resume(tmp_path: Path):
    def hear(event, control):
        if isinstance(event, Step) and event.step == 2:
            control.hear(Pause())
        if isinstance(event, Paused):
            control.hear(Resume())

    events = practised(write_run(tmp_path, name="paused"), hear=hear)
    assert [event.step for event in events if isinstance(event, Paused)] == [2]
    assert curve(events) == curve(practised(write_run(tmp_path, name="whole")))


@pytest.mark.parametrize(("keep", "reason"), [(True, "stopped"), (False, "cancelled")])
def test_stopping(tmp_path: Path, keep, reason):
    def hear(event, control):
        if isinstance(event, Step) and event.step == 3:
            control.hear(Stop(keep))

    with practice(write_run(tmp_path), hear=hear) as found:
        outcome = found.loop.run()
    assert (outcome.reason, outcome.step) == (reason, 3)
    assert bool(found.told(Saved)) is not keep


def test_a_step_of_no_numbers_is_left_out_and_three_end_it(tmp_path: Path, monkeypatch):
    from engine.training.learner import Learner

    learn = Learner.learn
    bad = {2, 4, 5, 6}
    steps = []

    def spoilt(self, packed, scale):
        loss = learn(self, packed, scale)
        steps.append(packed)
        return math.nan if len(steps) in bad else loss

    monkeypatch.setattr(Learner, "learn", spoilt)
    with practice(write_run(tmp_path, steps=20, batch_tokens=512)) as found:
        with pytest.raises(TrainingError) as refused:
            found.loop.run()
        assert found.session.lora.layers[0]["attn_q"].b.isfinite().all()
    assert refused.value.values["fault"] == "not_finite"
    assert [event.step for event in found.told(Skipped)] == [2, 4, 5, 6]
    schedule = found.session.schedule
    third = next(event for event in found.told(Step) if event.step == 3)
    assert third.lr == schedule.lr(3) / 2
    assert found.told(Skipped)[-1].lr == schedule.lr(6) / 16


def test_a_full_disk_does_not_end_it(tmp_path: Path, monkeypatch):
    save_often(monkeypatch)

    def full(path, data):
        raise StorageError(str(path), "No space left on device")

    monkeypatch.setattr("engine.training.checkpoint.write_atomic", full)
    events = practised(write_run(tmp_path))
    assert len(curve(events)) == 6
    lost = [event for event in events if isinstance(event, NotSaved)]
    assert lost
    assert lost[0].error.kind == "storage"


def test_two_checkpoints_are_kept_and_a_broken_one_is_passed_over(tmp_path: Path, monkeypatch):
    save_often(monkeypatch)
    request = write_run(tmp_path)
    whole = curve(practised(request))
    kept = sorted(Path(request.folder).glob("checkpoint-*.pt"))
    assert [path.name for path in kept] == ["checkpoint-00000005.pt", "checkpoint-00000006.pt"]
    kept[1].write_bytes(kept[1].read_bytes()[:2000])
    assert curve(practised(request)) == whole[5:]


def test_a_checkpoint_of_another_run_is_neither_taken_nor_lost(tmp_path: Path, monkeypatch):
    save_often(monkeypatch)
    request = write_run(tmp_path)
    practised(request)
    kept = {path: path.read_bytes() for path in Path(request.folder).glob("checkpoint-*.pt")}
    with pytest.raises(TrainingError) as refused:
        practised(write_run(tmp_path, lr=1e-3))
    assert refused.value.values["fault"] == "checkpoint"
    assert {path: path.read_bytes() for path in kept} == kept


def test_the_adapter_it_began_with_may_be_called_otherwise_meanwhile(tmp_path: Path):
    start = tmp_path / "start.gguf"
    start.write_bytes(b"of one name")
    request = msgspec.structs.replace(write_run(tmp_path), start=str(start))
    before = plan(request, Control(), lambda _: None).identity
    start.write_bytes(b"of quite another name")
    assert plan(request, Control(), lambda _: None).identity == before
    other = msgspec.structs.replace(request, start=str(tmp_path / "other.gguf"))
    assert plan(other, Control(), lambda _: None).identity != before


def test_damaged_checkpoints_do_not_take_the_place_of_new_ones(tmp_path: Path, monkeypatch):
    save_often(monkeypatch)
    request = write_run(tmp_path)
    Path(request.folder).mkdir()
    for step in (900, 901):
        (Path(request.folder) / f"checkpoint-{step:08}.pt").write_bytes(b"damaged")
    saved = [event for event in practised(request) if isinstance(event, Saved)]
    kept = sorted(Path(request.folder).glob("checkpoint-*.pt"))
    assert [path.name for path in kept] == ["checkpoint-00000005.pt", "checkpoint-00000006.pt"]
    assert saved[-1].path == str(kept[-1])


def test_no_layer_below_learns_in_fast_mode(tmp_path: Path):
    with practice(write_run(tmp_path, fast=True)) as found:
        found.loop.run()
        layers = found.session.lora.layers
        assert not list(layers[0].parameters())
        assert any(parameter.any() for parameter in layers[1].parameters())
        assert torch.isfinite(found.session.lora.layers[1]["ffn_down"].b).all()


def test_examples_alone_are_enough_and_none_are_not(tmp_path: Path):
    with pytest.raises(TrainingError) as refused:
        practised(write_run(tmp_path, lessons(3), max_length=8))
    assert refused.value.values["fault"] == "nothing"
