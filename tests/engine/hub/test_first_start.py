"""What the first start offers, by what is installed and the language."""

import msgspec
import pytest
from helpers.model_packages import entry, write_package, write_parts

from engine.assistant_files import shipped_assistants
from engine.hub import first_start
from engine.hub.catalogue import load_catalogue
from engine.hub.first_start import first_starts, offered_assistants
from engine.hub.library import Library

GONE = "a_package_that_is_not_there"


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture
def adapter(tmp_path, monkeypatch):
    """Stands for the shipped one, which may be taken away."""
    path = tmp_path / "adapter.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setattr(first_start, "shipped_adapter", lambda: path)
    return path


def offers(home, catalogue, language="en"):
    return [first.model for first in first_starts(Library(home, catalogue), language)]


def test_the_better_one_comes_first_and_the_other_stands_by(home, site, adapter):
    write_package(site)
    catalogue = {"starter": entry(), "gemma": write_parts(site, "parted_model")}
    for language in ("en_US", "zh_CN", "de_DE"):
        assert offers(home, catalogue, language) == ["gemma", "starter", "starter"]
    first = first_starts(Library(home, catalogue), "zh_CN")[0]
    assert [use.path for use in first.defaults.adapters] == ["puna-starter.gguf"]
    assert first.chinese
    assert first.defaults.sampling is not None


def test_without_its_adapter_a_base_model_is_not_offered(home, site, adapter):
    catalogue = {"starter": entry(module=GONE), "gemma": write_parts(site, "parted_alone")}
    assert offers(home, catalogue) == ["gemma", "starter"]
    adapter.unlink()
    (only,) = first_starts(Library(home, catalogue), "en")
    assert (only.model, only.defaults.adapters, only.chinese) == ("starter", (), False)


def test_what_is_not_installed_is_not_offered(home, site, adapter):
    write_package(site)
    catalogue = {"starter": entry(), "gemma": entry(module=GONE)}
    assert offers(home, catalogue) == ["starter", "starter"]
    assert offers(home, {}) == ["starter"]


def test_an_assistant_is_offered_with_its_model_and_adapter_only(adapter):
    catalogue = load_catalogue()
    here = {**catalogue, "gemma": msgspec.structs.replace(catalogue["gemma"], module="json")}
    away = {**catalogue, "gemma": msgspec.structs.replace(catalogue["gemma"], module=GONE)}
    everyone = shipped_assistants("zh_CN")
    assert offered_assistants("zh_CN", here) == everyone
    others = tuple(each for each in everyone if each.setup.model != "gemma")
    assert len(others) == len(everyone) - 1
    assert offered_assistants("zh_CN", away) == others
    adapter.unlink()
    assert offered_assistants("zh_CN", here) == others
