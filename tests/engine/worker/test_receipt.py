"""What a receipt says, without a model."""

import hashlib

import msgspec

from engine.messages import (
    AdapterUse,
    ChatMessage,
    ChatRequest,
    ModelInfo,
    ModelSpec,
    Sampling,
    Tuning,
)
from engine.worker.receipt import difference, digest_of, receipt

REQUEST = ChatRequest(
    ModelSpec("C:\\models\\a.gguf"), (ChatMessage("user", "Hi"),), Sampling(temperature=0.5)
)
INFO = ModelInfo("C:\\models\\a.gguf", "A", "llama", 2048, 4096, 3, 12_345, 100, True)


def test_it_names_the_file_and_not_its_folders():
    made = receipt(REQUEST, INFO, seed=7, template="{{ x }}\udc80", engine="e 1")
    assert (made.model, made.model_size) == ("a.gguf", 12_345)
    assert (made.n_ctx, made.n_threads, made.engine) == (2048, 3, "e 1")
    assert made.sampling == Sampling(temperature=0.5, seed=7)
    assert len(made.template_sha256) == 64


def test_without_a_template_there_is_no_digest():
    made = receipt(REQUEST, INFO, seed=None, template=None, engine="e 1")
    assert made.template_sha256 == ""
    assert made.sampling == REQUEST.sampling


def test_a_digest_is_of_the_tokens():
    assert digest_of([1, 2]) == digest_of((1, 2)) != digest_of([2, 1])
    assert digest_of([]) == hashlib.sha256().hexdigest()
    assert digest_of([1]) == hashlib.sha256(b"\1\0\0\0").hexdigest()


def test_the_first_difference_that_counts_is_named():
    made = receipt(REQUEST, INFO, seed=7, template="a", engine="e 1")
    change = msgspec.structs.replace
    assert difference(made, made) == ""
    assert difference(made, change(made, puna="9", n_ctx=5, batches=((1, 1),))) == ""
    assert difference(made, change(made, tuning=Tuning(n_batch=64, n_threads=3))) == ""
    assert difference(made, change(made, threads=((0, made.n_threads),))) == ""
    for wanted, fields in (
        ("threads", {"threads": ((0, 3), (40, 1))}),
        ("prompt", {"prompt_sha256": "0"}),
        ("template", {"template_sha256": "0"}),
        ("tuning", {"tuning": Tuning(flash=True)}),
        ("adapters", {"adapters": (AdapterUse("a.gguf"),)}),
        ("engine", {"engine": "e 2"}),
        ("model", {"model_size": 1}),
    ):
        made_now = change(made, n_threads=99, **fields) if wanted == "model" else made
        assert difference(made, change(made_now, **fields)) == wanted


def test_what_a_continued_reply_had_before_is_noted():
    begun = ChatMessage("assistant", "Hello ", (4, 5))
    request = msgspec.structs.replace(
        REQUEST, messages=(*REQUEST.messages, begun), continue_reply=True
    )
    made = receipt(request, INFO, seed=7, template=None, engine="e 1")
    assert (made.start, made.before) == (6, (4, 5))
    assert receipt(REQUEST, INFO, seed=7, template=None, engine="e 1").before == ()
