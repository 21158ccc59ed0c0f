"""Finds the assistant that `--assistant` names: one the user saved, or one that ships with Puna."""

from __future__ import annotations

from engine.assistant_files import shipped_assistants
from engine.assistants import Assistant
from engine.errors import InvalidInput
from engine.paths import Home
from engine.store.store import Store


def find_assistant(home: Home, name: str) -> Assistant:
    """By name, whatever its case; the user's own first, then the shipped ones in either language.

    Raises InvalidInput where there is none, with the names there are, and StorageError.
    """
    saved: list[Assistant] = []
    if home.database.exists():
        with Store(home.database) as store:
            saved = store.call(lambda chats: chats.assistants.list()).result()
    known = [*saved, *shipped_assistants("en"), *shipped_assistants("zh_CN")]
    wanted = " ".join(name.split())
    matching = [one for one in known if one.name.casefold() == wanted.casefold()]
    if not matching:
        names = ", ".join(dict.fromkeys(one.name for one in known))
        raise InvalidInput("--assistant", f"there is none called {wanted}", f"There are: {names}.")
    return next((one for one in matching if one.name == wanted), matching[0])
