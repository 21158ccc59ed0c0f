"""The short way to a heading leads to the same as the long one."""

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from helpers.programs import write_projector
from helpers.tiny_embedder import write_tiny_bert
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError, ModelNotFound
from engine.gguf.heading import heading_of, named_quantisation, read_heading
from engine.gguf.reader import named_parts, skim


class TestHeading:
    @pytest.mark.parametrize(
        "metadata",
        [
            {},
            {"general.sampling.temp": 0.3, "general.file_type": 15},
            {"llama.attention.head_count_kv": [2, 2], "general.tags": ["a", "b"]},
            {"llama.pooling_type": 1},
            {"general.type": "adapter"},
        ],
    )
    def test_as_of_the_whole_file(self, tmp_path: Path, metadata: dict[str, Any]):
        path = write_tiny_gguf(tmp_path / "a.gguf", template=CHATML, metadata=metadata)
        assert read_heading(path) == heading_of(gguf.read(path))
        assert read_heading(path).whole

    def test_of_other_kinds(self, tmp_path: Path):
        bert = write_tiny_bert(tmp_path / "bert.gguf")
        assert read_heading(bert) == heading_of(gguf.read(bert))
        eye = read_heading(write_projector(tmp_path / "eye.gguf", width=77))
        assert eye.projector
        assert eye.width == 77

    @pytest.mark.model
    def test_of_real_models(self, model_path: Path):
        whole = read_heading(model_path)
        assert whole == heading_of(gguf.read(model_path))
        light = read_heading(model_path, whole=False)
        assert (light.name, light.architecture, light.context) == (
            whole.name,
            whole.architecture,
            whole.context,
        )
        assert not light.whole
        assert not light.not_chat

    def test_stops_at_a_long_vocabulary(self, tmp_path: Path):
        tokens = [f"word{number}" for number in range(5000)]
        metadata = {"tokenizer.ggml.tokens": tokens, "general.zeta": "after"}
        path = write_tiny_gguf(tmp_path / "a.gguf", metadata=metadata)
        seen = skim(path, whole=False)
        assert not seen.whole
        assert seen.gguf.text("general.zeta") == ""
        assert seen.n_tensors > 0
        assert skim(path).gguf.text("general.zeta") == "after"
        assert read_heading(path, whole=False).not_chat == ""

    @pytest.mark.parametrize("length", [1, 255, 256, 300_000])
    def test_texts_of_any_length_are_passed_over(self, tmp_path: Path, length: int):
        texts = ["x" * length, "", "y" * 70_000, "z"] * 3
        path = write_tiny_gguf(
            tmp_path / "a.gguf", metadata={"general.tags": texts, "general.zeta": "after"}
        )
        assert skim(path).gguf.text("general.zeta") == "after"

    def test_cut_anywhere_is_a_fault_and_never_more(self, tmp_path: Path):
        data = write_tiny_gguf(tmp_path / "a.gguf").read_bytes()
        path = tmp_path / "cut.gguf"
        for end in range(0, len(data) - 1, 997):
            path.write_bytes(data[:end])
            with pytest.raises(ModelFileError):
                read_heading(path)

    def test_damaged_anywhere_as_strict_as_reading_but_for_the_lists(self, tmp_path: Path):
        data = write_tiny_gguf(tmp_path / "a.gguf", template=CHATML).read_bytes()
        path = tmp_path / "damaged.gguf"
        generator = random.Random(5)
        sound = 0
        for _ in range(400):
            damaged = bytearray(data)
            damaged[generator.randrange(9000)] = generator.randrange(256)
            path.write_bytes(damaged)
            try:
                expected = heading_of(gguf.read(path))
            except ModelFileError:
                with suppress(ModelFileError):
                    read_heading(path)
                continue
            sound += 1
            assert read_heading(path) == expected
        assert sound > 50

    def test_missing(self, tmp_path: Path):
        with pytest.raises(ModelNotFound):
            read_heading(tmp_path / "none.gguf")


@pytest.mark.parametrize(
    ("name", "quantisation"),
    [
        ("SmolLM2-135M-Instruct.Q4_1", "Q4_1"),
        ("Qwen3-8B-Q4_K_M", "Q4_K_M"),
        ("model.i1-IQ2_XXS", "IQ2_XXS"),
        ("gemma-3-4b-it-UD-Q4_K_XL", "Q4_K_XL"),
        ("llama-q6_k", "Q6_K"),
        ("mmproj-model-f16", "F16"),
        ("model-fp16", "F16"),
        ("gpt-oss-20b-MXFP4", "MXFP4"),
        ("Q8-tuned-model", "Q8"),
        ("qwen2.5-7b", ""),
        ("model", ""),
    ],
)
def test_quantisation_of_a_name(name: str, quantisation: str):
    assert named_quantisation(name) == quantisation


def test_parts_of_a_name():
    assert named_parts(Path("a.gguf")) == (Path("a.gguf"),)
    parts = named_parts(Path("x/a-00001-of-00003.gguf"))
    assert [part.name for part in parts] == [f"a-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
