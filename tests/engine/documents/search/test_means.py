"""What all texts have in common is taken off."""

import numpy as np
import pytest

from engine.documents.search.means import direction, means
from engine.documents.search.scripts import has_cjk

DIMENSION = 16


def embed(texts, kind):
    """Texts lean to one axis, questions to another, languages to a third."""
    rows = np.zeros((len(texts), DIMENSION), np.float32)
    for row, text in zip(rows, texts, strict=True):
        rng = np.random.default_rng(len(text) + ord(text[0]))
        row[3:] = rng.standard_normal(DIMENSION - 3)
        row[0] = 8
        row[1] = 4 if kind == "query" else -4
        row[2] = 4 if has_cjk(text) else -4
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_means_are_of_questions_of_passages_and_of_languages():
    question, passage, languages = means(embed)
    assert question.shape == passage.shape == languages.shape == (DIMENSION,)
    assert question[0] > 0.5
    assert passage[0] > 0.5
    assert question[1] > 0.2 > -0.2 > passage[1]
    assert abs(question[2]) < 0.05  # both languages alike
    assert languages[2] == pytest.approx(-1, abs=0.1)
    assert np.linalg.norm(languages) == pytest.approx(1)


def test_a_question_says_what_it_is_about_alone():
    taken = means(embed)
    for text in ("Where do the llamas graze?", "羊驼在哪里吃草？"):
        [vector] = embed([text], "query")
        pointed = direction(vector, taken)
        assert np.linalg.norm(pointed) == pytest.approx(1, abs=1e-5)
        assert abs(float(pointed @ taken[2])) < 1e-5
        assert abs(pointed[:3]).max() < 0.3 < abs(pointed[3:]).max()


def test_less_may_be_known():
    [vector] = embed(["Where?"], "query")
    none = np.empty((0, DIMENSION), np.float32)
    assert direction(vector, none) is vector
    moved = direction(vector, means(embed)[:2])
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)


def test_a_question_without_words_has_no_direction():
    nothing = np.zeros(DIMENSION, np.float32)
    assert not direction(nothing, means(embed)).any()
