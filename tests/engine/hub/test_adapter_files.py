"""Adapters that get another name, and adapters that are copied out."""

import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import AdapterError, InvalidInput
from engine.files import Stopped
from engine.gguf.adapter import check_numbers, read_adapter
from engine.gguf.reader import read
from engine.hub.adapter_files import export_adapter, rename_adapter


@pytest.fixture
def adapter(tmp_path):
    base = write_tiny_gguf(tmp_path / "base.gguf")
    more = {"train.template": "{{ x }}", "train.base_sha256": "ab" * 32}
    return write_adapter(tmp_path / "a.gguf", base, metadata=more)


def numbers(path):
    file = read(path)
    data = path.read_bytes()
    return {t.name: (t.shape, data[t.offset : t.offset + t.size]) for t in file.tensors}


def test_a_new_name_changes_the_name_alone(adapter):
    before, was = numbers(adapter), read_adapter(adapter)
    renamed = rename_adapter(adapter, "  Support\n tone 支持 ")
    assert renamed.name == "Support tone 支持"
    assert numbers(adapter) == before
    assert (renamed.alpha, renamed.template, renamed.base_sha256) == (
        was.alpha,
        was.template,
        was.base_sha256,
    )
    check_numbers(renamed)


def test_no_name_is_refused(adapter):
    data = adapter.read_bytes()
    with pytest.raises(InvalidInput):
        rename_adapter(adapter, " \n ")
    assert adapter.read_bytes() == data


def test_what_is_no_adapter_is_left_alone(tmp_path):
    model = write_tiny_gguf(tmp_path / "model.gguf")
    data = model.read_bytes()
    with pytest.raises(AdapterError):
        rename_adapter(model, "mine")
    assert model.read_bytes() == data


def test_a_copy_is_the_same_file(adapter, home, tmp_path):
    target = tmp_path / "out" / "mine.gguf"
    told = []
    export_adapter(adapter, target, home, lambda done, total: told.append((done, total)))
    assert target.read_bytes() == adapter.read_bytes()
    assert told[-1] == (adapter.stat().st_size, adapter.stat().st_size)


def test_a_copy_that_is_stopped_leaves_nothing(adapter, home, tmp_path):
    target = tmp_path / "mine.gguf"
    with pytest.raises(Stopped):
        export_adapter(adapter, target, home, None, lambda: True)
    assert not target.exists()


def test_nothing_is_copied_over_files_of_puna(adapter, home):
    with pytest.raises(InvalidInput):
        export_adapter(adapter, home.models / "x" / "mine.gguf", home)
