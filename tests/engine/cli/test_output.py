"""What a command writes, and where."""

import io

import pytest

from engine.cli.output import Output
from engine.errors import ModelNotFound


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "shown"),
    [(Terminal(), "a\t]52;c;AAAAb[2Jc\n"), (io.StringIO(), "a\t\x1b]52;c;AAAA\x07b\x9b[2Jc\n")],
    ids=["terminal", "file"],
)
def test_a_reply_cannot_give_orders_to_a_terminal(stream, shown):
    Output(stream=stream).text("a\t\x1b]52;c;AAAA\x07b\x9b[2Jc\n")
    assert stream.getvalue() == shown


def test_an_error_cannot_either(capsys):
    Output(stream=io.StringIO()).failed(ModelNotFound("a\x1b]52;c;AAAA\x07.gguf").info())
    told = capsys.readouterr().err
    assert "a]52;c;AAAA.gguf" in told
    assert "\x1b" not in told
