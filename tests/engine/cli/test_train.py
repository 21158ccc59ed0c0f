"""`puna train`: examples to an adapter by command, gone on with, and refused in clear words."""

import json
from functools import partial
from pathlib import Path

import pytest
import typer
from helpers.lessons import lessons
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from typer.testing import CliRunner

from engine.cli.train import Launch, train
from engine.errors import DataError, InvalidInput, PunaError, TrainingError
from engine.examples.files import write_examples
from engine.gguf import read
from engine.training.control import Control
from engine.training.journal import read_request
from engine.training.records import Step, Stop
from engine.training.worker import work


class Launcher:
    """Runs in this process; `stop` ends a run behind that step."""

    def __init__(self):
        self.stop = 0
        self.requests = []

    def __call__(self, request, hear):
        self.requests.append(request)
        control, events = Control(), []

        def tell(event):
            events.append(event)
            hear(event)
            if isinstance(event, Step) and event.step == self.stop:
                control.hear(Stop(keep=False))

        work(request, control, tell)
        return events[-1]


@pytest.fixture
def launcher():
    return Launcher()


@pytest.fixture
def puna(home, launcher):
    app = typer.Typer()
    app.command()(train)
    return partial(CliRunner().invoke, app, obj=Launch(home, launcher))


@pytest.fixture
def files(tmp_path: Path):
    write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, quantised=True)
    write_examples(tmp_path / "data.jsonl", lessons())
    return {
        "-m": str(tmp_path / "tiny.gguf"),
        "--data": str(tmp_path / "data.jsonl"),
        "--out": str(tmp_path / "out.gguf"),
        "--steps": "4",
        "--rank": "2",
        "--threads": "1",
    }


def options(files, **more):
    named = {**files, **{f"--{name.replace('_', '-')}": value for name, value in more.items()}}
    return [part for name, value in named.items() for part in (name, str(value))]


def events_of(result):
    if isinstance(result.exception, PunaError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_adapter_and_its_story(puna, files):
    result = puna([*options(files), "--json", "--half", "--name", "My tone"])
    events = events_of(result)
    names = [event["event"] for event in events]
    assert [name for name in names if name not in ("preparing", "saved")] == [
        "prepared",
        *["step"] * 4,
        "verifying",
        "finished",
    ]
    prepared = events[names.index("prepared")]
    assert prepared["examples"] == 6
    assert prepared["trained_tokens"] < prepared["tokens"]
    assert events[-1]["adapter"] == files["--out"]
    adapter = read(Path(files["--out"]))
    assert adapter.name == "My tone"
    assert adapter.text("general.license") == "apache-2.0"
    assert "Apache" in adapter.text("train.openness") or "apache" in adapter.text("train.openness")
    assert len(adapter.text("train.base_sha256")) == len(adapter.text("train.data_sha256")) == 64
    assert json.loads(adapter.text("train.settings"))["rank"] == 2
    assert not adapter.text("train.template")
    assert {tensor.type.name for tensor in adapter.tensors} == {"F16"}


def test_words_for_people(puna, files):
    result = puna(options(files, holdout=0.3, evaluations=2))
    assert result.exit_code == 0, result.output
    assert "held out" in result.stdout
    assert "held-out loss" in result.stdout
    assert f"Adapter: {files['--out']}" in result.stdout


def test_a_run_is_gone_on_with(puna, files, launcher):
    launcher.stop = 2
    first = events_of(puna([*options(files), "--json"]))
    assert first[-1]["reason"] == "cancelled"
    folder = first[-1]["folder"]
    launcher.stop = 0
    for wrong in ({"lr": 0.01}, {"__data": Path(files["-m"]).with_name("other.jsonl")}):
        write_examples(Path(files["-m"]).with_name("other.jsonl"), lessons(3))
        if "__data" in wrong:
            wrong = {"data": wrong["__data"]}
        with pytest.raises(InvalidInput, match="began with another"):
            events_of(puna(options(files, resume=folder, **wrong)))
    rest = events_of(puna(["--resume", folder, "--json"]))
    assert [e["step"] for e in rest if e["event"] == "step"] == [3, 4]
    assert rest[-1]["adapter"] == files["--out"]
    assert read_request(Path(folder)) == launcher.requests[0]


def test_a_folder_may_be_given_from_the_start(puna, files, launcher, tmp_path):
    place, launcher.stop = tmp_path / "mine", 1
    events = events_of(puna([*options(files, resume=place), "--json"]))
    assert events[-1]["folder"] == str(place)
    assert (place / "run.json").exists()


def test_nothing_is_learnt_of_half_a_file(puna, files, launcher, tmp_path):
    bad = tmp_path / "bad.jsonl"
    good = Path(files["--data"]).read_text()
    bad.write_text(good + '{"messages": []}\n')
    result = puna([*options({**files, "--data": str(bad)}), "--json"])
    assert isinstance(result.exception, DataError)
    assert "Row 7" in result.stderr
    assert not launcher.requests
    launcher.stop = 1
    events_of(puna([*options({**files, "--data": str(bad)}), "--skip-bad", "--json"]))
    assert len(launcher.requests) == 1


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({"lr": 5}, InvalidInput, "lr"),
        ({"rank": 0}, InvalidInput, "rank"),
        ({"targets": "attn_q,head"}, InvalidInput, "head"),
        ({"checkpointing": "perhaps"}, InvalidInput, "perhaps"),
        ({"max_length": 9}, TrainingError, "9 tokens"),
        ({"start": "none.gguf"}, PunaError, "none.gguf"),
    ],
)
def test_what_cannot_be(puna, files, more, error, words):
    with pytest.raises(error) as refused:
        events_of(puna([*options(files, **more), "--json"]))
    assert words in str(refused.value)
    assert not Path(files["--out"]).exists()


@pytest.mark.parametrize("place", ["-m", "--data", "notes"])
def test_what_is_no_adapter_is_not_written_over(puna, files, launcher, tmp_path, place):
    (tmp_path / "notes").write_text("mine")
    out = Path(files.get(place, tmp_path / place))
    before = out.read_bytes()
    with pytest.raises(InvalidInput, match="--out"):
        events_of(puna(options({**files, "--out": str(out)})))
    with pytest.raises(InvalidInput, match="--out"):
        events_of(puna(options({**files, "--out": str(tmp_path)})))
    assert out.read_bytes() == before
    assert not launcher.requests


def test_missing_options_are_named(puna, files):
    for name in ("-m", "--data", "--out"):
        rest = {key: value for key, value in files.items() if key != name}
        with pytest.raises(InvalidInput, match=name):
            events_of(puna(options(rest)))
