"""What is known by name: model architectures, their tokenizers, and which are no chat models.

Names as in llama.cpp 0c1e57098 (`llama-arch.cpp`). A newer architecture is no fault of a file:
rules that need a known one are left out for it, and llama.cpp decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# These read a sentence and return one vector, or are one part of a larger model.
ENCODERS: Final = _names(
    """
    bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3 eurobert
    gemma-embedding llama-embed t5encoder
    """
)
_DRAFTS: Final = frozenset({"eagle3", "dflash", "gemma4-assistant"})
_SPEECH: Final = frozenset({"wavtokenizer-dec", "qwen3tts", "pockettts"})

# Decoders that continue text. T5 is left out of the rules as well: its blocks are named otherwise.
DECODERS: Final = _names(
    """
    llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bloom stablelm
    qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3next qwen3vl qwen3vlmoe qwen35 qwen35moe
    qwen4exp phi2 phi3 phimoe plamo plamo2 plamo3 codeshell orion internlm2 minicpm minicpm3 gemma
    gemma2 gemma3 gemma3n gemma4 starcoder2 mamba mamba2 maple jamba falcon-h1 xverse command-r
    cohere2 cohere2moe dbrx olmo olmo2 olmoe muse-glimmer openelm arctic deepseek deepseek2
    deepseek2-ocr deepseek32 deepseek4 chatglm glm4 glm4moe glm-dsa bitnet jais jais2 nemotron
    nemotron_h nemotron_h_moe exaone exaone4 exaone-moe rwkv6 rwkv6qwen2 rwkv7 arwkv7 granite
    granitemoe granitehybrid graniteswitch granite_swa chameleon plm bailingmoe bailingmoe2
    bailingmoe3 dots1 dots3note arcee afmoe laguna ernie4_5 ernie4_5-moe hunyuan-moe hunyuan-dense
    hunyuan_vl hy_v3 hy_v4 smollm3 gpt-oss lfm2 lfm2moe dream smallthinker llada llada-moe seed_oss
    grovemoe apertus minimax-01 hrm_text minimax-m2 minimax-m3 cogvlm rnd1 pangu-embedded mistral3
    mistral4 paddleocr mimo2 step35 spark2_5 maincoder kimi-linear kimi-k3 glm5-next talkie mellum
    nanbeige
    """
)

# Tokenizers llama.cpp knows, and the decoders that may use each; None for any. The wrong one of
# these makes it abort (bert) or work for minutes in gigabytes of memory (rwkv, plamo2).
TOKENIZERS: Final[Mapping[str, frozenset[str] | None]] = MappingProxyType(
    {
        "llama": None,
        "gpt2": None,
        "gemma4": None,
        "hybriddna": None,
        "whitespace": None,
        "none": None,
        "no_vocab": None,
        "t5": None,
        "bert": frozenset(),
        "rwkv": frozenset({"rwkv6", "rwkv7"}),
        "plamo2": frozenset({"plamo2", "plamo3"}),
    }
)

_FILE_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "adapter": "an adapter, to be used together with the model it was made for",
        "mmproj": "a projector for pictures or sound, a part of another model",
        "imatrix": "an importance matrix, made for quantising a model",
    }
)


# How these split a text before they look for tokens (`tokenizer.ggml.pre`), by the names llama.cpp
# has for it (`llama-vocab.cpp`); others of its tokenizers do not split.
_SPLITTING: Final = frozenset({"gpt2", "hybriddna", "whitespace"})
_SPLITS: Final = _names(
    """
    a.x-4.0 afmoe bailingmoe bailingmoe2 bloom chameleon chatglm-bpe codeshell cohere2moe
    command-r dbrx deepseek-coder deepseek-llm deepseek-r1-qwen deepseek-v3 default exaone
    exaone-moe exaone4 f2llmv2 falcon falcon-h1 falcon3 gemma4 gigachat glm4 glm5 gpt-2 gpt-4o
    gpt3-finnish granite-docling granite-embed-multi-311m granite-embed-multi-97m grok-2 hunyuan
    hunyuan-dense hy_v4 jais jais-2 jina-de jina-es jina-v1-en jina-v2-code jina-v2-de jina-v2-es
    jina-v5-nano joyai-llm kanana2 kimi-k2 kormo laguna lfm2 llada-moe llama-bpe llama-v3 llama3
    llama4 megrez mellum mellum2 midm-2.0 minerva-7b minicpm5 minimax-m2 modern-bert mpt olmo
    phi-2 pixtral poro-chat qwen2 qwen35 refact roberta-bpe sarvam-moe seed-coder smaug-bpe smollm
    solar-open spark2_5 stablelm2 starcoder superbpe talkie tekken tiny_aya trillion ufakzeka
    viking whitespace youtu
    """
)

# All that llama.cpp loads: an encoder beside a decoder, T5 is not in the tables above.
_LOADED: Final = DECODERS | ENCODERS | _DRAFTS | _SPEECH | {"t5"}
_PROJECTORS: Final = frozenset({"clip"})


def missing_part(architecture: str, tokenizer: str, pre_tokenizer: str) -> str:
    """Which part of a model this llama.cpp does not have; empty where it has all of them."""
    if architecture not in _LOADED | _PROJECTORS:
        return f"the architecture {architecture}" if architecture else "the name of an architecture"
    if tokenizer and tokenizer not in TOKENIZERS:
        return f"the tokenizer {tokenizer}"
    if tokenizer in _SPLITTING and pre_tokenizer and pre_tokenizer not in _SPLITS:
        return f"the pre-tokenizer {pre_tokenizer}"
    return ""


def file_kind(kind: str, architecture: str) -> str:
    """What a file of this `general.type` is if it is no model; empty for a model."""
    return _FILE_KINDS.get("mmproj" if architecture == "clip" else kind, "")


def other_purpose(architecture: str) -> str:
    """What a model of this architecture is made for if not for text; empty otherwise."""
    if architecture in ENCODERS:
        return "an embedding model, made for search"
    if architecture in _DRAFTS:
        return "a draft model, a helper of another model"
    if architecture in _SPEECH:
        return "a part of a speech model"
    return ""
