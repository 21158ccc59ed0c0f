"""Puts the nodes of what should be a tree in order, whatever they say of each other.

Knows names only. Nothing here recurses: a chat may be a hundred thousand messages deep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def relations(
    said_parent: Mapping[str, str | None], said_children: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str | None], dict[str, list[str]]]:
    """Each node's parent, by its own word or else by its parent's, and its children in order.

    A parent that is not there is None.
    """
    claimed: dict[str, str] = {}
    for key, children in said_children.items():
        for child in children:
            claimed.setdefault(child, key)
    parents: dict[str, str | None] = {}
    for key, said in said_parent.items():
        parent = said if said in said_parent else claimed.get(key)
        parents[key] = None if parent == key else parent
    found: dict[str, dict[str, None]] = {key: {} for key in said_parent}
    for key, children in said_children.items():
        found[key].update((child, None) for child in children if parents.get(child) == key)
    for key, parent in parents.items():
        if parent is not None:
            found[parent].setdefault(key)
    return parents, {key: list(children) for key, children in found.items()}


def parents_first(
    parents: Mapping[str, str | None], children: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Every node once, behind its parent; a cycle is cut at its first node."""
    seen: set[str] = set()
    for start in [*(key for key, parent in parents.items() if parent is None), *parents]:
        stack = [start]
        while stack:
            key = stack.pop()
            if key not in seen:
                seen.add(key)
                yield key
                stack += reversed(children[key])
