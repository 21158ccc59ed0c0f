"""Damage to a whole file: cut short, overwritten, or something else than a model file."""

from __future__ import annotations

import gzip
import json
import os
import random
import socket
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from helpers.damage_gguf import Sample, Variant


def cuts(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Cut short anywhere: in the first bytes, the keys, the table, the tensors; or too long."""
    table_at = sample.data_at - sample.table
    edges = (1, 3, 4, 8, 12, 20, 23, 24, 25, table_at, sample.data_at - 1, sample.data_at)
    for size in (*edges, sample.size - 1, sample.size - 32, sample.size - 4096, sample.size // 2):
        yield Variant(f"cut to {size}", size=size)
    for low, high in ((24, table_at), (table_at, sample.data_at), (sample.data_at, sample.size)):
        for _ in range(8):
            yield Variant(f"cut to {(size := rng.randrange(low, high))}", size=size)
    for more in (1, 4096, 1 << 20, 1 << 40):
        yield Variant(f"{more} bytes too long", size=sample.size + more)


def blanks(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Parts of the file that are zero, ones or noise, as a lost block of a disk is."""
    header = sample.header()
    for name, fill in (("zeros", lambda n: bytes(n)), ("noise", rng.randbytes)):
        for at, length in (
            (0, 4),
            (4, 20),
            (0, 512),
            (24, 512),
            (0, 4096),
            (len(header) // 2 // 4096 * 4096, 4096),
            (len(header) - sample.table, sample.table),
            (len(header) - 4096, 4096),
            (rng.randrange(24, 1500), 64),
            (rng.randrange(len(header) - sample.table, len(header)), 512),
        ):
            mutant = bytearray(header)
            length = min(length, len(header) - at)
            mutant[at : at + length] = fill(length)
            yield Variant(f"{length} bytes of {name} at {at}", bytes(mutant))
        for _ in range(4):
            length = min(1 << 20, (sample.size - sample.data_at) // 4)
            at = rng.randrange(sample.data_at, sample.size - length) // 4096 * 4096
            yield Variant(f"{length} bytes of {name} at {at}", patches=((at, fill(length)),))
    norms = [row for row in sample.parts.rows if row.type == 0]
    for pattern in (b"\0\0\xc0\x7f", b"\xff\xff\xff\xff", b"\0\0\x80\x7f"):  # NaN, NaN, infinity
        row = rng.choice(norms)
        at = sample.data_at + row.offset
        fill = pattern * row.shape[0]
        yield Variant(f"{row.name.decode()} {pattern.hex()}", patches=((at, fill),))
    for length in (0, 24, 4096, 1 << 20, sample.size):
        yield Variant(f"{length} zeros", make=_holes(length))
        if length:
            yield Variant(f"GGUF and {length} zeros", make=_holes(length, b"GGUF\3\0\0\0"))


def _holes(length: int, beginning: bytes = b"") -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(beginning)
        os.truncate(path, length)

    return make


def _written(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _listening(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model.gguf", b"GGUF")


def others(sample: Sample, _: random.Random) -> Iterator[Variant]:
    """What is no GGUF file: pipes, folders, devices, links to nowhere, files of other programs."""
    with sample.path.open("rb") as file:
        first = file.read(1 << 16)
    tensors = {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}
    safetensors = json.dumps(tensors).encode()
    swapped = b"GGUF" + struct.pack(">IQQ", 3, 1, 1) + first[24:]
    kinds: dict[str, Callable[[Path], None]] = {
        "a pipe": os.mkfifo,
        "a folder": Path.mkdir,
        "a socket": _listening,
        "nothing": lambda path: None,
        "a link to nowhere": lambda path: path.symlink_to("nowhere.gguf"),
        "a link to itself": lambda path: path.symlink_to(path.name),
        "a link to a pipe": lambda path: (os.mkfifo(f"{path}.p"), path.symlink_to(f"{path}.p"))[1],
        "/dev/null": lambda path: path.symlink_to("/dev/null"),
        "/dev/zero": lambda path: path.symlink_to("/dev/zero"),
        "/dev/full": lambda path: path.symlink_to("/dev/full"),
        "/dev/random": lambda path: path.symlink_to("/dev/urandom"),
        "a file of the kernel": lambda path: path.symlink_to("/proc/self/mem"),
        "a text": _written(b"Once upon a time\n" * 100),
        "a page of a hotel": _written(b"<!doctype html><title>Please log in</title>" * 50),
        "a pointer": _written(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
        "a picture": _written(b"\x89PNG\r\n\x1a\n" + bytes(2000)),
        "a zip": _zip,
        "compressed": _written(gzip.compress(first)),
        "safetensors": _written(struct.pack("<Q", len(safetensors)) + safetensors + bytes(4)),
        "a pickle": _written(b"\x80\x04\x95" + bytes(500)),
        "GGML of old": _written(b"lmgg" + first[4:]),
        "GGUF of version 1": _written(b"GGUF\1\0\0\0" + first[8:]),
        "big-endian": _written(swapped),
        "a header alone": _written(b"GGUF" + struct.pack("<IQQ", 3, 0, 0)),
        "one byte": _written(b"G"),
    }
    for title, make in kinds.items():
        yield Variant(title, make=make, always=title in ("a pipe", "a folder"))
