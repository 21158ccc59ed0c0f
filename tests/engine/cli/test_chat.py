"""`puna chat`, as a person or a program runs it: in its own process, on the scripted model."""

import json
import os
import signal
import subprocess
import sys
import time

import msgspec
import pytest

from engine.assistants import AdapterUse, Assistant, Setup
from engine.messages import Sampling
from engine.paths import Home
from engine.store.records import Attachment
from engine.store.store import Store

COMMAND = "import sys; from engine.cli import main; sys.exit(main())"


def events(result):
    """Every line of standard output is one event."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_answer_for_people(puna, script):
    result = puna("chat", "-m", script({"text": "Hello **you**"}), "-p", "Hi")
    assert (result.returncode, result.stdout) == (0, "Hello **you**\n")
    assert result.stderr == ""


def test_one_answer_as_json(puna, script):
    result = puna("chat", "-m", script({"text": "Hello 世界"}), "-p", "Hi", "--json")
    lines = events(result)
    assert result.returncode == 0
    assert all(next(iter(line)) == "event" for line in lines)
    names = [line["event"] for line in lines]
    assert sorted(names, key=["loading", "prefill", "text", "finished"].index) == names
    assert set(names) == {"loading", "prefill", "text", "finished"}
    assert "".join(line.get("text", "") for line in lines) == "Hello 世界"
    assert lines[-1]["reason"] == "stop"
    assert set(lines[-1]["stats"]) == {
        *("prompt_tokens", "cached_tokens", "completion_tokens", "load_s", "prefill_s"),
        *("decode_s", "ttft_s", "prefill_tokens_per_s", "decode_tokens_per_s"),
        *("drafted_tokens", "accepted_tokens"),
    }
    receipt = lines[-1]["receipt"]
    assert (receipt["model"], receipt["engine"]) == ("s.json", "scripted")
    assert receipt["sampling"]["seed"] >= 0


def test_standard_input_is_one_conversation(puna, script):
    path = script({"match": "second", "text": "two"}, {"text": "one"})
    result = puna("chat", "-m", path, "--json", stdin="first\n\nsecond\n")
    ends = [line for line in events(result) if line["event"] == "finished"]
    assert len(ends) == 2
    assert ends[1]["stats"]["prompt_tokens"] > ends[0]["stats"]["prompt_tokens"]
    assert result.returncode == 0


def test_input_that_is_not_utf8_is_read_all_the_same(home, script):
    result = subprocess.run(
        [sys.executable, "-c", COMMAND, "chat", "-m", script({"text": "世界"}), "--json"],
        input=b"caf\xe9\n",
        env={**os.environ, "PUNA_HOME": str(home.root), "PYTHONIOENCODING": "latin-1:strict"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0
    assert "世界".encode() in result.stdout


def test_a_failed_answer_is_told_and_the_next_line_is_answered(puna, script):
    path = script({"match": "die", "text": "so", "signal": "SIGKILL"}, {"text": "alive"})
    result = puna("chat", "-m", path, "--json", stdin="die\nlive\n")
    lines = events(result)
    failed = next(line for line in lines if line["event"] == "failed")
    assert failed["kind"] == "engine_crashed"
    assert failed["message"]
    assert failed["advice"]
    assert lines[-1]["event"] == "finished"
    assert result.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (["-m", "nowhere.gguf", "-p", "Hi"], 3, "model_not_found"),
        (["-p", " "], 3, "invalid_input"),
        (["-p", "Hi", "--temperature", "-1"], 3, "invalid_input"),
        (["-p", "Hi", "--threads", "10000"], 3, "invalid_input"),
        (["-p", "Hi", "--raw", "--system", "s"], 3, "invalid_input"),
    ],
)
def test_what_the_user_can_fix_is_code_3(puna, script, arguments, code, kind):
    if "-m" not in arguments:
        arguments = ["-m", script({"text": "a"}), *arguments]
    result = puna("chat", *arguments, "--json")
    assert result.returncode == code
    failed = events(result)[-1]
    assert (failed["event"], failed["kind"]) == ("failed", kind)
    assert failed["advice"]
    assert "Traceback" not in result.stderr


def test_wrong_usage_is_code_2(puna):
    result = puna("chat", "--no-such-option")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "--no-such-option" in result.stderr


def test_our_bug_is_code_70(puna, script):
    result = puna("chat", "-m", script({"text": "a", "error": "boom"}), "-p", "Hi")
    assert result.returncode == 70


def test_odd_arguments_are_answered(puna, script):
    path = script({"text": "ok"})
    for text in ("\x07 bell", "-- dashes", "\udc80 lone"):
        result = puna("chat", "-m", path, f"--prompt={text}")
        assert result.stdout == "ok\n"


def test_nothing_is_stored_unless_asked(puna, script, home):
    path = script({"text": "answer"})
    puna("chat", "-m", path, "-p", "Hi")
    assert not home.database.exists()
    result = puna("chat", "-m", path, "--save", stdin="question\nagain\n")
    assert result.returncode == 0
    with Store(home.database) as store:
        (chat,) = store.call(lambda chats: chats.list()).result()
        messages = store.call(lambda chats: chats.messages(chat.id)).result()
    assert [m.content for m in messages.values()] == ["question", "answer", "again", "answer"]
    assert [m.state for m in messages.values()] == ["done"] * 4
    assert chat.title == "question"


def test_home_may_stand_anywhere(puna, script, tmp_path):
    other = tmp_path / "other"
    path = script({"text": "a"})
    assert puna("chat", "-m", path, "-p", "Hi", "--save", "--home", str(other)).returncode == 0
    assert Home(other).database.exists()


def test_ctrl_c_is_code_130(home, script):
    path = script({"text": "word " * 5000, "piece_delay": 0.02})
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "chat", "-m", path, "-p", "Hi", "--json"],
        env={**os.environ, "PUNA_HOME": str(home.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        while b'"text"' not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        process.communicate(timeout=90)
    assert time.monotonic() - began < 30
    assert process.returncode == 130


@pytest.fixture
def saved(home):
    """Keeps assistants in the database of the home."""

    def save(*assistants):
        with Store(home.database) as store:
            for assistant in assistants:
                store.call(lambda chats, one=assistant: chats.assistants.save(one)).result()

    return save


def test_an_assistant_gives_what_no_option_does(puna, script, saved):
    path = script({"text": "one two three four five"})
    sampling = Sampling(temperature=0.25, seed=5, top_k=7)
    setup = Setup(model=path, instructions="Be brief.", sampling=sampling, max_tokens=2)
    saved(Assistant("Shepherd", setup=setup), Assistant("Other"))
    ended = events(puna("chat", "--assistant", "shepherd ", "-p", "Hi", "--json"))[-1]
    assert ended["reason"] == "length"
    assert ended["receipt"]["sampling"] | {"stop": (), "logit_bias": ()} == msgspec.to_builtins(
        sampling
    )
    tokens = ended["stats"]["prompt_tokens"]
    options = ("--system", "", "--temperature", "0.5", "--max-tokens", "0", "--json")
    other = events(puna("chat", "--assistant", "Shepherd", "-p", "Hi", *options))[-1]
    assert other["reason"] == "stop"
    assert other["receipt"]["sampling"]["temperature"] == 0.5
    assert other["receipt"]["sampling"]["top_k"] == 7
    assert other["stats"]["prompt_tokens"] < tokens


@pytest.mark.parametrize("name", ["Plain helper", "plain HELPER", "中英翻译"])
def test_shipped_assistants_answer_by_name(puna, script, home, name):
    result = puna("chat", "-m", script({"text": "ok"}), "--assistant", name, "-p", "Hi", "--save")
    assert (result.returncode, result.stdout) == (0, "ok\n")
    with Store(home.database) as store:
        (chat,) = store.call(lambda chats: chats.list()).result()
    assert chat.assistant.casefold() == name.casefold()
    assert chat.setup.instructions


def test_an_assistant_that_cannot_be_used_is_named(puna, script):
    path = script({"text": "ok"})
    for arguments, told in (
        (["--assistant", "Nobody"], "Plain helper"),
        (["--assistant", "Study tutor", "--raw"], "--raw"),
    ):
        result = puna("chat", "-m", path, "-p", "Hi", "--json", *arguments)
        assert result.returncode == 3
        (failed,) = events(result)
        assert failed["kind"] == "invalid_input"
        assert told in failed["message"] + failed["advice"]


def test_adapters_of_the_command_and_of_an_assistant(puna, script, saved, home, tmp_path):
    saved(Assistant("Mine", setup=Setup(adapters=(AdapterUse("mine.gguf", 0.5),))))
    path = script({"text": "ok"})

    def used(*options):
        result = puna("chat", "-m", path, "-p", "Hi", "--json", *options)
        return [tuple(one.values()) for one in events(result)[-1]["receipt"]["adapters"]]

    stored, here = str(home.adapters / "mine.gguf"), tmp_path / "here.gguf"
    here.write_bytes(b"")
    assert used("--assistant", "Mine") == [(stored, 0.5)]
    assert used("--assistant", "Mine", "--adapter", f"{here}:-2") == [(str(here), -2.0)]
    assert used("--adapter", "mine.gguf", "--adapter", str(here)) == [(stored, 1.0), (str(here), 1)]
    refused = puna("chat", "-m", path, "-p", "Hi", "--adapter", f"{here}:inf")
    assert refused.returncode == 3
    assert "scale" in refused.stderr


def test_files_go_with_the_first_message(puna, script, home, tmp_path):
    notes = tmp_path / "notes.md"
    notes.write_text("wool and milk", encoding="utf-8")
    path = script({"match": "notes.md:\n```\nwool and milk", "text": "read"}, {"text": "not"})
    options = ("--attach", str(notes), "--save")
    assert puna("chat", "-m", path, *options, stdin="first\nsecond\n").stdout == "read\nnot\n"
    with Store(home.database) as store:
        (chat,) = store.call(lambda chats: chats.list()).result()
        first, *rest = store.call(lambda chats: chats.messages(chat.id)).result().values()
    assert (first.content, first.attachments) == (
        "first",
        (Attachment("notes.md", "wool and milk"),),
    )
    assert not any(message.attachments for message in rest)
    assert rest[0].receipt.engine == "scripted"
    notes.write_bytes(b"%PDF-1.7")
    refused = puna("chat", "-m", path, "-p", "Hi", "--attach", str(notes))
    assert refused.returncode == 3
    assert "only text files" in refused.stderr.lower()


@pytest.mark.model
def test_the_two_real_models_answer(puna):
    starter = puna(
        *("chat", "-m", "starter", "-p", "Write a Python function that adds two numbers."),
        *("--temperature", "0", "--json"),
    )
    lines = events(starter)
    text = "".join(line.get("text", "") for line in lines)
    assert (lines[-1]["event"], lines[-1]["reason"]) == ("finished", "stop")
    assert "def " in text
    assert "return" in text
    gemma = puna("chat", "-m", "gemma", "-p", "What is the capital of France?", "--temperature=0")
    assert gemma.stdout.strip() == "The capital of France is Paris."


LONG = "\n".join(f"{word} " * 12 for word in ("alpha", "beta", "gamma", "delta", "omega")) + "\n"


def small(script, **fields):
    return script({"text": "Fine, thank you."}, n_ctx=50, n_ctx_max=800, **fields)


def test_a_conversation_that_outgrows_its_context_is_told_with_figures(puna, script):
    result = puna("chat", "-m", small(script), "--json", stdin=LONG)
    lines = events(result)
    [failed, *_] = [line for line in lines if line["event"] == "failed"]
    assert failed["kind"] == "prompt_too_long"
    assert "50" in failed["message"]
    assert "800" in failed["advice"]
    assert "--overflow" in result.stderr
    assert result.returncode == 3


def test_dropped_turns_are_told(puna, script, home):
    path = small(script)
    result = puna("chat", "-m", path, "--overflow", "drop", "--save", "--json", stdin=LONG)
    assert result.returncode == 0
    lines = events(result)
    cuts = [line for line in lines if line["event"] == "cut"]
    assert cuts[0] == {"event": "cut", "count": 6, "summary": ""}
    assert "6 oldest messages" in result.stderr
    assert [line["event"] for line in lines].count("finished") == 5
    prompts = [line["stats"]["prompt_tokens"] for line in lines if line["event"] == "finished"]
    assert prompts == [12, 27, 42, 12, 27]  # and what was left out stays so
    with Store(home.database) as store:
        [chat] = store.call(lambda chats: chats.list()).result()
        stored = store.call(lambda chats: chats.messages(chat.id)).result()
    assert [m.cut.count for m in stored.values() if m.cut] == [6]


def test_summarised_turns_are_told_with_the_summary(puna, script):
    path = small(script, summary="They spoke\nGreek. \x1b[2J")
    result = puna("chat", "-m", path, "--overflow", "summarise", stdin=LONG)
    assert result.returncode == 0
    assert "They spoke Greek. [2J" in result.stderr
    lines = events(puna("chat", "-m", path, "--overflow", "summarise", "--json", stdin=LONG))
    [cut, *_] = [line for line in lines if line["event"] == "cut"]
    assert cut["summary"] == "They spoke\nGreek. \x1b[2J"
    assert "summarising" in [line["event"] for line in lines]


def test_a_reply_that_fills_the_context_says_what_to_do(puna, script):
    path = script({"text": "word " * 90}, n_ctx=50)
    result = puna("chat", "-m", path, "-p", "Hi")
    assert result.returncode == 0
    assert "50 tokens is full" in result.stderr
    assert "--ctx" in result.stderr
    assert "--overflow" in result.stderr


def test_only_known_policies_are_taken(puna, script):
    result = puna("chat", "-m", script({"text": "a"}), "-p", "Hi", "--overflow", "guess")
    assert result.returncode == 2
