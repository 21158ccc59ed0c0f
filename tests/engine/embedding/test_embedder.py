"""Texts to vectors through the engine's second process, with tiny models."""

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from helpers.heard import Heard
from helpers.scripted import ask, write_script
from helpers.tiny_embedder import (
    CLS,
    RANK,
    tiny_bert_metadata,
    tiny_bert_tensors,
    write_tiny_bert,
)
from helpers.tiny_gguf import INT32, UINT16, Typed, gguf_bytes, write_tiny_gguf

from engine.embedding.embedder import Embedder
from engine.engine import Engine
from engine.errors import (
    EngineCrash,
    InvalidInput,
    ModelChanged,
    ModelFileError,
    ModelNotFound,
    ModelRejected,
)
from engine.files import Stopped
from engine.messages import ModelSpec, Text

TEXTS = ["the llama", "the high grassland", "b", "", "羊驼 lives here", "q8 w9"]


@pytest.fixture
def bert(tmp_path):
    return write_tiny_bert(tmp_path / "bert.gguf")


@pytest.fixture
def embedder(bert):
    with Embedder(bert, in_background=False) as made:
        yield made


def test_vectors_of_length_one_in_order(embedder):
    heard = []
    made = embedder.embed(TEXTS, progress=lambda done, total: heard.append((done, total)))
    assert made.numbers.shape == (6, 32)
    assert made.numbers.dtype == np.float32
    lengths = np.linalg.norm(made.numbers, axis=1)
    assert lengths == pytest.approx([1, 1, 1, 0, 1, 1], abs=1e-6)
    assert heard == [(number, 6) for number in range(1, 7)]
    assert made.cut == ()
    for text, vector in zip(TEXTS, made.numbers, strict=True):
        assert np.array_equal(embedder.embed([text]).numbers[0], vector)


def test_what_the_embedder_is(embedder, bert):
    info = embedder.info()
    assert (info.path, info.name, info.n_ctx) == (str(bert), "Tiny BERT", 64)
    assert not info.packed
    kind = info.embedding
    assert (kind.dimension, kind.pooling, kind.normalised) == (32, "mean", True)
    assert len(kind.sha256) == 64
    assert embedder.embed([]).numbers.shape == (0, 32)


def test_the_process_stands_back(bert):
    with Embedder(bert) as embedder:
        embedder.info()
        process = psutil.Process(embedder.process_id)
        assert process.nice() - psutil.Process().nice() == 10
        assert process.num_threads() < 5


def test_a_long_text_is_cut_and_it_is_said(embedder):
    exact, longer, huge = "a" * 62, "a" * 63, "a b " * 300_000
    made = list(embedder.each([exact, longer, huge, "b"]))
    assert [(vector.tokens, vector.cut) for vector in made[:2]] == [(64, False), (64, True)]
    assert (made[2].tokens, made[2].cut) == (64, True)
    assert not made[3].cut
    # The token that ends a text ends a cut one as well.
    assert np.allclose(made[1].numbers, made[0].numbers)
    assert embedder.embed(["b", longer]).cut == (1,)


def test_any_text_is_a_text(embedder):
    texts = ["\ud800 lone", "nul\0 inside", "\u200b", " \n\t", "\U0001f999", "[CLS] a [SEP]"]
    made = embedder.embed(texts).numbers
    assert np.isfinite(made).all()
    assert np.array_equal(np.linalg.norm(made, axis=1) > 0, [True, True, True, False, True, True])


@pytest.mark.parametrize(("pooling", "name"), [(1, "mean"), (3, "last")])
def test_decoders_that_make_vectors(tmp_path, pooling, name):
    path = write_tiny_gguf(tmp_path / "d.gguf", metadata={"llama.pooling_type": pooling})
    with Embedder(path) as embedder:
        assert embedder.info().embedding.pooling == name
        made = embedder.embed(["the cat", "a dog", "the cat"]).numbers
    assert np.linalg.norm(made, axis=1) == pytest.approx(1, abs=1e-6)
    assert np.array_equal(made[0], made[2])
    assert not np.allclose(made[0], made[1])


def test_the_pooling_of_the_file_counts(tmp_path, bert):
    first = write_tiny_bert(tmp_path / "cls.gguf", metadata={"bert.pooling_type": CLS})
    silent = write_tiny_bert(tmp_path / "silent.gguf", metadata={"bert.pooling_type": None})
    made = []
    for path in (bert, first, silent):
        with Embedder(path) as embedder:
            made.append(embedder.embed(["the llama"]).numbers)
    assert not np.allclose(made[0], made[1])
    assert np.array_equal(made[0], made[2])


def test_what_is_no_embedder_is_refused(tmp_path):
    chat = write_tiny_gguf(tmp_path / "chat.gguf")
    blind = write_tiny_gguf(tmp_path / "blind.gguf", metadata={"llama.pooling_type": CLS})
    reranker = write_tiny_bert(tmp_path / "rank.gguf", metadata={"bert.pooling_type": RANK})
    wrong = ((chat, "to continue text"), (reranker, "a reranker"), (blind, "the same vector"))
    for path, words in wrong:
        with Embedder(path) as embedder, pytest.raises(ModelFileError, match=words) as caught:
            embedder.embed(["a"])
        assert caught.value.exit_code == 3
    with Embedder(tmp_path / "none.gguf") as embedder, pytest.raises(ModelNotFound):
        embedder.info()
    with Embedder(ModelSpec(str(chat), n_ctx=4096)) as embedder, pytest.raises(ModelFileError):
        embedder.info()


def test_weights_that_are_no_numbers(tmp_path):
    tensors = tiny_bert_tensors()
    spoilt = replace(tensors[3], data=b"\xff" * len(tensors[3].data))
    path = tmp_path / "nan.gguf"
    data = gguf_bytes(list(tiny_bert_metadata().items()), [*tensors[:3], spoilt, *tensors[4:]])
    path.write_bytes(data)
    with Embedder(path) as embedder, pytest.raises(ModelRejected, match="not made of numbers"):
        embedder.embed(["a"])


def test_a_model_in_two_files(tmp_path):
    whole = write_tiny_bert(tmp_path / "whole.gguf")
    tensors, names = tiny_bert_tensors(), [tmp_path / f"m-0000{n}-of-00002.gguf" for n in (1, 2)]
    for number, (path, part) in enumerate(zip(names, (tensors[:9], tensors[9:]), strict=True)):
        split = {"split.no": number, "split.count": 2, "split.tensors.count": len(tensors)}
        kinds = {"split.no": UINT16, "split.count": UINT16, "split.tensors.count": INT32}
        values = (tiny_bert_metadata() if number == 0 else {"general.architecture": "bert"}) | {
            key: Typed(kinds[key], value) for key, value in split.items()
        }
        path.write_bytes(gguf_bytes(list(values.items()), part))
    with Embedder(whole) as one, Embedder(names[0]) as two:
        assert np.allclose(one.embed(TEXTS).numbers, two.embed(TEXTS).numbers)
        assert one.info().embedding.sha256 != two.info().embedding.sha256


def test_a_context_of_its_own(bert):
    with Embedder(ModelSpec(str(bert), n_ctx=16)) as embedder:
        assert embedder.info().n_ctx == 16
        assert [v.tokens for v in embedder.each(["a" * 30])] == [16]
    with Embedder(ModelSpec(str(bert), n_ctx=65)) as embedder, pytest.raises(InvalidInput):
        embedder.info()


def test_giving_up_in_the_middle(embedder):
    made = []
    stream = embedder.each(("a" * 60 for _ in range(10_000)), "passage", lambda: len(made) > 2)
    with pytest.raises(Stopped):
        made.extend(stream)
    assert 2 < len(made) < 100
    assert embedder.embed(["after it"]).numbers.shape == (1, 32)


def test_texts_are_taken_a_little_ahead_and_leaving_ends_it(embedder):
    taken = []

    def texts():
        for number in range(1000):
            taken.append(number)
            yield "word " * 100

    stream = embedder.each(texts())
    next(stream)
    stream.close()
    assert len(taken) < 20
    assert embedder.embed(["after it"]).numbers.shape == (1, 32)


def test_held_while_a_reply_is_made(embedder):
    embedder.info()
    embedder.hold(True)
    made, ended = [], threading.Event()

    def index():
        made.extend(embedder.each(TEXTS))
        ended.set()

    thread = threading.Thread(target=index)
    thread.start()
    assert embedder.embed(["a question"], "query").numbers.any()
    assert not ended.wait(0.3)
    assert made == []
    embedder.hold(False)
    thread.join(20)
    assert len(made) == len(TEXTS)


def test_held_from_the_middle_on(embedder):
    made, held, ended = [], threading.Event(), threading.Event()

    def index():
        for vector in embedder.each(["word " * 200] * 50):
            made.append(vector)
            if len(made) == 3:
                embedder.hold(True)
                held.set()
        ended.set()

    thread = threading.Thread(target=index)
    thread.start()
    assert held.wait(20)
    assert not ended.wait(0.5)
    assert 3 <= len(made) < 8
    before = len(made)
    assert not ended.wait(0.2)
    assert len(made) == before
    embedder.hold(False)
    thread.join(20)
    assert len(made) == 50


def test_a_reply_of_the_engine_holds_it(embedder, tmp_path):
    script = write_script(tmp_path / "s.json", {"text": "word " * 100, "piece_delay": 0.01})
    embedder.info()
    heard, made, ended = Heard(), [], threading.Event()

    def index():
        made.extend(embedder.each(TEXTS))
        ended.set()

    thread = threading.Thread(target=index)
    with Engine(on_busy=embedder.hold) as engine:
        job = engine.chat(ask(script, "Hi"), heard)
        heard.wait_for(Text)
        thread.start()
        assert not ended.wait(0.3)
        job.cancel()
        thread.join(20)
    assert len(made) == len(TEXTS)


def test_held_and_given_up(embedder):
    embedder.hold(True)
    with pytest.raises(Stopped):
        embedder.embed(["a"], cancelled=lambda: True)


def test_questions_pass_while_passages_are_made(embedder):
    passages = ["the llama lives " * 3 + str(number) for number in range(400)]
    expected = embedder.embed(passages).numbers
    asked = []
    for number, vector in enumerate(embedder.each(passages)):
        assert np.array_equal(vector.numbers, expected[number])
        if number % 40 == 0:
            asked.append(embedder.embed(["where"], "query").numbers[0])
    assert len(asked) == 10
    assert all(np.array_equal(asked[0], one) for one in asked)


def test_a_death_is_told_and_the_next_text_works(e5_path):
    with Embedder(e5_path, in_background=False) as embedder:
        stream = embedder.each("word " * 300 for _ in range(1000))
        next(stream)
        time.sleep(0.05)  # into the next text, which takes longer
        os.kill(embedder.process_id, signal.SIGABRT)
        with pytest.raises(EngineCrash) as caught:
            list(stream)
        assert caught.value.values["cause"] == "aborted"
        assert embedder.embed(["after it"]).numbers.any()


def test_vectors_of_two_models_are_never_mixed(embedder, bert):
    stream = embedder.each(["word " * 50] * 200)
    next(stream)
    other = write_tiny_bert(Path(f"{bert}.new"), seed=1)
    other.replace(bert)
    with pytest.raises(ModelChanged):
        list(stream)
    with pytest.raises(ModelChanged):
        embedder.embed(["b"])
    with Embedder(bert, in_background=False) as another:
        assert another.embed(["b"]).numbers.any()


def test_closing_ends_who_waits(embedder):
    embedder.hold(True)
    caught = []

    def index():
        try:
            list(embedder.each(["a"]))
        except Stopped as error:
            caught.append(error)

    thread = threading.Thread(target=index)
    thread.start()
    embedder.close()
    thread.join(20)
    assert len(caught) == 1
