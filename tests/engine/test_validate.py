"""The input boundary."""

import msgspec
import pytest
from helpers.scripted import ask

from engine.errors import InvalidInput
from engine.messages import ModelSpec
from engine.validate import MAX_BYTES, checked_request, clean_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain 日本 \x00\x07\n", "plain 日本 \x00\x07\n"),
        ("\ud800", "\ufffd"),
        ("a\udfffb", "a\ufffdb"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeffstart", "\ufeffstart"),
        ("", ""),
    ],
)
def test_texts_can_be_encoded_and_lose_nothing_else(text, clean):
    assert clean_text(text) == clean
    clean_text(text).encode()


def test_the_size_is_counted_in_bytes():
    model = ModelSpec("m.gguf")
    checked_request(ask(model, "a" * MAX_BYTES))
    with pytest.raises(InvalidInput, match="1 MB"):
        checked_request(ask(model, "世" * (MAX_BYTES // 3 + 1)))


def test_stop_strings_are_cleaned_too():
    request = ask(ModelSpec("m.gguf"), "Hi")
    sampling = msgspec.structs.replace(request.sampling, stop=("\ud800",))
    cleaned = checked_request(msgspec.structs.replace(request, sampling=sampling))
    assert cleaned.sampling.stop == ("\ufffd",)
