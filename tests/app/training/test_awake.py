"""Sleep is held off by a child that ends with us."""

import sys

import pytest
from helpers.waiting import wait_until

from app.training.awake import Awake, inhibitor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows is told by a call")
CAT = (sys.executable, "-c", "import sys; sys.stdin.read()")


def test_it_is_held_until_it_is_released():
    awake = Awake(CAT)
    awake.hold()
    child = awake._child
    awake.hold()  # once more is no second child
    assert awake._child is child
    assert awake.held
    awake.release()
    assert not awake.held
    assert child.poll() is not None
    awake.release()


def test_a_system_that_refuses_is_not_asked_again():
    awake = Awake((sys.executable, "-c", "raise SystemExit(1)"))
    awake.hold()
    wait_until(lambda: not awake.held)
    awake.hold()
    assert not awake.held
    assert awake._child is None


def test_a_program_that_is_not_there():
    awake = Awake(("puna-has-no-such-program",))
    awake.hold()
    assert not awake.held
    awake.release()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others have others")
def test_what_linux_has():
    assert inhibitor(lambda name: f"/usr/bin/{name}")[0] == "systemd-inhibit"
    assert inhibitor(lambda _: None) == ()
