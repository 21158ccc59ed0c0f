"""Which devices hold layers: cards once each, integrated graphics only without any."""

import sys

from helpers import devices_seen as seen

from engine import hardware
from engine.devices import graphics


def test_no_card():
    assert graphics(()) == ()
    assert graphics((seen.CPU, seen.BLAS)) == ()


def test_a_card_that_two_backends_see_is_one():
    assert graphics((seen.RTX_3060, seen.RTX_3060_BY_VULKAN, seen.CPU)) == (seen.RTX_3060,)


def test_cards_with_and_without_integrated_graphics():
    both = (seen.RADEON_780M, seen.RTX_3060, seen.RTX_3050, seen.CPU)
    assert graphics(both) == (seen.RTX_3060, seen.RTX_3050)
    assert graphics((seen.RADEON_780M, seen.CPU)) == (seen.RADEON_780M,)


def test_another_computer_is_no_card():
    assert graphics((seen.REMOTE, seen.CPU)) == ()


def test_whose_memory_is_the_computers_own():
    assert not seen.RTX_3060.shares_memory
    assert not seen.GTX_1050.shares_memory
    assert seen.APPLE_M2.shares_memory
    assert seen.RADEON_780M.shares_memory
    assert seen.SILENT.shares_memory


def test_the_devices_of_this_computer():
    loaded = "llama_cpp" in sys.modules  # by another test of this process
    build = hardware.llama_build()
    assert build is not None
    assert ("llama_cpp" in sys.modules) == loaded
    (cpu,) = (device for device in build.devices if device.kind == "cpu")
    assert (cpu.name, cpu.backend) == ("CPU", "CPU")
    assert cpu.description
    assert 0 < cpu.memory_free <= cpu.memory_total
    assert bool(graphics(build.devices)) <= build.gpu_offload
