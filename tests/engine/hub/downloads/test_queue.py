"""The queue: order, pause, resume, cancel, what a later run finds, and what it tells."""

import random
import threading
import time

import pytest
from helpers.fakehub import FakeHub
from helpers.keyrings import Ring, keyring_of
from helpers.loading import (
    HASTE,
    NAME,
    REPOSITORY,
    Loads,
    content,
    hidden,
    received,
    visible,
    wanted_of,
)

from engine.errors import InvalidInput
from engine.hub.downloads import Downloads, Patience, Wanted
from engine.hub.gate import Gate
from engine.hub.records import RemoteFile
from engine.hub.tokens import Tokens

SIZE = 2_000_000
NAMES = [f"model-{n}.gguf" for n in range(4)]
DATA = {name: content(SIZE, n) for n, name in enumerate(NAMES)} | {NAME: content(SIZE)}


@pytest.fixture
def hub():
    with FakeHub() as hub:
        hub.add(REPOSITORY, DATA)
        yield hub


@pytest.fixture
def models(tmp_path):
    return tmp_path / "models"


def stalling(hub, at, *, path="*"):
    hub.fault("stall", at=at, path=path, seconds=20, times=0)


PATIENT = Patience(stall=20.0)


def test_only_so_many_run_at_once(hub, models):
    hub.rate = 8e6
    wanted = [wanted_of(hub, name) for name in NAMES]
    with Loads(models, hub, parallel=2) as loads:
        for each in wanted:
            loads.downloads.add(each)
        for each in wanted:
            assert loads.until(each.id, "done").path.name == each.files[0].path
        assert [d.wanted.id for d in loads.downloads.all()] == [each.id for each in wanted]
    atwork = ("running", "checking")
    busy = [sum(d.state in atwork for d in all_) for _, all_ in loads.told]
    assert max(busy) == 2
    assert len(visible(models)) == 4
    assert hidden(models) == []


def test_pause_keeps_the_bytes_and_resume_goes_on(hub, models):
    stalling(hub, 1_000_000)
    wanted = wanted_of(hub)
    with Loads(models, hub, patience=PATIENT) as loads:
        loads.downloads.add(wanted)
        loads.when(wanted.id, lambda d: d.done == 1_000_000)
        loads.downloads.pause(wanted.id)
        assert loads.now(wanted.id).state == "paused"
        hub.faults.clear()
        loads.downloads.resume(wanted.id)
        assert loads.until(wanted.id, "done").path.read_bytes() == DATA[NAME]
    hub.close()
    ranges = [seen.headers.get("range") for seen in hub.requests if not seen.to_hub]
    assert "bytes=1000000-" in ranges


def test_cancel_in_a_stall_leaves_nothing(hub, models):
    stalling(hub, 1_000_000)
    wanted = wanted_of(hub)
    with Loads(models, hub, patience=PATIENT) as loads:
        loads.downloads.add(wanted)
        loads.when(wanted.id, lambda d: d.done == 1_000_000)
        loads.downloads.cancel(wanted.id)
        assert loads.downloads.all() == ()
    assert list(models.rglob("*")) == []


def test_cancel_of_one_that_waits_or_is_paused_leaves_nothing(hub, models):
    stalling(hub, 1_000_000)
    first, second = wanted_of(hub, NAMES[0]), wanted_of(hub, NAMES[1])
    with Loads(models, hub, parallel=1, patience=PATIENT) as loads:
        loads.downloads.add(first)
        loads.downloads.add(second)
        loads.when(first.id, lambda d: d.done == 1_000_000)
        assert loads.now(second.id).state == "waiting"
        loads.downloads.cancel(second.id)
        loads.downloads.pause(first.id)
        loads.downloads.cancel(first.id)
    assert list(models.rglob("*")) == []


def test_what_is_cancelled_can_be_asked_for_again_at_once(hub, models):
    hub.rate = 100e6
    wanted = wanted_of(hub)
    pauses = random.Random(3)
    with Loads(models, hub) as loads:
        for _ in range(60):
            loads.downloads.add(wanted)
            time.sleep(pauses.choice([0, 0.001, 0.004, 0.01]))
            assert loads.now(wanted.id).state != "failed"
            loads.downloads.cancel(wanted.id)
        assert loads.fetched(wanted).path.read_bytes() == DATA[NAME]
    assert not any(d.error for _, all_ in loads.told for d in all_)
    assert hidden(models) == []


def test_a_place_that_becomes_free_is_taken(hub, models):
    stalling(hub, 0, path=f"*{NAMES[0]}")
    first, second = wanted_of(hub, NAMES[0]), wanted_of(hub, NAMES[1])
    with Loads(models, hub, parallel=1, patience=PATIENT) as loads:
        loads.downloads.add(first)
        loads.downloads.add(second)
        loads.until(first.id, "running")
        loads.downloads.pause(first.id)
        loads.until(second.id, "done")
        loads.downloads.set_parallel(2)
        assert loads.now(first.id).state == "paused"


def test_a_later_run_finds_what_was_left(hub, models):
    stalling(hub, 1_000_000)
    wanted = wanted_of(hub)
    with Loads(models, hub, patience=PATIENT) as loads:
        loads.downloads.add(wanted)
        loads.when(wanted.id, lambda d: d.done == 1_000_000)
    hub.faults.clear()
    with Loads(models, hub) as loads:
        loads.downloads.start()
        found = loads.now(wanted.id)
        assert (found.state, found.done, found.wanted) == ("paused", 1_000_000, wanted)
        assert not any(seen.headers.get("range") for seen in hub.requests)
        loads.downloads.resume(wanted.id)
        assert loads.until(wanted.id, "done").path.read_bytes() == DATA[NAME]
    hub.close()  # now every answer is counted
    asked = [seen for seen in hub.requests if seen.headers.get("range") == "bytes=1000000-"]
    assert [seen.to_hub for seen in asked] == [True, False]
    assert [seen.sent for seen in asked if not seen.to_hub] == [SIZE - 1_000_000]
    with Loads(models, hub) as loads:
        loads.downloads.start()
        assert loads.downloads.all() == ()


def test_folders_that_are_nobodys_go(hub, models):
    orphan = models / ".downloads" / "0123"
    orphan.mkdir(parents=True)
    (orphan / "0.part").write_bytes(b"abc")
    broken = models / ".downloads" / "4567"
    broken.mkdir()
    (broken / "journal").write_bytes(b"{}")
    with Loads(models, hub) as loads:
        loads.downloads.start()
        assert loads.downloads.all() == ()
    assert hidden(models) == []


def test_a_split_model_appears_whole(hub, models):
    names = [f"Q4/big-{n:05}-of-00003.gguf" for n in (1, 2, 3)]
    parts = {name: content(500_000, n) for n, name in enumerate(names)}
    hub.add(REPOSITORY, parts)
    hub.fault("stall", path="*00003-of-00003*", at=250_000, seconds=20)
    wanted = wanted_of(hub, *names)
    with Loads(models, hub, patience=PATIENT) as loads:
        loads.downloads.add(wanted)
        loads.when(wanted.id, lambda d: d.done == 1_250_000)
        assert visible(models) == []
    with Loads(models, hub) as loads:
        loads.downloads.start()
        loads.downloads.resume(wanted.id)
        path = loads.until(wanted.id, "done").path
    assert path == models / "someone" / "Model-GGUF" / "big" / "big-00001-of-00003.gguf"
    assert [p.read_bytes() for p in sorted(path.parent.iterdir())] == list(parts.values())
    assert hidden(models) == []


def test_a_model_that_is_there_is_not_fetched_again(hub, models):
    with Loads(models, hub) as loads:
        first = loads.fetched(wanted_of(hub))
        again = loads.fetched(wanted_of(hub))
    assert again.path == first.path
    assert again.done == SIZE
    assert received(hub) == SIZE


def test_another_file_of_the_same_name_gets_a_number(hub, models):
    with Loads(models, hub) as loads:
        first = loads.fetched(wanted_of(hub))
        hub.add(REPOSITORY, {NAME: content(SIZE, 77)})
        second = loads.fetched(wanted_of(hub))
    assert second.path.name == "model-Q4_K_M-2.gguf"
    assert second.path.read_bytes() == content(SIZE, 77)
    assert first.path.read_bytes() == DATA[NAME]


def test_two_queues_fetch_one_file_once(hub, models):
    hub.rate = 4e6
    wanted = wanted_of(hub)
    with Loads(models, hub) as one, Loads(models, hub) as two:
        one.downloads.add(wanted)
        two.downloads.add(wanted)
        assert one.until(wanted.id, "done").path == two.until(wanted.id, "done").path
    assert received(hub) == SIZE
    assert len(visible(models)) == 1
    assert hidden(models) == []


def test_the_token_goes_to_the_hub_alone(models):
    with FakeHub(members=["secret-1"]) as hub, keyring_of(Ring()):
        hub.add(REPOSITORY, {NAME: DATA[NAME]}, gated="auto")
        tokens = Tokens(hub.endpoint)
        tokens.save("secret-1")
        downloads = Downloads(models, Gate(), tokens, patience=HASTE)
        downloads.add(wanted_of(hub))
        until = time.monotonic() + 60
        while downloads.all()[0].state != "done" and time.monotonic() < until:
            time.sleep(0.01)
        assert downloads.all()[0].state == "done"
        downloads.close()
        hub.close()
        assert {seen.token for seen in hub.requests if seen.to_hub} == {"secret-1"}
        assert {seen.token for seen in hub.requests if not seen.to_hub} == {""}


def test_offline_nothing_is_asked_and_what_runs_is_paused(hub, models):
    gate = Gate(offline=True)
    wanted = wanted_of(hub)
    with Loads(models, hub, gate=gate) as loads:
        loads.downloads.add(wanted)
        paused = loads.until(wanted.id, "paused")
        assert paused.error.kind == "offline"
        assert hub.requests == ()
        gate.set_offline(False)
        hub.rate = 2e6
        loads.downloads.resume(wanted.id)
        loads.when(wanted.id, lambda d: d.done > 100_000)
        gate.set_offline(True)
        assert loads.until(wanted.id, "paused").done < SIZE
    assert visible(models) == []


def test_progress_is_told_about_ten_times_a_second(hub, models):
    hub.rate = 2e6
    with Loads(models, hub) as loads:
        loads.fetched(wanted_of(hub))
    running = [at for at, all_ in loads.told if all_ and 0 < all_[0].done < SIZE]
    assert len(running) >= 4
    most = (running[-1] - running[0]) / 0.1 + 4  # the changes of state are told at once
    assert len(running) <= most
    done = [all_[0].done for _, all_ in loads.told if all_]
    assert done == sorted(done)
    assert any(all_ and all_[0].speed > 0 and all_[0].left for _, all_ in loads.told)


def test_why_nothing_comes_is_told_while_it_runs(hub, models):
    hub.fault("status", status=429, where="hub", retry_after="1")
    with Loads(models, hub) as loads:
        wanted = wanted_of(hub)
        loads.downloads.add(wanted)
        waits = loads.when(wanted.id, lambda d: d.error is not None)
        assert (waits.state, waits.error.values["fault"]) == ("running", "busy")
        assert loads.until(wanted.id, "done").error is None


def test_a_speed_falls_when_nothing_comes(hub, models):
    hub.rate = 10e6
    stalling(hub, 1_500_000)
    with Loads(models, hub, patience=PATIENT) as loads:
        wanted = wanted_of(hub)
        loads.downloads.add(wanted)
        loads.when(wanted.id, lambda d: d.done == 1_500_000)
        loads.when(wanted.id, lambda d: 0 < d.speed < 1e6)
        assert loads.told[-1][1][0].done == 1_500_000


def test_a_listener_that_fails_does_not_end_the_news(hub, models, expected_log):
    expected_log("a listener to downloads failed")
    heard = threading.Event()

    def listen(downloads):
        if downloads and downloads[0].state == "done":
            heard.set()
        raise RuntimeError("not today")

    downloads = Downloads(models, Gate(), Tokens(hub.endpoint), on_change=listen, patience=HASTE)
    downloads.add(wanted_of(hub))
    assert heard.wait(10)
    downloads.close()


@pytest.mark.parametrize(
    "change",
    [
        {"files": ()},
        {"files": (RemoteFile("m.gguf", 0),)},
        {"files": (RemoteFile("m.gguf", 5, "abc"),)},
        {"endpoint": "http://example.com"},
        {"endpoint": "ftp://example.com"},
        {"revision": ""},
        {"repository": ""},
    ],
    ids=str,
)
def test_what_can_be_no_model_is_refused(hub, models, change):
    about = {
        "id": "a/b/m.gguf",
        "repository": "a/b",
        "revision": "main",
        "endpoint": hub.endpoint,
        "files": (RemoteFile("m.gguf", 5),),
        "title": "",
    }
    with Loads(models, hub) as loads:
        with pytest.raises(InvalidInput):
            loads.downloads.add(Wanted(**(about | change)))
        assert loads.downloads.all() == ()
    assert not models.exists()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_asked_in_whatever_order(hub, models, seed):
    """Random orders on a network that drops: in the end all is done, and nothing is left behind."""
    chance = random.Random(seed)
    hub.rate = 60e6
    for at in range(100_000, SIZE, 150_000):
        hub.fault(chance.choice(["drop", "reset"]), at=at, times=2)
    wanted = [wanted_of(hub, name) for name in NAMES]
    with Loads(models, hub, parallel=2) as loads:
        queue = loads.downloads
        for _ in range(120):
            each = chance.choice(wanted)
            act = chance.choice(["add", "add", "pause", "resume", "cancel", "start", "parallel"])
            if act == "add":
                queue.add(each)
            elif act == "start":
                queue.start()
            elif act == "parallel":
                queue.set_parallel(chance.randint(1, 4))
            else:
                getattr(queue, act)(each.id)
            time.sleep(chance.choice([0, 0, 0.002, 0.01]))
        for each in wanted:
            queue.add(each)
        ends = [loads.until(each.id, "done", "failed") for each in wanted]
    assert [end.error for end in ends] == [None] * len(wanted)
    assert sorted(path.name for path in visible(models)) == NAMES
    assert all(path.read_bytes() == DATA[path.name] for path in visible(models))
    assert hidden(models) == []
