"""Which file is suggested, and how the header of one file stands for the others."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf

from engine import gguf
from engine.fit import Fit, Machine
from engine.hub.records import RemoteFile, Variant
from engine.hub.suggestion import as_variant, fits_of, suggested
from engine.memory import Need

GB = 1 << 30


def variant(kind, size):
    return Variant(kind, (RemoteFile(f"m-{kind}.gguf", size),))


def run(verdict, speed):
    return Fit(verdict, Need(GB, 0, 0, 0), 4096, 8192, speed, 1.0, False)


def case(quality, size, verdict, speed):
    return variant(quality.replace(" ", "_"), size), quality, run(verdict, speed)


class TestSuggestion:
    def test_the_best_that_is_quick(self):
        cases = [
            case("original", 16, "fits", 6.0),
            case("nearly lossless", 8, "fits", 9.0),
            case("good balance", 5, "fits", 14.0),
        ]
        assert suggested(cases) is cases[1][0]  # nobody can tell the original from it

    def test_reading_pace_comes_before_quality(self):
        cases = [
            case("nearly lossless", 8, "fits", 2.0),
            case("good balance", 5, "fits", 5.5),
            case("very small", 3, "fits", 9.0),
        ]
        assert suggested(cases) is cases[1][0]

    def test_a_slow_computer_gets_no_bad_answers_for_it(self):
        cases = [
            case("nearly lossless", 8, "fits", 0.8),
            case("good balance", 5, "fits", 1.2),
            case("very small", 3, "fits", 1.7),
        ]
        assert suggested(cases) is cases[1][0]

    def test_where_speed_is_not_known_the_smallest_of_the_good(self):
        cases = [
            case("nearly lossless", 8, "fits", 0.0),
            case("good balance", 5, "fits", 0.0),
            case("very small", 3, "fits", 0.0),
        ]
        assert suggested(cases) is cases[1][0]

    def test_the_smallest_that_is_tight(self):
        cases = [case("good balance", 5, "tight", 2.0), case("very small", 3, "tight", 3.0)]
        assert suggested(cases) is cases[1][0]
        assert suggested([case("good balance", 5, "too big", 1.0)]) is None
        assert suggested([]) is None

    def test_files_of_unknown_quality(self):
        cases = [case("unknown", 5, "fits", 9.0)]
        assert suggested(cases) is cases[0][0]


def test_another_file_of_the_same_shape(tmp_path):
    header = gguf.read(write_tiny_gguf(tmp_path / "t.gguf"))
    small, large = variant("Q4_K_M", 1000), variant("Q8_0", 2000)
    assert as_variant(header, small, small) is header
    other = as_variant(header, small, large)
    assert other.weights_size == pytest.approx(2 * header.weights_size, rel=0.01)
    assert {tensor.type.name for tensor in other.tensors if len(tensor.shape) > 1} == {"Q8_0"}
    assert [tensor.shape for tensor in other.tensors] == [t.shape for t in header.tensors]


@pytest.mark.parametrize(
    ("quantisation", "kind"),
    [
        ("Q4_K_M", "Q4_K"),
        ("UD-Q4_K_XL", "Q4_K"),
        ("IQ4_XS", "IQ4_XS"),
        ("IQ3_M", "IQ3_S"),
        ("MXFP4_MOE", "MXFP4"),
        ("BF16", "BF16"),
    ],
)
def test_the_type_that_most_weights_have(tmp_path, quantisation, kind):
    header = gguf.read(write_tiny_gguf(tmp_path / "t.gguf"))
    other = as_variant(header, variant("F32", 1000), variant(quantisation, 500))
    assert {tensor.type.name for tensor in other.tensors if len(tensor.shape) > 1} == {kind}


def test_larger_files_need_more_and_are_slower(tmp_path):
    header = gguf.read(write_tiny_gguf(tmp_path / "t.gguf"))
    some = (variant("Q4_K_M", header.size), variant("Q8_0", 40 << 30))
    small, large = fits_of(some, header, some[0], Machine(16 * GB, 8 * GB, (), 10e9, 1e11))
    assert (small[1], large[1]) == ("good balance", "nearly lossless")
    assert (small[2].verdict, large[2].verdict) == ("fits", "too big")
    assert small[2].words_per_s > large[2].words_per_s
