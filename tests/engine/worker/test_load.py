"""The samples of this machine, whatever else it does meanwhile."""

import os
import time

from engine.worker.load import Load


def test_it_samples_this_machine():
    load = Load()
    try:
        deadline = time.monotonic() + 60
        while (cores := load.usable_cores(0.1)) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert cores is not None
        assert 0 <= cores < os.cpu_count() + 1
        assert load.usable_cores(0.1, since=time.monotonic() + 5) is None
    finally:
        load.close()
