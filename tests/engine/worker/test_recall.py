"""Taking over what was read before: as exact as never having stopped, on both real models.

The reference is a context that reads the same tokens in the same batches without any of this. In
other batches llama.cpp itself computes other numbers, about as far apart as a rounding of all
activations: that is no fault of taking over, and not what is tested here.
"""

import pytest
from helpers.reading import BATCH, Reading

pytestmark = pytest.mark.model
STORY = (
    "A shepherd on the high grassland keeps forty sheep and two dogs. In spring the rivers are"
    " wide and brown, and he waits for a week before he crosses. His daughter reads to him from a"
    " book on stars, and he tells her which of them he used when he was young and had no clock. "
)
EXACT = 1e-6
"""Most KL divergence of logits that should be the same to the bit, but for the order of sums."""


@pytest.fixture(scope="module")
def reading(model_path):
    with Reading(model_path) as made:
        yield made


LONG = 13
"""So often the story has more tokens than all layers with a window of 512 keep."""


def prompt(reading, text, start, times=1):
    """Tokens of a question; they differ from all others at their beginning."""
    return reading("begins") + reading("tokens", text=f"{start}. {STORY * times}\n{text}")


def more(reading, text):
    return reading("tokens", text=f"\nUser: {text}\nAssistant:")


def same(compared):
    assert compared["kl"] <= EXACT
    for here, there, margin in zip(
        compared["here"], compared["there"], compared["margins"], strict=True
    ):
        if margin < 0.1:
            return
        assert here == there


def test_a_follow_up_reads_its_new_tokens_only(reading):
    tokens = prompt(reading, "Who keeps the sheep?", 1)
    assert reading("prompt", tokens=tokens) < 10
    said = reading("reply", count=20)
    longer = tokens + said + more(reading, "And the dogs?")
    assert reading("prompt", tokens=longer) == len(tokens) + 19  # the last one was never read
    same(reading("compare", count=12))


def test_the_same_prompt_again_reads_its_last_token(reading):
    tokens = prompt(reading, "Who reads to whom?", 2)
    reading("prompt", tokens=tokens)
    reading("reply", count=10)
    assert reading("prompt", tokens=tokens) == len(tokens) - 1
    same(reading("compare", count=12))


@pytest.mark.parametrize("longer", [1, 5])
def test_another_last_message(reading, longer):
    """Also behind more than a window keeps beside what it needs."""
    tokens = prompt(reading, "Who reads?", 3, LONG)
    turn = len(tokens)
    asked = tokens + more(reading, STORY * longer)
    reading("prompt", tokens=asked, turn=turn)
    reading("reply", count=5)
    other = tokens + more(reading, "How many dogs are there?")
    assert reading("prompt", tokens=other, turn=turn) >= turn
    same(reading("compare", count=12))


def test_switching_among_eight_chats(reading):
    chats = [prompt(reading, f"Question {n}?", 10 + n) for n in range(8)]
    for number, tokens in enumerate(chats):
        reading("prompt", tokens=tokens, chat=f"chat {number}")
        chats[number] = tokens + reading("reply", count=6)
        reading("rest")
    for number in (3, 0, 7, 3):
        before = len(chats[number]) - 1
        chats[number] += more(reading, "Go on.")
        assert reading("prompt", tokens=chats[number], chat=f"chat {number}") == before
        same(reading("compare", count=4))
        reading("rest")
        chats[number] += reading("reply", count=1)


def test_a_chat_that_is_left_at_once_is_kept_too(reading):
    first, second = prompt(reading, "One?", 20), prompt(reading, "Two?", 21)
    reading("prompt", tokens=first, chat="first")
    reading("prompt", tokens=second, chat="second")
    again = first + more(reading, "Go on.")
    assert reading("prompt", tokens=again, chat="first") == len(first)
    same(reading("compare", count=4))


def test_adapters_take_nothing_over_from_the_bare_model(reading):
    tokens = prompt(reading, "Which stars?", 22)
    reading("prompt", tokens=tokens)
    assert reading("prompt", tokens=tokens, adapters="one*1.0") == 0
    assert reading("prompt", tokens=tokens, adapters="one*0.5") == 0
    assert reading("prompt", tokens=tokens) == len(tokens) - 1
    assert reading("prompt", tokens=tokens, adapters="one*1.0") == len(tokens) - 1


def test_rolling_back_in_any_order_never_shows_what_is_gone(reading):
    tokens = prompt(reading, "What does she read?", 23, LONG)
    reading("prompt", tokens=tokens)
    window = reading("seen")["window"]
    refused = 0
    for back in (3, 60, 1, 130, 40, 500, 2):
        seen = reading("seen")
        length = len(seen["tokens"]) - back
        if not reading("truncate", length=length):
            assert seen["mark"]["oldest"] > length - window
            refused += 1
        reading("read", tokens=tokens[:7])
        same(reading("compare"))
    assert bool(refused) == bool(window)


def test_a_larger_context_has_read_the_same(model_path):
    with Reading(model_path, n_ctx=1024) as reading:
        tokens = prompt(reading, "Who waits?", 24)
        reading("prompt", tokens=tokens)
        assert reading("grow", n_ctx=2048)
        reading("read", tokens=more(reading, "Go on."))
        same(reading("compare", count=8))


def test_a_restart_takes_over_what_was_saved(model_path, tmp_path):
    with Reading(model_path, states=tmp_path) as reading:
        tokens = prompt(reading, "Who crosses?", 25, LONG)
        reading("prompt", tokens=tokens, chat="chat", turn=len(tokens) - 5)
        said = reading("reply", count=10)
        reading("save")
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    with Reading(model_path, states=tmp_path) as reading:
        longer = tokens + said + more(reading, "Go on.")
        assert reading("prompt", tokens=longer, chat="chat") == len(tokens) + 9
        same(reading("compare", count=8))
        edited = tokens[: len(tokens) - 5] + more(reading, "What else?")
        assert reading("prompt", tokens=edited, chat="chat") == len(tokens) - 5
        same(reading("compare", count=8))


def test_too_little_memory_keeps_nothing_and_breaks_nothing(model_path):
    with Reading(model_path) as reading:
        reading("limit", memory=1000)
        first, second = prompt(reading, "One?", 26), prompt(reading, "Two?", 27)
        reading("prompt", tokens=first, chat="first")
        reading("rest")
        reading("prompt", tokens=second, chat="second")
        assert reading("seen")["kept"] == []
        assert reading("prompt", tokens=first, chat="first") < 10
        same(reading("compare", count=4))


def test_a_chat_that_is_forgotten_is_read_anew(model_path):
    with Reading(model_path) as reading:
        first, second = prompt(reading, "One?", 28), prompt(reading, "Two?", 29)
        for tokens, chat in ((first, "first"), (second, "second")):
            reading("prompt", tokens=tokens, chat=chat)
            reading("rest")
        reading("forget", chats=["first", "second"])
        assert reading("seen")["kept"] == []
        assert reading("seen")["tokens"] == []
        assert reading("prompt", tokens=first, chat="first") < 10


def test_batches_are_those_of_the_prompt(reading):
    tokens = prompt(reading, "Batches?", 30)
    reading("prompt", tokens=tokens)
    batches = reading("seen")["batches"]
    assert sum(size * count for size, count in batches) == len(tokens)
    assert max(size for size, _ in batches) <= BATCH


def test_a_state_the_context_has_no_room_for_is_left_where_it_is(model_path, tmp_path):
    """The context was larger when it was made, and may be again."""
    with Reading(model_path, n_ctx=1024, states=tmp_path) as reading:
        tokens = prompt(reading, "Who is he?", 31, 12)
        assert 512 < len(tokens) < 1024
        reading("prompt", tokens=tokens, chat="chat")
        reading("save")
    [file] = tmp_path.iterdir()
    with Reading(model_path, n_ctx=512, states=tmp_path) as reading:
        edited = tokens[:100] + more(reading, "What else?")
        assert reading("prompt", tokens=edited, chat="chat") == 0
        same(reading("compare", count=4))
    assert [*tmp_path.iterdir()] == [file]
