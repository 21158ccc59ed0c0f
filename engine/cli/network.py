"""The network as the settings of a home have it: the offline switch and the hub's address.

Knows no command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from engine.files import load_settings
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Tokens
from engine.paths import Home


@dataclass(frozen=True, slots=True)
class Network:
    """What every command needs that asks the hub."""

    gate: Gate
    tokens: Tokens
    client: HubClient

    @classmethod
    def of(cls, home: Home) -> Self:
        """As the window of this home has it; without an address, HF_ENDPOINT or huggingface.co.

        Raises `InvalidInput` for an address that cannot be used, `StorageError`.
        """
        settings = load_settings(home.settings)
        gate, tokens = Gate(offline=settings.offline), Tokens("")
        return cls(gate, tokens, HubClient(gate, tokens, settings.endpoint))
