"""Reads header, metadata and tensor table of a GGUF file, within limits that keep it cheap.

What is refused here would be unsafe or senseless in any GGUF file; what a model must have is in
`engine.gguf.rules`. Layout: ggml/docs/gguf.md of github.com/ggml-org/ggml, versions 2 and 3.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from engine.gguf.model import Gguf, Tensor
from engine.gguf.source import Source, opened
from engine.gguf.tensors import read_tensors
from engine.gguf.types import NUMBER_FORMATS, Value, ValueType

_MIB: Final = 1 << 20
MAX_HEADER: Final = 256 * _MIB
MAX_TENSORS: Final = 65_536
MAX_VALUES: Final = 4_096
MAX_KEY: Final = 256
MAX_TEXT: Final = 4 * _MIB
MAX_TOKEN: Final = 4_096
MAX_ITEMS: Final = 4 * _MIB
MAX_LIST: Final = 64 * _MIB
MAX_ALIGNMENT: Final = 65_536
# A template is rendered for every message; the other is a whole tokenizer of some old files.
_TEXT_LIMITS: Final = {"tokenizer.chat_template": _MIB, "tokenizer.huggingface.json": MAX_LIST}

_HEADER: Final = struct.Struct("<IQQ")
_U32: Final = struct.Struct("<I")
_LIST: Final = struct.Struct("<IQ")
_SHARD: Final = re.compile(r"(.*)-(\d{5})-of-(\d{5})(\.gguf)")
_SHORT: Final = 4_096
"""Items of a list that is passed over at no cost: one number a layer, not one text a token."""


class Skimmed(NamedTuple):
    """What `skim` saw of one file: `gguf` is without lists and without the other parts of a split
    model. `whole`: up to the end of its tensor table; else `gguf` has no tensors, of `n_tensors`.
    """

    gguf: Gguf
    n_tensors: int
    whole: bool


def read(path: Path) -> Gguf:
    """Read a model, with the other files of it where it is split and they are there.

    Raises `ModelNotFound`, or `ModelFileError` with the part that is wrong and why.
    """
    first = _read_file(path)
    others = [shard for shard in shard_paths(first)[1:] if shard.exists()]
    if not others or first.integer("split.no") != 0:
        return first
    return replace(first, shards=tuple(_read_file(shard) for shard in others))


def shard_paths(gguf: Gguf) -> tuple[Path, ...]:
    """The files of a split model in order, the first included, whether or not they are there.

    Only one path if the model is not split, or its file is not named as shards are.
    """
    count = gguf.integer("split.count")
    match = _SHARD.fullmatch(gguf.path.name)
    if not match or not 1 < count < MAX_VALUES or int(match[3]) != count:
        return (gguf.path,)
    names = (f"{match[1]}-{number:05}-of-{count:05}{match[4]}" for number in range(1, count + 1))
    return tuple(gguf.path.with_name(name) for name in names)


def named_parts(path: Path) -> tuple[Path, ...]:
    """The files of a model in order, as the name of its first one tells, there or not."""
    match = _SHARD.fullmatch(path.name)
    if not match or not 1 < (count := int(match[3])) < MAX_VALUES:
        return (path,)
    names = (f"{match[1]}-{number:05}-of-{count:05}{match[4]}" for number in range(1, count + 1))
    return tuple(path.with_name(name) for name in names)


def is_first_part(path: Path) -> bool:
    """Whether a name is that of a whole model or of the first part of one."""
    match = _SHARD.fullmatch(path.name)
    return not match or int(match[2]) == 1


def skim(path: Path, *, whole: bool = True) -> Skimmed:
    """Read what fits on a page of one file, many times as fast as `read`: texts of lists are passed
    over unseen. Not `whole`: stop where the vocabulary begins, after a few kilobytes.

    Raises as `read`.
    """
    with opened(path, MAX_HEADER) as source:
        version, n_tensors, n_values = _read_header(source)
        metadata: dict[str, Value] = {}
        types: dict[str, ValueType] = {}
        for number in range(n_values):
            source.field = f"metadata key {number}"
            source.field = key = source.text(MAX_KEY)
            kind = _value_type(source, *source.unpack(_U32))
            if kind is not ValueType.ARRAY:
                metadata[key], types[key] = _read_single(source, kind), kind
            elif not _pass_list(source, whole=whole):
                break
        else:
            whole = True
        tensors: tuple[Tensor, ...] = ()
        if whole:
            tensors = read_tensors(source, n_tensors, _alignment(source, metadata, types))
        seen = MappingProxyType(metadata), MappingProxyType(types)
        return Skimmed(Gguf(path, version, source.size, *seen, tensors), n_tensors, whole)


def _pass_list(source: Source, *, whole: bool) -> bool:
    """Go to the end of a list; False, staying in front of it, where it is long and `whole` is
    not asked for."""
    item, count = source.unpack(_LIST)
    kind = _value_type(source, item)
    if not whole and count > _SHORT:
        return False
    if kind is ValueType.STRING and count <= MAX_ITEMS:
        source.skip_texts(count, MAX_TEXT)
    else:
        _read_list(source, kind, count)
    return True


def _read_file(path: Path) -> Gguf:
    with opened(path, MAX_HEADER) as source:
        return read_source(source)


def read_source(source: Source) -> Gguf:
    """Take one file apart, wherever its bytes come from. Raises `ModelFileError`."""
    version, n_tensors, n_values = _read_header(source)
    metadata, types = _read_metadata(source, n_values)
    return Gguf(
        path=source.path,
        version=version,
        size=source.size,
        metadata=MappingProxyType(metadata),
        value_types=MappingProxyType(types),
        tensors=read_tensors(source, n_tensors, _alignment(source, metadata, types)),
    )


def _read_header(source: Source) -> tuple[int, int, int]:
    if source.size == 0:
        source.fail("it is empty")
    if source.size < 4 or source.take(4) != b"GGUF":
        source.fail("it does not begin with GGUF, so it is another kind of file", "magic")
    source.field = "header"
    version, n_tensors, n_values = source.unpack(_HEADER)
    if version & 0xFFFF == 0 and version:
        source.fail("it was made for big-endian computers", "version")
    if version not in (2, 3):
        source.fail(f"version {version} of GGUF is not supported, only 2 and 3", "version")
    if n_tensors > MAX_TENSORS:
        source.fail(f"{n_tensors:,} is above the limit of {MAX_TENSORS:,}", "number of tensors")
    if not 1 <= n_values <= MAX_VALUES:
        source.fail(f"{n_values:,} is not within 1 to {MAX_VALUES:,}", "number of metadata values")
    return version, n_tensors, n_values


def _read_metadata(source: Source, count: int) -> tuple[dict[str, Value], dict[str, ValueType]]:
    metadata: dict[str, Value] = {}
    types: dict[str, ValueType] = {}
    for number in range(count):
        source.field = f"metadata key {number}"
        key = source.text(MAX_KEY)
        if not key.isascii() or not key.isprintable() or not key:
            source.fail("it is not made of ASCII characters")
        source.field = key
        if key in metadata:
            source.fail("it is there twice")
        metadata[key], types[key] = _read_value(source)
    return metadata, types


def _read_value(source: Source) -> tuple[Value, ValueType]:
    kind = _value_type(source, *source.unpack(_U32))
    if kind is ValueType.ARRAY:
        item, count = source.unpack(_LIST)
        kind = _value_type(source, item)
        return _read_list(source, kind, count), kind
    return _read_single(source, kind), kind


def _read_single(source: Source, kind: ValueType) -> bool | int | float | str:
    if kind is ValueType.STRING:
        return source.text(_TEXT_LIMITS.get(source.field, MAX_TEXT))
    layout = struct.Struct(f"<{NUMBER_FORMATS[kind]}")
    (number,) = source.unpack(layout)
    return bool(number) if kind is ValueType.BOOL else number


def _value_type(source: Source, number: int) -> ValueType:
    try:
        return ValueType(number)
    except ValueError:
        source.fail(f"a value of the unknown type {number}")


def _read_list(source: Source, kind: ValueType, count: int) -> Value:
    if kind is ValueType.ARRAY:
        source.fail("a list of lists")
    if count > MAX_ITEMS:
        source.fail(f"a list of {count:,} items; the limit is {MAX_ITEMS:,}")
    if kind is ValueType.STRING:
        limit = MAX_TOKEN if source.field.startswith("tokenizer.ggml.") else MAX_TEXT
        return source.texts(count, limit, MAX_LIST)
    return source.numbers(NUMBER_FORMATS[kind], count)


def _alignment(
    source: Source, metadata: Mapping[str, Value], types: Mapping[str, ValueType]
) -> int:
    value = metadata.get("general.alignment", 32)
    kind = types.get("general.alignment", ValueType.UINT32)
    # Below 8, llama.cpp aborts on numbers that do not lie where the processor wants them.
    if (
        kind is not ValueType.UINT32
        or not isinstance(value, int)
        or not 8 <= value <= MAX_ALIGNMENT
        or value.bit_count() != 1
    ):
        source.fail(f"it is not a power of two from 8 to {MAX_ALIGNMENT:,}", "general.alignment")
    return value
