from __future__ import annotations

import pytest

from engine.assistants import AdapterUse, Assistant, Setup
from engine.errors import InvalidInput
from engine.messages import Sampling

SETUP = Setup(
    model="m.gguf",
    adapters=(AdapterUse("a.gguf", 0.5),),
    instructions="Be brief.\n简短",
    sampling=Sampling(temperature=0.1, seed=7, stop=("x",)),
    max_tokens=5,
)


def test_an_assistant_comes_back_as_it_was_saved(chats):
    saved = chats.assistants.save(Assistant("Brief", "short answers", SETUP))
    assert saved == Assistant("Brief", "short answers", SETUP, saved.id)
    assert saved.id > 0
    assert chats.assistants.get(saved.id) == saved
    assert chats.assistants.list() == [saved]


def test_saving_with_an_id_changes_it(chats):
    saved = chats.assistants.save(Assistant("One"))
    chats.assistants.save(Assistant("two"))
    changed = chats.assistants.save(Assistant("Zero", "about", SETUP, saved.id))
    assert changed.id == saved.id
    assert [one.name for one in chats.assistants.list()] == ["two", "Zero"]
    chats.assistants.remove(saved.id)
    assert [one.name for one in chats.assistants.list()] == ["two"]


def test_a_name_is_needed_and_given_once(chats):
    one = chats.assistants.save(Assistant("One"))
    two = chats.assistants.save(Assistant("Two"))
    for wrong in (Assistant(" "), Assistant("One"), Assistant("One", id=two.id)):
        with pytest.raises(InvalidInput, match="assistant"):
            chats.assistants.save(wrong)
    assert chats.assistants.list() == [one, two]
    assert chats.assistants.save(one) == one


@pytest.mark.parametrize(
    "use",
    [
        lambda part: part.get(9),
        lambda part: part.remove(9),
        lambda part: part.save(Assistant("x", id=9)),
    ],
)
def test_an_assistant_that_is_not_there_is_said(chats, use):
    with pytest.raises(InvalidInput, match="none with the number"):
        use(chats.assistants)


def test_a_setup_of_another_version_leaves_the_name(chats, connection):
    saved = chats.assistants.save(Assistant("One", "about", SETUP))
    connection.change("UPDATE assistant SET setup = '[1]'")
    assert chats.assistants.get(saved.id) == Assistant("One", "about", Setup(), saved.id)


def test_what_sqlite_cannot_hold_is_replaced(chats):
    saved = chats.assistants.save(Assistant("a\ud800", "b\0", Setup(instructions="c\udfff")))
    assert (saved.name, saved.about, saved.setup.instructions) == ("a\ufffd", "b\ufffd", "c\ufffd")
