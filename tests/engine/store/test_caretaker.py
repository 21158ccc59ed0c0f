from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.damage import damage
from helpers.filled import fill, holds, names, titles

from engine.errors import InvalidInput, StorageError
from engine.store.backups import Erased
from engine.store.caretaker import BackupFailed, BackupMade, Caretaker, CheckedEvent
from engine.store.store import Store

NEVER = 3600.0
WAIT = 60.0


class Events(list):
    def wait(self, count):
        until = time.monotonic() + WAIT
        while len(self) < count:
            assert time.monotonic() < until, f"only {list(self)}"
            time.sleep(0.005)


@pytest.fixture
def run(path, backups):
    """A session of Puna: a store with its caretaker. It ends as Puna does, or is cut short."""

    @contextmanager
    def run(interval=NEVER, killed=False, elsewhere=None):
        events = Events()
        store = Store(path)
        caretaker = Caretaker(store, backups, events.append, elsewhere, interval=interval)
        caretaker.repair(()).result(WAIT)  # it has begun
        marker = backups.folder / "open"
        try:
            yield store, caretaker, events
        finally:
            assert store.close()
            if killed:  # what a kill leaves: the marker, and no last backup
                kept = {p.name for p in backups.folder.iterdir()}
                assert caretaker.close()
                for left in backups.folder.iterdir():
                    if left.name not in kept:
                        left.unlink()
                marker.touch()
            else:
                assert caretaker.close()
                assert not marker.exists()

    return run


def say(store, text):
    def add(chats):
        chats.add(chats.create().id, None, "user", text)

    store.call(add).result(WAIT)


def swap(path, old, new):
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def test_a_changed_database_is_backed_up_at_the_end(path, backups, run):
    with run() as (store, _, events):
        say(store, "Llamas")
        assert backups.list() == []
    [backup] = backups.list()
    assert (backup.chats, backup.messages) == (1, 1)
    assert events == [BackupMade(backup.path)]
    assert names(backups.folder) == [backup.path.name]


def test_an_unchanged_database_is_not_backed_up_again(backups, run):
    with run() as (store, _, _):
        say(store, "Llamas")
    made = backups.list()
    for _ in range(2):
        with run() as (store, _, events):
            store.call(lambda chats: chats.list()).result(WAIT)
        assert events == []
    assert backups.list() == made


def test_a_backup_is_made_from_time_to_time_where_something_changed(backups, run):
    with run(interval=0.1) as (store, _, events):
        say(store, "first")
        events.wait(1)
        time.sleep(0.5)  # several times due, for the words that the store indexes when it is idle
        before = len(events)
        time.sleep(0.5)
        assert len(events) == before
        say(store, "second")
        events.wait(before + 1)
        time.sleep(0.5)
        made = backups.list()
        assert made[0].chats == 2
    # Closing moved what was written ahead, and changed nothing.
    assert backups.list() == made


def test_what_another_program_changed_in_between_is_backed_up(path, backups, run):
    with run() as (store, _, _):
        say(store, "Llamas")
    time.sleep(0.02)  # longer than the clock of the file system steps
    fill(path, "from the command line")
    with run():
        pass
    assert [backup.chats for backup in backups.list()] == [2, 1]


def test_after_a_clean_end_nothing_is_checked(run):
    for _ in range(2):
        with run() as (store, _, events):
            say(store, "Llamas")
        assert [type(event) for event in events] == [BackupMade]


def test_after_a_crash_the_database_is_checked_and_backed_up(backups, run):
    with run(killed=True) as (store, _, _):
        say(store, "Llamas")
    assert backups.list() == []
    with run() as (_, _, events):
        events.wait(2)
        checked, made = events
        assert checked.report.whole
        assert checked.report.messages == 1
        assert made == BackupMade(backups.list()[0].path)
    assert len(events) == 2


def test_damage_is_found_after_a_crash_and_repaired(path, backups, run):
    with run() as (store, _, _):
        say(store, "grazing llamas")
        say(store, "another")
    with run(killed=True):
        pass
    swap(path, b"grazing", b"biting!")
    with run() as (store, caretaker, events):
        events.wait(1)
        [one] = events[0].report.damaged
        assert isinstance(events[0], CheckedEvent)
        assert one.backup == backups.list()[-1].path
        assert caretaker.repair([one]).result(WAIT) == 1
        assert caretaker.check().result(WAIT).whole
        [message] = store.call(lambda chats: chats.messages(1)).result(WAIT).values()
        assert (message.content, message.damaged) == ("grazing llamas", False)


def test_nothing_is_rotated_away_while_something_is_damaged(path, folder, backups, run):
    with run() as (store, _, _):
        say(store, "grazing llamas")
    [made] = backups.list()
    for second in range(5):
        copy = folder / f"puna-2020-01-01T00000{second}Z.db"
        copy.write_bytes(made.path.read_bytes())
    swap(path, b"grazing", b"biting!")
    (folder / "open").touch()
    with run():
        pass
    assert len(backups.list()) >= 6
    with run() as (store, caretaker, _):
        assert caretaker.repair(caretaker.check().result(WAIT).damaged).result(WAIT) == 1
        assert caretaker.check().result(WAIT).whole
    assert len([b for b in backups.list() if "2020" in b.path.name]) == 1


def test_a_database_that_cannot_be_opened_is_told_and_left(path, backups, run, expected_log):
    fill(path, "Llamas " * 2000)
    made = backups.make()
    damage(path)
    before = path.read_bytes()
    (backups.folder / "open").touch()
    expected_log("no backup was made")
    with run() as (_, _, events):
        events.wait(2)
        assert not events[0].report.whole
        assert isinstance(events[1], BackupFailed)
        assert "damaged" in events[1].error.message
    assert path.read_bytes() == before
    assert [backup.path for backup in backups.list()] == [made]


def test_a_backup_that_fails_is_tried_again(path, folder, backups, run, expected_log):
    expected_log("no backup was made")
    with run(interval=0.05) as (store, _, events):
        (folder / "open").unlink()
        folder.rmdir()
        folder.write_bytes(b"in the way")
        say(store, "Llamas")
        events.wait(2)
        assert {type(event) for event in events} == {BackupFailed}
        folder.unlink()
        events.wait(len(events) + 1)
    assert isinstance(events[-1], BackupMade)
    assert [backup.chats for backup in backups.list()] == [1]


# Erasing


def erase(store, *ids):
    def change(chats):
        chats.trash(ids)
        return chats.erase(ids)

    return store.call(change).result(WAIT)


def test_an_erased_chat_is_in_no_file_of_the_home(path, backups, run):
    with run() as (store, _, _):
        say(store, "kept")
        say(store, "unforgotten " * 300)
    assert holds(path.parent, "unforgotten")
    with run() as (store, caretaker, _):
        caretaker.erase(erase(store, 2))
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == []
    assert holds(path.parent, "unforgotten") == []
    assert [backup.chats for backup in backups.list()] == [1, 1]


def test_erasing_that_was_cut_short_is_done_at_the_next_start(path, backups, run):
    with run() as (store, _, _):
        say(store, "kept")
        say(store, "unforgotten " * 300)
    with run(killed=True) as (store, _, _):
        erase(store, 2)
    assert holds(backups.folder, "unforgotten")
    with run() as (store, _, events):
        events.wait(2)
        [erased] = [event for event in events if isinstance(event, Erased)]
        assert len(erased.rewritten) == 1
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == []
    assert holds(path.parent, "unforgotten") == []


def test_what_is_kept_elsewhere_goes_with_its_chat_or_is_tried_again(path, backups, run):
    asked = []

    def refuse(keys):
        asked.append(keys)
        raise StorageError("/states/x.state", "it is in use")

    with run(elsewhere=refuse) as (store, caretaker, _):
        say(store, "kept")
        say(store, "unforgotten " * 300)
        keys = erase(store, 2)
        with pytest.raises(StorageError, match=r"/states/x\.state.*it is in use"):
            caretaker.erase(keys)
        assert asked == [keys]
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == keys
    later = []
    with run(elsewhere=later.append) as (store, _, _):
        assert later == [keys]
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == []


def test_a_chat_of_version_1_is_erased_from_the_copy_of_its_upgrade(path, backups, run):
    path.parent.mkdir()
    path.write_bytes(Path(__file__).with_name("v1.db").read_bytes())
    with run() as (store, caretaker, _):
        assert [backup.origin for backup in backups.list()] == ["upgrade"]
        [sky] = [
            chat
            for chat in store.call(lambda chats: chats.list()).result(WAIT)
            if chat.title == "Why is the sky blue?"
        ]
        caretaker.erase(erase(store, sky.id))
    assert holds(path.parent, "Rayleigh") == []
    assert {backup.origin: backup.chats for backup in backups.list()} == {
        "upgrade": 1,
        "routine": 1,
    }


def test_a_backup_that_cannot_be_written_anew_is_named_and_not_forgotten(path, backups, run):
    with run() as (store, _, _):
        say(store, "unforgotten " * 3000)
    broken = backups.make()
    damage(broken)
    with run() as (store, caretaker, _):
        keys = erase(store, 1)
        with pytest.raises(StorageError, match="damaged") as caught:
            caretaker.erase(keys)
        assert str(broken) in caught.value.message
        assert "Delete the file" in caught.value.advice
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == keys
        assert holds(backups.folder, "unforgotten") == [broken.name]
        backups.remove(broken)
        caretaker.erase(keys)
        assert store.call(lambda chats: chats.bin.erased()).result(WAIT) == []


# Restoring, while all of it runs


def test_a_backup_is_restored_under_the_open_store(path, backups, run):
    with run() as (store, _, _):
        say(store, "old")
    [made] = backups.list()
    with run() as (store, _, _):
        say(store, "new")
        kept = store.reopen(lambda: backups.restore(made.path)).result(WAIT)
        chats = store.call(lambda chats: chats.list()).result(WAIT)
        assert [chat.title for chat in chats] == ["old"]
        assert titles(kept) == ["new", "old"]
        say(store, "later")
    assert titles(path) == ["later", "old"]


def test_a_restore_that_fails_leaves_the_store_open(path, backups, run):
    with run() as (store, _, _):
        say(store, "old")
        with pytest.raises(StorageError):
            store.reopen(lambda: backups.restore(backups.folder / "nothing.db")).result(WAIT)
        say(store, "new")
    assert titles(path) == ["new", "old"]


def test_a_closed_caretaker_says_so(run):
    with run() as (_, caretaker, _):
        pass
    with pytest.raises(StorageError, match="closed already"):
        caretaker.check().result(WAIT)


def test_an_error_of_a_listener_does_not_end_the_thread(path, backups, expected_log):
    expected_log("looking after the database")
    heard = threading.Event()

    def listen(_):
        heard.set()
        raise InvalidInput("listener", "it fails", "")

    with Store(path) as store:
        caretaker = Caretaker(store, backups, listen, interval=0.05)
        say(store, "Llamas")
        assert heard.wait(WAIT)
        assert caretaker.check().result(WAIT).whole
    assert caretaker.close()
