"""Questions find passages: by words at once, by meaning as soon as there are vectors."""

from __future__ import annotations

import pytest
from helpers.plain_reader import PlainReader, write_text
from helpers.tiny_embedder import write_tiny_bert
from helpers.waiting import wait_until

from engine.documents.documents import Documents
from engine.documents.records import Source
from engine.documents.search.choosing import Room

PATIENCE = 60
ROOM = Room(n_ctx=8192, used=200, tokens_per_s=100.0, reply=500)


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return write_tiny_bert(tmp_path_factory.mktemp("models") / "bert.gguf")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    write_text(folder, "llamas.txt", "The llama lives on the puna.", "It eats grass and herbs.")
    write_text(folder, "boats.txt", "A boat of reed crosses the lake.", "羊驼生活在高原。")
    return folder


def filled(documents, folder, *, lexical_only=False):
    key = documents.create("Files").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    documents.settle(lexical_only=lexical_only)
    return key


def texts(future):
    return [hit.text for hit in future.result(PATIENCE)]


def test_words_are_found_without_an_embedder(home, folder, tmp_path):
    nowhere = tmp_path / "none.gguf"
    with Documents(home, embedder=nowhere, reader=PlainReader()) as documents:
        assert texts(documents.search(["llama"])) == []
        key = filled(documents, folder)
        assert texts(documents.search(["where do llamas live"])) == ["The llama lives on the puna."]
        assert texts(documents.search(["羊駝"])) == ["羊驼生活在高原。"]
        [hit] = documents.search(["reed"], [Source(key)]).result(PATIENCE)
        assert (hit.ranks.words, hit.ranks.meaning, hit.ranks.terms) == (1, 0, ("reed",))
        assert texts(documents.search(["reed"], [Source("another")])) == []
        documents.warm().result(PATIENCE)


def test_meaning_joins_when_there_are_vectors(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        key = filled(documents, folder)
        hits = documents.search(["llama"]).result(PATIENCE)
        assert len(hits) > 1
        assert all(hit.ranks.meaning for hit in hits)
        by_words = documents.search(["llama"], by_meaning=False)
        assert texts(by_words) == ["The llama lives on the puna."]
        removed = documents.remove(collection=key).result(PATIENCE)
        assert texts(documents.search(["llama"])) == []
        documents.undo(removed).result(PATIENCE)
        assert len(documents.search(["llama"]).result(PATIENCE)) == len(hits)


def test_questions_are_asked_by_words_where_the_model_is_gone(home, bert, folder, tmp_path):
    model = tmp_path / "moved.gguf"
    model.write_bytes(bert.read_bytes())
    with Documents(home, embedder=model, reader=PlainReader()) as documents:
        filled(documents, folder)
    model.unlink()
    with Documents(home, embedder=model, index=False) as documents:
        documents.warm().result(PATIENCE)
        assert texts(documents.search(["llama"])) == ["The llama lives on the puna."]
        documents.settle()  # there is nothing that could be waited for


def test_a_question_waits_for_meaning_only_so_long(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        key = filled(documents, folder)
    with Documents(home, embedder=bert, rescan=False, patience=0.0) as documents:
        sources = documents.sources("Where do llamas live?", [], [Source(key)], ROOM)
        assert sources.result(PATIENCE).lexical
        documents.warm().result(PATIENCE)  # what was begun goes on
        wait_until(lambda: documents._embedders._open)


def test_what_a_question_is_answered_from(home, bert, folder):
    with Documents(home, embedder=bert, reader=PlainReader()) as documents:
        key = filled(documents, folder)
        file = documents.files(key, text="llamas").result(PATIENCE)[0]
        scope = [Source(key, file.key, "llamas.txt")]
        sources = documents.sources("What does a llama eat?", ["Where?"], scope, ROOM).result(
            PATIENCE
        )
        assert sources.mode == "whole"
        assert [passage.number for passage in sources.passages] == [1, 2]
        assert sources.passages[0].path == str(folder / "llamas.txt")
        assert sources.queries == ("What does a llama eat?", "Where?\nWhat does a llama eat?")
        assert not sources.lexical
