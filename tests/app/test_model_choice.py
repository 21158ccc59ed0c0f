"""The choice of a model, on the real library with tiny files."""

import pytest
from helpers.model_packages import entry, write_package, write_parts
from helpers.tiny_gguf import write_tiny_gguf

from app.bridge import Bridge
from app.model_choice import ModelChoice
from app.preferences import Preferences
from engine.hub import first_start
from engine.hub.library import Defaults, Library
from engine.settings import Settings


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "tiny.gguf"
    write_tiny_gguf(path)
    return path


def choice(home, bridge, **settings):
    preferences = Preferences(Settings(**settings), lambda s: None, bridge)
    return ModelChoice(Library(home, {}), preferences, bridge), preferences


def test_a_new_home_has_no_model(home, bridge):
    models, _ = choice(home, bridge)
    models.start()
    assert (models.model, models.settled) == (None, True)


def test_a_chosen_file_is_remembered(qtbot, home, bridge, tiny):
    models, preferences = choice(home, bridge)
    with qtbot.waitSignal(models.chosen):
        models.choose(str(tiny))
    assert models.model.path == tiny
    again, _ = choice(home, bridge, model=preferences.settings.model)
    with qtbot.waitSignal(again.changed):
        again.start()
    assert again.model.path == tiny
    preferences.close()


def test_a_file_that_is_gone_is_told_and_the_choice_stands(qtbot, home, bridge, tiny):
    models, preferences = choice(home, bridge)
    with qtbot.waitSignal(models.chosen):
        models.choose(str(tiny))
    with qtbot.waitSignal(models.refused) as caught:
        models.choose(str(tiny.with_name("gone.gguf")))
    assert caught.args[0].kind == "model_not_found"
    assert models.model.path == tiny
    assert preferences.settings.model == str(tiny)
    preferences.close()


def test_the_model_of_last_time_is_gone(qtbot, home, bridge, tmp_path):
    models, _ = choice(home, bridge, model=str(tmp_path / "gone.gguf"))
    assert not models.settled
    with qtbot.waitSignal(models.refused):
        models.start()
    assert (models.model, models.settled) == (None, True)


def test_the_models_of_the_home_are_known(qtbot, home, bridge):
    folder = home.models / "owner" / "repo"
    folder.mkdir(parents=True)
    write_tiny_gguf(folder / "tiny.gguf")
    models, _ = choice(home, bridge)
    with qtbot.waitSignal(models.changed, check_params_cb=lambda: bool(models.known)):
        models.refresh()
    assert [model.id for model in models.known] == ["owner/repo/tiny.gguf"]


def test_defaults_of_the_model_come_before_the_settings(qtbot, home, bridge, tiny):
    models, preferences = choice(home, bridge, n_ctx=1024, system_prompt="Of the settings.")
    library = Library(home, {})
    library.set_defaults(str(tiny), Defaults(n_ctx=2048, template="{{ x }}"))
    assert models.in_force.n_ctx == 1024
    with qtbot.waitSignal(models.chosen):
        models.choose(str(tiny))
    assert models.in_force.n_ctx == 2048
    assert models.in_force.system_prompt == "Of the settings."
    assert models.defaults.template == "{{ x }}"

    models.enlarge(4096)  # where it is set, and nowhere else
    assert models.in_force.n_ctx == 4096
    assert preferences.settings.n_ctx == 1024
    with qtbot.waitSignal(models.changed):
        models.note_defaults(models.model.id, Defaults())
    models.enlarge(3072)
    assert preferences.settings.n_ctx == 3072
    preferences.close()
    qtbot.waitUntil(lambda: library.defaults(str(tiny)).n_ctx == 4096)


def test_the_first_start_takes_the_best_there_is_and_how_it_begins(
    qtbot, home, bridge, tmp_path, monkeypatch
):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(first_start, "shipped_adapter", lambda: tmp_path / "base.gguf")
    write_tiny_gguf(tmp_path / "base.gguf")
    preferences = Preferences(Settings(), lambda s: None, bridge)
    library = Library(home, {"gemma": write_parts(tmp_path, "first_parts")})
    models = ModelChoice(library, preferences, bridge)
    models.start()
    qtbot.waitUntil(lambda: models.first is not None)
    assert models.first.chinese
    with qtbot.waitSignal(models.chosen):
        models.choose_first()
    assert preferences.settings.model == models.model.id == "gemma"
    assert [use.path for use in models.defaults.adapters] == ["puna-starter.gguf"]
    assert library.defaults("gemma") == models.defaults
    preferences.close()


def test_the_first_start_takes_the_next_best_where_the_best_is_damaged(
    qtbot, home, bridge, tmp_path, monkeypatch, caplog
):
    monkeypatch.syspath_prepend(str(tmp_path))
    write_tiny_gguf(tmp_path / "base.gguf")
    monkeypatch.setattr(first_start, "shipped_adapter", lambda: tmp_path / "base.gguf")
    write_package(tmp_path)
    broken = write_parts(tmp_path, "second_parts")
    (tmp_path / "second_parts" / "part").write_bytes(b"not that")
    preferences = Preferences(Settings(), lambda s: None, bridge)
    library = Library(home, {"starter": entry(), "gemma": broken})
    models = ModelChoice(library, preferences, bridge)
    with caplog.at_level("WARNING"), qtbot.waitSignal(models.chosen):
        models.choose_first()
    assert models.model.id == "starter"
    assert models.defaults.adapters == ()
    assert "gemma cannot be started with" in caplog.text
    caplog.clear()
    preferences.close()
