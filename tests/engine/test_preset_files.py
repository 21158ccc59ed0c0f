"""Presets as files: written and read back, LM Studio's taken, nothing else taken for one."""

import json
import os

import pytest

from engine.errors import InvalidInput, StorageError
from engine.messages import Sampling
from engine.preset_files import SUFFIX, read_preset, write_preset
from engine.presets import Preset

FULL = Sampling(
    temperature=0.3,
    top_k=7,
    dry_multiplier=0.8,
    seed=5,
    stop=("停", "\n\n"),
    logit_bias=((5, -100.0), (" sorry", -3.5)),
)


def test_a_preset_comes_back(tmp_path):
    path = tmp_path / f"p{SUFFIX}"
    write_preset(path, Preset("精确", FULL))
    assert read_preset(path) == Preset("精确", FULL)


def lm_studio(tmp_path, *fields, **more):
    path = tmp_path / "Careful.preset.json"
    listed = [{"key": f"llm.prediction.{key}", "value": value} for key, value in fields]
    path.write_text(json.dumps({"operation": {"fields": listed}, **more}))
    return path


def test_a_preset_of_lm_studio_is_taken(tmp_path):
    path = lm_studio(
        tmp_path,
        ("systemPrompt", "Be brief."),
        ("temperature", 0.2),
        ("topKSampling", 20),
        ("topPSampling", {"checked": True, "value": 0.9}),
        ("minPSampling", {"checked": False, "value": 0.3}),
        ("repeatPenalty", {"checked": False, "value": 1.3}),
        ("llama.presencePenalty", {"checked": True, "value": 0.5}),
        ("stopStrings", ["END"]),
        ("seed", -1),
        name="Calm",
        load={"fields": []},
        identifier="@local:calm",
    )
    assert read_preset(path) == Preset(
        "Calm",
        Sampling(
            temperature=0.2, top_k=20, top_p=0.9, min_p=0, presence_penalty=0.5, stop=("END",)
        ),
    )


def test_one_without_a_name_is_called_as_its_file(tmp_path):
    assert read_preset(lm_studio(tmp_path, ("temperature", 1))) == Preset(
        "Careful", Sampling(temperature=1)
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format":"puna-preset","version":2,"name":"a","sampling":{}}',
        b'{"format":"puna-preset","version":1,"name":"  ","sampling":{}}',
        b'{"format":"puna-preset","version":1,"name":"a","sampling":{"temperature":-1}}',
        b'{"format":"puna-preset","version":1,"name":"a","sampling":{"temperature":"hot"}}',
        b'{"operation":{"fields":[{"key":"llm.prediction.temperature","value":"hot"}]},"name":"a"}',
        b'{"operation":{"fields":[{"key":"llm.prediction.topKSampling","value":-4}]},"name":"a"}',
        b'{"format":"puna-preset","version":1,"name":"' + b"x" * 2_000_000 + b'"}',
    ],
)
def test_anything_else_is_refused(tmp_path, content):
    path = tmp_path / "p.json"
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        read_preset(path)


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(StorageError):
        read_preset(tmp_path / "none")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidInput):
        read_preset(tmp_path / "pipe")


@pytest.mark.parametrize(
    "preset", [Preset(" "), Preset("a", Sampling(top_p=3)), Preset("a", Sampling(seed=-4))]
)
def test_what_cannot_be_used_is_not_written(tmp_path, preset):
    with pytest.raises(InvalidInput):
        write_preset(tmp_path / "p", preset)
    assert not list(tmp_path.iterdir())
