"""What a list of models shows of a file, small enough to be kept for thousands of them.

Knows nothing of where it is kept, nor of what llama.cpp can load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from engine.gguf.model import Gguf
from engine.gguf.reader import Skimmed, named_parts, skim

# As makers of GGUF files write it at the end of a name: model-Q4_K_M.gguf, model.IQ2_XXS.gguf.
_QUANTISATION: Final = re.compile(
    r"(?i)(?:^|[-._ ])(?:UD-)?((?:I?Q\d(?:_K)?(?:_(?:XXS|XS|S|M|L|XL|NL|\d))?|TQ[12]_0|MXFP4|NVFP4|"
    r"BF16|F(?:P)?16|F(?:P)?32))(?=[-._ ]|$)"
)
_OTHER_NAMES: Final[Mapping[str, str]] = MappingProxyType({"FP16": "F16", "FP32": "F32"})
_ENCODER_OF_PICTURES: Final = ("v.", "mm.")


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One GGUF file. `name` is the one it gives itself, empty where it gives none; `context` and
    `width` (of an embedding) 0 and texts empty where it does not say.

    `split` is the number of parts of a split model. `sampling` as `Gguf.sampling`. `joined`: the
    part that looks at pictures is in the file itself. `whole`: the header was read to its end, so
    that the file is known to be complete; else `file_type` may be known to it and not here.
    """

    name: str
    architecture: str
    kind: str
    tokenizer: str
    pre_tokenizer: str
    license: str
    file_type: str
    context: int
    width: int
    split: int
    sampling: dict[str, int | float]
    not_chat: str
    joined: bool
    whole: bool

    @property
    def projector(self) -> bool:
        """Whether it is the part of a model that looks at pictures."""
        return self.architecture == "clip" or self.kind == "mmproj"


def read_heading(path: Path, *, whole: bool = True) -> Heading:
    """The heading of a file; not `whole`, only from its first kilobytes.

    Raises `ModelNotFound` and `ModelFileError`.
    """
    return _heading(skim(path, whole=whole))


def heading_of(gguf: Gguf) -> Heading:
    """The heading of a model that was read."""
    return _heading(Skimmed(gguf, len(gguf.tensors), whole=True))


def _heading(seen: Skimmed) -> Heading:
    gguf = seen.gguf
    projector = gguf.architecture == "clip"
    width = gguf.integer("clip.vision.projection_dim") if projector else gguf.n_embd
    # The first part of a split model may hold no tensors.
    no_weights = gguf.not_chat if not seen.n_tensors and len(named_parts(gguf.path)) == 1 else ""
    joined = any(tensor.name.startswith(_ENCODER_OF_PICTURES) for tensor in gguf.tensors)
    return Heading(
        name=gguf.text("general.name").strip(),
        architecture=gguf.architecture,
        kind=gguf.kind,
        tokenizer=gguf.tokenizer_model,
        pre_tokenizer=gguf.text("tokenizer.ggml.pre"),
        license=gguf.license,
        file_type=gguf.file_type,
        context=gguf.context_length,
        width=width,
        split=gguf.integer("split.count"),
        sampling=dict(gguf.sampling),
        not_chat=gguf.other_purpose or no_weights,
        joined=joined and not projector,
        whole=seen.whole,
    )


def named_quantisation(name: str) -> str:
    """The quantisation that the name of a file tells, such as Q4_K_M; empty where it tells none."""
    found = _QUANTISATION.findall(name)
    last = str(found[-1]).upper() if found else ""
    return _OTHER_NAMES.get(last, last)
