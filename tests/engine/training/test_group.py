"""Two processes that torchrun started learn what one learns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from helpers.lessons import lessons, write_run
from helpers.practice import curve, practised

from engine.errors import TrainingError
from engine.training.records import Step
from engine.training.reducer import Alone

ROOT = Path(__file__).resolve().parents[3]
OPTIONS = {
    "--rank": 4,
    "--alpha": 8.0,
    "--steps": 6,
    "--lr": 5e-3,
    "--batch-tokens": 64,
    "--threads": 1,
    "--holdout": 0.3,
    "--evaluations": 3,
}


@pytest.mark.slow
def test_two_processes_learn_what_one_learns(tmp_path: Path):
    request = write_run(tmp_path, lessons(10), holdout=0.3, evaluations=3)
    options = [str(part) for option in OPTIONS.items() for part in option]
    group = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    command = ("-m", "engine.training", "-m", request.model, "--data", request.data)
    process = subprocess.Popen(
        [sys.executable, *group, *command, "--out", request.out, "--json", *options],
        cwd=ROOT,
        env={**os.environ, "PUNA_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        out, said = process.communicate(timeout=110)
    finally:
        for child in [*psutil.Process().children(recursive=True)]:
            child.kill()
    events = [json.loads(line) for line in out.splitlines()]
    assert events[-1]["event"] == "finished", said
    assert Path(events[-1]["adapter"]) == Path(request.out)
    told = [event for event in events if event["event"] == "step"]
    alone = practised(request, keeping=False)
    assert [event["step"] for event in told] == [step for step, _, _ in curve(alone)]
    for event, (_, loss, lr) in zip(told, curve(alone), strict=True):
        assert event["loss"] == pytest.approx(loss, rel=1e-6)
        assert event["lr"] == lr


class Half(Alone):
    """The first of two processes, of which the other gives what is told."""

    world = 2

    def __init__(self, same=True):
        self.agrees = same
        self.sums = []

    def sum(self, tensor):
        self.sums.append(tensor.clone())

    def same(self, text):
        return self.agrees


def test_half_of_the_examples_is_half_of_the_gradient(tmp_path: Path):
    """Gradients of both halves add up to that of one process, to 1e-6."""
    from helpers.practice import practice

    found = []
    for rank in (0, 1):
        half = Half()
        half.rank = rank
        request = write_run(tmp_path, name=f"half{rank}", steps=1, clip=0, batch_tokens=512)
        practised(request, reducer=half, keeping=False)
        found.append(half.sums[0])
    request = write_run(tmp_path, name="whole", steps=1, clip=0, batch_tokens=512)
    with practice(request, keeping=False) as whole:
        whole.loop.run()
        gradient = whole.loop._optimizer.gradient
        (loss,) = [event.loss for event in whole.told(Step)]
    both = found[0] + found[1]
    assert (both[:-1] - gradient).abs().max() <= 1e-6 * gradient.abs().max()
    assert both[-1].item() == pytest.approx(loss, rel=1e-6)


def test_different_files_are_refused(tmp_path: Path):
    from helpers.practice import practice

    from engine.training.learning import _check_same

    with practice(write_run(tmp_path), keeping=False) as found:
        from engine.training.control import Control
        from engine.training.preparing import plan

        planned = plan(found.request, Control(), lambda _: None)
        _check_same(planned, found.session, Half())
        with pytest.raises(TrainingError, match="not the same file"):
            _check_same(planned, found.session, Half(same=False))
