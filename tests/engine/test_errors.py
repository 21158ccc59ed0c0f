"""Errors that crossed a process are raised again as what they were."""

import pytest

from engine.errors import (
    Bug,
    EngineCrash,
    ErrorInfo,
    InvalidInput,
    ModelFileError,
    PunaError,
    raised_again,
)


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("seed", "it is odd", "Use another."),
        ModelFileError("a.gguf", "magic", "it is none"),
        EngineCrash("killed", "It was ended.", "Try again."),
        Bug("Traceback\nValueError: 1"),
    ],
)
def test_as_it_was(error):
    again = raised_again(error.info())
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.info() == error.info()
    assert again.exit_code == error.exit_code


def test_of_another_version():
    again = raised_again(ErrorInfo("brand_new", "What?", "That."))
    assert type(again) is PunaError
    assert (again.message, again.advice) == ("What?", "That.")
