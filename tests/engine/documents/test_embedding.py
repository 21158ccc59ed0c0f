"""The embedders of an index: opened when they are used, ended when they are not."""

from __future__ import annotations

import threading

import pytest
from helpers.tiny_embedder import write_tiny_bert
from helpers.waiting import wait_until

from engine.documents.embedding import Embedders
from engine.errors import ModelNotFound
from engine.files import Stopped


@pytest.fixture
def bert(tmp_path):
    return write_tiny_bert(tmp_path / "bert.gguf")


@pytest.fixture
def embedders(home, bert):
    embedders = Embedders(home, bert)
    yield embedders
    embedders.close()


def test_one_process_a_model(embedders, bert):
    assert embedders.locate() == bert
    assert embedders.at(bert) is embedders.at(bert)
    embedders.keep([bert])
    first = embedders.at(bert)
    embedders.keep([])
    assert embedders.at(bert) is not first


def test_another_model_has_another_sign(embedders, bert, tmp_path):
    before = embedders.sign()
    embedders.want(write_tiny_bert(tmp_path / "other.gguf"))
    other = embedders.sign()
    embedders.want(tmp_path / "none.gguf")
    assert len({before, other, embedders.sign()}) == 3
    with pytest.raises(ModelNotFound):
        embedders.locate()


def test_a_process_that_is_not_used_ends_and_comes_back(embedders, bert):
    embedder = embedders.at(bert)
    assert embedder.info().embedding.dimension == 32
    embedders._rest()
    assert embedders.at(bert) is embedder
    embedders._idle = 0.0
    embedders._rest()
    assert embedder.process_id is None
    embedders._idle = 3600.0
    assert embedders.at(bert).info() == embedder.info()


def test_that_happens_by_itself(home, bert):
    embedders = Embedders(home, bert, idle=0.01)
    embedders.at(bert)
    wait_until(lambda: not embedders._open)
    embedders.close()


def test_new_embedders_wait_for_a_reply_as_well(embedders, bert):
    embedders.hold(True)
    waits = threading.Event()

    def cancelled():
        waits.set()
        return True

    with pytest.raises(Stopped):
        embedders.at(bert).embed(["text"], "passage", None, cancelled)
    assert embedders.busy
    embedders.hold(False)
    assert embedders.at(bert).embed(["text"], "passage").numbers.shape == (1, 32)


def test_nothing_is_embedded_at_the_end(embedders, bert):
    embedders.close()
    with pytest.raises(Stopped):
        embedders.at(bert).embed(["text"])
    embedders.close()
