"""How many threads are used, without a machine: loads are told, time is counted."""

import pytest

from engine.worker.load import Sample, usable_cores
from engine.worker.threads import Governor, ThreadLog


class Machine:
    """A computer with `cores` cores, of which other programs use `others`; a batch takes 20 ms."""

    def __init__(self, cores, others=0.0):
        self.cores, self.others = cores, others
        self.now = 100.0
        self.samples = [Sample(self.now, 0.0)]
        self.governor = Governor(cores, self.usable, lambda: self.now)
        self.used = []

    def usable(self, seconds, since):
        return usable_cores([s for s in self.samples if s.time >= since], seconds)

    def run(self, seconds, others=None):
        """Batches for so long; the threads used at the end of it."""
        self.others = self.others if others is None else others
        until = self.now + seconds
        while self.now < until:
            threads = self.governor.threads()
            self.used.append(threads)
            # Programs that are all busy share the cores evenly.
            share = min(1.0, self.cores / (threads + self.others))
            last = self.samples[-1]
            usable = 0.02 * (self.cores - self.others * share)
            self.now += 0.02
            self.samples.append(Sample(self.now, last.usable + usable))
        return self.used[-1]

    def changes(self):
        return sum(a != b for a, b in zip(self.used, self.used[1:], strict=False))


@pytest.mark.parametrize(
    ("cores", "others", "expected"),
    [(2, 0, 2), (2, 0.2, 2), (2, 1, 1), (2, 2, 1), (8, 1, 7), (8, 20, 1), (4, 30, 1), (1, 3, 1)],
)
def test_as_many_threads_as_cores_are_left(cores, others, expected):
    machine = Machine(cores)
    assert machine.run(1) == cores
    assert machine.run(3, others) == expected
    assert machine.used == sorted(machine.used, reverse=True)


def test_it_reacts_within_a_few_hundred_milliseconds_and_returns():
    machine = Machine(2)
    machine.run(2)
    assert machine.run(0.4, others=1) == 1
    machine.run(5)
    assert machine.run(0.8, others=0) == 2
    assert machine.changes() == 2


def test_a_load_that_comes_and_goes_does_not_swing_it_for_long():
    machine = Machine(2)
    for _ in range(20):
        machine.run(0.7, others=1)
        machine.run(0.7, others=0)
    assert machine.changes() < 20


def test_it_begins_with_what_was_measured_before():
    machine = Machine(2, others=2)
    machine.samples += [Sample(machine.now + 0.5, 0.3)]
    machine.now += 0.5
    assert machine.governor.threads() == 1


def test_nothing_known_is_no_reason_to_change():
    machine = Machine(4, others=4)
    assert machine.governor.threads() == 4


def test_usable_cores_of_samples():
    samples = [Sample(0.0, 0.0), Sample(0.1, 0.2), Sample(0.2, 0.3), Sample(0.3, 0.4)]
    assert usable_cores(samples, 0.1) == pytest.approx(1)
    assert usable_cores(samples, 0.3) == pytest.approx(4 / 3)
    assert usable_cores(samples, 9.0) == pytest.approx(4 / 3)
    assert usable_cores(samples[:1], 0.1) is None
    assert usable_cores([Sample(0.0, 0.0), Sample(0.01, 0.02)], 0.1) is None


def test_the_window_is_no_other_program_as_long_as_it_does_little():
    def cores(window):
        return usable_cores([Sample(0.0, 0.0), Sample(1.0, 2.0 - window, window)], 0.2)

    assert cores(0.0) == pytest.approx(2)
    assert cores(0.35) == pytest.approx(2)
    assert cores(1.0) == pytest.approx(1.4)


def test_a_log_has_the_positions_where_threads_changed():
    log = ThreadLog()
    for position, threads in ((0, 2), (512, 2), (600, 1), (601, 1), (602, 2)):
        log.read(position, threads)
    assert log.log() == ((0, 2), (600, 1), (602, 2))
    assert [log.at(n) for n in (0, 599, 600, 601, 602, 900)] == [2, 2, 1, 1, 2, 2]
    log.cut(602)
    assert log.log() == ((0, 2), (600, 1))
    log.cut(0)
    assert log.log() == ()
    assert log.at(5) is None
