"""Whether a model fits, how large its context may be and how fast it would be, from its header."""

from pathlib import Path

import msgspec
import pytest
from helpers import devices_seen as seen
from helpers.devices_seen import GIB, seven_billion
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf
from engine.errors import NotEnoughMemory
from engine.fit import Fit, Fitting, Machine, fit, machine, teachable
from engine.memory import SPARE, check_fits, default_context, margin, needed
from engine.paths import Home
from engine.speed import History, Share, SpeedLog
from engine.throughput import Throughput

HERE = Machine(16 * GIB, 12 * GIB, (seen.CPU,), 20e9, 200e9)


def free(available: float, total: float = 16) -> Machine:
    return msgspec.structs.replace(HERE, available=int(available * GIB), total=int(total * GIB))


def with_card(*cards, available: float = 12) -> Machine:
    return msgspec.structs.replace(free(available), devices=(*cards, seen.CPU))


class TestVerdict:
    def test_fits(self):
        found = fit(seven_billion(), 8192, HERE)
        assert (found.verdict, found.n_ctx) == ("fits", 8192)
        assert found.need == needed(seven_billion(), 8192)

    def test_to_the_byte(self):
        need = needed(seven_billion(), 8192).total
        at_least = msgspec.structs.replace(HERE, available=need + SPARE)
        assert fit(seven_billion(), 8192, at_least).verdict == "fits"
        less = msgspec.structs.replace(HERE, available=need + SPARE - 1)
        assert fit(seven_billion(), 8192, less).verdict == "tight"

    def test_tight_while_others_have_the_memory(self):
        found = fit(seven_billion(), 8192, free(3))
        assert (found.verdict, found.largest) == ("tight", 0)

    def test_too_big_for_all_there_is(self):
        need = needed(seven_billion(), 8192).total
        total = need + GIB  # a tenth of it is more
        there = msgspec.structs.replace(HERE, total=total, available=total)
        assert fit(seven_billion(), 8192, there).verdict == "tight"
        total -= GIB // 2
        there = msgspec.structs.replace(HERE, total=total, available=total)
        assert fit(seven_billion(), 8192, there).verdict == "too big"

    def test_a_packed_cache_may_fit_where_a_plain_one_does_not(self):
        here = free(6.2)
        assert fit(seven_billion(), 8192, here).verdict == "tight"
        assert fit(seven_billion(), 8192, here, "q8_0").verdict == "fits"


class TestContext:
    def test_is_chosen_where_none_was(self):
        assert fit(seven_billion(), 0, HERE).n_ctx == 8192
        assert fit(seven_billion(), 0, free(4)).n_ctx == 2048
        assert fit(seven_billion(), 0, free(4)).n_ctx == default_context(seven_billion(), 4 * GIB)

    def test_is_rounded_as_it_will_be(self):
        assert fit(seven_billion(), 1000, HERE).n_ctx == 1024

    @pytest.mark.parametrize("available", [5.6, 6, 7, 8, 9, 20])
    def test_the_largest_is_admitted_and_one_step_more_is_not(self, available: float):
        here, file = free(available, 32), seven_billion()
        largest = fit(file, 1024, here).largest
        spare = margin(here.total)
        assert 0 < largest <= 32_768
        check_fits(file, largest, here.available, spare)
        if largest < 32_768:
            with pytest.raises(NotEnoughMemory):
                check_fits(file, largest + 256, here.available, spare)

    def test_no_larger_than_trained_for(self):
        assert fit(seven_billion(), 1024, free(200, 256)).largest == 32_768

    def test_a_slider_is_followed(self):
        fitting = Fitting(seven_billion(), HERE)
        found = [fitting.at(n_ctx) for n_ctx in range(256, 16_384 + 1, 1024)]
        assert [one.need.total for one in found] == sorted({one.need.total for one in found})
        assert found[3] == fit(seven_billion(), found[3].n_ctx, HERE)
        assert {one.largest for one in found} == {found[0].largest}


class TestCards:
    def test_what_a_card_takes_need_not_be_free(self):
        assert fit(seven_billion(), 8192, free(3)).verdict == "tight"
        found = fit(seven_billion(), 8192, with_card(seen.RTX_3060, available=3))
        assert (found.verdict, found.layers) == ("fits", 33)
        assert found.elsewhere > 4 * GIB
        assert found.largest == 32_768

    def test_a_small_card_takes_a_part(self):
        found = fit(seven_billion(), 8192, with_card(seen.GTX_1050))
        assert 0 < found.layers < 33
        assert 0 < found.elsewhere < 2 * GIB

    def test_memory_that_is_shared_is_needed_all_the_same(self):
        for card in (seen.APPLE_M2, seen.RADEON_780M):
            found = fit(seven_billion(), 8192, with_card(card))
            assert (found.layers, found.elsewhere) == (33, 0)

    def test_the_largest_is_admitted_with_what_the_card_takes(self):
        file, here = seven_billion(), with_card(seen.GTX_1050, available=5)
        largest = fit(file, 1024, here).largest
        at_it = fit(file, largest, here)
        assert largest > fit(file, 1024, free(5)).largest
        check_fits(file, largest, here.available, margin(here.total), at_it.elsewhere)

    def test_a_card_nobody_measured_gives_no_speed(self):
        found = fit(seven_billion(), 8192, with_card(seen.RTX_3060))
        assert (found.words_per_s, found.page_s, found.measured) == (0, 0, False)
        own = History({str(seven_billion().path): Share(10, 20)}, {})
        found = fit(seven_billion(), 8192, with_card(seen.RTX_3060), history=own)
        assert found.words_per_s > 10
        assert found.page_s > 0
        assert found.measured


class TestSpeed:
    def test_a_longer_context_is_slower(self):
        near, far = (fit(seven_billion(), n_ctx, HERE) for n_ctx in (1024, 32_768))
        assert 1 < far.words_per_s < near.words_per_s < 10
        assert near.page_s == far.page_s > 1
        assert not near.measured

    def test_nothing_is_said_of_a_computer_that_was_not_measured(self):
        found = fit(seven_billion(), 8192, Machine(16 * GIB, 12 * GIB))
        assert (found.words_per_s, found.page_s, found.measured) == (0, 0, False)
        assert found.verdict == "fits"

    def test_by_its_own_replies(self):
        plain = fit(seven_billion(), 8192, HERE)
        own = History({str(seven_billion().path): Share(2, 4)}, {"Q4_K": Share(9, 9)})
        found = fit(seven_billion(), 8192, HERE, history=own)
        assert found.words_per_s == pytest.approx(2 * plain.words_per_s)
        assert found.page_s == pytest.approx(plain.page_s / 4)
        assert found.measured

    def test_by_those_of_its_like(self):
        plain = fit(seven_billion(), 8192, HERE)
        like = History({"/models/other.gguf": Share(5, 5)}, {"Q4_K": Share(0.5, 0)})
        found = fit(seven_billion(), 8192, HERE, history=like)
        assert found.words_per_s == pytest.approx(plain.words_per_s / 2)
        assert found.page_s == plain.page_s
        assert not found.measured

    def test_from_replies_to_an_estimate(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "m.gguf", n_ctx=4096)
        log = SpeedLog(home, lambda: Throughput(HERE.bandwidth, HERE.flops))
        log.throughput()
        fast = Throughput(HERE.bandwidth, HERE.flops)
        fitting = Fitting(gguf.read(path), HERE)
        per_s = 3 / fitting._effort.write_s(fast, 2048)
        from engine.messages import Stats

        log.note(path, Stats(2000, 0, 96, decode_tokens_per_s=per_s))
        found = fit(gguf.read(path), 4096, HERE, history=log.known())
        assert found.words_per_s == pytest.approx(per_s * 0.75)
        assert found.measured


def test_this_computer(home: Home):
    found = machine(home, (seen.CPU,))
    assert found.total >= found.available > 0
    assert found.bandwidth > 0
    assert found.flops > 0
    assert found.devices == (seen.CPU,)
    assert machine(home, ()).bandwidth == found.bandwidth or not SpeedLog(home).throughput().certain


def test_a_fit_can_be_sent():
    found = fit(seven_billion(), 8192, HERE)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Fit) == found


@pytest.mark.parametrize(
    ("architecture", "metadata", "yes"),
    [
        ("llama", {}, True),
        ("gemma3", {}, True),
        ("qwen2", {}, True),
        ("llama", {"llama.expert_count": 8}, False),  # Mixtral
        ("qwen3moe", {}, False),
        ("mamba", {}, False),
        ("llama", {"general.type": "adapter"}, False),
        ("llama", {"llama.attention.causal": False}, False),
    ],
)
def test_teachable(tmp_path: Path, architecture: str, metadata: dict[str, object], yes: bool):
    path = tmp_path / "m.gguf"
    file = gguf.read(write_tiny_gguf(path, architecture=architecture, metadata=metadata))
    assert teachable(file) is yes
