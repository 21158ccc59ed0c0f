"""Locks between programs: one holder, and none once it has ended, however it ends."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from engine.locks import FileLock

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from engine.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_one_holder_at_a_time(tmp_path):
    one, two = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.take()
    assert not two.take()
    one.release()
    assert two.take()
    two.release()
    two.release()
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_killed_holds_nothing(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as program:
        assert program.stdout.readline().strip() == b"True"
        lock = FileLock(tmp_path / "lock")
        assert not lock.take()
        program.kill()
        program.wait()
        assert lock.take()
        lock.release()


def test_many_take_turns(tmp_path):
    holders, most = [0], [0]

    def work():
        lock = FileLock(tmp_path / "lock")
        for _ in range(50):
            while not lock.take():
                time.sleep(0.001)
            holders[0] += 1
            most[0] = max(most[0], holders[0])
            holders[0] -= 1
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
