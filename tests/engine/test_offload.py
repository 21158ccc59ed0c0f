"""How many layers go to which card, and what is tried when that fails. No card was at hand: this is
the decision alone, on devices as ggml describes them."""

import msgspec
import pytest
from helpers import devices_seen as seen
from helpers.devices_seen import GIB, seven_billion

from engine.attention import scores_size
from engine.devices import Device
from engine.messages import Tuning
from engine.offload import layers_that_fit, plans

ALL = 33
FREE = 24 * GIB


def of(card: Device, free: float) -> Device:
    return msgspec.structs.replace(card, memory_free=int(free * GIB))


def fit(*devices, n_ctx=8192, available=FREE, kv_type=""):
    return layers_that_fit(seven_billion(), n_ctx, (*devices, seen.CPU), available, kv_type)


def tried(*devices, n_ctx=8192, tuning=Tuning()):  # noqa: B008 - frozen
    return [
        (plan.layers, plan.tuning.kv_type)
        for plan in plans(seven_billion(), n_ctx, (*devices, seen.CPU), tuning, FREE)
    ]


def test_a_card_with_room_takes_all():
    assert fit(seen.RTX_3060) == ALL


def test_without_a_card_nothing_is_changed():
    tuning = Tuning(n_threads=3)
    (plan,) = plans(seven_billion(), 8192, (seen.CPU, seen.BLAS), tuning, FREE)
    assert (plan.tuning, plan.elsewhere) == (tuning, 0)
    assert fit() == 0


def test_less_memory_takes_fewer_layers():
    counts = [fit(of(seen.RTX_3060, free)) for free in (8, 6, 5, 4, 3, 2, 1.5, 1, 0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == ALL
    assert 0 < counts[3] < ALL
    assert counts[-1] == 0


@pytest.mark.parametrize("free", [5, 4, 3, 2])
def test_what_is_taken_fits_and_one_more_does_not(free):
    file, n_ctx = seven_billion(), 8192
    card = of(seen.RTX_3060, free)
    count = fit(card, n_ctx=n_ctx)
    sizes = [
        *(
            sum(t.size for t in file.tensors if t.name.startswith(f"blk.{n}.")) + 4096 * n_ctx
            for n in range(32)
        ),
        next(t.size for t in file.tensors if t.name == "output.weight"),
    ]
    room = card.memory_free - card.memory_total // 20  # more than half a GiB of this card
    assert sum(sizes[-count:]) < room
    compute = 512 * 4 * 3 * 14_336 + scores_size(32, n_ctx)
    assert sum(sizes[-count - 1 :]) + compute > room - (64 << 20)


def test_a_longer_context_takes_room_from_layers():
    card = of(seen.RTX_3060, 5)
    assert fit(card, n_ctx=32_768) < fit(card, n_ctx=8192) < fit(card, n_ctx=1024)


def test_a_smaller_cache_makes_room():
    card = of(seen.RTX_3060, 6)
    assert fit(card, n_ctx=32_768) < fit(card, n_ctx=32_768, kv_type="q8_0")


def test_an_output_shared_with_the_input_is_there_twice():
    card = of(seen.RTX_3060, 2)
    tied = layers_that_fit(seven_billion(tied=True), 256, (card,), FREE)
    assert tied == layers_that_fit(seven_billion(), 256, (card,), FREE) > 0


def test_two_cards_take_what_neither_does():
    one, two = of(seen.RTX_3060, 4), of(seen.RTX_3050, 3)
    assert max(fit(one), fit(two)) < fit(one, two) <= ALL


def test_each_of_two_cards_has_room_for_its_share():
    """The smaller one is nearly full: by the proportion it gets next to nothing."""
    one, two = of(seen.RTX_3060, 8), of(seen.RTX_3050, 0.2)
    assert fit(one, two) <= fit(one)


def test_memory_that_is_shared_leaves_the_computer_enough():
    assert fit(seen.APPLE_M2, available=16 * GIB) == ALL
    assert fit(seen.APPLE_M2, available=4 * GIB) < ALL
    assert fit(seen.APPLE_M2, available=GIB) == 0
    assert fit(seen.RADEON_780M, available=16 * GIB) == ALL
    assert fit(seen.SILENT, available=16 * GIB) == ALL
    assert fit(seen.SILENT, available=GIB) == 0


def test_what_is_tried_in_turn():
    assert tried(seen.RTX_3060) == [(33, ""), (24, ""), (16, ""), (16, "q8_0"), (0, "")]
    small = tried(seen.GTX_1050)
    assert small[0][0] < 12
    assert small[-1] == (0, "")
    assert [layers for layers, _ in small] == sorted((n for n, _ in small), reverse=True)


def test_a_packed_cache_needs_fused_attention():
    every = plans(seven_billion(), 8192, (seen.RTX_3060,), Tuning(), FREE)
    assert [plan.tuning.flash for plan in every] == [None, None, None, True, None]


def test_no_room_at_all():
    assert tried(of(seen.RTX_3060, 0.3)) == [(0, "")]


def test_the_users_number_comes_first():
    assert tried(seen.RTX_3060, tuning=Tuning(gpu_layers=10))[:2] == [(10, ""), (7, "")]
    assert tried(seen.RTX_3060, tuning=Tuning(gpu_layers=999))[0] == (33, "")
    assert tried(seen.RTX_3060, tuning=Tuning(gpu_layers=0)) == [(0, "")]
    assert tried(seen.RTX_3060, tuning=Tuning(gpu_layers=1)) == [(1, ""), (1, "q8_0"), (0, "")]


def test_the_users_packed_cache_stays():
    tuning = Tuning(kv_type="q4_0", flash=True)
    assert [kv for _, kv in tried(seen.RTX_3060, tuning=tuning)] == ["q4_0"] * 4


def test_only_memory_of_a_card_is_elsewhere():
    file = seven_billion()

    def elsewhere(card):
        return [plan.elsewhere for plan in plans(file, 8192, (card, seen.CPU), Tuning(), FREE)]

    card = elsewhere(seen.RTX_3060)
    assert card == sorted(card, reverse=True)
    assert card[0] == file.weights_size - file.tensors[0].size + 32 * 4096 * 8192
    assert card[-1] == 0
    assert set(elsewhere(seen.APPLE_M2)) == {0}
