"""Examples in the templates of the field: answers behind the chat's prompts, and their ends."""

import pytest
from helpers.rendered import Rendered
from helpers.templates import FAMILIES
from helpers.tiny_gguf import tiny_metadata, tiny_tokens, write_tiny_gguf

MARKS = (
    *("<|header|>", "<|eot|>", "<turn>", "<end>", "<|im_sep|>", "<|User|>", "<|Assistant|>"),
    *("<think>", "</think>"),
)
CONTROL, USER_DEFINED = 3, 4
CONVERSATION = [
    ("system", "be kind"),
    ("user", "who are we"),
    ("assistant", " we are the sea\n"),
    ("user", "and then"),
    ("assistant", "then it is late"),
]
LEARNT = {
    "llama3": ["we are the sea<|eot|>", "then it is late<|eot|>"],
    "llama2": [" we are the sea </s>", " then it is late </s>"],
    "mistral": [" we are the sea</s>", " then it is late</s>"],
    "gemma3": ["we are the sea<end>", "then it is late<end>"],
    "qwen3": [" we are the sea\n<|im_end|>", "then it is late<|im_end|>"],
    "phi4": [" we are the sea\n<|im_end|>", "then it is late<|im_end|>"],
    "r1": ["\n</think> \n\nthen it is late</s>"],  # earlier ones stand there without thinking
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Of a model that knows the marks of all families."""
    tokens, types = tiny_tokens(), tiny_metadata()["tokenizer.ggml.token_type"]
    for place, mark in enumerate(MARKS, start=len(tokens) - len(MARKS)):
        tokens[place] = mark
        types[place] = USER_DEFINED if mark in ("<think>", "</think>") else CONTROL
    metadata = {
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.eot_token_id": tokens.index("<|eot|>"),
        "tokenizer.ggml.eom_token_id": tokens.index("<end>"),
    }
    path = tmp_path_factory.mktemp("models") / "tiny.gguf"
    with Rendered(write_tiny_gguf(path, metadata=metadata)) as made:
        yield made


@pytest.mark.parametrize("family", FAMILIES)
def test_each_answer_is_learnt_behind_the_prompt_of_the_chat(rendered, family):
    rendered("use", template=FAMILIES[family])
    made = rendered("of", messages=CONVERSATION)
    tokens, trained = made["tokens"], made["trained"]
    # A vocabulary that puts a space before text does so behind a control token, too.
    learnt = [text for text, is_learnt in made["pieces"] if is_learnt]
    assert [text.strip(" ") for text in learnt] == [text.strip(" ") for text in LEARNT[family]]
    first = rendered("prompt", messages=CONVERSATION[:2], replies=[])
    second = rendered("prompt", messages=CONVERSATION[:4], replies=[])
    assert tokens[: len(second)] == second
    assert all(trained[len(second) :])
    if family != "r1":
        assert tokens[: len(first)] == first
        assert trained[: len(first) + 1] == [False] * len(first) + [True]
    ends = [token for token, here in zip(tokens, trained, strict=True) if here]
    assert rendered("is_end", token=ends[-1])
    assert sum(rendered("is_end", token=token) for token in ends) == len(LEARNT[family])
