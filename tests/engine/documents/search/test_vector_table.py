"""Vectors in memory, and the nearest of them."""

import numpy as np
import pytest

from engine.documents.search.vectors import VectorTable


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def packed(vectors):
    scales = np.abs(vectors).max(axis=1) / 127
    numbers = np.rint(vectors / scales[:, None]).astype(np.int8)
    return scales.tolist(), [row.tobytes() for row in numbers]


def filled(vectors, files=None, first=1):
    table = VectorTable(vectors.shape[1])
    chunks = list(range(first, first + len(vectors)))
    table.add(chunks, files or [1] * len(vectors), *packed(vectors))
    return table


@pytest.mark.parametrize("dimension", [3, 64, 100, 384])
def test_few_vectors_are_put_in_true_order(dimension):
    rng = np.random.default_rng(7)
    vectors = unit(rng.standard_normal((200, dimension)))
    question = unit(rng.standard_normal(dimension))
    scores = vectors @ question
    nearest = filled(vectors).nearest(question, 10)
    true = set(np.argsort(-scores)[:11] + 1)
    assert nearest[0] == np.argmax(scores) + 1
    assert len(true.intersection(nearest)) >= 9  # 8 bits tell some near ties apart wrongly
    assert all(scores[chunk - 1] > -0.01 for chunk in nearest)


def test_many_vectors_are_chosen_by_their_bits():
    rng = np.random.default_rng(7)
    vectors = unit(rng.standard_normal((8_000, 384)))
    table = filled(vectors)
    hit = 0
    for _ in range(10):
        question = unit(rng.standard_normal(384))
        true = set(np.argsort(-(vectors @ question))[:10] + 1)
        hit += len(true.intersection(table.nearest(question, 10)))
    assert hit >= 90


def test_only_the_files_that_are_asked():
    rng = np.random.default_rng(7)
    vectors = unit(np.abs(rng.standard_normal((12_000, 64))))
    files = [number % 3 + 5 for number in range(12_000)]
    table = filled(vectors, files)
    nearest = table.nearest(vectors[0], 50, {6})
    assert len(nearest) == 50
    assert all((chunk - 1) % 3 == 1 for chunk in nearest)
    assert table.nearest(vectors[0], 50, {99}) == []
    assert table.nearest(vectors[0], 50, set()) == []
    few = filled(vectors[:30], files[:30])
    assert len(few.nearest(vectors[0], 50, {6})) == 10


def test_what_points_away_is_not_near():
    vectors = unit(np.array([[1.0, 0.1], [-1.0, 0.1], [0.0, 1.0]]))
    assert filled(vectors).nearest(np.array([1.0, 0.0], np.float32), 5) == [1]


def test_a_question_without_direction_is_near_to_nothing():
    assert filled(unit(np.ones((3, 8)))).nearest(np.zeros(8, np.float32), 5) == []
    assert VectorTable(8).nearest(np.ones(8, np.float32), 5) == []


def test_vectors_come_and_go():
    rng = np.random.default_rng(7)
    vectors = unit(rng.standard_normal((500, 70)))
    table = VectorTable(70)
    for start in range(0, 500, 37):
        part = vectors[start : start + 37]
        table.add(range(start, start + len(part)), [1] * len(part), *packed(part))
    assert len(table) == 500
    table.remove(set(range(0, 500, 2)))
    assert sorted(table.chunks) == list(range(1, 500, 2))
    assert [table.nearest(vectors[number], 1) for number in (1, 251, 499)] == [[1], [251], [499]]
    assert 2 not in table.nearest(vectors[2], 500)
    table.add([1000], [1], *packed(vectors[2:3]))
    assert table.nearest(vectors[2], 1) == [1000]


def test_a_vector_takes_little_memory():
    table = VectorTable(384)
    table.reserve(1000)
    assert table.size == 1000 * (384 + 384 // 8 + 20)
