"""Text from token bytes: whole characters, no half stop strings."""

import random

import pytest

from engine.worker.stops import TextStream


def feed(stream, pieces):
    shown = []
    for piece in pieces:
        shown.append(stream.feed(piece))
        if stream.stopped:
            break
    shown.append(stream.flush())
    return shown


def test_characters_split_over_tokens():
    # E2 82, then 'A', an emoji in two halves, two invalid bytes, 'B'
    stream = TextStream()
    shown = feed(stream, [b"\xe2\x82", b"A", b"\xf0\x9f", b"\x98\x80", b"\xff\xc0", b"B"])
    assert "".join(shown) == "\ufffdA\U0001f600\ufffd\ufffdB"


def test_half_a_character_at_the_end_is_dropped():
    assert "".join(feed(TextStream(), [b"A", b"\xf0\x9f"])) == "A"
    assert "".join(feed(TextStream(("BC",)), [b"AB", b"\xf0\x9f"])) == "AB"


def test_a_stop_string_over_several_tokens_is_never_shown_in_part():
    stream = TextStream(("\nUser:",))
    shown = feed(stream, [b"Paris.", b"\n", b"Us", b"er", b": next"])
    assert stream.stopped
    assert "".join(shown) == "Paris."
    assert shown[1:4] == ["", "", ""]


def test_what_only_looked_like_a_stop_string_is_shown():
    stream = TextStream(("STOP",))
    assert "".join(feed(stream, [b"ST", b"O", b"RY"])) == "STORY"
    assert not stream.stopped


def test_held_text_comes_at_the_end():
    stream = TextStream(("STOP",))
    assert feed(stream, [b"a ST"]) == ["a ", "ST"]


def test_the_earliest_of_several_stops_wins():
    stream = TextStream(("two", "one"))
    assert "".join(feed(stream, [b"zero one two"])) == "zero "


def test_leading_space_is_dropped_once_where_asked():
    assert "".join(feed(TextStream(strip_start=True), [b" ", b"\n The", b" end"])) == "The end"


@pytest.mark.parametrize("seed", range(20))
def test_any_split_gives_the_same_text(seed):
    rng = random.Random(seed)
    text = "".join(rng.choice("abEND 日é\n") for _ in range(200))
    data = text.encode()
    cuts = sorted(rng.sample(range(len(data)), 40))
    pieces = [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    at = text.find("END")
    assert "".join(feed(TextStream(("END",)), pieces)) == (text if at < 0 else text[:at])
