"""Models for pictures of the window: files that have a header and nothing behind it, and a hub that
knows a few repositories by heart. Nothing of it can be chatted with, and no network is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import Final

from engine import gguf
from engine.errors import HubError
from engine.files import writing
from engine.gguf import TENSOR_TYPES, Gguf
from engine.gguf.types import Value
from engine.gguf.writer import ALIGNMENT, NewTensor, write_gguf
from engine.hub.client import HubClient
from engine.hub.records import RemoteFile, Repository, RepoSummary, Variant
from engine.hub.variants import by_quantisation

_KINDS: Final = {kind.name: kind for kind in TENSOR_TYPES.values()}
_FILE_TYPES: Final = {"Q4_K": 15, "Q8_0": 7, "F16": 1}
_WORDS: Final = 32_000


@dataclass(frozen=True)
class Shape:
    """How large a model is, as its header says. `about` is more metadata."""

    name: str
    architecture: str
    layers: int
    width: int
    feed_forward: int
    heads: int
    kv_heads: int
    context: int
    about: tuple[tuple[str, Value], ...] = ()


QWEN_8B = Shape("Qwen3 8B", "qwen3", 36, 4096, 12_288, 32, 8, 40_960)
QWEN_4B = Shape(
    "Qwen3 4B Instruct",
    "qwen3",
    36,
    2560,
    9728,
    32,
    8,
    40_960,
    (
        ("general.license", "apache-2.0"),
        ("general.base_model.count", 1),
        ("general.base_model.0.repo_url", "https://huggingface.co/Qwen/Qwen3-4B"),
    ),
)
LLAMA_3B = Shape(
    "Llama 3.2 3B Instruct",
    "llama",
    28,
    3072,
    8192,
    24,
    8,
    131_072,
    (("general.license", "llama3.2"),),
)
UNKNOWN = Shape("Nebula 9B", "nebula", 32, 4096, 11_008, 32, 8, 32_768)


class _Enough(Exception):
    """The header is written."""


def write_header(path: Path, shape: Shape, kind: str = "Q4_K") -> Path:
    """A file as large as the model would be, of which only the header is there."""
    tensors = _tensors(shape, kind)

    def stop(_: object) -> None:
        raise _Enough

    with writing(path) as file:
        try:
            write_gguf(file, _metadata(shape, kind), tensors, stop)
        except _Enough:
            size = sum(_padded(memoryview(tensor.data).nbytes) for tensor in tensors)
            file.truncate(_padded(file.tell()) + size)
    for tensor in tensors:
        data = tensor.data
        if isinstance(data, memoryview):
            data.release()
    return path


def _padded(size: int) -> int:
    return size + -size % ALIGNMENT


def _metadata(shape: Shape, kind: str) -> dict[str, Value]:
    a = shape.architecture
    return {
        "general.architecture": a,
        "general.name": shape.name,
        "general.file_type": _FILE_TYPES[kind],
        **dict(shape.about),
        f"{a}.block_count": shape.layers,
        f"{a}.context_length": shape.context,
        f"{a}.embedding_length": shape.width,
        f"{a}.feed_forward_length": shape.feed_forward,
        f"{a}.attention.head_count": shape.heads,
        f"{a}.attention.head_count_kv": shape.kv_heads,
        f"{a}.attention.key_length": 128,
        f"{a}.attention.value_length": 128,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": [f"w{number}" for number in range(_WORDS)],
        "tokenizer.chat_template": "{% for m in messages %}{{ m.content }}{% endfor %}",
    }


def _tensors(shape: Shape, kind: str) -> list[NewTensor]:
    width, keys = shape.width, 128 * shape.kv_heads
    inside = {
        "attn_q": (width, 128 * shape.heads),
        "attn_k": (width, keys),
        "attn_v": (width, keys),
        "attn_output": (128 * shape.heads, width),
        "ffn_gate": (width, shape.feed_forward),
        "ffn_up": (width, shape.feed_forward),
        "ffn_down": (shape.feed_forward, width),
    }
    tensors = [_tensor("token_embd.weight", (width, 151_936), kind)]
    for layer in range(shape.layers):
        tensors += [
            _tensor(f"blk.{layer}.{name}.weight", size, kind) for name, size in inside.items()
        ]
    return tensors


def _tensor(name: str, size: tuple[int, int], kind: str) -> NewTensor:
    packed = _KINDS[kind]
    blocks = size[0] * size[1] // packed.block
    return NewTensor(name, packed, size, memoryview(mmap(-1, blocks * packed.size)))


RESULTS: Final = (
    RepoSummary(
        id="Qwen/Qwen3-8B-GGUF",
        downloads=1_214_000,
        likes=812,
        updated="2026-03-04T09:00:00+00:00",
        base_models=("Qwen/Qwen3-8B",),
        languages=("en", "zh"),
        license="apache-2.0",
    ),
    RepoSummary(
        id="allenai/OLMo-2-1124-7B-Instruct-GGUF",
        downloads=48_200,
        likes=95,
        updated="2026-01-12T09:00:00+00:00",
        base_models=("allenai/OLMo-2-1124-7B-Instruct",),
        languages=("en",),
        license="apache-2.0",
    ),
    RepoSummary(
        id="bartowski/Llama-3.2-3B-Instruct-GGUF",
        downloads=310_000,
        likes=402,
        updated="2025-11-30T09:00:00+00:00",
        base_models=("meta-llama/Llama-3.2-3B-Instruct",),
        languages=("en", "de", "fr", "it", "pt", "hi", "es", "th"),
        license="llama3.2",
    ),
    RepoSummary(
        id="google/gemma-3-4b-it-qat-q4_0-gguf",
        downloads=96_400,
        likes=233,
        updated="2025-09-02T09:00:00+00:00",
        base_models=("google/gemma-3-4b-it",),
        license="gemma",
        gated="manual",
    ),
    RepoSummary(
        id="Qwen/Qwen3-235B-A22B-GGUF",
        downloads=22_800,
        likes=120,
        updated="2026-02-20T09:00:00+00:00",
        base_models=("Qwen/Qwen3-235B-A22B",),
        languages=("en", "zh"),
        license="apache-2.0",
    ),
)
_BITS: Final = (("Q2_K", 3.2), ("Q4_K_M", 4.9), ("Q5_K_M", 5.7), ("Q8_0", 8.5), ("F16", 16.0))


class SampleHub(HubClient):
    """Answers from what is above. `header_file` is the model whose header it gives."""

    header_file: Path = Path()

    def search(self, text: str, *, limit: int = 30) -> Sequence[RepoSummary]:
        return RESULTS[:limit]

    def repository(self, repo_id: str, revision: str = "main") -> Repository:
        summary = next(one for one in RESULTS if one.id == repo_id)
        if summary.gated:
            page = f"https://huggingface.co/{repo_id}"
            reason = "its owner asks to accept terms first"
            raise HubError("gated", repo_id, reason, f"Open {page} and accept them.", page)
        name = summary.name.removesuffix("-GGUF")
        files = [
            RemoteFile(f"{name}-{kind}.gguf", round(8.2e9 * bits / 8), "0" * 64)
            for kind, bits in _BITS
        ]
        return Repository(summary, "0" * 40, by_quantisation(files), self.endpoint)

    def lineage(self, summary: RepoSummary) -> Sequence[RepoSummary]:
        return tuple(
            RepoSummary(id=name, languages=summary.languages, license=summary.license)
            for name in summary.base_models
        )

    def header(self, repository: Repository, variant: Variant) -> Gguf:
        return gguf.read(self.header_file)
