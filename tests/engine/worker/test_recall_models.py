"""Taking over what was read before, on both real models; one of them has sliding windows."""

import pytest
from helpers.reading import Reading, assert_same

pytestmark = pytest.mark.model
STORY = (
    "A shepherd on the high grassland keeps forty sheep and two dogs. In spring the rivers are"
    " wide and brown, and he waits for a week before he crosses. His daughter reads to him from a"
    " book on stars, and he tells her which of them he used when he was young and had no clock. "
)


def more(reading, text):
    return reading("tokens", text=f"\nUser: {text}\nAssistant:")


@pytest.mark.timeout(300)
def test_a_conversation_goes_on_is_edited_and_survives_a_restart(model_path, tmp_path):
    with Reading(model_path, states=tmp_path) as reading:
        tokens = reading("begins") + reading("tokens", text=STORY * 13)
        asked = tokens + more(reading, "Who keeps the sheep?")
        reading("prompt", tokens=asked, chat="chat", turn=len(tokens))
        said = reading("reply", count=12)
        longer = asked + said + more(reading, "And the dogs?")
        assert reading("prompt", tokens=longer, chat="chat", turn=len(asked)) == len(asked) + 11
        assert_same(reading("compare", count=8))
        edited = tokens + more(reading, "Which season is it?")
        assert reading("prompt", tokens=edited, chat="chat", turn=len(tokens)) >= len(tokens)
        assert_same(reading("compare", count=8))
        said = reading("reply", count=5)
        kept = reading("seen")["tokens"]
        reading("save")
    with Reading(model_path, states=tmp_path) as reading:
        longer = kept + more(reading, "Go on.")
        assert reading("prompt", tokens=longer, chat="chat") == len(kept)
        # A window comes back with its positions in other places, so sums have another order. In
        # tiny models that changes nothing; here each rounding of an activation passes it on.
        noise = {"most": 0.05, "near": 1.0} if reading("seen")["window"] else {}
        assert_same(reading("compare", count=8), **noise)
        assert reading("prompt", tokens=edited, chat="chat", turn=len(tokens)) >= len(tokens)
        assert_same(reading("compare", count=8), **noise)
