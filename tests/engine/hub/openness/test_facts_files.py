"""The files of facts: whole, sourced, in both languages, and no name that means two things."""

import re
import string
from collections import Counter

import pytest

from engine.hub.openness import Fact, Family, Part, Remark, Terms, load_facts, load_licenses
from engine.hub.openness.family import MORE_PARTS, PARTS, plain_name
from engine.hub.openness.terms import QUESTIONS, names_of

LICENSES = load_licenses()
FACTS = load_facts()
HAN = re.compile(r"[\u4e00-\u9fff]")

ALL_LICENSES = list(LICENSES.known.values())
ALL_FAMILIES = list(FACTS.families.values())
each_license = pytest.mark.parametrize("terms", ALL_LICENSES, ids=lambda terms: terms.id)
each_family = pytest.mark.parametrize("family", ALL_FAMILIES, ids=lambda family: family.id)


def is_url(text: str) -> bool:
    return bool(re.fullmatch(r"https://[\w.-]+\.\w+(/\S*)?", text))


def in_both_languages(said: Fact | Part | Remark) -> bool:
    return (
        bool(said.en) and not HAN.search(re.sub("面壁", "", said.en)) and bool(HAN.search(said.zh))
    )


@each_license
def test_a_license_has_its_sources_and_both_languages(terms: Terms):
    assert is_url(terms.source)
    assert list(terms.facts) == list(QUESTIONS)
    for fact in terms.facts.values():
        assert is_url(fact.source)
        assert in_both_languages(fact)
    assert not terms.acceptable_use or is_url(terms.acceptable_use)


@each_license
def test_its_kind_agrees_with_its_facts(terms: Terms):
    answers = {question: fact.answer for question, fact in terms.facts.items()}
    assert not terms.osi or terms.kind == "open source"
    if terms.is_open:
        assert answers["commercial"] == answers["any_use"] == "yes"
        assert terms.users_limit == 0
        assert terms.why is None
    else:
        assert terms.why is not None
        assert is_url(terms.why.source)
        assert in_both_languages(terms.why)
    assert (terms.kind == "research only") == (answers["commercial"] == "no")
    if terms.users_limit:
        assert answers["commercial"] == "limited"


def test_no_name_or_link_means_two_licenses():
    names = Counter(name for terms in ALL_LICENSES for name in names_of(terms))
    assert [name for name, count in names.items() if count > 1] == []
    links = [(link, terms.id) for terms in ALL_LICENSES for link in terms.links]
    for link, id_ in links:
        assert link == link.lower()
        assert "://" not in link
        assert [other for more, other in links if link.startswith(more) and other != id_] == []


@pytest.mark.parametrize(
    "tag",
    [
        "apache-2.0",
        "mit",
        "bsd",
        "bsd-3-clause",
        "cc-by-4.0",
        "cc-by-sa-4.0",
        "cc-by-nc-4.0",
        "openrail",
        "bigscience-openrail-m",
        "bigscience-bloom-rail-1.0",
        "llama2",
        "llama3",
        "llama3.1",
        "llama3.2",
        "llama3.3",
        "llama4",
        "gemma",
        "qwen-research",
        "tongyi-qianwen",
        "qwen",
        "deepseek",
        "mrl",
        "mnpl",
        "falcon-llm-license",
        "yi-license",
        "exaone",
        "tencent-hunyuan-community",
        "glm-4",
        "modified-mit",
    ],
)
def test_the_hubs_tags_are_known(tag: str):
    assert LICENSES.find(tag) is not None


def test_a_license_is_found_by_what_people_write():
    assert LICENSES.find("", "Apache 2.0") is LICENSES.known["apache-2.0"]
    link = "https://www.llama.com/llama3_2/license/"
    assert LICENSES.find("other", link) is LICENSES.known["llama3.2"]
    assert LICENSES.find("EXAONE AI Model License Agreement 1.1 - NC") is LICENSES.known["exaone"]
    assert LICENSES.find("other") is None
    assert LICENSES.find("unknown", "") is None
    assert LICENSES.find("https://example.com/license") is None


def test_what_is_taken_from_another_license_has_the_own_source():
    mit = LICENSES.known["mit"]
    assert mit.commercial.source == mit.source != LICENSES.known["apache-2.0"].source


@each_family
def test_a_family_has_its_sources_and_both_languages(family: Family):
    assert is_url(family.source)
    for name in (*PARTS, *MORE_PARTS):
        part = family.part(name)
        assert in_both_languages(part)
        assert part.answer == "unknown" or is_url(part.source)
    for said in (family.information, family.note):
        assert said is None or (in_both_languages(said) and is_url(said.source))
    assert not family.validated or is_url(family.validated)
    assert all(owner == owner.lower() for owner in family.owners)


@each_family
def test_its_licenses_are_known(family: Family):
    assert {family.license, *family.licenses.values()} - {""} <= set(LICENSES.known)


def test_both_kinds_of_sentences_take_the_same_values():
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    for rule, sentence in FACTS.sentences.items():
        assert in_both_languages(sentence), rule
        assert fields(sentence.en) == fields(sentence.zh), rule


@pytest.mark.parametrize(
    ("name", "family"),
    {
        "SmolLM2-135M-Instruct": "smollm2",
        "gemma-3-270m": "gemma3",
        "gemma-3-4b-it": "gemma3",
        "gemma-2-9b-it": "gemma2",
        "Llama-2-7b-chat-hf": "llama2",
        "Meta-Llama-3-8B-Instruct": "llama3",
        "Meta-Llama-3.1-8B-Instruct": "llama3.1",
        "Llama-3.2-3B-Instruct": "llama3.2",
        "Llama-3.3-70B-Instruct": "llama3.3",
        "Llama-4-Scout-17B-16E-Instruct": "llama4",
        "Qwen2.5-7B-Instruct": "qwen2.5",
        "Qwen3-30B-A3B": "qwen3",
        "DeepSeek-R1-Distill-Qwen-7B": "deepseek-r1-distill",
        "DeepSeek-V3": "deepseek-v3",
        "Mistral-7B-Instruct-v0.3": "mistral",
        "Falcon3-7B-Instruct": "falcon3",
        "Yi-1.5-9B-Chat": "yi",
        "Phi-3-mini-4k-instruct": "phi-3",
        "phi-4": "phi-4",
        "phi-2": "phi-2",
        "granite-3.3-8b-instruct": "granite",
        "OLMo-2-1124-7B-Instruct": "olmo2",
        "c4ai-command-r-v01": "command",
        "EXAONE-3.5-7.8B-Instruct": "exaone",
        "Hunyuan-7B-Instruct": "hunyuan",
        "glm-4-9b-chat": "glm-4",
        "Kimi-K2-Instruct": "kimi",
        "gpt-oss-20b": "gpt-oss",
        "TinyLlama-1.1B-Chat-v1.0": "tinyllama",
        "pythia-1.4b": "pythia",
        "bloomz-560m": "bloom",
        "stablelm-2-1_6b-chat": "stablelm2",
        "MiniCPM-2B-sft-bf16": "minicpm",
        "internlm2_5-7b-chat": "internlm2",
        "Apertus-8B-Instruct-2509": "apertus",
        "EXAONE-4.0-1.2B": "exaone-4",
        "Qwen1.5-7B-Chat": "qwen1.5",
    }.items(),
)
def test_originals_are_of_one_family(name: str, family: str):
    plain = plain_name(name)
    assert [known.id for known in ALL_FAMILIES if known.is_original("", plain)] == [family]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("SmolLM2-135M-Instruct-GGUF", "smollm2-135m-instruct"),
        ("Smollm2 135M Instruct", "smollm2-135m-instruct"),
        ("Qwen3-8B-Q4_K_M-GGUF", "qwen3-8b"),
        ("gemma-3-4b-it-i1-GGUF", "gemma-3-4b-it"),
        ("phi-4-gguf", "phi-4"),
        ("SmolLM2-135M-Instruct.Q4_1", "smollm2-135m-instruct"),
        ("Yi-34B", "yi-34b"),
    ],
)
def test_plain_names(name: str, plain: str):
    assert plain_name(name) == plain
