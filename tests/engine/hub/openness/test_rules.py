"""The rules of the verdicts, by table."""

import pytest

from engine.hub.openness import load_licenses, rules

KNOWN = load_licenses().known
PUBLISHED = dict.fromkeys(
    (
        "weights",
        "code",
        "data",
        "information",
        "paper",
        "data_card",
        "evaluation",
        "preparation",
        "checkpoints",
    ),
    "available",
)


@pytest.mark.parametrize(
    ("license_", "changed", "expected"),
    [
        ("apache-2.0", {}, "met"),
        ("cc-by-4.0", {}, "met"),
        ("apache-2.0", {"data": "partly"}, "met"),  # the data need not be published, only told
        ("apache-2.0", {"information": "partly"}, "not met"),
        ("apache-2.0", {"information": "unknown"}, "unknown"),
        ("apache-2.0", {"code": "partly"}, "not met"),
        ("apache-2.0", {"code": "not available", "information": "unknown"}, "not met"),
        ("gemma", {}, "not met"),
        ("cc-by-nc-4.0", {}, "not met"),
        ("gemma", {"code": "unknown", "information": "unknown"}, "not met"),
        (None, {}, "unknown"),
        (None, {"code": "not available"}, "not met"),
    ],
)
def test_the_open_source_ai_definition(license_, changed, expected):
    terms = KNOWN[license_] if license_ else None
    assert rules.osaid(terms, PUBLISHED | changed) == expected


@pytest.mark.parametrize(
    ("license_", "changed", "expected"),
    [
        ("apache-2.0", {}, "I"),
        ("apache-2.0", {"checkpoints": "not available"}, "II"),
        ("apache-2.0", {"preparation": "unknown"}, "II"),
        ("apache-2.0", {"code": "partly"}, "III"),
        ("apache-2.0", {"evaluation": "unknown"}, "III"),
        ("apache-2.0", {"data_card": "not available"}, "none"),
        ("apache-2.0", {"paper": "unknown"}, "unknown"),
        ("llama3.1", {}, "none"),
        ("cc-by-nc-4.0", {}, "none"),
        (None, {}, "unknown"),
        (None, {"paper": "not available"}, "none"),
    ],
)
def test_the_classes_of_the_model_openness_framework(license_, changed, expected):
    terms = KNOWN[license_] if license_ else None
    assert rules.mof(terms, PUBLISHED | changed) == expected


@pytest.mark.parametrize(
    ("license_", "definition", "expected"),
    [
        ("apache-2.0", "met", "truly open"),
        ("apache-2.0", "not met", "open weights"),
        ("apache-2.0", "unknown", "unknown"),
        ("gemma", "not met", "restricted"),
        ("qwen-research", "not met", "restricted"),
        (None, "unknown", "unknown"),
        (None, "not met", "unknown"),
    ],
)
def test_the_headline(license_, definition, expected):
    assert rules.verdict(KNOWN[license_] if license_ else None, definition) == expected


@pytest.mark.parametrize(
    ("license_", "expected"),
    [
        ("apache-2.0", "yes"),
        ("mit", "yes"),
        ("cc-by-4.0", "yes"),
        ("cc-by-sa-4.0", "yes, with terms"),
        ("agpl-3.0", "yes, with terms"),
        ("gemma", "yes, with terms"),
        ("llama3.2", "yes, with terms"),
        ("kimi", "yes, with terms"),
        ("cc-by-nc-4.0", "no"),
        ("mrl", "no"),
        ("mnpl", "no"),
        ("exaone", "no"),
        ("qwen-research", "no"),
        (None, "unknown"),
    ],
)
def test_may_my_company_use_it(license_, expected):
    answer, questions = rules.company(KNOWN[license_] if license_ else None)
    assert answer == expected
    assert bool(questions) == (license_ is not None)


@pytest.mark.parametrize(
    ("claimed", "original", "is_copy", "expected"),
    [
        ("apache-2.0", "llama3.1", True, True),
        ("apache-2.0", "llama3.1", False, True),
        ("llama3", "llama3.1", False, True),
        ("llama3.1", "llama3.1", True, False),
        ("mit", "apache-2.0", True, True),  # a copy cannot have another licence
        ("mit", "apache-2.0", False, False),  # who trains an open model further may choose
        ("cc-by-nc-4.0", "apache-2.0", False, False),
        ("cc-by-nc-4.0", "gemma", False, False),  # stricter, not freer
        ("gemma", "cc-by-nc-4.0", False, True),
        ("openrail", "bigscience-bloom-rail-1.0", True, False),  # the tag names no version
        ("modified-mit", "kimi", True, False),
    ],
)
def test_a_tag_against_the_originals_licence(claimed, original, is_copy, expected):
    assert rules.contradicts(KNOWN[claimed], KNOWN[original], is_copy=is_copy) == expected


def test_the_strictest_is_the_nearest_to_the_original_of_equals():
    assert rules.strictest([]) is None
    both = [KNOWN["llama3"], KNOWN["llama3.1"]]
    assert rules.strictest(both) is KNOWN["llama3.1"]
    several = [KNOWN["apache-2.0"], KNOWN["mrl"], KNOWN["gemma"]]
    assert rules.strictest(several) is KNOWN["mrl"]
