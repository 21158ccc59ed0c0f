"""What a reply is asked for with, and the receipt of what it was made with: plain data.

A receipt is part of a request where the reply is to be made again. This module does not know how
requests travel (`engine.messages`) nor what answers them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["system", "user", "assistant"]
Reason = Literal["stop", "length", "context", "cancelled"]
Overflow = Literal["ask", "drop", "summarise"]
SegmentKind = Literal["system", "summary", "document", "history", "message", "template"]
Thinking = Literal["auto", "on", "off"]
Difference = Literal[
    "", "model", "engine", "adapters", "template", "tuning", "prompt", "batches", "threads",
    "restored", "near_tie", "unknown",
]  # fmt: skip


class ChatMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message of a conversation, oldest first in a list of them.

    `tokens` are those a reply was made of, where they are known: text does not always become the
    same tokens again. They count where they spell `content` in the model that is asked. `parts`
    tell runs of `content` apart, as (kind, characters), where it is not all of one kind.
    """

    role: Role
    content: str
    tokens: tuple[int, ...] = ()
    parts: tuple[tuple[SegmentKind, int], ...] = ()


class AdapterUse(msgspec.Struct, frozen=True):
    """A LoRA adapter file and how strongly it counts; 1 is as it was trained."""

    path: str
    scale: float = 1.0


class Tuning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How llama.cpp is to run a model on this machine; defaults let Puna choose.

    `n_threads` 0 for one a physical core. `n_batch`: tokens read at once, 0 for 256. `flash`: fused
    attention, None for where it is faster (see `engine.attention`). `kv_type`: how keys and values
    are kept; less than half precision needs `flash`. `gpu_layers` -1 for as many as fit.
    """

    n_threads: int = 0
    n_batch: int = 0
    flash: bool | None = None
    kv_type: Literal["", "f16", "q8_0", "q4_0"] = ""
    gpu_layers: int = -1


class ModelSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which model, and how to open it. Equal specs share one loaded model.

    `path` is a GGUF file, or `scripted:` with a script (see `engine.fake`).
    `n_ctx` in tokens, 0 for 8,192 or what the model was trained for, whichever is smaller; then it
    grows while a reply needs more and memory allows. `n_threads` is what the user set, 0 for
    `tuning`'s; more than physical cores are cut to that.
    """

    path: str
    n_ctx: int = 0
    n_threads: int = 0
    tuning: Tuning = Tuning()


class Sampling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the next token is picked. Defaults are llama.cpp's; a neutral value leaves a step out.

    `temperature` 0 picks the likeliest token. `repeat_last_n` and `dry_last_n` in tokens (-1: the
    whole context). `seed` None draws one. `logit_bias` adds to the logit of a token, named by its
    id or by the text of exactly one token. Min-p: arXiv 2407.01082; DRY and XTC: pull requests 5677
    and 6335 of github.com/oobabooga/text-generation-webui.
    """

    temperature: float = 0.8
    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    repeat_penalty: float = 1.0
    repeat_last_n: int = 64
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    dry_multiplier: float = 0.0
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_last_n: int = -1
    xtc_probability: float = 0.0
    xtc_threshold: float = 0.1
    seed: int | None = None
    stop: tuple[str, ...] = ()
    logit_bias: tuple[tuple[int | str, float], ...] = ()


class ChatRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reply, asked for with everything it needs: the engine keeps no conversation.

    `max_tokens` 0 means until the model stops or the context is full. `raw` completes the text of
    the only message, without a chat template. `continue_reply`: the last message is the assistant's
    unfinished reply, and only what follows it is generated.

    `chat` is the key of the chat, under which its state may be kept on disk; empty: nothing of it
    is ever written. `summary` stands for messages left out before the first of `messages`.
    `overflow` says what to do when the conversation does not fit: fail with PromptTooLong, leave
    out the oldest turns, or have the model summarise them; either is told by `Cut`. `thinking`
    counts where the template offers it. `grammar` (GBNF) or `json_schema` (its JSON text) constrain
    the reply, at most one of them. `draft`: guess tokens from the prompt and check several at once.
    `replay`: make the reply of this receipt again, with its batches and threads. `template` takes
    the place of the model's own chat template; one that an adapter carries comes before it.
    """

    model: ModelSpec
    messages: tuple[ChatMessage, ...]
    sampling: Sampling = Sampling()
    max_tokens: int = 0
    raw: bool = False
    continue_reply: bool = False
    chat: str = ""
    summary: str = ""
    overflow: Overflow = "ask"
    adapters: tuple[AdapterUse, ...] = ()
    thinking: Thinking = "auto"
    grammar: str = ""
    json_schema: str = ""
    draft: bool = False
    replay: Receipt | None = None
    template: str = ""


class Stats(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures of one reply. Seconds; `prefill_tokens_per_s` counts evaluated tokens only, and
    `ttft_s` (time to the first token) leaves loading out."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    load_s: float = 0.0
    prefill_s: float = 0.0
    decode_s: float = 0.0
    ttft_s: float = 0.0
    prefill_tokens_per_s: float = 0.0
    decode_tokens_per_s: float = 0.0
    drafted_tokens: int = 0
    accepted_tokens: int = 0


class Receipt(msgspec.Struct, frozen=True):
    """What a reply was made with, so that it can be understood and asked for again.

    `model_size` in bytes; `template_sha256` empty where none was used; `sampling` has the seed
    that was drawn; `engine` names llama-cpp-python and llama.cpp with their versions. `tokens` are
    the reply's own, `ended` says that the model ended it behind them. `batches` are the sizes of
    all batches that made the context, from its first token on, as (size, how many in a row), a
    negative one for tokens of the last batch that were taken back; `threads` the number of threads,
    as (first token read with it, threads), where it changed. `prompt_sha256` is that of the tokens
    of the prompt, `start` the number of characters of the reply that were there before, `before`
    their tokens where they are known. `restored`: the context went on from a copy of its memory,
    which may be in another order.
    """

    model: str = ""
    model_size: int = 0
    template_sha256: str = ""
    sampling: Sampling = Sampling()
    n_ctx: int = 0
    n_threads: int = 0
    engine: str = ""
    puna: str = ""
    tokens: tuple[int, ...] = ()
    adapters: tuple[AdapterUse, ...] = ()
    cached_tokens: int = 0
    batches: tuple[tuple[int, int], ...] = ()
    threads: tuple[tuple[int, int], ...] = ()
    tuning: Tuning = Tuning()
    prompt_sha256: str = ""
    start: int = 0
    before: tuple[int, ...] = ()
    ended: bool = False
    restored: bool = False
    thinking: Thinking = "auto"
    grammar: str = ""
    json_schema: str = ""


class ReplayResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of making a reply again. The first `tokens` tokens are the same; where not all
    are, `then` and `now` are the texts of the next one, empty for the end of the reply, and
    `reason` says why they differ: the first of the things that are not as they were."""

    same: bool
    tokens: int
    then: str = ""
    now: str = ""
    reason: Difference = ""
