"""The worst mistake: a company reads `yes` where a licence that is named anywhere says no."""

import pytest

from engine.hub.openness import Openness
from engine.hub.records import RepoSummary

OPENNESS = Openness()


def repo(id_: str, license_: str = "", *bases: str, relation: str = "", **more) -> RepoSummary:
    """A repository; `relation` is how the hub says it was made from its bases."""
    tags = tuple(f"base_model:{relation}:{base}" for base in bases) if relation else ()
    return RepoSummary(id=id_, license=license_, base_models=bases, tags=tags, **more)


@pytest.mark.parametrize(
    ("tag", "more"),
    [
        ("cc-by-nc-4.0", {"license_name": "apache-2.0"}),
        ("cc-by-nc-4.0", {"license_link": "https://www.apache.org/licenses/LICENSE-2.0"}),
        ("apache-2.0", {"license_name": "cc-by-nc-4.0"}),
        ("apache-2.0, cc-by-nc-4.0", {}),
        (
            "other",
            {
                "license_name": "apache-2.0",
                "license_link": "https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE",
            },
        ),
    ],
)
def test_the_strictest_of_what_an_uploader_names_holds(tag, more):
    summary = repo("someone/thing-7b", tag, **more)
    assert OPENNESS.company(summary) == "no"
    assert OPENNESS.card(summary).open == "restricted"


@pytest.mark.parametrize(
    ("tag", "more"),
    [
        ("apache-2.0", {"license_name": "our-own-licence"}),
        ("apache-2.0, our-own-licence", {}),
        (
            "other",
            {
                "license_name": "our-own-licence",
                "license_link": "https://www.apache.org/licenses/LICENSE-2.0",
            },
        ),
    ],
)
def test_a_licence_of_an_unknown_name_is_not_the_known_one_beside_it(tag, more):
    assert OPENNESS.company(repo("someone/thing-7b", tag, **more)) == "unknown"


def test_several_licences_that_are_all_known_are_the_strictest_of_them():
    assert OPENNESS.company(repo("someone/thing-7b", "mit, apache-2.0")) == "yes"


def test_every_part_of_a_merge_counts():
    bases = ("mistralai/Mistral-7B-v0.1", "CohereForAI/c4ai-command-r-v01")
    merged = repo("someone/merge", "apache-2.0", *bases, relation="merge")
    card = OPENNESS.card(merged)
    assert (card.open, card.company) == ("restricted", "no")
    assert card.contradiction is not None
    assert card.contradiction.values["original"] == bases[1]


def test_a_licence_in_the_middle_of_the_lineage_counts():
    base = repo("mistralai/Mistral-7B-v0.1", "apache-2.0")
    middle = repo("someone/middle", "cc-by-nc-4.0", base.id, relation="finetune")
    last = repo("someone/last", "apache-2.0", middle.id, relation="finetune")
    assert OPENNESS.card(last, (middle, base)).company == "no"


def test_who_packs_a_model_cannot_make_its_unknown_licence_a_known_one():
    made = repo("maker/thing-7b", "other", license_name="our-own-licence")
    packed = repo("packer/thing-7b-GGUF", "apache-2.0", made.id, relation="quantized")
    assert OPENNESS.card(packed, (made,)).company == "unknown"


def test_a_makers_own_stricter_tag_holds_over_what_is_known_of_the_family():
    card = OPENNESS.card(repo("microsoft/Phi-3-mini-of-tomorrow", "cc-by-nc-4.0"))
    assert card.company == "no"


def test_a_stricter_tag_holds_where_only_the_name_tells_the_family():
    assert OPENNESS.company(repo("someone/Phi-3-mini-noncommercial", "cc-by-nc-4.0")) == "no"


def test_a_stranger_cannot_say_the_licence_that_only_the_makers_page_says():
    assert OPENNESS.company(repo("someone/Qwen1.5-14B-Chat-GGUF", "apache-2.0")) == "unknown"
    page = repo("Qwen/Qwen1.5-14B-Chat", "other", license_name="tongyi-qianwen")
    packed = repo("someone/Qwen1.5-14B-Chat-GGUF", "apache-2.0", page.id, relation="quantized")
    assert OPENNESS.card(packed, (page,)).company == "yes, with terms"


@pytest.mark.parametrize(
    ("name", "license_"),
    [
        ("Llama-3.1-Nemotron-Nano-8B-v1-GGUF", "llama3.1"),
        ("Dolphin-Llama3-uncensored", "llama3"),
        ("my-gemma-finetune", "gemma"),
        ("EXAONE-Deep-thing", "exaone"),
        ("Llama-2-thing", "llama2"),
        ("Hunyuan-A52B-tune", "tencent-hunyuan-community"),
    ],
)
def test_a_name_that_tells_a_restricted_origin_is_believed(name, license_):
    card = OPENNESS.card(repo(f"someone/{name}", "mit"))
    assert card.terms is not None
    assert card.terms.id == license_
    assert card.contradiction is not None


@pytest.mark.parametrize(
    "name", ["open_llama_3b_v2", "TinyLlama-tune", "smol_llama-220M", "my-llama-2b"]
)
def test_a_llama_of_others_is_not_metas(name):
    card = OPENNESS.card(repo(f"someone/{name}", "apache-2.0"))
    assert card.terms is not None
    assert card.terms.id == "apache-2.0"
