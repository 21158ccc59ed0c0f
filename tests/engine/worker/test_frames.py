"""Frames: what goes in comes out, and nothing else gets through."""

import io

import pytest

from engine.errors import ErrorInfo
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Event,
    Failed,
    Finished,
    Generate,
    ModelSpec,
    Request,
    Stats,
    Text,
)
from engine.worker.frames import LIMIT, FrameError, FrameReader, FrameWriter


def reader(data, kind=Event):
    return FrameReader(io.BytesIO(data), kind)


def written(*messages):
    stream = io.BytesIO()
    writer = FrameWriter(stream)
    for message in messages:
        writer.write(message)
    return stream.getvalue()


def test_events_come_back_in_order():
    events = [
        Text(1, "日本 \x00 text"),
        Failed(2, ErrorInfo("bug", "m", "a", {"n": 1})),
        Finished(1, "stop", Stats(prompt_tokens=3)),
    ]
    frames = reader(written(*events))
    assert [frames.read() for _ in events] == events
    assert frames.read() is None


def test_requests_come_back():
    request = Generate(7, ChatRequest(ModelSpec("m.gguf"), (ChatMessage("user", "hi"),)))
    assert reader(written(request), Request).read() == request


@pytest.mark.parametrize("cut", [1, 3, 4, 10])
def test_a_cut_stream_ends(cut):
    assert reader(written(Text(1, "hello"))[:cut]).read() is None


def test_a_long_frame_is_refused_on_both_sides():
    with pytest.raises(FrameError, match="bytes"):
        written(Text(1, "x" * LIMIT))
    with pytest.raises(FrameError, match="bytes"):
        reader((LIMIT + 1).to_bytes(4, "big") + b"x").read()


@pytest.mark.parametrize(
    "body",
    [b"\xc1", b"\x81\xa4type\xa4evil", b"\x83\xa4type\xa4text\xa3job\x01\xa4text\xc0", b"{}"],
    ids=["garbage", "unknown tag", "wrong type", "not msgpack"],
)
def test_what_is_not_ours_is_refused(body):
    with pytest.raises(FrameError):
        reader(len(body).to_bytes(4, "big") + body).read()


def test_unknown_fields_are_refused():
    data = written(Text(1, "a")).replace(b"\x83", b"\x84")[4:] + b"\xa1z\x01"
    with pytest.raises(FrameError, match="unknown field"):
        reader(len(data).to_bytes(4, "big") + data).read()
