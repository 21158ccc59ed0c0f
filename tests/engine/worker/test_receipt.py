"""What a receipt says, without a model."""

from engine.messages import ChatMessage, ChatRequest, ModelInfo, ModelSpec, Sampling
from engine.worker.receipt import receipt

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
