from __future__ import annotations

import random

import pytest

from engine.store.records import StoredMessage, newest_leaf, path_to, siblings


def tree(*pairs):
    """Messages from pairs of number and parent, all of one chat."""
    return {i: StoredMessage(i, 1, parent, "user", f"text {i}") for i, parent in pairs}


BRANCHED = tree((1, None), (2, 1), (3, 1), (4, 2), (5, 3), (6, None), (7, 2))


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("leaf", "path"), [(None, []), (1, [1]), (4, [1, 2, 4]), (5, [1, 3, 5]), (6, [6])]
)
def test_path_to(leaf, path):
    assert ids(path_to(BRANCHED, leaf)) == path


@pytest.mark.parametrize(
    ("message", "versions"), [(1, [1, 6]), (2, [2, 3]), (4, [4, 7]), (5, [5]), (6, [1, 6])]
)
def test_siblings(message, versions):
    assert ids(siblings(BRANCHED, BRANCHED[message])) == versions


@pytest.mark.parametrize(("message", "leaf"), [(1, 5), (2, 7), (3, 5), (4, 4), (6, 6)])
def test_newest_leaf(message, leaf):
    assert newest_leaf(BRANCHED, message) == leaf


def test_siblings_of_another_chat_are_none():
    messages = tree((1, None), (2, None))
    messages[3] = StoredMessage(3, 2, None, "user", "elsewhere")
    assert ids(siblings(messages, messages[1])) == [1, 2]


@pytest.mark.parametrize("seed", range(20))
def test_random_trees_through_the_store(chats, seed):
    """Built message by message in SQLite, against a plain model of the same tree."""
    rng = random.Random(seed)
    chat = chats.create()
    parents = {}
    with chats.transaction():
        for number in range(rng.randrange(1, 60)):
            parent = (
                rng.choice([None, *parents])
                if rng.random() < 0.3
                else next(reversed(parents), None)
            )
            message = chats.add(chat.id, parent, rng.choice(["user", "assistant"]), f"{number}")
            parents[message.id] = parent
    messages = chats.messages(chat.id)
    assert {i: m.parent for i, m in messages.items()} == parents
    assert chats.get(chat.id).leaf == max(parents)
    for i, parent in parents.items():
        path = ids(path_to(messages, i))
        assert path[-1] == i
        assert path[:-1] == (ids(path_to(messages, parent)) if parent else [])
        assert path == sorted(path)
        versions = ids(siblings(messages, messages[i]))
        assert versions == [j for j, other in parents.items() if other == parent]
        leaf = newest_leaf(messages, i)
        assert leaf not in parents.values()
        assert i in ids(path_to(messages, leaf))
        children = [j for j, other in parents.items() if other == i]
        assert leaf == (newest_leaf(messages, max(children)) if children else i)
