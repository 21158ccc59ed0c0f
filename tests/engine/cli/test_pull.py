"""`puna models pull`: which model it takes, what it says, and that it goes on where it stopped."""

import json
import os
import signal
import subprocess
import sys

import pytest
from helpers.commands import lines, raised, run
from helpers.fakehub import FakeHub
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.errors import HubError, InvalidInput, NotEnoughMemory
from engine.fit import Machine
from engine.paths import Home

REPOSITORY = "someone/Tiny-GGUF"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def model(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML).read_bytes()


@pytest.fixture
def hub(model, monkeypatch):
    with FakeHub() as hub:
        files = {f"tiny-{quant}.gguf": model for quant in ("Q4_K_M", "Q8_0", "F16")}
        hub.add(REPOSITORY, {**files, "mmproj-tiny-f16.gguf": model, "README.md": b"# Tiny"})
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        yield hub


def test_a_quantisation_by_its_name(hub, home, model):
    said = run(home, "models", "pull", f"{REPOSITORY}:q8_0")
    assert said.exit_code == 0, said.output
    path = home.models / "someone" / "Tiny-GGUF" / "tiny-Q8_0.gguf"
    assert path.read_bytes() == model
    assert "someone/Tiny-GGUF/tiny-Q8_0.gguf" in said.stdout
    listed = run(home, "models", "list").stdout
    assert "someone/Tiny-GGUF/tiny-Q8_0.gguf" in listed


@pytest.mark.parametrize(
    "asked",
    [
        "{hub}/someone/Tiny-GGUF:Q8_0",
        "{hub}/someone/Tiny-GGUF/blob/main/tiny-Q8_0.gguf",
        "{hub}/someone/Tiny-GGUF/resolve/main/tiny-Q8_0.gguf?download=true",
        "https://huggingface.co/someone/Tiny-GGUF/blob/main/tiny-Q8_0.gguf",
        "https://huggingface.co/someone/Tiny-GGUF:q8_0",
    ],
)
def test_an_address_names_what_is_on_its_page(hub, home, asked):
    text = asked.format(hub=hub.endpoint)
    (*_, pulled) = lines(run(home, "models", "pull", text, "--json"))
    assert pulled["id"] == "someone/Tiny-GGUF/tiny-Q8_0.gguf"


def test_for_programs(hub, home):
    *progress, pulled = lines(run(home, "models", "pull", f"{REPOSITORY}:tiny-F16.gguf", "--json"))
    assert pulled["event"] == "pulled"
    assert pulled["id"] == "someone/Tiny-GGUF/tiny-F16.gguf"
    assert pulled["revision"] == hub.repository(REPOSITORY).revision
    assert [one["state"] for one in progress].count("done") == 1
    assert progress[-1]["state"] == "done"
    assert progress[-1]["done"] == progress[-1]["total"] == pulled["size"]


def test_one_that_fits_where_none_is_named(hub, home):
    (*_, pulled) = lines(run(home, "models", "pull", REPOSITORY, "--json"))
    assert pulled["id"].endswith("tiny-Q8_0.gguf")  # so small that the best of them is quick


def test_none_fits(hub, home, monkeypatch):
    small = Machine(2_000, 1_000)
    monkeypatch.setattr("engine.cli.pull.machine", lambda home: small)
    error = raised(run(home, "models", "pull", REPOSITORY))
    assert isinstance(error, NotEnoughMemory)
    assert "a context of 512 tokens" in error.message
    assert not home.models.exists()


def test_what_this_llama_cannot_load_is_said_before_it_comes(hub, home, tmp_path):
    odd = write_tiny_gguf(tmp_path / "odd.gguf", architecture="unheard").read_bytes()
    hub.add("someone/Odd-GGUF", {"odd-Q8_0.gguf": odd})
    error = raised(run(home, "models", "pull", "someone/Odd-GGUF"))
    assert isinstance(error, InvalidInput)
    assert "the architecture unheard" in error.message
    assert not home.models.exists()
    shown = run(home, "models", "show", "someone/Odd-GGUF").stdout
    assert "does not have the architecture unheard" in shown
    assert "<- suggested" not in shown
    assert run(home, "models", "pull", "someone/Odd-GGUF:Q8_0").exit_code == 0


def test_a_quantisation_that_is_not_there(hub, home):
    error = raised(run(home, "models", "pull", f"{REPOSITORY}:Q5_K_M"))
    assert isinstance(error, InvalidInput)
    assert "F16, Q4_K_M, Q8_0" in error.advice


def test_what_fails_is_told(hub, home):
    hub.fault("status", status=404, where="hub", path="*resolve*", times=0)
    error = raised(run(home, "models", "pull", f"{REPOSITORY}:Q8_0"))
    assert error.kind == "hub"
    assert error.values["fault"] == "missing"
    missing = raised(run(home, "models", "pull", "nobody/Nothing"))
    assert isinstance(missing, HubError)


@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_whoever_reads_may_go_away(home):
    with FakeHub(rate=2e6) as hub:
        hub.add(REPOSITORY, {"big-Q4_K_M.gguf": os.urandom(5_000_000)})
        command = [sys.executable, "-m", "engine", "--home", str(home.root)]
        command += ["models", "pull", f"{REPOSITORY}:Q4_K_M", "--json"]
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, env=environment, **pipes) as program:
            program.stdout.readline()
            program.stdout.close()
            assert program.wait(30) in (0, 1)  # 1 is what typer makes of it
            assert b"Traceback" not in program.stderr.read()


@pytest.mark.skipif(os.name == "nt", reason="interrupts as POSIX has them")
def test_interrupted_it_goes_on_where_it_stopped(home, tmp_path):
    data = os.urandom(4_000_000)
    with FakeHub(rate=2e6) as hub:
        hub.add(REPOSITORY, {"big-Q4_K_M.gguf": data})
        command = [sys.executable, "-m", "engine", "--home", str(home.root)]
        command += ["models", "pull", f"{REPOSITORY}:Q4_K_M", "--json"]
        environment = {**os.environ, "HF_ENDPOINT": hub.endpoint}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as program:
            for line in program.stdout:
                if json.loads(line)["done"] > 1_000_000:
                    program.send_signal(signal.SIGINT)
                    break
            program.stdout.read()
        assert program.returncode == 130
        hub.rate = 0
        again = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    sent = [seen for seen in hub.requests if not seen.to_hub]
    pulled = json.loads(again.stdout.splitlines()[-1])
    assert (home.models / pulled["id"]).read_bytes() == data
    assert int(sent[-1].headers["range"].removeprefix("bytes=").removesuffix("-")) > 1_000_000
    assert len(data) <= sum(seen.sent for seen in sent) <= len(data) + (1 << 20)
