"""Adapters are read and checked in Python: whatever is wrong is told, and nothing is let pass."""

import hashlib
import random
import struct

import pytest
from helpers.adapter_writer import (
    BF16,
    F16,
    F32,
    Q8_0,
    altered,
    poisoned,
    without,
    write_adapter,
)
from helpers.tiny_gguf import (
    FLOAT64,
    TinyTensor,
    Typed,
    gguf_bytes,
    tiny_metadata,
    tiny_tensors,
    write_tiny_gguf,
)

from engine import gguf
from engine.errors import AdapterError
from engine.gguf.adapter import check_adapter, check_numbers, read_adapter

SHA = "ab" * 32


@pytest.fixture
def base(tmp_path):
    return write_tiny_gguf(tmp_path / "base.gguf")


def check(path, base, sha256=SHA):
    adapter = read_adapter(path)
    check_adapter(adapter, gguf.read(base), lambda: sha256)
    check_numbers(adapter)
    return adapter


def fault(path, base, sha256=SHA):
    with pytest.raises(AdapterError) as caught:
        check(path, base, sha256)
    values = caught.value.values
    assert values["path"] == str(path)
    assert str(path) in caught.value.message
    assert caught.value.advice
    return values["fault"], values["reason"]


@pytest.mark.parametrize("kind", [F32, F16, BF16, Q8_0])
def test_an_adapter_says_what_it_is(base, tmp_path, kind):
    metadata = {
        "general__base_model__0__name": "Tiny",
        "train__base_sha256": SHA.upper(),
        "train__template": "{{ messages }}",
    }
    # Rows of Q8_0 are whole blocks of 32 numbers.
    path = write_adapter(tmp_path / "a.gguf", base, metadata=metadata, rank=32, kind=kind)
    adapter = check(path, base)
    assert (adapter.name, adapter.base, adapter.architecture) == ("Test adapter", "Tiny", "llama")
    assert (adapter.rank, adapter.alpha, adapter.size) == (32, 16.0, path.stat().st_size)
    assert (adapter.base_sha256, adapter.template) == (SHA, "{{ messages }}")
    assert len(adapter.pairs) == 14


def test_what_an_adapter_need_not_say(base, tmp_path):
    metadata = {"general__name": None}
    path = write_adapter(tmp_path / "bare.gguf", base, metadata=metadata, alpha=None, rank=1)
    adapter = check(path, base)
    assert (adapter.name, adapter.base, adapter.rank, adapter.alpha) == ("bare", "llama", 1, 0)
    assert (adapter.base_sha256, adapter.template) == ("", "")


def test_ranks_may_differ(base, tmp_path):
    def change(tensors):
        return [
            TinyTensor("blk.1.attn_q.weight.lora_a", (32, 2), bytes(256)),
            TinyTensor("blk.1.attn_q.weight.lora_b", (2, 32), bytes(256)),
            *(t for t in tensors if not t.name.startswith("blk.1.attn_q.")),
        ]

    assert check(write_adapter(tmp_path / "a.gguf", base, change=change), base).rank == 8


NORM = TinyTensor("blk.0.attn_norm.weight", (32,), bytes(128))
WRONG = {
    "another architecture": ({"metadata": {"general__architecture": "gemma3"}}, "model"),
    "an unknown tensor": (
        {"change": altered("blk.0.attn_q.weight.lora_a", name="blk.9.attn_q.weight.lora_a")},
        "file",  # B of one and A of the other are missing
    ),
    "no A": ({"change": without("attn_q.weight.lora_a")}, "file"),
    "no B": ({"change": without("attn_q.weight.lora_b")}, "file"),
    "a wrong A": ({"change": altered("attn_k.weight.lora_a", shape=(64, 4))}, "model"),
    "a wrong B": ({"change": altered("attn_k.weight.lora_b", shape=(4, 32))}, "model"),
    "A turned around": ({"change": altered("attn_k.weight.lora_a", shape=(8, 32))}, "model"),
    "three dimensions": ({"change": altered("attn_q.weight.lora_a", shape=(32, 4, 2))}, "model"),
    "a norm": ({"change": lambda tensors: [*tensors, NORM]}, "unsupported"),
    "a bias": (
        {"change": altered("attn_q.weight.lora_a", name="blk.0.attn_q.bias")},
        "unsupported",
    ),
    "nothing": ({"change": lambda _: []}, "kind"),
    "a model's type": ({"metadata": {"general__type": "model"}}, "kind"),
    "no type": ({"metadata": {"general__type": None}}, "kind"),
    "a type that is a number": ({"metadata": {"general__type": 3}}, "kind"),
    "no kind": ({"metadata": {"adapter__type": None}}, "kind"),
    "a control vector": ({"metadata": {"adapter__type": "cvec"}}, "kind"),
    "no architecture": ({"metadata": {"general__architecture": None}}, "kind"),
    "an activated one": (
        {"metadata": {"adapter__alora__invocation_tokens": [1, 2]}},
        "unsupported",
    ),
    "alpha that is no number": ({"alpha": float("nan")}, "numbers"),
    "endless alpha": ({"alpha": float("inf")}, "numbers"),
    "huge alpha": ({"alpha": 1e30}, "numbers"),
    "alpha as a text": ({"metadata": {"adapter__lora__alpha": "16"}}, "numbers"),
    "alpha as a double": ({"metadata": {"adapter__lora__alpha": Typed(FLOAT64, 16.0)}}, "numbers"),
    "alpha as a whole number": ({"metadata": {"adapter__lora__alpha": 16}}, "numbers"),
    "odd packing": ({"change": altered("attn_q.weight.lora_a", type=26)}, "unsupported"),
    "a long template": ({"metadata": {"train__template": "x" * (1 << 21)}}, "unsupported"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(base, tmp_path, name):
    fields, expected = WRONG[name]
    path = write_adapter(tmp_path / "a.gguf", base, **fields)
    assert fault(path, base)[0] == expected


def test_a_tensor_the_model_does_not_have(base, tmp_path):
    larger = write_tiny_gguf(tmp_path / "larger.gguf", n_layers=3)
    found, reason = fault(write_adapter(tmp_path / "a.gguf", larger), base)
    assert found == "model"
    assert "blk.2." in reason


def embedding_pair(first, second):
    def change(tensors):
        a = TinyTensor("token_embd.weight.lora_a", first, bytes(4 * first[0] * first[1]))
        b = TinyTensor("token_embd.weight.lora_b", second, bytes(4 * second[0] * second[1]))
        return [*tensors, a, b]

    return change


def test_the_embedding_of_a_model_that_is_its_output_too(base, tmp_path):
    """llama.cpp aborts at the first token."""
    path = write_adapter(tmp_path / "a.gguf", base, change=embedding_pair((4, 320), (4, 32)))
    assert fault(path, base)[0] == "unsupported"


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((4, 320), (4, 32), True),
        ((4, 320), (2, 32), False),  # llama.cpp aborts at the first token
        ((320, 4), (4, 32), False),
        ((32, 4), (4, 320), False),
    ],
)
def test_the_embedding_is_turned_around(tmp_path, first, second, fits):
    tensors = tiny_tensors()
    output = TinyTensor("output.weight", tensors[0].shape, tensors[0].data)
    base = tmp_path / "untied.gguf"
    base.write_bytes(gguf_bytes(list(tiny_metadata().items()), [*tensors, output]))
    path = write_adapter(tmp_path / "a.gguf", base, change=embedding_pair(first, second))
    if fits:
        check(path, base)
    else:
        assert fault(path, base)[0] == "model"


@pytest.mark.parametrize("kind", [F32, F16, BF16, Q8_0])
@pytest.mark.parametrize("half", ["ffn_down.weight.lora_a", "attn_q.weight.lora_b"])
@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_one_value_that_is_no_number(base, tmp_path, kind, half, value):
    change = poisoned(half, float(value), kind)
    path = write_adapter(tmp_path / "a.gguf", base, change=change, kind=kind, rank=32)
    found, reason = fault(path, base)
    assert found == "numbers"
    assert half in reason


@pytest.mark.parametrize(
    ("value", "fits"), [(1e30, False), (-1e30, False), (131_072.0, False), (131_071.0, True)]
)
@pytest.mark.parametrize("kind", [F32, BF16])
def test_values_far_too_large(base, tmp_path, kind, value, fits):
    if kind == BF16 and fits:
        value = 130_560.0  # the largest below in eight bits
    path = write_adapter(
        tmp_path / "a.gguf", base, change=poisoned("lora_a", value, kind), kind=kind
    )
    if fits:
        check(path, base)
    else:
        assert fault(path, base)[0] == "numbers"


def test_half_precision_may_use_its_whole_range(base, tmp_path):
    change = poisoned("lora_a", 65_504.0, F16)
    check(write_adapter(tmp_path / "a.gguf", base, change=change, kind=F16), base)


def test_the_last_value_of_a_long_tensor_is_looked_at(tmp_path):
    """Longer than what is looked at in one go."""
    base = write_tiny_gguf(tmp_path / "base.gguf")
    rank = 150_000
    a = TinyTensor("blk.0.attn_q.weight.lora_a", (32, rank), bytes(128 * rank))
    last = bytes(128 * rank - 4) + struct.pack("<f", float("nan"))
    b = TinyTensor("blk.0.attn_q.weight.lora_b", (rank, 32), last)
    path = write_adapter(tmp_path / "a.gguf", base, change=lambda _: [a, b])
    assert fault(path, base)[0] == "numbers"


def test_the_digest_of_the_model_is_compared(base, tmp_path):
    digest = hashlib.sha256(base.read_bytes()).hexdigest()
    path = write_adapter(tmp_path / "a.gguf", base, metadata={"train__base_sha256": digest})
    check(path, base, digest)
    assert fault(path, base, "0" * 64)[0] == "base"


def test_no_digest_is_made_where_none_is_carried(base, tmp_path):
    def unwanted():
        raise AssertionError

    adapter = read_adapter(write_adapter(tmp_path / "a.gguf", base))
    check_adapter(adapter, gguf.read(base), unwanted)


def test_files_that_are_no_adapter(base, tmp_path):
    assert fault(base, base)[0] == "kind"
    assert fault(tmp_path / "none.gguf", base)[0] == "missing"
    assert fault(tmp_path, base)[0] == "file"
    text = tmp_path / "text.gguf"
    text.write_text("not an adapter")
    assert fault(text, base)[0] == "file"


def test_every_cut_is_told(base, tmp_path):
    whole = write_adapter(tmp_path / "a.gguf", base).read_bytes()
    generator = random.Random(4)
    for _ in range(60):
        cut = tmp_path / "cut.gguf"
        cut.write_bytes(whole[: generator.randrange(len(whole))])
        assert fault(cut, base)[0] in ("file", "kind")


def test_flipped_bits_raise_nothing_else(base, tmp_path):
    """Weights and names may change unseen; all else is told as an error of ours."""
    path = write_adapter(tmp_path / "a.gguf", base, rank=2)
    whole = path.read_bytes()
    table = min(a.offset for a, _ in read_adapter(path).pairs.values())
    generator = random.Random(5)
    told = 0
    for _ in range(400):
        flipped = bytearray(whole)
        at = generator.randrange(table)
        flipped[at] ^= 1 << generator.randrange(8)
        path = tmp_path / "flipped.gguf"
        path.write_bytes(flipped)
        try:
            check(path, base)
        except AdapterError:
            told += 1
    assert told > 350
