"""Names from the network: whatever they are, a file stays in its folder and can be made."""

from pathlib import Path, PureWindowsPath

import pytest
from helpers.loading import content

from engine.errors import InvalidInput
from engine.hub.downloads.names import file_names, folder_name, model_folder, model_name
from engine.hub.downloads.publish import publish
from engine.hub.downloads.records import Wanted
from engine.hub.records import RemoteFile

HOSTILE = [
    "../../x",
    "../../x.gguf",
    "/etc/x.gguf",
    "C:\\x.gguf",
    "C:x.gguf",
    "\\\\server\\share\\x.gguf",
    "a/../../../../x.gguf",
    "..\\..\\x.gguf",
    "..",
    ".",
    "",
    "...",
    ".hidden.gguf",
    "CON",
    "con.gguf",
    "nul.txt.gguf",
    "COM1.gguf",
    "lpt9.gguf",
    "COM\u00b9.gguf",
    "con .x.gguf",
    "conin$.gguf",
    "a" * 400,
    "模" * 400 + ".gguf",
    "x\x00y.gguf",
    "x\ny\x1b[31m.gguf",
    "x\u202efugg.gguf",
    "x\ud800y.gguf",
    "x\u2028y.gguf",
    "name. .gguf",
    'a<b>c:d"e|f?g*h.gguf',
    "x.gguf:stream",
    "~/x.gguf",
    "~",
    "-rf.gguf",
]


def wanted_of(*paths, repository="owner/repo"):
    files = tuple(RemoteFile(path, 3) for path in paths)
    return Wanted("id", repository, "main", "https://huggingface.co", files, "")


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_a_hostile_name_stays_in_its_folder(hostile, tmp_path):
    models = tmp_path / "home" / "models"
    whole = tmp_path / "home" / "whole"
    whole.mkdir(parents=True)
    for repository in ("owner/repo", hostile, f"owner/{hostile}", f"{hostile}/repo"):
        wanted = wanted_of(hostile, repository=repository)
        name = file_names(wanted)[0]
        (whole / name).write_bytes(b"abc")
        path = publish(models, wanted, whole)
        assert path.read_bytes() == b"abc"
        inside = path.resolve().relative_to(models.resolve())
        assert path.suffix == ".gguf"
        assert len(inside.parts) == 3
        assert not any(part.startswith(".") for part in inside.parts)
        assert not any(PureWindowsPath(part).is_reserved() for part in inside.parts)
        assert all(part.isprintable() and len(part.encode()) <= 200 for part in inside.parts)
        assert PureWindowsPath(name).name == name
        assert not name.removesuffix(".gguf").endswith((" ", "."))
    home = tmp_path / "home"
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    assert {path.name for path in home.iterdir()} == {"models", "whole"}


def test_ordinary_names_stay_as_they_are():
    assert model_name("SmolLM2-135M-Instruct.Q4_1.gguf") == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert model_name("Q4/通义千问 (7B) v2.GGUF") == "通义千问 (7B) v2.gguf"
    assert folder_name("bartowski/Llama-3.2-1B-Instruct-GGUF").as_posix() == (
        "bartowski/Llama-3.2-1B-Instruct-GGUF"
    )


def test_parts_of_a_split_model_keep_their_numbers():
    names = tuple(model_name(f"Q4/{'m' * 300}-{n:05}-of-00002.gguf") for n in (1, 2))
    assert [name[-len("-00001-of-00002.gguf") :] for name in names] == [
        "-00001-of-00002.gguf",
        "-00002-of-00002.gguf",
    ]
    assert model_folder(names) == "m" * 120


@pytest.mark.parametrize("paths", [[], ["a/m.gguf", "b/M.gguf"], ["x:y.gguf", "x?y.gguf"]])
def test_files_that_would_be_one_are_refused(paths):
    with pytest.raises(InvalidInput):
        file_names(wanted_of(*paths))


def test_a_model_that_is_there_is_never_replaced(tmp_path):
    models, whole = tmp_path / "models", tmp_path / "whole"
    wanted = wanted_of("m.gguf")
    written = []
    for number in range(3):
        whole.mkdir(exist_ok=True)
        (whole / "m.gguf").write_bytes(content(3, number))
        written.append(publish(models, wanted, whole))
    assert [path.name for path in written] == ["m.gguf", "m-2.gguf", "m-3.gguf"]
    assert [path.read_bytes() for path in written] == [content(3, n) for n in range(3)]
    assert isinstance(written[0], Path)
