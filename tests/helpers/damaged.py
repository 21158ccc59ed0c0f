"""The classes of damage by name, and a bench that puts one damaged file after another in place.

The tensors of a model are copied once; a variant rewrites the header in front of them, or patches
some bytes that are put back afterwards. So hundreds of variants of a large file cost little.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from helpers import damage_files, damage_gguf, damage_vocabulary
from helpers.damage_gguf import Sample, Variant
from helpers.gguf_parts import Parts

FAMILIES: Mapping[str, Callable[[Sample, random.Random], Iterator[Variant]]] = {
    "cut or too long": damage_files.cuts,
    "flipped bytes": damage_gguf.bits,
    "counts": damage_gguf.counts,
    "types of values": damage_gguf.types,
    "lengths of texts": damage_gguf.lengths,
    "keys": damage_vocabulary.keys,
    "whole numbers": damage_gguf.whole_numbers,
    "fractions": damage_gguf.fractions,
    "vocabulary": damage_vocabulary.vocabulary,
    "tokenizer": damage_vocabulary.tokenizer,
    "offsets": damage_gguf.offsets,
    "overlaps": damage_gguf.overlaps,
    "types of tensors": damage_gguf.tensor_types,
    "names of tensors": damage_gguf.tensor_names,
    "shapes of tensors": damage_gguf.shapes,
    "zeros and noise": damage_files.blanks,
    "other files": damage_files.others,
}


def choose(family: str, sample: Sample, seed: int, count: int) -> list[Variant]:
    """`count` variants of a class, the same for the same seed and model."""
    rng = random.Random(f"{seed} {family} {sample.architecture}")
    variants = list(FAMILIES[family](sample, rng))
    rng.shuffle(variants)
    return sorted(variants, key=lambda variant: not variant.always)[:count]


class Bench:
    """Makes damaged files of one model in a folder, one at a time."""

    def __init__(self, sample: Sample, folder: Path) -> None:
        self.sample = sample
        self._folder = folder
        folder.mkdir(parents=True)
        self.path = folder / "work.gguf"
        with sample.path.open("rb") as source, self.path.open("wb") as target:
            source.seek(sample.source_at)
            target.write(sample.header())
            shutil.copyfileobj(source, target, 1 << 20)

    @contextmanager
    def place(self, variant: Variant) -> Iterator[Path]:
        """The path of a file with this damage, until the block ends."""
        if variant.make is not None:
            yield from self._other(variant.make)
        elif variant.size is not None:
            yield from self._of_size(variant.size)
        else:
            yield from self._patched(variant)

    def _patched(self, variant: Variant) -> Iterator[Path]:
        patches = list(variant.patches)
        header = variant.header
        if isinstance(header, Parts):
            header = header.to_bytes(self.sample.data_at)
        with self.path.open("r+b", buffering=0) as file:
            before = [(at, os.pread(file.fileno(), len(data), at)) for at, data in patches]
            if header:
                patches.append((0, header))  # one without room lies over the first tensors
                before.append((0, os.pread(file.fileno(), len(header), 0)))
            for at, data in patches:
                os.pwrite(file.fileno(), data, at)
        try:
            yield self.path
        finally:
            with self.path.open("r+b", buffering=0) as file:
                for at, data in before:
                    os.pwrite(file.fileno(), data, at)

    def _of_size(self, size: int) -> Iterator[Path]:
        path = self._folder / "size.gguf"
        with self.path.open("rb") as source, path.open("wb") as target:
            left = min(size, self.sample.size)
            while left > 0:
                left -= target.write(source.read(min(left, 1 << 20)))
            target.truncate(size)
        try:
            yield path
        finally:
            path.unlink()

    def _other(self, make: Callable[[Path], None]) -> Iterator[Path]:
        folder = self._folder / "other"
        folder.mkdir()
        path = folder / "other.gguf"
        try:
            make(path)
            yield path
        finally:
            shutil.rmtree(folder)
