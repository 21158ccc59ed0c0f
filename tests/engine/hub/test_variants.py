"""Files of a repository as people choose among them."""

import pytest

from engine.hub.records import RemoteFile, Variant
from engine.hub.variants import BITS, bits_of, by_quantisation, quality, quantisation_of


def files(*paths: str) -> list[RemoteFile]:
    return [RemoteFile(path, 1000 - number) for number, path in enumerate(paths)]


@pytest.mark.parametrize(
    ("path", "quantisation"),
    [
        ("SmolLM2-135M-Instruct-Q4_K_M.gguf", "Q4_K_M"),
        ("llama-2-7b-chat.Q4_0.gguf", "Q4_0"),
        ("qwen2.5-7b-instruct-q5_k_s.gguf", "Q5_K_S"),
        ("gemma-3-27b-it-qat-q4_0.gguf", "Q4_0"),
        ("Qwen3-8B-UD-IQ1_S.gguf", "UD-IQ1_S"),
        ("Qwen3-8B-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"),
        ("gpt-oss-20b-MXFP4_MOE.gguf", "MXFP4_MOE"),
        ("Phi-3-mini-4k-instruct-fp16.gguf", "F16"),
        ("model-bf16.gguf", "BF16"),
        ("model-f32.gguf", "F32"),
        ("Mistral-7B-Q4_0_4_8.gguf", "Q4_0_4_8"),
        ("BitNet-TQ2_0.gguf", "TQ2_0"),
        ("Q6_K/DeepSeek-V3-Q6_K-00001-of-00012.gguf", "Q6_K"),
        ("BF16/model-00001-of-00002.gguf", "BF16"),
        ("distilled-from-Q8_0-to-Q4_K_M.gguf", "Q4_K_M"),
        ("llama-3.2-1b.gguf", ""),
        ("FP320-model.gguf", ""),
    ],
)
def test_the_quantisation_is_in_the_name(path, quantisation):
    assert quantisation_of(path) == quantisation


def test_bits_of_a_weight():
    assert bits_of("Q4_K_M") == 4.89
    assert bits_of("UD-Q4_K_XL") == 4.89
    assert bits_of("Q3_K_XL") == 4.30
    assert bits_of("Q6_K_L") == 6.56
    assert bits_of("Q2_K_XL") == 2.97
    assert bits_of("Q4_0_4_8") == 4.50
    assert bits_of("MXFP4_MOE") == 4.25
    assert bits_of("") == bits_of("Q9_K_M") == 0


@pytest.mark.parametrize(
    ("quantisation", "word"),
    [
        ("F32", "original"),
        ("BF16", "original"),
        ("Q8_0", "nearly lossless"),
        ("Q6_K", "nearly lossless"),
        ("Q5_K_M", "very good"),
        ("Q4_K_M", "good balance"),
        ("IQ4_XS", "good balance"),
        ("Q3_K_M", "small"),
        ("Q2_K", "very small"),
        ("IQ1_S", "very small"),
        ("", "unknown"),
    ],
)
def test_what_it_costs_in_words(quantisation, word):
    assert quality(Variant(quantisation, tuple(files("a.gguf")))) == word


def test_fewer_bits_are_never_called_better():
    order = ["original", "nearly lossless", "very good", "good balance", "small", "very small"]
    found = sorted(BITS, key=lambda name: -BITS[name])
    words = [order.index(quality(Variant(name, tuple(files("a.gguf"))))) for name in found]
    assert words == sorted(words)
    assert set(words) == set(range(len(order)))


def test_parts_become_one_item_in_order():
    parts = [f"Q6_K/m-Q6_K-{number:05}-of-00003.gguf" for number in (3, 1, 2)]
    (variant,) = by_quantisation(files(*parts))
    assert [file.path[-19:-14] for file in variant.files] == ["00001", "00002", "00003"]
    assert variant.quantisation == "Q6_K"
    assert variant.size == 1000 + 999 + 998
    assert variant.name == "m-Q6_K-00001-of-00003.gguf"


def test_a_part_is_missing():
    assert by_quantisation(files("m-00001-of-00003.gguf", "m-00003-of-00003.gguf")) == ()
    assert by_quantisation(files("m-00000-of-00001.gguf")) == ()


def test_equal_names_in_two_folders_are_two_items():
    paths = ["a/m-Q4_0-00001-of-00002.gguf", "b/m-Q4_0-00001-of-00002.gguf"]
    paths += [path.replace("00001", "00002", 1) for path in paths]
    assert [len(variant.files) for variant in by_quantisation(files(*paths))] == [2, 2]


def test_what_is_no_model_of_ours():
    kept = by_quantisation(
        files("README.md", "model.safetensors", "imatrix.gguf", "m.imatrix", "ggml-vocab-x.gguf")
    )
    assert kept == ()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("mmproj-model-f16.gguf", "projector"),
        ("gemma-3-4b-it-mmproj-BF16.gguf", "projector"),
        ("my-lora-f16.gguf", "adapter"),
        ("Adapter.gguf", "adapter"),
        ("lora-merged-Q4_K_M.gguf", "model"),
        ("explorateur-f16.gguf", "model"),
        ("model-Q4_K_M.gguf", "model"),
    ],
)
def test_what_a_file_is_for(path, role):
    assert by_quantisation(files(path))[0].role == role


def test_models_first_and_the_smallest_of_them():
    found = by_quantisation(files("mmproj-F16.gguf", "big-Q8_0.gguf", "small-Q4_0.gguf"))
    assert [variant.quantisation for variant in found] == ["Q4_0", "Q8_0", "F16"]
