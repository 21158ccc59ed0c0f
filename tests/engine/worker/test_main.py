"""What the engine process sends of a reply that is longer than a frame."""

import io

from engine.messages import (
    ChatMessage,
    ChatRequest,
    Event,
    Finished,
    Generate,
    Loaded,
    ModelInfo,
    ModelSpec,
    Receipt,
    Stats,
)
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.main import Worker
from engine.worker.model import Job


class Writer:
    """A model that has just written more tokens than a frame holds."""

    info = ModelInfo("m.gguf", "m", "llama", 1, 1, 1, 1, 1, has_template=True)

    def generate(self, _request, job, _emit):
        receipt = Receipt(model="m.gguf", tokens=(100_000,) * 300_000, n_ctx=7)
        return Finished(job.id, "stop", Stats(completion_tokens=300_000), receipt)


def test_a_receipt_longer_than_a_frame_leaves_its_tokens_out():
    sent = io.BytesIO()
    opened = lambda *_: Writer()  # noqa: E731 - it has one line
    worker = Worker(FrameReader(io.BytesIO(), Event), FrameWriter(sent), opened)
    request = ChatRequest(ModelSpec("m.gguf"), (ChatMessage("user", "Hi"),))
    worker._work(Job(1), Generate(1, request))
    frames = FrameReader(io.BytesIO(sent.getvalue()), Event)
    events = [*iter(frames.read, None)]
    assert isinstance(events[-2], Loaded)
    end = events[-1]
    assert (end.reason, end.stats.completion_tokens) == ("stop", 300_000)
    assert (end.receipt.n_ctx, end.receipt.tokens) == (7, ())
