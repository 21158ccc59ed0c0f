"""Every error the engine can raise has words of its own in the window."""

import re

import pytest

from app.errors import ErrorWords
from engine import crash, errors
from engine.errors import ErrorInfo, PunaError

EXAMPLES = [
    errors.InvalidInput("seed", "it is odd", "Use another."),
    errors.ModelNotFound("none.gguf"),
    errors.ModelFileError("/models/bad.gguf", "magic", "it is not GGUF"),
    errors.ModelRejected("/models/odd.gguf", "unknown architecture"),
    errors.ModelChanged("/models/moved.gguf"),
    errors.NotEnoughMemory("/models/big.gguf", 8 << 30, 2 << 30, 8192, 1024),
    errors.NotEnoughMemory("/models/big.gguf", 8 << 30, 2 << 30, 8192, 0),
    errors.PromptTooLong(9000, 4096),
    *(
        errors.AdapterError("/adapters/odd.gguf", fault, "it is odd")
        for fault in (
            *("missing", "file", "kind", "unsupported", "numbers"),
            *("model", "base", "refused", "garbage", "memory"),
        )
    ),
    errors.PromptTooLong(0, 4096),
    errors.TemplateError("it never ends"),
    errors.GrammarError("grammar", "there is no rule called “item”", line=3, column=7),
    errors.GrammarError("JSON schema", "false allows nothing", "/properties/a"),
    errors.StorageError("/home/puna.db", "the disk is full"),
    errors.Offline(),
    errors.NetworkError("hub.example", "[Errno 111] Connection refused"),
    errors.NetworkError("hub.example", "something odd"),
    *(
        errors.HubError(fault, "maker/model", "it is so", "Do it.", "https://hub.example/maker")
        for fault in ("missing", "gated", "token", "busy")
    ),
    *(
        errors.DownloadError(fault, "maker/model/file.gguf", "it is so", "Do it.")
        for fault in ("digest", "changed", "size", "range", "page", "stalled")
    ),
    *(
        errors.DataError("/home/faq.csv", fault, "it is so")
        for fault in (
            *("no_file", "empty", "too_large", "not_text", "json", "columns"),
            *("spreadsheet", "damaged", "another"),
        )
    ),
    *(
        errors.TrainingError(fault, "it is so", "Do it.")
        for fault in (
            *("architecture", "experts", "packing", "torch", "busy", "nothing", "settings"),
            *("not_finite", "diverges", "checkpoint", "group", "not_started", "killed"),
            *("ended", "memory", "rope"),
        )
    ),
    *(
        errors.DocumentError("/home/report.pdf", fault, "it is so")
        for fault in (
            *("missing", "changed", "kind", "empty", "no_text", "encrypted", "damaged"),
            *("too_large", "too_many_pages", "bomb", "time", "memory", "crashed", "page", "odd"),
        )
    ),
    errors.EngineCrash("killed", "", "", ""),
    errors.EngineCrash("aborted", "", "", "GGML_ASSERT(x)"),
    errors.Bug("Traceback\nValueError: no"),
]


def leaves(kind):
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*(leaves(each) for each in below))


@pytest.fixture
def words(qapp):
    return ErrorWords()


def test_no_kind_of_error_is_missing(words):
    kinds = {error.kind for error in leaves(PunaError)}
    assert kinds == {type(example).kind for example in EXAMPLES}
    assert kinds <= words.kinds()


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_an_error_is_worded_whole(words, error):
    said = words.word(error.info())
    assert said.title
    assert said.advice
    text = f"{said.title} {said.text} {said.advice}"
    assert not re.search(r"[{}]|\.\.", text)
    assert said.title != "Something went wrong"


def test_facts_are_in_the_words(words):
    memory = words.word(EXAMPLES[5].info())
    assert "big.gguf" in memory.text
    assert "/models" not in memory.text
    assert "8.00 GiB" in memory.text
    assert "1024" in memory.advice.replace(",", "")
    assert "GGML_ASSERT(x)" in words.word(EXAMPLES[-2].info()).text
    assert words.word(EXAMPLES[-1].info()).text == "ValueError: no"


@pytest.mark.parametrize("cause", [cause for cause, _, _ in crash._CAUSES.values()])
def test_every_cause_of_a_crash_has_words(words, cause):
    unknown = words.word(errors.EngineCrash("ended", "", "").info())
    assert words.word(errors.EngineCrash(cause, "", "").info()).text != unknown.text


def test_not_started_has_words(words):
    unknown = words.word(errors.EngineCrash("ended", "", "").info())
    assert words.word(crash.not_started("no memory").info()).text != unknown.text


def test_an_unknown_kind_keeps_its_own_sentence(words):
    said = words.word(ErrorInfo("newer", "It rains.", "Take an umbrella."))
    assert (said.text, said.advice) == ("It rains.", "Take an umbrella.")


def test_a_known_kind_with_other_values_keeps_its_own_sentence(words):
    said = words.word(ErrorInfo("not_enough_memory", "It does not fit.", "Close programs."))
    assert (said.text, said.advice) == ("It does not fit.", "Close programs.")
