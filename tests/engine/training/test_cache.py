"""What the lower layers make is kept, in memory or in a file, and always the same."""

import torch

from engine.training.cache import Cache

WIDTH = 8


def made(number, length=5):
    torch.manual_seed(number)
    return torch.randn(length, WIDTH) * 1e5


class Maker:
    def __init__(self):
        self.made = []

    def __call__(self, number):
        def make():
            self.made.append(number)
            return made(number)

        return make


def ask(cache, maker, numbers):
    return [cache.get(number, maker(number)) for number in numbers]


def test_all_has_room(tmp_path):
    maker, cache = Maker(), Cache(15, WIDTH, 10_000, tmp_path)
    first = ask(cache, maker, [0, 1, 2])
    again = ask(cache, maker, [2, 0, 1])
    assert maker.made == [0, 1, 2]
    assert torch.equal(first[0], made(0))
    assert torch.equal(again[1], first[0])
    assert not cache.on_disk
    assert not list(tmp_path.iterdir())


def test_half_as_exact_where_that_has_room(tmp_path):
    maker, cache = Maker(), Cache(15, WIDTH, 15 * WIDTH * 2, tmp_path)
    first = ask(cache, maker, [0, 1, 2])
    assert not cache.on_disk
    assert not torch.equal(first[0], made(0))
    assert torch.allclose(first[0], made(0), rtol=0.01)
    assert all(torch.equal(a, b) for a, b in zip(ask(cache, maker, [0, 1, 2]), first, strict=True))
    assert maker.made == [0, 1, 2]


def test_a_file_takes_what_memory_does_not(tmp_path):
    maker, cache = Maker(), Cache(15, WIDTH, 20, tmp_path)
    assert cache.on_disk
    first = ask(cache, maker, [2, 0, 1])
    again = ask(cache, maker, [1, 2, 0])
    assert maker.made == [2, 0, 1]
    assert [torch.equal(a, b) for a, b in zip(again, [first[2], *first[:2]], strict=True)]
    assert torch.equal(again[1], first[0])
    cache.close()
    assert not list(tmp_path.iterdir())


def test_without_room_it_is_made_again(tmp_path):
    maker, cache = Maker(), Cache(15, WIDTH, 20, tmp_path / "none")
    first, again = ask(cache, maker, [0]), ask(cache, maker, [0])
    assert maker.made == [0, 0]
    assert torch.equal(first[0], again[0])


def test_a_full_disk_is_survived(tmp_path, monkeypatch, expected_log):
    expected_log("Nothing more of the lower layers is kept")
    maker, cache = Maker(), Cache(15, WIDTH, 20, tmp_path)
    ask(cache, maker, [0])

    class Full:
        def __init__(self, file):
            self.seek, self.readinto, self.close = file.seek, file.readinto, file.close

        def write(self, data):
            raise OSError(28, "No space left on device")

    cache._file = Full(cache._file)
    first = ask(cache, maker, [0, 1])
    assert maker.made == [0, 1]
    assert torch.equal(ask(cache, maker, [1])[0], first[1])
    cache.close()
