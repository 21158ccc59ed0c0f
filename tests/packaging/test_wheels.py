"""Compiling llama.cpp once: keys, progress, failures, and two builds at once.

The builds are real runs of pip on a source package whose backend stands for the compiler.
"""

from __future__ import annotations

import io
import os
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest
import wheels
from helpers.packages import write_llama_source
from progress import Line, SetupError

# From a real build, shortened.
LOG = """\
Collecting llama-cpp-python==0.3.36
  Installing build dependencies: finished with status 'done'
Building wheels for collected packages: llama-cpp-python
  Building wheel for llama-cpp-python (pyproject.toml): started
  *** Configuring CMake...
  -- The CXX compiler identification is GNU 12.2.0
  -- Adding CPU backend variant ggml-cpu: -march=native
  *** Building project with Ninja...
  [1/140] /usr/bin/g++ -DGGML_BUILD -O3 -fPIC -Werror=implicit-int -c ggml.cpp
  [2/140] /usr/bin/gcc -DGGML_BUILD -O3 -fPIC -c ggml-alloc.c
  avx512fintrin.h:14148:10: warning: '__Y' is used uninitialized [-Wuninitialized]
  [3/140] /usr/bin/g++ -DGGML_BUILD -O3 -fPIC -c ggml-backend.cpp
  [35/140] /usr/bin/g++ -DLLAMA_BUILD -O3 -fPIC -c llama-arch.cpp
"""
END = "  [140/140] /usr/bin/cmake -E cmake_symlink_library libllama-common.so && :\n"


def read(compiling: wheels.Compiling, log: str, start: float, step: float) -> float:
    now = start
    for line in log.splitlines(keepends=True):
        compiling.read(line, now)
        now += step
    return now


def test_progress_is_read_from_the_output_of_the_compiler():
    compiling = wheels.Compiling(0)
    assert compiling.words(5) == "Downloading and preparing llama.cpp, 5 s"
    read(compiling, LOG, 20, step=0)
    assert (compiling.done, compiling.total) == (35, 140)
    # 35 steps in 60 seconds leave 105 for 180.
    compiling.read("  [35/140] again", 80)
    assert compiling.words(80) == "Compiling llama.cpp 35 of 140, 1 min 20 s, about 3 min left"


def test_the_time_left_is_not_guessed_from_nothing():
    compiling = wheels.Compiling(0)
    compiling.read("[1/140] g++", 20)
    assert compiling.words(21) == "Compiling llama.cpp 1 of 140, 21 s"
    compiling.read("[130/140] g++", 80)
    assert compiling.words(81) == "Compiling llama.cpp 130 of 140, 1 min 21 s, about 1 min left"


def test_a_long_step_still_shows_a_sign_of_life():
    compiling = wheels.Compiling(0)
    read(compiling, LOG, 20, step=1)
    assert compiling.words(185) == "Still compiling llama.cpp 35 of 140, 3 min 05 s"


def test_what_follows_the_last_step_is_packing():
    compiling = wheels.Compiling(0)
    read(compiling, LOG + END + "  [0/1] Install the project...\n", 20, step=1)
    assert compiling.words(200) == "Packing llama.cpp, 3 min 20 s"


def test_the_key_names_version_flags_and_processor():
    key = wheels.key("1.0", "-DA=ON", "x86 avx2")
    assert key.startswith("1.0-")
    others = {
        wheels.key("1.1", "-DA=ON", "x86 avx2"),
        wheels.key("1.0", "-DA=OFF", "x86 avx2"),
        wheels.key("1.0", "-DA=ON", "x86"),
    }
    assert len(others | {key}) == 4
    assert wheels.processor() == wheels.processor() != ""


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
def test_where_wheels_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", "/home/user")
    assert wheels.cache_folder({}) == Path("/home/user/.cache/puna/wheels")
    assert wheels.cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/puna/wheels")
    assert wheels.cache_folder({"PUNA_WHEELS": "~/w"}) == Path("/home/user/w")


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("cc1plus: fatal error: x.o: No space left on device", "the disk is full"),
        ("g++: fatal error: Killed signal terminated program cc1plus", "enough memory"),
        ("CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage", "C++ compiler"),
        ("ERROR: No matching distribution found for llama-cpp-python", "downloaded"),
        ("ERROR: Could not find CMake", "CMake"),
        ("error: something else", "the compiler failed"),
    ],
)
def test_reasons_are_given_in_words(output, why):
    told, advice = wheels.reason(LOG + output)
    assert why in told
    assert advice


def test_the_first_error_is_shown_however_much_follows():
    output = "ggml.cpp:1:1: error: boom\n" + LOG * 3 + "Failed to build\n"
    told = wheels.telling_lines(output)
    assert told.splitlines()[0].strip() == "ggml.cpp:1:1: error: boom"
    assert told.splitlines()[-1].strip() == "Failed to build"
    assert "implicit-int" not in told.splitlines()[1]


class Builder:
    """Asks for the wheel, as `dev.py` does."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.said = io.StringIO()

    def ensure(self, flags: str = "-DX=1") -> Path:
        line = Line(self.said, every=0.5)
        return wheels.ensure(Path(sys.executable), "9.9", flags, line, self.env)

    def kept(self) -> list[str]:
        return sorted(path.name for path in Path(self.env["PUNA_WHEELS"]).iterdir())


@pytest.fixture
def builder(env) -> Builder:
    return Builder(env)


def made_with(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read("llama_cpp/__init__.py").decode()


def test_it_is_compiled_once_with_our_flags(builder, packages):
    work = "for i in range(1, 4): print(f'[{i}/3] g++', flush=True); time.sleep(0.3)"
    source = write_llama_source(packages, "9.9", work)
    first = builder.ensure()
    assert made_with(first) == "made_with = '-DX=1'"
    assert "llama.cpp: compiled in" in builder.said.getvalue()

    source.unlink()  # a second build would fail
    assert builder.ensure() == first
    assert "compiled before" in builder.said.getvalue()
    assert builder.kept() == [first.parent.name]
    # pip's temporary files went with the build.
    with pytest.raises(SetupError):
        builder.ensure("-DX=2")


def test_the_compiler_gets_our_flags_after_those_of_the_user(builder, packages):
    module = "os.environ['CFLAGS'] + ' and ' + os.environ['CXXFLAGS']"
    write_llama_source(packages, "9.9", module=module)
    builder.env["CFLAGS"] = "-g"
    builder.env.pop("CXXFLAGS", None)
    assert made_with(builder.ensure()) == f"-g {wheels.COMPILER_FLAGS} and {wheels.COMPILER_FLAGS}"


def test_a_damaged_wheel_is_made_again(builder, packages):
    write_llama_source(packages, "9.9")
    wheel = builder.ensure()
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[: len(whole) // 2])
    assert builder.ensure() == wheel
    assert wheels.usable(wheel.parent) == wheel


def test_a_failure_says_why_and_what_to_do_and_leaves_only_its_log(builder, packages):
    work = "print('g++: fatal error: x.o: No space left on device'); sys.exit(1)"
    write_llama_source(packages, "9.9", work)
    with pytest.raises(SetupError) as caught:
        builder.ensure()
    assert "the disk is full" in str(caught.value)
    assert "Free 1 GiB" in str(caught.value)
    [log] = builder.kept()
    assert log.startswith("failed-9.9-")
    assert log in str(caught.value)


def test_a_build_that_loses_the_race_takes_the_wheel_of_the_other(builder, packages, env):
    """While one builds, another publishes: here the backend itself does."""
    folder = Path(env["PUNA_WHEELS"]) / wheels.key("9.9", "-DX=1", wheels.processor())
    work = textwrap.dedent(f"""\
        os.mkdir({str(folder)!r})
        with zipfile.ZipFile({str(folder)!r} + "/llama_cpp_python-9.9-py3-none-any.whl", "w") as w:
            w.writestr("llama_cpp/__init__.py", "the other")""")
    write_llama_source(packages, "9.9", work)
    assert made_with(builder.ensure()) == "the other"
    assert builder.kept() == [folder.name]


def test_an_interruption_leaves_nothing(builder, packages, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    write_llama_source(packages, "9.9", "print('[1/3] g++', flush=True); time.sleep(300)")

    class Impatient(Line):
        def show(self, text: str, now: float) -> None:
            if "1 of 3" in text:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wheels.ensure(Path(sys.executable), "9.9", "-DX=1", Impatient(io.StringIO()), builder.env)
    assert builder.kept() == []
    assert list(temporary.iterdir()) == []


def test_what_a_killed_build_left_is_swept_a_day_later(builder, packages):
    folder = Path(builder.env["PUNA_WHEELS"])
    old, new = folder / "building-old", folder / "building-new"
    old.mkdir(parents=True)
    new.mkdir()
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    write_llama_source(packages, "9.9")
    builder.ensure()
    assert not old.exists()
    assert new.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Visual Studio is not on the path")
def test_a_missing_compiler_is_told_before_anything_is_downloaded(builder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match=r"no C\+\+ compiler"):
        builder.ensure()
    assert builder.kept() == []


def test_a_folder_that_cannot_be_written_is_told(builder, tmp_path):
    (tmp_path / "wheels").write_text("not a folder", encoding="utf-8")
    with pytest.raises(SetupError, match="PUNA_WHEELS names another folder"):
        builder.ensure()
