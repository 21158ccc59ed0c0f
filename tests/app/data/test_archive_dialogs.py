"""Everything of one home in one file, opened in another one, both through the window."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf
from helpers.window import ask, running, script, stored

from engine.assistants import Assistant, Setup, Snippet
from engine.files import load_settings
from engine.paths import Home

ANSWER = {"text": "An answer."}


@pytest.fixture
def archive(qtbot, home, tmp_path, end):
    """Written by one application, with chats, an assistant, a snippet, a model and settings."""
    model = home.models / "owner" / "repo" / "tiny.gguf"
    model.parent.mkdir(parents=True)
    write_tiny_gguf(model)
    target = tmp_path / "all.puna"
    with running(home, script(home, ANSWER), system_prompt="Be brief.") as application:
        ask(qtbot, application, "What is a puna?")
        application.window.chat.new_chat()
        ask(qtbot, application, "And a vicuña?")
        application.assistants.save(Assistant("Ape", setup=Setup(instructions="Climb.")))
        application.snippets.save(Snippet("sign", "Kind regards"))
        page = application.window.data
        application.window.show_data()
        dialog = page.save_archive()
        qtbot.waitUntil(lambda: "model too" in dialog.models.text(), timeout=60_000)
        assert "The model too (" in dialog.models.text()
        without = dialog.size_note.text()
        dialog.models.setChecked(True)
        assert dialog.size_note.text() != without
        dialog.begin(str(target))
        told = end(dialog)
        assert told[0] == "Everything was written."
        assert str(target) in told[1]
        dialog.close()
    return target


def test_it_is_opened_on_a_fresh_home(qtbot, archive, tmp_path, end):
    fresh = Home(tmp_path / "fresh")
    with running(fresh, script(fresh, ANSWER), language="system") as application:
        dialog = application.window.data.open_archive()
        dialog.begin(str(archive))
        told = end(dialog)
        assert told[0] == "The file was opened."
        assert "New chats: 2" in told
        assert "New assistants: 1" in told
        assert "New snippets: 1" in told
        assert "New models: 1" in told
        dialog.close()
        qtbot.waitUntil(lambda: application.preferences.settings.system_prompt == "Be brief.")
        qtbot.waitUntil(lambda: application.assistants.named("Ape") is not None)
        qtbot.waitUntil(lambda: application.snippets.named("sign") is not None)
        view = application.window.chat.list.view
        qtbot.waitUntil(lambda: view.model().rowCount() >= 2)
        chats = application.store.call(lambda chats: chats.list()).result(10)
        assert {chat.title for chat in chats} == {"What is a puna?", "And a vicuña?"}
        assert [m.content for m in stored(application, chats[0].id).values()][1] == "An answer."
        assert (fresh.models / "owner" / "repo" / "tiny.gguf").exists()
    assert load_settings(fresh.settings).system_prompt == "Be brief."


def test_opened_twice_it_adds_nothing(qtbot, archive, home, end):
    with running(home, script(home, ANSWER), system_prompt="Be long.") as application:
        dialog = application.window.data.open_archive()
        dialog.begin(str(archive))
        told = end(dialog)
        dialog.close()
        assert "Chats that were here already: 2" in told
        assert "Models that were here already: 1" in told
        assert not any(line.startswith("New") for line in told)
        assert len(application.store.call(lambda chats: chats.list()).result(10)) == 2
        assert application.preferences.settings.system_prompt == "Be long."


def test_another_file_is_refused_in_words(application, page, end, tmp_path):
    path = tmp_path / "holiday.puna"
    path.write_bytes(b"PK\x03\x04 no archive")
    dialog = page.open_archive()
    dialog.begin(str(path))
    told = end(dialog)
    assert told[0] == "That cannot be used"
    dialog.close()


def test_a_home_without_models_offers_none(qtbot, application, page):
    dialog = page.save_archive()
    qtbot.waitUntil(lambda: "at most" in dialog.size_note.text(), timeout=60_000)
    assert not dialog.models.isVisible()
    dialog.reject()
