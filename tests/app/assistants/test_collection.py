"""Assistants and snippets of the window: listed, saved, removed and brought back, in a language."""

import pytest
from PySide6.QtCore import QLocale

from app.assistants.choice import AssistantChoice, SnippetChoice
from app.bridge import Bridge
from engine.assistants import Assistant, Setup, Snippet
from engine.store.store import Store


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def store(home):
    home.root.mkdir(parents=True)
    with Store(home.database) as store:
        yield store


@pytest.fixture
def choice(qtbot, store, bridge):
    choice = AssistantChoice(store, bridge)
    choice.refresh()
    qtbot.waitUntil(lambda: choice.shipped != ())
    return choice


def save(qtbot, choice, item):
    with qtbot.waitSignal(choice.changed):
        choice.save(item)
    return choice.named(item.name)


def test_the_users_own_come_before_those_of_puna(qtbot, choice):
    shipped = len(choice.shipped)
    assert shipped > 3
    save(qtbot, choice, Assistant("zebra"))
    save(qtbot, choice, Assistant("Ape", setup=Setup(instructions="Climb.")))
    assert [item.name for item in choice.own] == ["Ape", "zebra"]
    assert len(choice.all) == shipped + 2
    assert choice.named("Ape").setup.instructions == "Climb."
    assert choice.named("nobody") is None


def test_saving_one_with_an_id_takes_its_place(qtbot, choice):
    first = save(qtbot, choice, Assistant("Ape"))
    save(qtbot, choice, Assistant("Monkey", id=first.id))
    assert [item.name for item in choice.own] == ["Monkey"]


def test_what_was_removed_is_brought_back(qtbot, choice):
    ape = save(qtbot, choice, Assistant("Ape", "climbs", Setup(instructions="Climb.")))
    with qtbot.waitSignals([choice.removed, choice.changed]):
        choice.remove(ape)
    assert choice.own == ()
    with qtbot.waitSignal(choice.changed):
        choice.put_back(ape)
    [back] = choice.own
    assert (back.name, back.about, back.setup) == (ape.name, ape.about, ape.setup)


def test_a_name_that_is_taken_gets_a_number(qtbot, choice):
    save(qtbot, choice, Assistant("Ape"))
    assert choice.free_name("Bee") == "Bee"
    assert choice.free_name("Ape") == "Ape 2"
    save(qtbot, choice, Assistant("Ape 2"))
    assert choice.free_name("Ape") == "Ape 3"


def test_those_of_puna_speak_the_language_of_the_window(qtbot, choice):
    english = {item.name for item in choice.shipped}
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    try:
        with qtbot.waitSignal(choice.changed):
            choice.refresh()
    finally:
        QLocale.setDefault(before)
    assert not english & {item.name for item in choice.shipped}


def test_a_refusal_is_told_and_changes_nothing(qtbot, choice, bridge):
    save(qtbot, choice, Assistant("Ape"))
    with qtbot.waitSignal(bridge.failed) as told:
        choice.save(Assistant("Ape"))
    assert told.args[0].kind == "invalid_input"
    assert len(choice.own) == 1


def test_names_of_snippets_stay_one_word(qtbot, store, bridge):
    snippets = SnippetChoice(store, bridge)
    snippets.refresh()
    qtbot.waitUntil(lambda: snippets.shipped != ())
    with qtbot.waitSignal(snippets.changed):
        snippets.save(Snippet("sign", "Kind regards"))
    free = snippets.free_name("sign")
    assert free != "sign"
    assert not any(letter.isspace() for letter in free)
    assert all(" " not in item.name for item in snippets.shipped)
