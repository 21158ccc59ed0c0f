"""The reader gives what is in the file, and says what is wrong with one it refuses."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import tiny_gguf as tiny
from helpers.tiny_gguf import TinyTensor, Typed, gguf_bytes, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError, ModelNotFound
from engine.gguf import ValueType

ARCH = ("general.architecture", "llama")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf"


def refused(path: Path, data: bytes) -> ModelFileError:
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as caught:
        gguf.read(path)
    assert caught.value.values["path"] == str(path)
    return caught.value


def f32(name: str = "a", shape: tuple[int, ...] = (8,), **more) -> TinyTensor:
    return TinyTensor(name, shape, b"\0" * 4 * 8, **more)


class TestWhatIsRead:
    def test_metadata_of_every_type(self, path: Path):
        values = [
            ("u8", Typed(tiny.UINT8, 200)),
            ("i8", Typed(tiny.INT8, -100)),
            ("u16", Typed(tiny.UINT16, 60_000)),
            ("i16", Typed(tiny.INT16, -30_000)),
            ("u32", 4_000_000_000),
            ("i32", Typed(tiny.INT32, -2_000_000_000)),
            ("f32", 0.5),
            ("yes", True),
            ("no", False),
            ("text", "h\u00e4\u4f60\U0001f999"),
            ("u64", Typed(tiny.UINT64, 2**63)),
            ("i64", Typed(tiny.INT64, -(2**62))),
            ("f64", Typed(tiny.FLOAT64, 1e300)),
            ("texts", ["a", "", "\u4f60\u597d"]),
            ("flags", [True, False]),
            ("floats", [0.25, -1.0]),
            ("none", Typed(tiny.ARRAY, [], tiny.STRING)),
        ]
        path.write_bytes(gguf_bytes(values))
        file = gguf.read(path)
        expected = {
            key: value.value if isinstance(value, Typed) else value for key, value in values
        }
        found = {
            key: list(value) if key in ("texts", "flags", "floats", "none") else value
            for key, value in file.metadata.items()
        }
        assert found == expected
        assert file.metadata["yes"] is True
        assert file.value_types["i16"] is ValueType.INT16
        assert file.value_types["flags"] is ValueType.BOOL

    def test_a_model_describes_itself(self, path: Path):
        write_tiny_gguf(
            path,
            architecture="gemma3",
            template="{{ messages }}",
            n_ctx=1024,
            metadata={
                "general.sampling.temp": 0.9,
                "general.sampling.min_p": -0.5,
                "general.sampling.top_k": Typed(tiny.INT32, 64),
                "general.sampling.top_p": float("nan"),
                "general.sampling.penalty_repeat": "much",
            },
        )
        file = gguf.open_model(path)
        assert (file.architecture, file.name, file.license) == (
            "gemma3",
            "Tiny gemma3",
            "apache-2.0",
        )
        assert (file.context_length, file.n_layers, file.n_embd, file.n_ff) == (1024, 2, 32, 64)
        assert (file.n_head, file.n_head_kv, file.kv_heads) == (4, 2, (2, 2))
        assert (file.key_length, file.value_length, file.sliding_window) == (8, 8, 64)
        assert (file.tokenizer_model, file.n_vocab) == ("llama", 320)
        assert file.special_tokens == {"bos": 1, "eos": 2, "unknown": 0}
        assert file.chat_template == "{{ messages }}"
        assert file.sampling == {"temperature": 0.9, "top_k": 64}
        assert file.file_type == "F32"
        assert file.not_chat == ""
        assert file.size == file.total_size == path.stat().st_size
        embeddings = next(t for t in file.tensors if t.name == "token_embd.weight")
        assert (embeddings.shape, embeddings.type.name) == ((32, 320), "F32")
        assert file.n_params == sum(t.count for t in file.tensors) > 10_000
        assert file.weights_size == 4 * file.n_params

    def test_offsets_lead_to_the_numbers(self, path: Path):
        tensors = [
            TinyTensor("a", (3,), struct.pack("<3f", 1, 2, 3)),
            TinyTensor("b", (2, 2), struct.pack("<4f", 4, 5, 6, 7)),
        ]
        path.write_bytes(gguf_bytes([ARCH], tensors))
        _, second = gguf.read(path).tensors
        data = path.read_bytes()[second.offset : second.offset + second.size]
        assert struct.unpack("<4f", data) == (4, 5, 6, 7)

    def test_another_alignment(self, path: Path):
        values = [ARCH, ("general.alignment", 128)]
        path.write_bytes(gguf_bytes(values, [f32("a"), f32("b")], alignment=128))
        first, second = gguf.read(path).tensors
        assert first.offset % 128 == 0
        assert second.offset == first.offset + 128

    def test_tokens_are_a_list_of_texts(self, path: Path):
        write_tiny_gguf(path)
        tokens = gguf.read(path).tokens
        expected = tiny.tiny_tokens()
        assert list(tokens) == expected
        assert len(tokens) == 320
        assert tokens[0] == "<unk>"
        assert tokens[-1] == expected[-1]
        assert tokens[261:264] == expected[261:264]
        assert tokens.raw(261) == "\u2581".encode()
        assert "\u2581e" in tokens
        with pytest.raises(IndexError):
            tokens[320]
        with pytest.raises(IndexError):
            tokens[-321]

    def test_more_text_than_the_buffer_holds(self, path: Path):
        texts = [f"token {number} " * (number % 50) for number in range(20_000)]
        path.write_bytes(gguf_bytes([ARCH, ("tokenizer.ggml.tokens", texts), ("after", 7)]))
        file = gguf.read(path)
        assert list(file.tokens) == texts
        assert file.metadata["after"] == 7

    def test_version_2_is_read(self, path: Path):
        path.write_bytes(gguf_bytes([ARCH], version=2))
        assert gguf.read(path).version == 2

    def test_an_architecture_nobody_knows(self, path: Path):
        write_tiny_gguf(path, architecture="llama9000")
        assert gguf.open_model(path).not_chat == ""

    def test_a_scalar_and_trailing_bytes(self, path: Path):
        path.write_bytes(gguf_bytes([ARCH], [TinyTensor("one", (), b"\0" * 4)]) + b"x" * 4096)
        assert gguf.read(path).tensors[0].count == 1


class TestWhatIsNoModelFile:
    def test_missing(self, path: Path):
        with pytest.raises(ModelNotFound):
            gguf.read(path)

    def test_below_a_file(self, path: Path):
        path.write_bytes(b"")
        with pytest.raises(ModelNotFound):
            gguf.read(path / "x.gguf")

    def test_a_name_with_a_nul(self, tmp_path: Path):
        with pytest.raises(ModelNotFound):
            gguf.read(tmp_path / "a\0b")

    def test_a_name_too_long(self, tmp_path: Path):
        with pytest.raises(ModelFileError, match="cannot be read"):
            gguf.read(tmp_path / ("a" * 5000))

    def test_folder(self, tmp_path: Path):
        with pytest.raises(ModelFileError, match="folder"):
            gguf.read(tmp_path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_named_pipe(self, path: Path):
        os.mkfifo(path)
        with pytest.raises(ModelFileError, match="not a regular file"):
            gguf.read(path)

    def test_endless_link(self, path: Path):
        path.symlink_to(path)
        with pytest.raises(ModelFileError, match="cannot be read"):
            gguf.read(path)

    def test_a_name_that_is_not_utf8(self, tmp_path: Path):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.gguf"))
        write_tiny_gguf(path)
        assert gguf.open_model(path).n_vocab == 320
        path.write_bytes(b"GGUF")
        with pytest.raises(ModelFileError) as caught:
            gguf.read(path)
        caught.value.message.encode()  # can be sent and stored

    @pytest.mark.skipif(sys.platform == "win32", reason="needs users")
    def test_unreadable(self, path: Path):
        write_tiny_gguf(path)
        path.chmod(0)
        code = (
            "import os, sys; from pathlib import Path; from engine import gguf\n"
            "from engine.errors import ModelFileError\n"
            "if os.geteuid() == 0: os.setuid(65534)  # root may read everything\n"
            "try: gguf.read(Path(sys.argv[1]))\n"
            "except ModelFileError as error: print(error.values['reason'])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.stdout.strip() == "it cannot be read: Permission denied", done.stderr

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"GG", "another kind"),
            (b"PK\3\4" + b"\0" * 100, "another kind"),
            (b"GGUF", "too soon"),
            (b"GGUF" + struct.pack("<IQ", 3, 0), "too soon"),
        ],
    )
    def test_not_gguf(self, path: Path, data: bytes, reason: str):
        assert reason in refused(path, data).message


class TestHeader:
    @pytest.mark.parametrize(("version", "reason"), [(0, "version 0"), (1, "version 1"), (4, "4")])
    def test_version(self, path: Path, version: int, reason: str):
        error = refused(path, gguf_bytes([ARCH], version=version))
        assert error.values["field"] == "version"
        assert reason in error.message

    def test_big_endian(self, path: Path):
        data = b"GGUF" + struct.pack(">IQQ", 3, 0, 1) + b"\0" * 100
        assert "big-endian" in refused(path, data).message

    @pytest.mark.parametrize("count", [65_537, 2**64 - 1])
    def test_number_of_tensors(self, path: Path, count: int):
        error = refused(path, gguf_bytes([ARCH], n_tensors=count))
        assert error.values["field"] == "number of tensors"

    @pytest.mark.parametrize("count", [0, 4_097, 2**64 - 1])
    def test_number_of_values(self, path: Path, count: int):
        error = refused(path, gguf_bytes([ARCH], n_values=count))
        assert error.values["field"] == "number of metadata values"


class TestMetadata:
    @pytest.mark.parametrize("key", [b"", b"k" * 257, "k\u00e4y".encode(), b"a\nb", b"\xff"])
    def test_key(self, path: Path, key: bytes):
        assert refused(path, gguf_bytes([(key, 1)])).values["field"] == "metadata key 0"

    def test_key_twice(self, path: Path):
        assert "twice" in refused(path, gguf_bytes([("a", 1), ("a", 2)])).message

    @pytest.mark.parametrize("number", [13, 2**32 - 1])
    def test_unknown_type(self, path: Path, number: int):
        data = gguf_bytes([("a", 1)]).replace(
            struct.pack("<II", 4, 1), struct.pack("<II", number, 1)
        )
        assert "unknown type" in refused(path, data).message

    def test_list_of_lists(self, path: Path):
        data = gguf_bytes([ARCH], n_values=2)
        data += tiny.text_bytes("a") + struct.pack("<IIQ", 9, 9, 1)
        assert "list of lists" in refused(path, data).message

    @pytest.mark.parametrize("count", [2**22 + 1, 2**30, 2**64 - 1])
    @pytest.mark.parametrize("kind", [tiny.UINT8, tiny.FLOAT64, tiny.STRING])
    def test_endless_list(self, path: Path, kind: int, count: int):
        data = gguf_bytes([ARCH], n_values=2)
        data += tiny.text_bytes("a") + struct.pack("<IIQ", 9, kind, count)
        assert "the limit is" in refused(path, data).message

    @pytest.mark.parametrize("length", [2**22 + 1, 2**63, 2**64 - 1])
    def test_endless_text(self, path: Path, length: int):
        data = gguf_bytes([ARCH], n_values=2) + tiny.text_bytes("a") + struct.pack("<IQ", 8, length)
        assert "the limit is" in refused(path, data).message

    def test_text_beyond_the_end(self, path: Path):
        data = gguf_bytes([ARCH], n_values=2) + tiny.text_bytes("a") + struct.pack("<IQ", 8, 10)
        assert "10 bytes too soon" in refused(path, data).message

    def test_text_that_is_not_utf8(self, path: Path):
        assert refused(path, gguf_bytes([("a", b"\xff")])).values["field"] == "a"
        error = refused(path, gguf_bytes([("a", ["ok", b"\xc3"])]))
        assert "text 1 is not valid UTF-8" in error.message

    def test_template_too_long(self, path: Path):
        error = refused(path, gguf_bytes([("tokenizer.chat_template", "x" * (2**20 + 1))]))
        assert error.values["field"] == "tokenizer.chat_template"

    def test_token_too_long(self, path: Path):
        error = refused(path, gguf_bytes([("tokenizer.ggml.tokens", ["x" * 4097])]))
        assert error.values["field"] == "tokenizer.ggml.tokens"

    def test_too_much_text_in_a_list(self, path: Path):
        texts = ["x" * 2**22] * 17
        assert "more than" in refused(path, gguf_bytes([("a", texts)])).message

    @pytest.mark.parametrize("value", [0, 1, 4, 33, 2**17, Typed(tiny.UINT64, 32), "32"])
    def test_alignment(self, path: Path, value: object):
        error = refused(path, gguf_bytes([ARCH, ("general.alignment", value)]))
        assert error.values["field"] == "general.alignment"


class TestTensors:
    @pytest.mark.parametrize(
        "tensor",
        [
            f32("x" * 64),
            f32(""),
            f32("n\u00e4me"),
            f32(shape=(1, 1, 1, 1, 8)),
            f32(shape=(0,)),
            f32(shape=(2**40 + 1,)),
            f32(shape=(2**40, 2**40, 2**40, 2**40)),
            f32(type=43),
            f32(type=2**32 - 1),
            f32(type=8),
            f32(shape=(), type=8),
            f32(offset=32),
            f32(offset=2**64 - 1),
        ],
        ids=str,
    )
    def test_a_bad_row(self, path: Path, tensor: TinyTensor):
        assert str(refused(path, gguf_bytes([ARCH], [tensor])).values["field"]).startswith("tensor")

    def test_a_packing_that_was_given_up(self, path: Path):
        error = refused(path, gguf_bytes([ARCH], [f32(shape=(32,), type=31)]))
        assert "Q4_0_4_4" in error.message

    def test_name_twice(self, path: Path):
        assert "twice" in refused(path, gguf_bytes([ARCH], [f32("a"), f32("a")])).message

    @pytest.mark.parametrize("offset", [0, 64], ids=["overlap", "gap"])
    def test_not_one_after_the_other(self, path: Path, offset: int):
        error = refused(path, gguf_bytes([ARCH], [f32("a"), f32("b", offset=offset)]))
        assert "32 was expected" in error.message

    def test_cut(self, path: Path):
        data = gguf_bytes([ARCH], [f32("a"), f32("b")])
        assert "1 bytes too soon" in refused(path, data[:-1]).message

    def test_too_much_behind(self, path: Path):
        error = refused(path, gguf_bytes([ARCH], [f32()]) + b"x" * 4097)
        assert error.values["field"] == "size"


def test_every_cut_of_a_model_is_refused(tmp_path: Path):
    data = write_tiny_gguf(tmp_path / "whole.gguf", n_layers=1).read_bytes()
    for length in range(0, len(data) - 1, 977):
        refused(tmp_path / "cut.gguf", data[:length])
