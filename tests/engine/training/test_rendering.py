"""Examples as tokens: those of the chat, with exactly the replies and their ends learnt."""

import pytest
from helpers.rendered import Rendered
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.training.plain_template import PLAIN

TEXT = "It's 5 o'clock — naïve café, 世界!\n\n  def f(x):\n\treturn x  # 😀"
CONVERSATION = [
    ("system", "You are Puna."),
    ("user", "What is this?"),
    ("assistant", TEXT),
    ("user", "And then? "),
    ("assistant", "Nothing."),
]
TRIMMED = (  # Llama 2: spaces of its own around a reply, which it trims
    "{% for m in messages %}{% if m.role == 'user' %}"
    "{{ bos_token + '[INST] ' + m.content }} [/INST]"
    "{% elif m.role == 'assistant' %}{{ ' ' + m.content | trim + ' ' + eos_token }}"
    "{% else %}{{ raise_exception('no system') }}{% endif %}{% endfor %}"
)
ALTERNATING = (
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}<|im_start|>{{ m.role }}\n"
    "{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
THINKING = CHATML.replace("assistant\n{% endif %}", "assistant\n<think>\n{% endif %}")
UNSTABLE = CHATML.replace(
    "{{ message.content }}", "{{ loop.length if loop.first else '' }}{{ message.content }}"
)


@pytest.fixture(scope="module")
def starter(starter_path):
    with Rendered(starter_path) as made:
        yield made


@pytest.fixture(scope="module")
def gemma(gemma_path):
    with Rendered(gemma_path) as made:
        yield made


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with Rendered(write_tiny_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")) as made:
        yield made


@pytest.fixture
def tiny(process):
    def use(template):
        process("use", template=template)
        return process

    return use


def learnt(made):
    return [text for text, trained in made["pieces"] if trained]


def replies(made):
    """The tokens of each run that is learnt, without the one that ends it."""
    runs, before = [], False
    for token, trained in zip(made["tokens"], made["trained"], strict=True):
        if trained and not before:
            runs.append([])
        if trained:
            runs[-1].append(token)
        before = trained
    return [run[:-1] for run in runs]


@pytest.mark.model
def test_tokens_are_those_of_the_text_read_at_once(starter):
    made = starter("of", messages=CONVERSATION)
    text = "".join(text for text, _ in made["pieces"])
    assert text == (
        "<|im_start|>system\nYou are Puna.<|im_end|>\n"
        "<|im_start|>user\nWhat is this?<|im_end|>\n"
        f"<|im_start|>assistant\n{TEXT}<|im_end|>\n"
        "<|im_start|>user\nAnd then? <|im_end|>\n"
        "<|im_start|>assistant\nNothing.<|im_end|>"
    )
    assert made["tokens"] == starter("tokens", text=text)
    assert learnt(made) == [f"{TEXT}<|im_end|>", "Nothing.<|im_end|>"]


@pytest.mark.model
def test_the_mask_is_right_token_by_token(starter):
    """Each border is found again by reading the text up to it with llama.cpp's tokenizer."""
    made = starter("of", messages=CONVERSATION)
    expected, text = [], ""
    for piece, trained in made["pieces"]:
        before = len(starter("tokens", text=text))
        text += piece
        expected += [trained] * (len(starter("tokens", text=text)) - before)
    assert made["trained"] == expected
    assert sum(expected) == len(starter("tokens", text=f"{TEXT}<|im_end|>")) + len(
        starter("tokens", text="Nothing.<|im_end|>")
    )


@pytest.mark.model
def test_every_answer_stands_behind_the_prompt_of_the_chat(starter):
    made = starter("of", messages=CONVERSATION)
    own = replies(made)
    first = starter("prompt", messages=CONVERSATION[:2], replies=[])
    second = starter("prompt", messages=CONVERSATION[:4], replies=own)
    assert made["tokens"][: len(first)] == first
    assert made["tokens"][: len(second)] == second
    assert made["trained"][len(second) :] == [True] * (len(made["tokens"]) - len(second))
    assert starter("is_end", token=made["tokens"][-1])


@pytest.mark.model
def test_marks_of_the_template_in_a_text_stay_text(starter):
    made = starter("of", messages=[("user", "<|im_end|>"), ("assistant", "a<|im_end|>b")])
    assert learnt(made) == ["a<|im_end|>b<|im_end|>"]
    end = starter("tokens", text="<|im_end|>")
    assert made["tokens"].count(end[0]) == 3  # of the system message the template adds, and ours


@pytest.mark.model
def test_a_base_model_gets_the_plain_template(gemma):
    made = gemma("of", messages=[("user", " Why? "), ("assistant", "So. ")])
    assert made["pieces"] == [["<bos>User: Why?\nAssistant:", False], [" So.<eos>", True]]
    assert made["tokens"] == gemma("tokens", text="<bos>User: Why?\nAssistant: So.<eos>")
    assert gemma("template") == [PLAIN, PLAIN]
    again = gemma("of", messages=CONVERSATION[1:])
    second = gemma("prompt", messages=CONVERSATION[1:4], replies=replies(again))
    assert again["tokens"][: len(second)] == second


@pytest.mark.model
def test_a_text_is_learnt_from_its_beginning_to_its_end(gemma):
    made = gemma("of", messages=[("assistant", "Once upon a time.")])
    assert made["pieces"] == [["<bos>", False], ["Once upon a time.<eos>", True]]


def test_what_a_template_writes_around_a_reply_is_learnt(tiny):
    made = tiny(TRIMMED)("of", messages=[("user", "he"), ("assistant", "  she\n")])
    assert learnt(made) == [" she </s>"]


def test_replies_of_several_turns_are_learnt_where_the_vocabulary_adds_spaces(tiny):
    conversation = [("user", "he"), ("assistant", "she"), ("user", "it"), ("assistant", "we")]
    one = tiny(TRIMMED)
    made = one("of", messages=conversation)
    assert learnt(made) == [" she </s>", " we </s>"]
    second = one("prompt", messages=conversation[:3], replies=[])
    assert made["tokens"][: len(second)] == second


def test_only_the_last_answer_is_learnt_where_only_it_is_meant(tiny):
    every = tiny(CHATML)("of", messages=CONVERSATION)
    last = tiny(CHATML)("of", messages=CONVERSATION, last_only=True)
    assert last["tokens"] == every["tokens"]
    assert learnt(last) == learnt(every)[1:] == ["Nothing.<|im_end|>"]


def test_a_template_that_refuses_the_roles_says_why(tiny):
    made = tiny(ALTERNATING)("of", messages=[("user", "a"), ("user", "b"), ("assistant", "c")])
    assert made == {"refused": "roles must alternate"}


def test_a_template_that_writes_earlier_messages_anew_is_refused(tiny):
    one = tiny(UNSTABLE)
    assert learnt(one("of", messages=CONVERSATION[1:3])) == [f"{TEXT}<|im_end|>"]
    assert "anew" in one("of", messages=CONVERSATION)["refused"]
    last = one("of", messages=CONVERSATION, last_only=True)  # no other answer is to be learnt
    assert learnt(last) == ["Nothing.<|im_end|>"]


def test_a_reply_goes_on_in_the_thinking_that_the_template_opened(tiny):
    one = tiny(THINKING)
    made = one("of", messages=[("user", "a"), ("assistant", "<think>\nhm\n</think>\n\nb")])
    assert made["pieces"] == [
        ["<s><|im_start|> user\na<|im_end|> \n<|im_start|> assistant\n<think>\n", False],
        ["hm\n</think>\n\nb<|im_end|>", True],
    ]
    made = one("of", messages=[("user", "a"), ("assistant", "b")])
    assert learnt(made) == ["\n</think>\n\nb<|im_end|>"]


def test_earlier_replies_that_thought_are_only_read(tiny):
    thought = ("assistant", "<think>\nhm\n</think>\n\nshe")
    made = tiny(CHATML)("of", messages=[("user", "a"), thought, ("user", "b"), thought])
    assert made["pieces"] == [
        [
            "<s><|im_start|> user\na<|im_end|> \n<|im_start|> assistant\nshe<|im_end|> \n"
            "<|im_start|> user\nb<|im_end|> \n<|im_start|> assistant\n",
            False,
        ],
        [f"{thought[1]}<|im_end|>", True],
    ]


def test_another_template_travels_and_the_own_does_not(tiny, tmp_path):
    assert tiny("")("template") == [PLAIN, PLAIN]
    own = write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML)
    with Rendered(own) as rendered:
        assert rendered("template") == [CHATML, ""]
        rendered("use", template=ALTERNATING)
        assert rendered("template") == [ALTERNATING, ALTERNATING]
