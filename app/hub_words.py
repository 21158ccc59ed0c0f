"""Words for what goes wrong on the way to the hub: offline, no network, refusals, broken downloads.

Works from an error's kind and values, as `app.errors` does, which uses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject

from engine.errors import Value


class Said(NamedTuple):
    """Title, what happened, what to do."""

    title: str
    text: str
    advice: str


class HubWords(QObject):
    """In the language of the window."""

    def offline(self, _: Mapping[str, Value]) -> Said:
        return Said(
            self.tr("Puna is offline"),
            self.tr("The switch in the settings forbids every network call."),
            self.tr("Turn it off to search and download."),
        )

    def network(self, values: Mapping[str, Value]) -> Said:
        return Said(
            self.tr("The network does not answer"),
            self.tr("{host} cannot be reached: {reason}.").format(
                host=values["host"], reason=self._reason(str(values["reason"]))
            ),
            self.tr("Check the connection and the proxy, or set another address for the hub."),
        )

    def hub(self, values: Mapping[str, Value]) -> Said:
        text, advice = {
            "missing": (
                self.tr("{name} is not on the hub, or it is private."),
                self.tr("Check its name; for a private one, give Puna a token that may read it."),
            ),
            "gated": (
                self.tr("The makers of {name} ask to accept their terms first."),
                self.tr("Accept them on the hub's page, then give Puna your token."),
            ),
            "token": (
                self.tr("Your token is not valid for {name}, or may not read it."),
                self.tr("Make a token that may read at the hub, and give it to Puna."),
            ),
        }.get(
            str(values["fault"]),
            (
                self.tr("The hub is too busy to give {name}, or has a fault of its own."),
                self.tr("Try again in a few minutes. With a token, the hub allows more."),
            ),
        )
        return Said(self.tr("The hub refused"), text.format(name=values["name"]), advice)

    def download(self, values: Mapping[str, Value]) -> Said:
        again = self.tr("Try again; if it stays so, tell the owner of the repository.")
        text, advice = {
            "digest": (self.tr("What arrived of {name} is not the file on the hub, twice."), again),
            "changed": (
                self.tr("The hub has another file in the place of {name} now."),
                self.tr("Open the repository again, and get the new one."),
            ),
            "size": (self.tr("{name} is not as large as the hub says."), again),
            "range": (self.tr("The server sends other parts of {name} than asked for."), again),
            "page": (
                self.tr("A web page came instead of {name}."),
                self.tr("If this network asks you to sign in, do so in a browser, then resume."),
            ),
            "stalled": (
                self.tr("Nothing came of {name} any more."),
                self.tr("Check the connection, then resume. What has come is kept."),
            ),
        }.get(str(values["fault"]), (str(values["reason"]), again))
        name = str(values["name"]).rpartition("/")[2]
        return Said(self.tr("The download failed"), text.format(name=name), advice)

    def _reason(self, reason: str) -> str:
        known = {
            "it does not answer": self.tr("it does not answer"),
            "Connection refused": self.tr("it refuses the connection"),
            "Name or service not known": self.tr("its name is not known"),
            "Temporary failure in name resolution": self.tr("its name cannot be looked up now"),
            "Network is unreachable": self.tr("there is no network"),
            "the connection broke off": self.tr("the connection broke off"),
            "the connection ended in the middle": self.tr("the connection broke off"),
            "a web page came instead of its answer": self.tr(
                "a web page came instead of its answer"
            ),
            "what answers there is no hub of models": self.tr(
                "what answers there is no hub of models"
            ),
            "the proxy asks for a name and a password": self.tr(
                "the proxy asks for a name and a password"
            ),
            "it redirects to an unencrypted address": self.tr(
                "it redirects to an unencrypted address"
            ),
        }
        plain = re.sub(r"^\[Errno -?\d+\] ", "", reason.rstrip("."))
        return known.get(plain, plain)
