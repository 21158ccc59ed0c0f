"""A model is opened by the first plan that works, and what did not work is not tried again."""

import msgspec
import pytest
from helpers import devices_seen as seen
from helpers.devices_seen import GIB, seven_billion

from engine.errors import ModelRejected, NotEnoughMemory
from engine.messages import Tuning
from engine.offload import plans
from engine.offload_memory import OffloadMemory
from engine.worker.model import Cancelled
from engine.worker.opening import open_by_plan

CARD = (seen.RTX_3060, seen.CPU)


class Killed(BaseException):
    """Stands for the death of the process: nothing behind it runs."""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "seven.gguf"
    path.write_bytes(b"weights")
    return path


@pytest.fixture
def opens(tmp_path, model):
    """Opens the model with devices where `works` says of layers and cache that they do; returns
    the layers and caches that were tried."""

    def run(works, devices=CARD, n_ctx=8192, llama="1", kills=False, tuning=Tuning()):  # noqa: B008
        tried = []

        def attempt(plan):
            tried.append((plan.layers, plan.tuning.kv_type))
            if not works(*tried[-1]):
                if kills:
                    raise Killed
                raise ModelRejected("m", "cannot allocate")
            return plan

        memory = OffloadMemory(tmp_path / "offload.json", llama)
        every = plans(seven_billion(), n_ctx, devices, tuning, 24 * GIB)
        try:
            open_by_plan(model, n_ctx, devices, every, memory, attempt)
        except (ModelRejected, Killed):
            tried.append(None)
        return tried

    return run


def test_the_first_that_works(opens, tmp_path):
    assert opens(lambda *_: True) == [(33, "")]
    assert not opens(lambda *_: True)[1:]


def test_down_the_ladder_and_not_up_again(opens):
    assert opens(lambda layers, _: layers <= 16) == [(33, ""), (24, ""), (16, "")]
    assert opens(lambda layers, _: layers <= 16) == [(16, "")]
    assert opens(lambda layers, _: layers == 0) == [(16, ""), (16, "q8_0"), (0, "")]
    assert opens(lambda *_: True) == [(0, "")]


def test_a_smaller_cache(opens):
    def works(layers, kv_type):
        return kv_type == "q8_0"

    assert opens(works)[-1] == (16, "q8_0")
    assert opens(works) == [(16, "q8_0")]


def test_nothing_works(opens):
    assert opens(lambda *_: False) == [(33, ""), (24, ""), (16, ""), (16, "q8_0"), (0, ""), None]


def test_a_process_that_died_leaves_the_card_alone_from_then_on(opens):
    assert opens(lambda layers, _: layers == 0, kills=True) == [(33, ""), None]
    assert opens(lambda layers, _: layers == 0, kills=True) == [(0, "")]
    assert opens(lambda *_: True) == [(0, "")]


@pytest.mark.parametrize("change", ["file", "card", "llama", "context"])
def test_what_is_another_case_is_tried_anew(opens, model, change):
    opens(lambda layers, _: layers == 0)
    more = {}
    if change == "file":
        model.write_bytes(b"other weights")
    elif change == "card":
        more["devices"] = (msgspec.structs.replace(seen.RTX_3060, memory_total=24 * GIB), seen.CPU)
    elif change == "llama":
        more["llama"] = "2"
    else:
        more["n_ctx"] = 4096
    assert opens(lambda *_: True, **more) == [(33, "")]
    assert opens(lambda *_: True, **more) == [(33, "")]


def test_a_computer_without_a_card_writes_nothing(opens, tmp_path):
    assert opens(lambda *_: True, devices=(seen.CPU,)) == [(-1, "")]
    assert opens(lambda *_: False, devices=(seen.CPU,)) == [(-1, ""), None]
    assert not (tmp_path / "offload.json").exists()


def test_other_errors_are_told_at_once(model, tmp_path):
    memory = OffloadMemory(None, "1")
    every = plans(seven_billion(), 8192, CARD, Tuning(), 24 * GIB)

    def attempt(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        open_by_plan(model, 8192, CARD, every, memory, attempt)


def test_the_last_refusal_is_told(model):
    every = plans(seven_billion(), 8192, CARD, Tuning(), 24 * GIB)

    def attempt(plan):
        raise NotEnoughMemory("m", plan.layers, 0, 0, 0)

    with pytest.raises(NotEnoughMemory) as caught:
        open_by_plan(model, 8192, CARD, every, OffloadMemory(None, "1"), attempt)
    assert caught.value.values["needed"] == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff\xfe", b'{"m": {}}'])
def test_a_broken_memory_is_none(opens, tmp_path, content):
    (tmp_path / "offload.json").write_bytes(content)
    assert opens(lambda layers, _: layers <= 24) == [(33, ""), (24, "")]
    assert opens(lambda layers, _: layers <= 24) == [(24, "")]


def test_a_disk_that_refuses_changes_nothing(opens, tmp_path, caplog):
    (tmp_path / "offload.json").mkdir()
    with caplog.at_level("CRITICAL"):
        assert opens(lambda layers, _: layers <= 24) == [(33, ""), (24, "")]
