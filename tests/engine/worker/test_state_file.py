"""The envelope of a kept state: what was written comes back, and nothing else does."""

import random
import stat

import pytest

from engine.errors import StorageError
from engine.files import Stopped
from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import Mark, State
from engine.worker.state_file import DamagedState, read_header, read_state, write_state
from engine.worker.warm import Kept, Kind


def state(tokens=50, size=3000):
    data = random.Random(1).randbytes(size + 40)
    copies = [State(Mark(20, 3), bytearray(data[size:]))]
    return Kept(
        Kind("model 1", "adapter*0.5"),
        "chat key",
        list(range(tokens)),
        ((512, 3), (-2, 1)),
        ((0, 2),),
        State(Mark(tokens, 7), bytearray(data[:size])),
        Checkpoints(512, recurrent=False, copies=copies),
        1.5,
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "one.state"
    write_state(path, state(), lambda: False)
    return path


def all_of(kept):
    copies = (kept.state, *kept.checkpoints.copies)
    marks = [(copy.mark, bytes(copy.data[:])) for copy in copies]
    fields = kept.kind, kept.chat, kept.tokens, kept.batches, kept.threads, kept.cost
    return fields, marks, kept.checkpoints.window, kept.checkpoints.recurrent


def test_what_was_written_is_read(file):
    assert all_of(read_state(file)) == all_of(state())
    assert read_header(file).is_like(state())
    assert read_header(file).size == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_every_byte_counts(file):
    """Each byte of magic, length, header and digest, and many of the copies, in two ways."""
    whole = file.read_bytes()
    copies = range(len(whole) - 32 - 3040, len(whole) - 32)
    places = [n for n in range(len(whole)) if n not in copies or n % 97 == 0]
    assert len(places) > 300
    for place in places:
        for bit in (0x01, 0x80):
            damaged = bytearray(whole)
            damaged[place] ^= bit
            file.write_bytes(damaged)
            with pytest.raises(DamagedState):
                read_state(file)


def test_every_length_but_the_right_one(file):
    whole = file.read_bytes()
    for length in (*range(0, 400, 7), *range(400, len(whole), 501), len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(DamagedState):
            read_state(file)
    file.write_bytes(whole + b"\0")
    with pytest.raises(DamagedState):
        read_state(file)


def test_zeros_and_other_files(file):
    whole = file.read_bytes()
    half = len(whole) // 2
    for data in (bytes(len(whole)), whole[:half] + bytes(len(whole) - half), b"GGUF" * 500):
        file.write_bytes(data)
        with pytest.raises(DamagedState):
            read_state(file)


def test_sizes_no_computer_has_are_not_tried(file):
    import msgspec

    whole = file.read_bytes()
    begin = len(b"PUNA STATE 1\n")
    length = int.from_bytes(whole[begin : begin + 4], "little")
    header = msgspec.msgpack.decode(whole[begin + 4 : begin + 4 + length])
    header["copies"][0][2] = 1 << 60
    data = msgspec.msgpack.encode(header)
    file.write_bytes(whole[:begin] + len(data).to_bytes(4, "little") + data + bytes(100))
    with pytest.raises(DamagedState):
        read_header(file)
    file.write_bytes(whole[:begin] + b"\xff\xff\xff\xff" + whole[begin + 4 :])
    with pytest.raises(DamagedState):
        read_header(file)


@pytest.mark.parametrize(
    ("tokens", "mark"),
    [(50, Mark(51, 7)), (50, Mark(49, 7)), (50, Mark(50, 50)), (50, Mark(50, -1)), (0, Mark(0, 0))],
)
def test_a_header_that_does_not_fit_together(tmp_path, tokens, mark):
    path = tmp_path / "one.state"
    kept = state(tokens)
    wrong = Kept(
        *(getattr(kept, name) for name in ("kind", "chat", "tokens", "batches", "threads")),
        State(mark, kept.state.data),
        kept.checkpoints,
    )
    write_state(path, wrong, lambda: False)
    with pytest.raises(DamagedState):
        read_state(path)


def test_writing_that_is_stopped_leaves_nothing(tmp_path):
    asked = []

    def stopped():
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(Stopped):
        write_state(tmp_path / "one.state", state(), stopped)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_any_more(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        read_state(tmp_path / "gone.state")
    place = tmp_path / "file"
    place.write_text("")
    with pytest.raises(StorageError):
        write_state(place / "one.state", state(), lambda: False)
    assert list(tmp_path.iterdir()) == [place]
