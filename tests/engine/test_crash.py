"""Every way to die has one sentence and one action."""

import signal

import pytest

from engine import crash
from engine.errors import EngineCrash, ModelChanged


@pytest.mark.parametrize(
    "code", [-int(s) for s in signal.Signals if s < 32] + [0, 1, 134, 3221225477]
)
def test_every_code_is_explained(code):
    error = crash.explain(code, "", "m.gguf", file_changed=False)
    assert isinstance(error, EngineCrash)
    assert error.message.endswith(".")
    assert error.message.count(". ") == 0
    assert error.advice.endswith(".")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (-9, "killed"),
        (-11, "segfault"),
        (0xC0000005, "segfault"),
        (0xC0000006, "bus_error"),
        (0xC000001D, "illegal_instruction"),
        (0xC0000409, "aborted"),
        (1, "ended"),
    ],
)
def test_the_cause_is_named_on_every_system(code, cause):
    error = crash.explain(code, "", "m.gguf", file_changed=False)
    assert error.values["cause"] == cause


def test_a_python_that_ended_by_itself_says_why():
    error = crash.explain(1, "Traceback\nModuleNotFoundError: jinja2\n", "", file_changed=False)
    assert error.values["detail"] == "ModuleNotFoundError: jinja2"


def test_a_changed_file_is_the_cause_whatever_the_signal():
    error = crash.explain(-7, "noise", "/models/m.gguf", file_changed=True)
    assert isinstance(error, ModelChanged)
    assert "/models/m.gguf" in error.message


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("load\nggml.c:12: GGML_ASSERT(n > 0) failed\nAborted", "n > 0"),
        ("terminate called\n  what():  bad alloc", "bad alloc"),
        ("a warning\nof long before\n\n", ""),
        ("", ""),
    ],
)
def test_the_telling_line_is_kept(words, detail):
    error = crash.explain(-6, words, "", file_changed=False)
    assert error.values["detail"] == detail
