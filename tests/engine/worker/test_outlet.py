"""Text leaves at once after a pause, and together where it comes fast."""

from engine.messages import Text
from engine.worker.outlet import EVERY, Outlet


def test_fast_text_goes_together_and_nothing_is_lost():
    sent, now = [], [5.0]
    outlet = Outlet(7, sent.append, lambda: now[0])
    outlet.say("")
    assert outlet.first is None
    for letter in "abcdefgh":
        outlet.say(letter)
        now[0] += EVERY / 2
    assert [e.text for e in sent] == ["a", "bc", "de", "fg"]
    outlet.flush()
    outlet.flush()
    assert [e.text for e in sent][4:] == ["h"]
    assert {e.job for e in sent} == {7}
    assert isinstance(sent[0], Text)
    assert outlet.first == 5.0


def test_slow_text_goes_at_once():
    sent, now = [], [0.0]
    outlet = Outlet(1, sent.append, lambda: now[0])
    for letter in "abc":
        now[0] += 2 * EVERY
        outlet.say(letter)
        assert sent[-1].text == letter
