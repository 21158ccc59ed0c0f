"""The shelf of adapters: listed, added whole or not at all, removed, checked against a model."""

import hashlib

import pytest
from helpers.adapter_writer import poisoned, write_adapter
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import AdapterError, InvalidInput, ModelNotFound, StorageError
from engine.files import Stopped
from engine.gguf.adapter import read_adapter
from engine.hub.adapters import SHIPPED, AdapterShelf, shipped_adapter


@pytest.fixture
def base(tmp_path):
    return write_tiny_gguf(tmp_path / "base.gguf")


@pytest.fixture
def shelf(home):
    return AdapterShelf(home)


def written(folder, base, name="poet", **fields):
    return write_adapter(folder / f"{name}.gguf", base, **fields)


def test_an_empty_shelf(shelf, home):
    assert shelf.list() == []
    assert not home.root.exists()


def test_the_one_that_comes_with_puna_is_found_by_its_name_alone(shelf, base, tmp_path, home):
    assert shelf.path_of(SHIPPED) == shipped_adapter()
    assert shelf.path_of("other.gguf") == home.adapters / "other.gguf"
    elsewhere = tmp_path / SHIPPED
    assert shelf.path_of(str(elsewhere)) == elsewhere
    added = shelf.add(written(tmp_path, base, name="puna-starter"))
    assert added.path == home.adapters / "puna-starter-2.gguf"  # its name means another file


def test_an_adapter_is_added_and_listed(shelf, base, tmp_path, home):
    told = []
    path = written(tmp_path, base, metadata={"general__name": "Poet", "train__template": "T"})
    added = shelf.add(path, lambda done, size: told.append((done, size)))
    assert added.path == home.adapters / "poet.gguf"
    assert added.path.read_bytes() == path.read_bytes()
    assert told[-1] == (added.size, added.size)
    (listed,) = shelf.list()
    assert listed == added
    assert (listed.name, listed.base, listed.rank, listed.template) == ("Poet", "llama", 8, "T")
    assert listed.size == path.stat().st_size


def test_the_same_content_is_there_once_and_the_same_name_twice(shelf, base, tmp_path, home):
    first = shelf.add(written(tmp_path, base))
    again = shelf.add(written(tmp_path / "elsewhere", base, name="other name"))
    assert again == first
    other = shelf.add(written(tmp_path / "third", base, seed=1))
    assert other.path == home.adapters / "poet-2.gguf"
    assert len(shelf.list()) == 2
    assert shelf.add(first.path) == first


def test_a_name_no_system_takes(shelf, base, tmp_path, home):
    path = written(tmp_path, base, name="..odd:na?me. ")
    assert shelf.add(path).path == home.adapters / "odd_na_me.gguf"


def test_what_is_broken_is_not_added(shelf, base, tmp_path, home):
    for path, fault in (
        (base, "kind"),
        (tmp_path / "none.gguf", "missing"),
        (written(tmp_path, base, change=poisoned("lora_a", float("nan"))), "numbers"),
    ):
        with pytest.raises(AdapterError) as caught:
            shelf.add(path)
        assert caught.value.values["fault"] == fault
    assert shelf.list() == []
    assert not home.adapters.exists()


def test_adding_is_stopped_and_leaves_nothing(shelf, base, tmp_path, home):
    path = written(tmp_path, base)
    with pytest.raises(Stopped):
        shelf.add(path, cancelled=lambda: home.adapters.exists())  # the copy has begun
    assert list(home.adapters.iterdir()) == []


def test_files_that_are_no_adapters_are_not_listed(shelf, base, home):
    home.adapters.mkdir(parents=True)
    (home.adapters / "broken.gguf").write_bytes(b"GGUF")
    (home.adapters / ".hidden.gguf").write_bytes(written(home.root, base).read_bytes())
    (home.adapters / "folder.gguf").mkdir()
    assert shelf.list() == []


def test_only_adapters_of_the_home_are_removed(shelf, base, tmp_path):
    path = written(tmp_path, base)
    with pytest.raises(InvalidInput, match="not in Puna's adapters folder"):
        shelf.remove(read_adapter(path))
    assert path.exists()
    shelf.remove(shelf.add(path))
    assert shelf.list() == []


def test_a_disk_that_refuses(shelf, base, tmp_path, home):
    home.root.mkdir()
    home.adapters.write_bytes(b"in the way")
    with pytest.raises(StorageError):
        shelf.add(written(tmp_path, base))


def test_check_against_a_model(shelf, base, tmp_path):
    adapter = shelf.add(written(tmp_path, base))
    shelf.check(adapter, base)
    other = write_tiny_gguf(tmp_path / "other.gguf", architecture="gemma3")
    with pytest.raises(AdapterError) as caught:
        shelf.check(adapter, other)
    assert caught.value.values["fault"] == "model"
    with pytest.raises(ModelNotFound):
        shelf.check(adapter, tmp_path / "none.gguf")


def test_a_model_that_changed_is_read_anew(shelf, base, tmp_path):
    digest = hashlib.sha256(base.read_bytes()).hexdigest()
    path = written(tmp_path, base, metadata={"train__base_sha256": digest})
    adapter = shelf.add(path)
    shelf.check(adapter, base)
    write_tiny_gguf(base, seed=1, metadata={"general.name": "Another"})
    with pytest.raises(AdapterError) as caught:
        shelf.check(adapter, base)
    assert caught.value.values["fault"] == "base"


def test_where_an_assistant_means(shelf, home, tmp_path):
    assert shelf.path_of("poet.gguf") == home.adapters / "poet.gguf"
    elsewhere = str(tmp_path / "poet.gguf")
    assert str(shelf.path_of(elsewhere)) == elsewhere
