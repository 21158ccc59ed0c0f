"""Taking over what was read before: as exact as never having stopped.

On tiny models of all three kinds: full attention, sliding windows, recurrent. The reference is a
context that reads the same tokens in the same batches without any of this. In other batches
llama.cpp itself computes other numbers: that is no fault of taking over, and not tested here.
"""

import random

import pytest
from helpers.reading import BATCH, Reading, assert_same
from helpers.tiny_gguf import write_tiny_gguf
from helpers.tiny_mamba import write_tiny_mamba

STORY = "a shepherd keeps forty sheep and two dogs on the high and dry grassland in the north. "
LONG = 9
"""So often the story has more tokens than all layers with a window keep."""


def write(kind, path):
    if kind == "mamba":
        return write_tiny_mamba(path)
    return write_tiny_gguf(path, architecture=kind, n_layers=6, n_ctx=4096)


@pytest.fixture(scope="module", params=["llama", "gemma3", "mamba"])
def path(request, tmp_path_factory):
    return write(request.param, tmp_path_factory.mktemp("models") / f"{request.param}.gguf")


@pytest.fixture(scope="module")
def reading(path):
    with Reading(path) as made:
        yield made


def prompt(reading, text, start, times=1):
    """Tokens of a question; they differ from all others at their beginning."""
    return reading("begins") + reading("tokens", text=f"{start}. {STORY * times}{text}")


def more(reading, text):
    return reading("tokens", text=f"\nUser: {text}\nAssistant:")


def rolls_back(reading):
    seen = reading("seen")
    return not seen["recurrent"]


def test_a_follow_up_reads_its_new_tokens_only(reading):
    tokens = prompt(reading, "Who keeps the sheep?", 1)
    assert reading("prompt", tokens=tokens) < 10
    said = reading("reply", count=20)
    longer = tokens + said + more(reading, "And the dogs?")
    assert reading("prompt", tokens=longer) == len(tokens) + 19  # the last one was never read
    assert_same(reading("compare", count=12))


def test_the_same_prompt_again_reads_its_last_token_or_its_last_message(reading):
    tokens = prompt(reading, "Who reads to whom?", 2)
    turn = len(tokens) - 10
    reading("prompt", tokens=tokens, turn=turn)
    reading("reply", count=10)
    again = len(tokens) - 1 if rolls_back(reading) else turn - 16
    assert again <= reading("prompt", tokens=tokens, turn=turn) < len(tokens)
    assert_same(reading("compare", count=12))


@pytest.mark.parametrize("longer", [1, 5])
def test_another_last_message(reading, longer):
    """Also behind more than a window keeps beside what it needs."""
    tokens = prompt(reading, "Who reads?", 3, LONG)
    turn = len(tokens)
    asked = tokens + more(reading, STORY * longer)
    reading("prompt", tokens=asked, turn=turn)
    reading("reply", count=5)
    other = tokens + more(reading, "How many dogs are there?")
    assert reading("prompt", tokens=other, turn=turn) >= turn - 16
    assert_same(reading("compare", count=12))


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
        assert_same(reading("compare"))
        chats[number] += reading("reply", count=3)
        reading("rest")


def test_a_chat_that_is_left_at_once_is_kept_too(reading):
    first, second = prompt(reading, "One?", 20), prompt(reading, "Two?", 21)
    reading("prompt", tokens=first, chat="first")
    reading("prompt", tokens=second, chat="second")
    again = first + more(reading, "Go on.")
    assert reading("prompt", tokens=again, chat="first") == len(first)
    assert_same(reading("compare", count=4))


def test_adapters_take_nothing_over_from_the_bare_model(reading):
    tokens = prompt(reading, "Which stars?", 22)
    reading("prompt", tokens=tokens)
    assert reading("prompt", tokens=tokens, adapters="one*1.0") == 0
    assert reading("prompt", tokens=tokens, adapters="one*0.5") == 0
    longer = tokens + more(reading, "Go on.")
    assert reading("prompt", tokens=longer) == len(tokens)
    assert reading("prompt", tokens=longer, adapters="one*1.0") == len(tokens)


def test_rolling_back_in_any_order_never_shows_what_is_gone(reading):
    tokens = prompt(reading, "What does she read?", 23, LONG)
    reading("prompt", tokens=tokens)
    window = reading("seen")["window"]
    refused = 0
    for back in (3, 60, 1, 130, 40, 300, 2):
        seen = reading("seen")
        length = len(seen["tokens"]) - back
        if not reading("truncate", length=length):
            assert seen["recurrent"] or seen["mark"]["oldest"] > length - window
            refused += 1
        reading("read", tokens=tokens[:7])
        assert_same(reading("compare"))
    assert bool(refused) == (window > 0 or not rolls_back(reading))


def test_a_larger_context_has_read_the_same(path):
    with Reading(path, n_ctx=1024) as reading:
        tokens = prompt(reading, "Who waits?", 24)
        reading("prompt", tokens=tokens)
        assert reading("grow", n_ctx=2048)
        reading("read", tokens=more(reading, "Go on."))
        assert_same(reading("compare", count=8))


def test_a_restart_takes_over_what_was_saved(path, tmp_path):
    with Reading(path, states=tmp_path) as reading:
        tokens = prompt(reading, "Who crosses?", 25, LONG)
        reading("prompt", tokens=tokens, chat="chat", turn=len(tokens) - 5)
        said = reading("reply", count=10)
        reading("save")
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    with Reading(path, states=tmp_path) as reading:
        longer = tokens + said + more(reading, "Go on.")
        assert reading("prompt", tokens=longer, chat="chat") == len(tokens) + 9
        assert_same(reading("compare", count=8))
        edited = tokens[: len(tokens) - 5] + more(reading, "What else?")
        assert reading("prompt", tokens=edited, chat="chat") == len(tokens) - 5
        assert_same(reading("compare", count=8))


def test_too_little_memory_keeps_nothing_and_breaks_nothing(path):
    with Reading(path) as reading:
        reading("limit", memory=1000)
        first, second = prompt(reading, "One?", 26), prompt(reading, "Two?", 27)
        reading("prompt", tokens=first, chat="first")
        reading("rest")
        reading("prompt", tokens=second, chat="second")
        assert reading("seen")["kept"] == []
        assert reading("prompt", tokens=first, chat="first") < 10
        assert_same(reading("compare", count=4))


def test_a_chat_that_is_forgotten_is_read_anew(path):
    with Reading(path) as reading:
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


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_going_on_going_back_and_switching(path, tmp_path, seed):
    """Whatever was read before, the next logits are those of a context that never saw it."""
    chance = random.Random(seed)
    with Reading(path, states=tmp_path) as reading:
        chats = [prompt(reading, f"Question {n}?", n, times=n % 3) for n in range(4)]
        for _ in range(40):
            number = chance.randrange(len(chats))
            tokens = chats[number]
            if chance.random() < 0.3:  # a message before the last one is edited
                tokens = tokens[: chance.randrange(1, len(tokens))]
            turn = len(tokens)
            tokens = tokens + more(reading, STORY[: chance.randrange(len(STORY))])
            if len(tokens) > 1800:
                continue
            adapters = chance.choice(["", "", "", "one*1.0"])
            reading("prompt", tokens=tokens, chat=str(number), adapters=adapters, turn=turn)
            assert_same(reading("compare"))
            chats[number] = tokens + reading("reply", count=chance.randrange(1, 30))
            if chance.random() < 0.5:
                reading("rest")
        seen = reading("seen")
        assert sum(size * count for size, count in seen["batches"]) == len(seen["tokens"])


def test_a_state_the_context_has_no_room_for_is_left_where_it_is(path, tmp_path):
    """The context was larger when it was made, and may be again."""
    with Reading(path, n_ctx=1024, states=tmp_path) as reading:
        tokens = prompt(reading, "Who is he?", 31, LONG)
        assert 512 < len(tokens) < 1024
        reading("prompt", tokens=tokens, chat="chat")
        reading("save")
    [file] = tmp_path.iterdir()
    with Reading(path, n_ctx=512, states=tmp_path) as reading:
        edited = tokens[:100] + more(reading, "What else?")
        assert reading("prompt", tokens=edited, chat="chat") == 0
        assert_same(reading("compare", count=4))
    assert [*tmp_path.iterdir()] == [file]


def test_one_conversation_is_in_memory_once_and_several_are_copied(path):
    with Reading(path) as reading:
        first = prompt(reading, "One?", 32)
        reading("prompt", tokens=first, chat="first")
        reading("rest")
        assert reading("seen")["kept"] == []
        second = prompt(reading, "Two?", 33)
        reading("prompt", tokens=second, chat="second")
        assert reading("seen")["kept"] == [len(first)]
        reading("rest")
        assert reading("seen")["kept"] == [len(first), len(second)]
    with Reading(path) as reading:
        reading("prompt", tokens=first, chat="first")
        reading("rest", parting=True)
        assert reading("seen")["kept"] == [len(first)]
