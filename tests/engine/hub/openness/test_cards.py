"""Cards of repositories and files: followed to the original, and true where a tag is not."""

from pathlib import Path
from types import MappingProxyType

import pytest

from engine import gguf
from engine.gguf import Gguf
from engine.hub.catalogue import load_catalogue
from engine.hub.openness import Card, Openness
from engine.hub.openness.lineage import is_copy
from engine.hub.records import RepoSummary

OPENNESS = Openness()


def repo(id_: str, license_: str = "", *bases: str, relation: str = "", **more) -> RepoSummary:
    """A repository; `relation` is how the hub says it was made from its bases."""
    tags = tuple(f"base_model:{relation}:{base}" for base in bases) if relation else ()
    return RepoSummary(id=id_, license=license_, base_models=bases, tags=tags, **more)


def file(name: str = "model.gguf", **metadata: str | int) -> Gguf:
    """A file that says no more than this of itself; `base_model__0__name` is a key with dots."""
    keys = {f"general.{key.replace('__', '.')}": value for key, value in metadata.items()}
    return Gguf(Path(name), 3, 0, MappingProxyType(keys), MappingProxyType({}), ())


def reasons(card: Card) -> list[str]:
    return [reason.id for reason in card.reasons]


class TestOriginals:
    def test_a_truly_open_one(self):
        card = OPENNESS.card(repo("HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF", "apache-2.0"))
        assert (card.open, card.company, card.osaid) == ("truly open", "yes", "met")
        assert (card.family, card.title) == ("smollm2", "SmolLM2")
        assert {row.part: row.answer for row in card.rows} == {
            "weights": "available",
            "code": "available",
            "data": "available",
            "paper": "available",
        }
        assert all(row.source.startswith("https://") for row in card.rows)
        assert reasons(card) == ["licence-open", "data-available", "code-available"]
        assert card.contradiction is None

    def test_open_weights(self):
        card = OPENNESS.card(repo("Qwen/Qwen3-8B-GGUF", "apache-2.0", "Qwen/Qwen3-8B"))
        assert (card.open, card.company, card.osaid) == ("open weights", "yes", "not met")
        assert card.mof == "none"
        assert card.original == "Qwen/Qwen3-8B"
        assert {"data-not-available", "code-not-available"} <= set(reasons(card))

    def test_the_licence_of_its_size(self):
        def license_of(size: str) -> str:
            card = OPENNESS.card(repo(f"Qwen/Qwen2.5-{size}-Instruct-GGUF", "other"))
            return card.terms.id if card.terms else ""

        assert license_of("7B") == "apache-2.0"
        assert license_of("3B") == "qwen-research"
        assert license_of("72B") == "qwen"

    def test_a_family_whose_licence_differs_goes_by_the_tag(self):
        research = repo(
            "Qwen/Qwen1.5-4B-Chat-GGUF", "other", license_name="tongyi-qianwen-research"
        )
        card = OPENNESS.card(research)
        assert (card.open, card.company) == ("restricted", "no")
        assert "licence-of-its-page" in reasons(card)
        untold = OPENNESS.card(repo("Qwen/Qwen1.5-4B-Chat-GGUF", "other"))
        assert (untold.open, untold.company, untold.family) == ("unknown", "unknown", "qwen1.5")

    def test_what_the_open_source_initiative_examined(self):
        card = OPENNESS.card(repo("EleutherAI/pythia-1.4b", "apache-2.0"))
        assert [reason.id for reason in card.osaid_reasons] == ["osaid-validated"]
        card = OPENNESS.card(repo("HuggingFaceTB/SmolLM2-135M", "apache-2.0"))
        assert [reason.id for reason in card.osaid_reasons] == ["osaid-met"]

    def test_terms_to_accept_are_told(self):
        card = OPENNESS.card(repo("meta-llama/Llama-3.2-1B", "llama3.2", gated="manual"))
        assert "gated" in reasons(card)
        assert OPENNESS.card(repo("meta-llama/Llama-3.2-1B")).open == "restricted"


class TestCopies:
    def test_a_wrong_tag_is_contradicted(self):
        base = "meta-llama/Llama-3.2-3B-Instruct"
        summary = repo("somebody/Llama-3.2-3B-Instruct-GGUF", "apache-2.0", base)
        card = OPENNESS.card(summary)
        assert card.terms is not None
        assert card.terms.id == "llama3.2"
        assert (card.open, card.company) == ("restricted", "yes, with terms")
        assert card.contradiction is not None
        assert base in card.contradiction.en
        assert "Apache License 2.0" in card.contradiction.text("zh_CN")
        assert card.contradiction.source == card.terms.source

    def test_a_right_tag_is_not(self):
        base = "meta-llama/Llama-3.2-3B-Instruct"
        card = OPENNESS.card(repo("somebody/Llama-3.2-3B-Instruct-GGUF", "llama3.2", base))
        assert card.contradiction is None
        assert "by-name" not in reasons(card)

    def test_by_its_name_alone(self):
        card = OPENNESS.card(repo("somebody/gemma-3-270m-it-GGUF"))
        assert card.family == "gemma3"
        assert "by-name" in reasons(card)

    @pytest.mark.parametrize(
        ("base", "family"),
        [
            ("google/gemma-3-12b-it", "gemma3"),
            ("Qwen/Qwen3-14B", "qwen3"),
            ("tencent/Hunyuan-A13B-Instruct", "hunyuan"),
            ("allenai/Olmo-3-7B-Instruct", "olmo3"),
        ],
    )
    def test_with_the_maker_in_the_name(self, base: str, family: str):
        id_ = f"packer/{base.replace('/', '_')}-GGUF"
        told, guessed = OPENNESS.card(repo(id_, "", base)), OPENNESS.card(repo(id_))
        assert (told.family, told.derived) == (guessed.family, guessed.derived) == (family, False)
        assert "by-name" not in reasons(told)
        assert "by-name" in reasons(guessed)
        unknown = repo("packer/maker_Tuned-GGUF", "", "maker/Tuned")
        assert is_copy(unknown, "maker/Tuned")

    def test_followed_through_the_lineage(self):
        middle = repo(
            "middle/Llama-3.2-3B-Instruct-bnb-4bit", "llama3.2", "meta-llama/Llama-3.2-3B-Instruct"
        )
        root = repo("meta-llama/Llama-3.2-3B-Instruct", "llama3.2", gated="manual")
        card = OPENNESS.card(repo("top/whatever-GGUF", "mit", middle.id), [middle, root])
        assert card.family == "llama3.2"
        assert card.original == root.id
        assert card.contradiction is not None
        assert "gated" in reasons(card)

    def test_a_distilled_model_is_under_the_licence_of_what_it_was_made_of(self):
        base = "deepseek-ai/DeepSeek-R1-Distill-Llama-8B"
        card = OPENNESS.card(repo("somebody/DeepSeek-R1-Distill-Llama-8B-GGUF", "mit", base))
        assert card.terms is not None
        assert card.terms.id == "llama3.1"
        assert card.contradiction is not None
        assert "note" in reasons(card)


class TestDerived:
    def test_of_a_restricted_one(self):
        base = "meta-llama/Llama-3.1-8B"
        summary = repo("maker/Tuned-8B", "apache-2.0", base, relation="finetune")
        card = OPENNESS.card(summary)
        assert card.derived
        assert (card.open, card.terms and card.terms.id) == ("restricted", "llama3.1")
        assert card.contradiction is not None

    def test_of_one_whose_data_is_secret_it_stays_secret(self):
        card = OPENNESS.card(repo("maker/Tuned", "mit", "Qwen/Qwen3-8B", relation="finetune"))
        assert (card.open, card.company) == ("open weights", "yes")
        assert card.contradiction is None
        assert "derived" in reasons(card)

    def test_of_a_truly_open_one_what_was_added_is_not_known(self):
        base = "allenai/OLMo-2-1124-7B"
        card = OPENNESS.card(repo("maker/Tuned", "apache-2.0", base, relation="finetune"))
        assert (card.open, card.company, card.osaid) == ("unknown", "yes", "unknown")

    def test_a_stricter_licence_of_its_maker_holds(self):
        card = OPENNESS.card(repo("maker/Tuned", "cc-by-nc-4.0", "Qwen/Qwen3-8B"))
        assert (card.open, card.company) == ("restricted", "no")
        assert card.contradiction is None

    def test_without_a_licence(self):
        card = OPENNESS.card(repo("maker/Tuned", "", "Qwen/Qwen3-8B"))
        assert (card.open, card.company, card.terms) == ("unknown", "unknown", None)

    def test_the_packed_copy_of_a_tuned_one(self):
        tuned = repo("maker/Tuned", "cc-by-nc-4.0", "Qwen/Qwen3-8B", relation="finetune")
        card = OPENNESS.card(repo("packer/Tuned-GGUF", "apache-2.0", tuned.id), [tuned])
        assert card.company == "no"
        assert card.contradiction is not None
        assert tuned.id in card.contradiction.en

    def test_the_same_name_for_a_model_trained_further(self):
        base = "HuggingFaceTB/SmolLM2-135M-Instruct"
        summary = repo("maker/SmolLM2-135M-Instruct", "apache-2.0", base, relation="finetune")
        assert OPENNESS.card(summary).derived

    def test_told_by_its_name(self):
        card = OPENNESS.card(repo("maker/Hermes-3-Llama-3.1-8B-GGUF", "llama3"))
        assert card.derived
        assert card.family == "llama3.1"
        assert {"derived", "by-name"} <= set(reasons(card))

    @pytest.mark.parametrize(
        "name",
        [
            "granite-4.0-micro-abliterated",
            "gemma-3-4b-it-qat-abliterated",
            "Phi-4-mini-instruct-tuned",
            "Meta-Llama-3-8B-Instruct-heretic",
            "Dolphin3.0-Llama3.1-8B",
            "DeepSeek-Coder-V2-Lite-Instruct-merge",
        ],
    )
    def test_by_more_in_the_name_than_the_original_has(self, name: str):
        card = OPENNESS.card(repo(f"packer/{name}-GGUF"))
        assert card.family
        assert card.derived


class TestUnknown:
    def test_an_open_tag_does_not_make_it_open(self):
        card = OPENNESS.card(repo("maker/Nothing-Known-7B", "apache-2.0"))
        assert (card.open, card.company) == ("unknown", "yes")
        assert (card.osaid, card.mof) == ("unknown", "unknown")
        assert "family-unknown" in reasons(card)

    def test_a_restricted_tag_is_enough(self):
        card = OPENNESS.card(repo("maker/Nothing-Known-7B", "gemma"))
        assert (card.open, card.company) == ("restricted", "yes, with terms")

    @pytest.mark.parametrize(
        ("license_", "reason"),
        [("", "licence-missing"), ("other", "licence-missing"), ("strange-1.0", "licence-unknown")],
    )
    def test_no_known_licence(self, license_: str, reason: str):
        card = OPENNESS.card(repo("maker/Nothing-Known-7B", license_))
        assert (card.open, card.company) == ("unknown", "unknown")
        assert reason in reasons(card)

    def test_the_name_of_a_licence_comes_before_its_tag(self):
        summary = repo("maker/Nothing-Known-7B", "other", license_name="Qwen-Research")
        assert OPENNESS.company(summary) == "no"

    def test_empty_and_hostile_ids(self):
        for id_ in (
            "",
            "/",
            "a",
            "a/b/c",
            "//",
            "{original}/{held}",
            "\0/\ud800",
            "a/" + "b" * 5000,
        ):
            assert OPENNESS.brief(repo(id_, "{claimed}")) == "unknown"


class TestFiles:
    def test_a_file_that_names_its_maker(self):
        card = OPENNESS.card_of(
            file(organization="HuggingFaceTB", name="SmolLM2 360M Instruct", license="apache-2.0")
        )
        assert card.open == "truly open"
        assert "by-name" not in reasons(card)
        assert card.original == ""

    def test_a_file_that_names_its_base(self):
        card = OPENNESS.card_of(
            file(
                name="Tuned",
                license="mit",
                base_model__count=1,
                base_model__0__name="Llama 3.1 8B",
                base_model__0__repo_url="https://huggingface.co/meta-llama/Llama-3.1-8B",
            )
        )
        assert card.derived
        assert card.original == "meta-llama/Llama-3.1-8B"
        assert card.contradiction is not None

    def test_a_file_with_its_repository(self):
        url = "https://huggingface.co/Qwen/Qwen2.5-3B-Instruct"
        card = OPENNESS.card_of(file(name="x", repo_url=url))
        assert card.company == "no"
        assert card.original == "Qwen/Qwen2.5-3B-Instruct"

    def test_a_file_known_by_its_own_name_only(self):
        assert OPENNESS.card_of(file("gemma-2-9b-it-Q4_K_M.gguf")).family == "gemma2"

    def test_a_file_that_says_nothing(self):
        card = OPENNESS.card_of(file())
        assert (card.open, card.company, card.original) == ("unknown", "unknown", "")

    def test_a_file_that_says_senseless_things(self):
        card = OPENNESS.card_of(
            file(name="", license="\0", base_model__count=1 << 60, base_model__0__repo_url="x")
        )
        assert card.open == "unknown"


class TestRealFiles:
    def test_the_starter_is_truly_open_and_says_why(self):
        path = load_catalogue()["starter"].folder()
        if path is None:
            pytest.skip("the starter's package is not installed")
        card = OPENNESS.card_of(gguf.read(path / load_catalogue()["starter"].file))
        assert (card.open, card.company, card.osaid) == ("truly open", "yes", "met")
        why = {reason.id: reason for reason in card.reasons}
        assert "FineWeb-Edu" in why["data-available"].en
        assert why["data-available"].source == (
            "https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct"
        )
        assert why["code-available"].source == "https://github.com/huggingface/smollm"
        assert why["licence-open"].source == "https://www.apache.org/licenses/LICENSE-2.0"

    def test_gemma_says_why_its_terms_are_no_open_source_licence(self):
        # What its file says of itself, without putting the parts of its package together.
        card = OPENNESS.card_of(
            file(name="Gemma 3 270m", basename="gemma-3", size_label="270M", license="gemma")
        )
        assert (card.open, card.company) == ("restricted", "yes, with terms")
        why = {reason.id: reason for reason in card.reasons}
        assert "not an open source licence" in why["why"].en
        assert "不是开源许可证" in why["why"].zh
        assert why["why"].source == "https://ai.google.dev/gemma/terms"
        assert card.terms is not None
        assert card.terms.acceptable_use == "https://ai.google.dev/gemma/prohibited_use_policy"
