"""Adapters through the whole engine: on, off, together, and every way in which they are wrong.

llama.cpp crashes on many of these files, so each test asks the engine's own process and looks
whether it is still the same one.
"""

import random

import pytest
from helpers.adapter_writer import altered, poisoned, without, write_adapter
from helpers.heard import Heard
from helpers.scripted import ask, end_of, text_of
from helpers.tiny_gguf import CHATML, TinyTensor, write_tiny_gguf

from engine.engine import Engine
from engine.gguf.adapter import read_adapter
from engine.messages import AdapterUse, Failed, Measured, ModelSpec, Sampling

GREEDY = Sampling(temperature=0)


@pytest.fixture(scope="module")
def engine():
    """One process for the module: it is started here, as no test may leave one behind."""
    with Engine() as made:
        list(made.stream(ask(ModelSpec("scripted:"), "Hi")))
        yield made


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_tiny_gguf(tmp_path_factory.mktemp("models") / "base.gguf", template=CHATML)


def asked(base, uses, text="the high grassland"):
    adapters = tuple(AdapterUse(str(path), scale) for path, scale in uses)
    model = ModelSpec(str(base), n_ctx=256, n_threads=1)
    return ask(model, text, sampling=GREEDY, max_tokens=12, adapters=adapters)


def run(engine, base, *uses, text="the high grassland"):
    """The events of a short greedy reply with these adapters, as (path, scale)."""
    return list(engine.stream(asked(base, uses, text)))


def measured(engine, base, *uses):
    """The tokens of its prompt as they are counted beside it."""
    heard = Heard()
    engine.measure(asked(base, uses), heard)
    assert heard.end().reason == "stop"
    return next(event.tokens for event in heard.events if isinstance(event, Measured))


def reply(engine, base, *uses):
    return end_of(run(engine, base, *uses)).receipt.tokens or text_of(run(engine, base, *uses))


def fault(engine, base, *uses):
    """What the engine says of these adapters; its process lives and answers as before."""
    process = engine.process_id
    plain = reply(engine, base)
    end = end_of(run(engine, base, *uses))
    assert isinstance(end, Failed)
    assert end.error.kind == "adapter"
    assert reply(engine, base) == plain
    assert engine.process_id == process
    return end.error.values["fault"]


def test_on_off_and_on_again(engine, base, tmp_path):
    one = write_adapter(tmp_path / "one.gguf", base, size=0.5)
    two = write_adapter(tmp_path / "two.gguf", base, size=0.5, seed=9, rank=3)
    plain, changed = reply(engine, base), reply(engine, base, (one, 1.0))
    assert changed != plain
    assert reply(engine, base) == plain
    assert reply(engine, base, (one, 0.0)) == plain
    assert reply(engine, base, (one, 1.0)) == changed
    both = reply(engine, base, (one, 1.0), (two, 1.0))
    assert both not in (plain, changed)
    assert reply(engine, base, (two, 1.0), (one, 1.0)) == both
    assert reply(engine, base, (one, 0.5), (two, 1.0), (one, 0.5)) == both
    assert reply(engine, base, (one, 1.0), (one, -1.0)) == plain


def test_nothing_read_with_one_adapter_is_taken_over_with_another(engine, base, tmp_path):
    one = write_adapter(tmp_path / "one.gguf", base, size=0.5, seed=31)
    two = write_adapter(tmp_path / "two.gguf", base, size=0.5, seed=32)
    text = "the high grassland where the llamas live " * 4

    def ended(*uses):
        end = end_of(run(engine, base, *uses, text=text))
        return end.receipt.tokens, end.stats.cached_tokens, end.stats.prompt_tokens

    plain, _, length = ended()
    changed, cached, _ = ended((one, 1.0))
    assert changed != plain
    assert cached == 0
    for uses in (((two, 1.0),), ((one, 0.5),), ((one, 1.0), (two, 0.1)), ((one, -1.0),)):
        assert ended(*uses)[1] == 0
    # Each goes on from where it was itself, whatever came between and wherever its file is.
    assert ended() == (plain, length - 1, length)
    moved = one.replace(tmp_path / "elsewhere.gguf")
    assert ended((moved, 1.0)) == (changed, length - 1, length)
    assert ended((moved, 1.0), (two, 0.0)) == (changed, length - 1, length)


def test_an_adapter_is_what_it_adds(engine, base, tmp_path):
    """B of zeros changes nothing, whatever A and the scale are."""

    def change(tensors):
        return [
            TinyTensor(t.name, t.shape, bytes(len(t.data)), t.type) if "lora_b" in t.name else t
            for t in tensors
        ]

    idle = write_adapter(tmp_path / "idle.gguf", base, change=change)
    assert reply(engine, base, (idle, 50.0)) == reply(engine, base)


def test_the_receipt_tells_the_adapters_and_their_template(engine, base, tmp_path):
    plain = write_adapter(tmp_path / "plain.gguf", base)
    one, two = (
        write_adapter(
            tmp_path / f"{name}.gguf",
            base,
            metadata={"train__template": f"{name}{{{{ messages[-1]['content'] }}}}"},
        )
        for name in ("short", "a rather long beginning of each")
    )

    def read(*uses):
        beside = measured(engine, base, *uses)
        end = end_of(run(engine, base, *uses))
        assert beside == end.stats.prompt_tokens == measured(engine, base, *uses)
        assert end.receipt.adapters == tuple(AdapterUse(str(p), s) for p, s in uses)
        return end.receipt.template_sha256, end.stats.prompt_tokens

    own, short = read((plain, 1.0)), read((one, 1.0))
    assert own == read()
    assert short != own
    # The first that is on and carries one; taken away, it does not count.
    assert read((plain, 1.0), (one, 0.5), (two, 1.0)) == short
    assert read((one, 0.0), (two, 1.0)) == read((one, -1.0), (two, 1.0)) == read((two, 1.0))
    assert read((two, 1.0)) not in (short, own)
    assert read() == own


def test_a_prompt_is_counted_with_the_template_an_adapter_carries(engine, base, tmp_path):
    template = "a rather long beginning of each {{ messages[-1]['content'] }}"
    path = write_adapter(tmp_path / "a.gguf", base, metadata={"train__template": template})
    model = ModelSpec(str(base), n_ctx=256, n_threads=1)

    def counted(*adapters):
        heard = Heard()
        engine.measure(ask(model, "hi", adapters=adapters), heard)
        heard.end()
        return heard.events[0]

    use = AdapterUse(str(path))
    plain, carried = counted().tokens, counted(use).tokens
    assert carried != plain
    assert carried == end_of(run(engine, base, (path, 1.0), text="hi")).stats.prompt_tokens
    assert counted().tokens == plain
    path.unlink()
    assert counted(use).error.kind == "adapter"


def test_a_file_that_changed_is_read_anew(engine, base, tmp_path):
    path = write_adapter(tmp_path / "a.gguf", base, size=0.5)
    before = reply(engine, base, (path, 1.0))
    path.unlink()
    assert fault(engine, base, (path, 1.0)) == "missing"
    write_adapter(path, base, size=0.5, seed=5, rank=6)
    assert reply(engine, base, (path, 1.0)) != before
    path.unlink()
    write_adapter(path, base, size=0.5)
    assert reply(engine, base, (path, 1.0)) == before


def test_more_adapters_than_are_kept_ready(engine, base, tmp_path):
    paths = [
        write_adapter(tmp_path / f"{n}.gguf", base, seed=n, rank=2, size=0.5) for n in range(20)
    ]
    first = [reply(engine, base, (path, 1.0)) for path in paths]
    assert len(set(map(str, first))) > 10
    assert [reply(engine, base, (path, 1.0)) for path in paths] == first
    assert reply(engine, base, *((path, 0.1) for path in paths[:16]))


NORM = TinyTensor("blk.0.attn_norm.weight", (32,), bytes(128))


def embedding(tensors):
    a = TinyTensor("token_embd.weight.lora_a", (4, 320), bytes(4 * 4 * 320))
    return [*tensors, a, TinyTensor("token_embd.weight.lora_b", (4, 32), bytes(4 * 4 * 32))]


WRONG = {
    "another architecture": {"metadata": {"general__architecture": "gemma3"}},
    "another shape": {"change": altered("attn_k.weight.lora_b", shape=(4, 32))},
    "A turned around": {"change": altered("attn_k.weight.lora_a", shape=(8, 32))},
    "an unknown tensor": {
        "change": lambda tensors: [
            *tensors,
            TinyTensor("blk.7.attn_q.weight.lora_a", (32, 2), bytes(256)),
            TinyTensor("blk.7.attn_q.weight.lora_b", (2, 32), bytes(256)),
        ]
    },
    "no B": {"change": without("lora_b")},
    "no A": {"change": without("lora_a")},
    "a norm": {"change": lambda tensors: [*tensors, NORM]},
    "not an adapter": {"metadata": {"general__type": "model"}},
    "no LoRA": {"metadata": {"adapter__type": "other"}},
    "the embedding that is the output too": {"change": embedding},
    "not a number": {"change": poisoned("lora_a", float("nan"))},
    "endless": {"change": poisoned("lora_b", float("inf"))},
    "far too large": {"change": poisoned("lora_a", 1e30)},
    "alpha that is no number": {"alpha": float("nan")},
    "alpha stored otherwise": {"metadata": {"adapter__lora__alpha": "16"}},
    "a type stored otherwise": {"metadata": {"general__type": 7}},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_adapter_is_told_and_the_process_lives(engine, base, tmp_path, name):
    path = write_adapter(tmp_path / "a.gguf", base, **WRONG[name])
    assert fault(engine, base, (path, 1.0))


def test_a_path_to_nothing_and_a_model_for_an_adapter(engine, base, tmp_path):
    assert fault(engine, base, (tmp_path / "none.gguf", 1.0)) == "missing"
    assert fault(engine, base, (base, 1.0)) == "kind"
    assert fault(engine, base, (tmp_path, 1.0)) == "file"


def test_logits_that_are_no_numbers(engine, base, tmp_path):
    """Each number of this one is allowed; their product is not."""

    def change(tensors):
        data = b"\xff\xff\xff\x47"  # 131,071.99
        return [TinyTensor(t.name, t.shape, data * (len(t.data) // 4), t.type) for t in tensors]

    path = write_adapter(tmp_path / "a.gguf", base, change=change, alpha=65_536.0)
    good = write_adapter(tmp_path / "good.gguf", base)
    assert fault(engine, base, (good, 0.1), (path, 100.0)) == "garbage"
    assert reply(engine, base, (good, 0.1))


def test_cuts_are_told(engine, base, tmp_path):
    whole = write_adapter(tmp_path / "a.gguf", base).read_bytes()
    generator = random.Random(1)
    path = tmp_path / "cut.gguf"
    for _ in range(13):
        path.write_bytes(whole[: generator.randrange(len(whole))])
        assert fault(engine, base, (path, 1.0)) in ("file", "kind")


def test_flips_are_told_or_harmless(engine, base, tmp_path):
    """Half of them in the table, half in the weights, where nothing but a digest tells."""
    source = write_adapter(tmp_path / "a.gguf", base, rank=2)
    table = min(a.offset for a, _ in read_adapter(source).pairs.values())
    whole = source.read_bytes()
    generator = random.Random(2)
    path = tmp_path / "flipped.gguf"
    plain, process, told = reply(engine, base), engine.process_id, 0
    for number in range(150):
        flipped = bytearray(whole)
        at = generator.randrange(table) if number % 2 else generator.randrange(table, len(whole))
        flipped[at] ^= 1 << generator.randrange(8)
        path.write_bytes(flipped)
        end = end_of(run(engine, base, (path, 1.0)))
        if isinstance(end, Failed):
            assert end.error.kind in ("adapter", "template_failed")
            told += 1
    assert told > 60
    assert reply(engine, base) == plain
    assert engine.process_id == process


@pytest.mark.parametrize(
    "uses",
    [
        [("", 1.0)],
        [("a\0b.gguf", 1.0)],
        [("a.gguf", float("nan"))],
        [("a.gguf", float("inf"))],
        [("a.gguf", 101.0)],
        [("a.gguf", 1.0)] * 17,
    ],
)
def test_a_request_that_no_model_takes(engine, base, uses):
    assert end_of(run(engine, base, *uses)).error.kind == "invalid_input"


@pytest.mark.model
def test_on_a_real_model(engine, model_path, tmp_path):
    path = write_adapter(tmp_path / "a.gguf", model_path, rank=4)
    plain = reply(engine, model_path)
    changed = reply(engine, model_path, (path, 1.0))
    assert changed != plain
    assert reply(engine, model_path) == plain
    assert reply(engine, model_path, (path, 1.0)) == changed
    wrong = write_adapter(tmp_path / "wrong.gguf", model_path, change=embedding, rank=4)
    assert fault(engine, model_path, (wrong, 1.0)) in ("unsupported", "model")
