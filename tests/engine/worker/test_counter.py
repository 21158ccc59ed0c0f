"""The thread that counts: models lent to it and taken back, and one measure at a time."""

import threading
import time
from dataclasses import dataclass, field

import pytest
from helpers.scripted import ask

from engine.errors import Bug, ModelNotFound
from engine.messages import Failed, Finished, Measure, Measured, ModelSpec
from engine.worker.counter import Counter
from engine.worker.frames import FrameError
from engine.worker.model import Cancelled

WAIT = 60
SPEC = ModelSpec("m.gguf")


@dataclass
class Model:
    """Counts to `tokens`; with `slow` not before it is told to, or cancelled."""

    tokens: int
    slow: bool = False
    error: Exception | None = None
    replaced: bool = False
    begun: threading.Event = field(default_factory=threading.Event)
    going_on: threading.Event = field(default_factory=threading.Event)
    closed: bool = False

    def measure(self, request, job, *, text):
        assert not self.closed
        self.begun.set()
        if self.error:
            raise self.error
        until = time.monotonic() + WAIT
        while self.slow and not self.going_on.is_set():
            assert time.monotonic() < until
            if job.cancelled:
                raise Cancelled
            time.sleep(0.001)
        return Measured(job.id, self.tokens, 1, 1)

    def changed(self):
        return self.replaced

    def close(self):
        self.closed = True


class Events:
    def __init__(self):
        self.list = []
        self._new = threading.Condition()

    def __call__(self, event):
        with self._new:
            self.list.append(event)
            self._new.notify_all()

    def end(self, job):
        def ends():
            return [e for e in self.list if e.job == job and isinstance(e, Finished | Failed)]

        with self._new:
            assert self._new.wait_for(ends, WAIT)
            [end] = ends()
        return end

    def tokens(self, job):
        return [e.tokens for e in self.list if isinstance(e, Measured) and e.job == job]


@pytest.fixture
def events():
    return Events()


@pytest.fixture
def alone():
    """The models that were opened by themselves."""
    return []


@pytest.fixture
def counter(events, alone):
    def open_alone(spec):
        alone.append(Model(1))
        return alone[-1]

    made = Counter(events, open_alone)
    yield made
    made.close()


def measure(job, spec=SPEC, text=False):
    return Measure(job, ask(spec, "Hi"), text)


def test_an_open_model_measures_its_own_prompts_only(counter, events, alone):
    lent = Model(5)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert events.end(1).reason == "stop"
    counter.put(measure(2, ModelSpec("other.gguf")))
    events.end(2)
    assert (events.tokens(1), events.tokens(2)) == ([5], [1])
    counter.put(measure(3))
    events.end(3)
    assert events.tokens(3) == [5]
    assert [model.closed for model in alone] == [True]  # an open model does without


def test_a_vocabulary_is_opened_once(counter, events, alone):
    for job in (1, 2):
        counter.put(measure(job))
        events.end(job)
    assert len(alone) == 1
    alone[0].replaced = True  # by another file
    counter.put(measure(3))
    events.end(3)
    assert len(alone) == 2
    assert alone[0].closed


def test_a_lent_model_whose_file_changed_is_not_asked(counter, events):
    counter.lend(SPEC, Model(5, replaced=True))
    counter.put(measure(1))
    events.end(1)
    assert events.tokens(1) == [1]


def test_a_model_that_is_being_opened_is_waited_for(counter, events, alone):
    with counter.expecting(SPEC):
        counter.put(measure(1))
        other = ModelSpec("other.gguf")
        counter.lend(SPEC, Model(5))
    assert events.end(1).reason == "stop"
    assert events.tokens(1) == [5]
    assert alone == []
    with counter.expecting(other):
        counter.put(measure(2))
        assert events.end(2).reason == "stop"
    assert events.tokens(2) == [5]  # another one's opening is not waited for


def test_a_model_that_takes_long_to_open_is_not_waited_for(counter, events, alone, monkeypatch):
    monkeypatch.setattr("engine.worker.counter._PATIENCE", 0.01)
    with counter.expecting(SPEC):
        counter.put(measure(1))
        assert events.end(1).reason == "stop"
        assert events.tokens(1) == [1]
        counter.lend(SPEC, Model(5))
    until = time.monotonic() + WAIT
    while not alone[0].closed:  # what it took to count without the model is given back
        assert time.monotonic() < until
        time.sleep(0.001)


def test_waiting_for_a_model_is_cancelled_at_once(counter, events, monkeypatch):
    monkeypatch.setattr("engine.worker.counter._PATIENCE", WAIT)
    with counter.expecting(SPEC):
        counter.put(measure(1))
        time.sleep(0.02)
        counter.cancel(1)
        assert events.end(1).reason == "cancelled"
    with pytest.raises(ValueError, match="no model"), counter.expecting(SPEC):
        raise ValueError("no model")
    counter.put(measure(2))
    assert events.end(2).reason == "stop"


def test_a_model_is_taken_back_at_once_and_the_measure_goes_on_without_it(counter, events):
    lent = Model(5, slow=True)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert lent.begun.wait(WAIT)
    counter.take_back()
    lent.close()
    assert events.end(1).reason == "stop"
    assert events.tokens(1) == [1]


def test_a_model_is_taken_back_when_it_is_not_in_use(counter, events):
    counter.take_back()
    lent = Model(5)
    counter.lend(SPEC, lent)
    counter.take_back()
    lent.close()
    counter.put(measure(1))
    events.end(1)
    assert events.tokens(1) == [1]


def test_a_measure_that_was_replaced_meanwhile_does_not_go_on(counter, events):
    lent = Model(5, slow=True)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert lent.begun.wait(WAIT)
    counter.put(measure(2))
    counter.take_back()
    assert events.end(1).reason == "cancelled"
    assert events.end(2).reason == "stop"


def test_cancelling_counts_more_than_taking_back(counter, events):
    lent = Model(5, slow=True)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert lent.begun.wait(WAIT)
    counter.take_back()
    counter.cancel(1)
    assert events.end(1).reason in ("cancelled", "stop")
    lent = Model(5, slow=True)
    counter.lend(SPEC, lent)
    counter.put(measure(2))
    assert lent.begun.wait(WAIT)
    counter.cancel(2)
    counter.take_back()
    assert events.end(2).reason == "cancelled"
    assert events.tokens(2) == []


def test_only_the_newest_for_a_purpose_waits(counter, events):
    lent = Model(5, slow=True)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert lent.begun.wait(WAIT)
    counter.put(measure(2))
    counter.put(measure(3, text=True))
    counter.put(measure(4))
    assert events.end(2).reason == "cancelled"
    counter.cancel(3)
    assert events.end(3).reason == "cancelled"
    counter.cancel(99)  # was never heard of
    lent.going_on.set()
    assert events.end(1).reason == events.end(4).reason == "stop"
    assert events.tokens(2) == events.tokens(3) == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ModelNotFound("m"), "model_not_found"),
        (FrameError("long"), "invalid_input"),
        (Bug("x"), "bug"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_is_measured(counter, events, error, kind):
    lent = Model(5, error=error)
    counter.lend(SPEC, lent)
    counter.put(measure(1))
    assert events.end(1).error.kind == kind
    lent.error = None
    counter.put(measure(2))
    assert events.end(2).reason == "stop"


def test_a_fault_of_ours_is_told_as_such(counter, events, caplog):
    caplog.set_level(100, "engine.worker.counter")
    counter.lend(SPEC, Model(5, error=ValueError("odd")))
    counter.put(measure(1))
    assert events.end(1).error.kind == "bug"
    assert "odd" in events.end(1).error.message
