"""The words for what a prompt is made of and how full the context is.

Knows no widgets.
"""

from __future__ import annotations

import html

from PySide6.QtCore import QLocale, QObject

from app.chat.context_use import ContextUse
from app.text import sentences
from app.tokens import Tokens
from engine.messages import Overflow, SegmentKind


class ContextWords(QObject):
    """Numbers are written as the language does."""

    def kind(self, kind: SegmentKind) -> str:
        """What a kind of text is called."""
        return {
            "system": self.tr("Instructions"),
            "summary": self.tr("Summary"),
            "document": self.tr("Files"),
            "history": self.tr("Conversation"),
            "message": self.tr("Your message"),
            "template": self.tr("Chat template"),
        }[kind]

    def line(self, use: ContextUse, overflow: Overflow | None) -> str:
        """One line: how full it is, and what follows where it is too full; None: nothing yet."""
        if use.level == "over":
            excess = (
                self.tr("Too long by 1 token")
                if use.excess == 1
                else self.tr("Too long by {n} tokens").format(n=number(use.excess))
            )
            if overflow is None:
                return excess
            follows = {
                "ask": self.tr("You will be asked what to do when you send."),
                "drop": self.tr("The oldest turns will be left out."),
                "summarise": self.tr("The oldest turns will be summarised first."),
            }[overflow]
            return sentences(self._sentence(excess), follows)
        if use.level == "tight":
            return self.tr("Nearly full: {n} of {room} tokens left").format(
                n=number(use.free), room=number(use.room)
            )
        return self.tr("{n} of {room} tokens · {percent} % full").format(
            n=number(use.tokens), room=number(use.room), percent=use.percent
        )

    def notes(self, use: ContextUse) -> list[str]:
        """What else is to be known of the numbers."""
        notes = []
        if use.cached:
            notes.append(
                self.tr("{n} tokens have been read already; {new} are new.").format(
                    n=number(use.cached), new=number(max(0, use.tokens - use.cached))
                )
            )
        if use.room > use.n_ctx:
            notes.append(
                self.tr(
                    "The model has room for {n} tokens now. It grows when it is needed."
                ).format(n=number(use.n_ctx))
            )
        return notes

    def rows(self, use: ContextUse) -> list[tuple[SegmentKind | None, str, str]]:
        """Each part with its name and tokens, then what is free under None."""
        rows: list[tuple[SegmentKind | None, str, str]] = [
            (kind, self.kind(kind), number(count)) for kind, count in use.parts
        ]
        if not use.excess:
            rows.append((None, self.tr("Free"), number(use.free)))
        return rows

    def spoken(self, use: ContextUse, overflow: Overflow | None) -> str:
        """All of it as plain sentences."""
        pair = self.tr("{name}: {count}")
        parts = self.tr(", ").join(
            pair.format(name=name, count=count) for _, name, count in self.rows(use)
        )
        line = self._sentence(self.line(use, overflow))
        return sentences(line, self._sentence(parts), *self.notes(use))

    def _sentence(self, text: str) -> str:
        return text if text.endswith((".", "。")) else self.tr("{text}.").format(text=text)

    def table(self, use: ContextUse, overflow: Overflow | None, tokens: Tokens) -> str:
        """All of it as the rich text of a tool tip."""
        rows = "".join(
            f'<tr><td style="color:{part_color(kind, tokens)}">■&nbsp;</td>'
            f'<td>{html.escape(name)}</td><td align="right">&nbsp;&nbsp;&nbsp;{count}</td></tr>'
            for kind, name, count in self.rows(use)
        )
        below = "".join(f"<p>{html.escape(text)}</p>" for text in self.notes(use))
        line = html.escape(self.line(use, overflow))
        return f"<p style='margin:2px 0 6px'><b>{line}</b></p><table>{rows}</table>{below}"


def part_color(kind: SegmentKind | None, tokens: Tokens) -> str:
    """The colour of a kind of text; None: of what is free."""
    color: str = tokens.line if kind is None else getattr(tokens, f"part_{kind}")
    return color


def number(count: int) -> str:
    """A number with the separators of the language."""
    return QLocale().toString(count)
