"""Chats in and out: from ChatGPT, Open WebUI, LM Studio and Puna; to Markdown and Puna's own JSON.

The way in: `sources` finds the texts (a file, an archive, a folder), `split` cuts a text into
conversations, one parser a format (`chatgpt`, `open_webui`, `lm_studio`, `own`) makes nodes of a
conversation, `branches` makes a chat of the nodes. `reader` leads through it. The way out: `writer`
and `markdown`. Nothing here knows the store: what comes out and goes in are `ChatTree`s.
"""

from engine.exchange.found import FoundWords
from engine.exchange.markdown import Headings, as_markdown
from engine.exchange.reader import ChatReader, Skipped, read_chats
from engine.exchange.writer import write_json, write_markdown

__all__ = [
    "ChatReader",
    "FoundWords",
    "Headings",
    "Skipped",
    "as_markdown",
    "read_chats",
    "write_json",
    "write_markdown",
]
