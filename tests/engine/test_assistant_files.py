"""Assistants as files, and those that ship with Puna."""

import json
import os
import random

import pytest

from engine.assistant_files import (
    read_assistant,
    shipped_assistants,
    shipped_snippets,
    write_assistant,
)
from engine.assistants import AdapterUse, Assistant, Setup
from engine.errors import InvalidInput, PunaError, StorageError
from engine.messages import Sampling
from engine.validate import check_sampling

FULL = Assistant(
    "Shepherd",
    "Knows llamas 羊驼",
    Setup(
        model="owner/repo/file.gguf",
        adapters=(AdapterUse("mine.gguf", 0.5),),
        instructions="Count them.\nTwice.",
        sampling=Sampling(temperature=0.25, seed=7, stop=("END",)),
        max_tokens=200,
    ),
)


def test_an_assistant_comes_back_as_it_went(tmp_path):
    path = tmp_path / "a.puna-assistant"
    for assistant in (FULL, Assistant("Bare")):
        write_assistant(path, assistant)
        assert read_assistant(path) == assistant
    assert json.loads(path.read_bytes())["format"] == "puna-assistant"


def test_folders_of_this_computer_are_not_handed_on(tmp_path):
    path = tmp_path / "a.puna-assistant"
    setup = Setup(
        model="/home/someone/models/big.gguf",
        adapters=(AdapterUse("C:\\Users\\someone\\mine.gguf"), AdapterUse("~/own.gguf", 2.0)),
    )
    write_assistant(path, Assistant("A", setup=setup, id=12))
    assert b"someone" not in path.read_bytes()
    assert read_assistant(path) == Assistant(
        "A", setup=Setup("big.gguf", (AdapterUse("mine.gguf"), AdapterUse("own.gguf", 2.0)))
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": " \n"}, "no name"),
        ({"name": "x" * 101}, "name has more than 100"),
        ({"about": "x" * 301}, "more than 300"),
        ({"setup": {"instructions": "x" * 100_001}}, "more than 100,000"),
        ({"setup": {"sampling": {"temperature": -1}}}, "temperature"),
        ({"setup": {"max_tokens": -1}}, "tokens"),
        ({"setup": {"adapters": [{"path": "a", "scale": 1e9}]}}, "scale"),
        ({"setup": {"adapters": [{"path": "a"}] * 17}}, "more than 16"),
        ({"setup": {"model": 7}}, "not an assistant"),
        ({"version": 2}, "newer Puna"),
        ({"format": "puna-chats"}, "not an assistant"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, changed, reason):
    path = tmp_path / "a.puna-assistant"
    path.write_text(json.dumps({"format": "puna-assistant", "version": 1, "name": "A", **changed}))
    with pytest.raises(InvalidInput, match=reason) as caught:
        read_assistant(path)
    assert caught.value.advice


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "x"
    for data in (b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000, b" " * 2_000_001):
        path.write_bytes(data)
        with pytest.raises(InvalidInput):
            read_assistant(path)
    with pytest.raises(StorageError):
        read_assistant(tmp_path / "gone")


def test_damaged_files_never_raise_anything_else(tmp_path):
    path = tmp_path / "a.puna-assistant"
    write_assistant(path, FULL)
    sound = path.read_bytes()
    rng = random.Random(3)
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data))
            if rng.random() < 0.5:
                data[at] = rng.choice(b'"{}[],:0-9e\\\xff\x00tn')
            else:
                del data[at : at + rng.randint(1, 20)]
        path.write_bytes(data)
        try:
            write_assistant(tmp_path / "again", read_assistant(path))
        except PunaError:
            continue


def test_those_that_ship_are_sound_in_both_languages(tmp_path):
    english, chinese = shipped_assistants("en"), shipped_assistants("zh_CN")
    assert 5 <= len(english) == len(chinese)
    assert len({a.name for a in (*english, *chinese)}) == 2 * len(english)
    for assistant in (*english, *chinese):
        write_assistant(tmp_path / "a", assistant)
        assert read_assistant(tmp_path / "a") == assistant
        assert assistant.about
        assert 50 < len(assistant.setup.instructions) < 600 or assistant.setup.adapters
        if assistant.setup.sampling:
            check_sampling(assistant.setup.sampling)
    assert shipped_assistants("de_DE") == english


def test_snippets_ship_in_both_languages():
    english, chinese = shipped_snippets("en"), shipped_snippets("zh_CN")
    assert 5 <= len(english) == len(chinese)
    assert len({snippet.name for snippet in english}) == len(english)
    assert len({snippet.name for snippet in chinese}) == len(chinese)
    for snippet in (*english, *chinese):
        assert snippet.name == "".join(snippet.name.split())  # /name is one word
        assert snippet.text.endswith("\n\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(InvalidInput, match="not a file"):
            read_assistant(path)
