"""Everything of Puna that works without a window: a chat engine for GGUF models, and its store.

    from engine import ChatMessage, ChatRequest, Engine, ModelSpec, Text

    request = ChatRequest(ModelSpec("model.gguf"), (ChatMessage("user", "Hello"),))
    with Engine() as engine:
        for event in engine.stream(request):
            if isinstance(event, Text):
                print(event.text, end="")

The way of a request: `Engine.chat` checks it (`validate`) and puts it into the queue of the engine
thread (`engine.engine`), which sends it as a frame to the engine process (`supervised`, `worker`).
There the model is opened if it is not yet (`gguf` checks the file, `memory` the room), the chat
template is rendered (`prompt`, `worker.renderer`), the prompt is read and tokens are picked one by
one (`worker.llama`). Each piece of text comes back as an event to the sink of the request. When the
process dies, `crash` says why and the thread starts another.

Beside it: `gguf` reads model files without native code, `hub` knows which models there are,
`embedding` makes vectors of texts with a second engine, `store` keeps, searches, checks and backs
up chats, `exchange` takes them in and gives them out, `archive` moves a whole home, `formulas`
draws LaTeX, `cli` is the command line. Nothing here imports Qt or `app`; llama.cpp is loaded only
in the engine process.
"""

from engine.engine import Engine, Job
from engine.errors import Bug, EngineCrash, ErrorInfo, PunaError, UserError
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Event,
    Failed,
    Finished,
    Loaded,
    Loading,
    ModelInfo,
    ModelSpec,
    Prefill,
    Sampling,
    Stats,
    Text,
)

__all__ = [
    "Bug",
    "ChatMessage",
    "ChatRequest",
    "Engine",
    "EngineCrash",
    "ErrorInfo",
    "Event",
    "Failed",
    "Finished",
    "Job",
    "Loaded",
    "Loading",
    "ModelInfo",
    "ModelSpec",
    "Prefill",
    "PunaError",
    "Sampling",
    "Stats",
    "Text",
    "UserError",
]
