"""The power goes in the middle of a reply: what was written is there, and it can be continued."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
from helpers import writer
from helpers.scripted import write_script

from app.application import demo_model

ROOT = Path(__file__).parents[3]
TEXT = " ".join(f"word{n}" for n in range(600))


def test_a_reply_survives_the_program(visit, home, tmp_path):
    script = write_script(tmp_path / "s.json", {"text": TEXT, "piece_delay": 0.01})
    path = script.path.removeprefix("scripted:")
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, writer.__file__, str(home.root), path]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        seen = 0
        while seen < 300:
            seen = int(program.stdout.readline())
        children = psutil.Process(program.pid).children()
        program.kill()
    psutil.wait_procs(children, timeout=60)
    assert not [child for child in children if child.is_running()]

    person = visit(demo_model(path))
    person.until(lambda: person.chat.list.view.model().rowCount() > 0)
    person.application.session.open_chat(1)
    person.until(lambda: person.reply() is not None)
    reply = person.reply()
    assert reply.state == "interrupted"
    assert TEXT.startswith(reply.content)
    assert len(reply.content) > seen - 100  # 150 ms at most, by the words of the store
    person.picture("power-cut-1-interrupted")

    person.click("Continue")
    person.until(lambda: person.application.session.state != "idle")
    whole = person.answered()
    assert (whole.state, whole.content) == ("done", TEXT)
    assert person.sees().split() == TEXT.split()
    person.picture("power-cut-2-continued")
