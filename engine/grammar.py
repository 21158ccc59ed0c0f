"""Whether a grammar can be given to llama.cpp, which crashes on many that are wrong.

Pure Python and without a model, so that a grammar can be checked while it is typed. Knows no
sampling; `engine.gbnf` reads the notation.
"""

from __future__ import annotations

from engine.errors import GrammarError
from engine.gbnf import TERMINAL, Rules, fail, parse

MAX_BYTES = 64 << 10
MAX_RULES = 2_000
"""Rules with a name."""
MAX_CHOICES = 2_000
"""Ways in which a rule may begin. llama.cpp compares each with each, at every character."""
_MAX_STEPS = 1_000_000
"""Rules llama.cpp visits to find recursion, which it does without remembering where it was."""


def check_grammar(text: str) -> None:
    """Raises GrammarError naming the line of what cannot be used; takes a fraction of a second."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise GrammarError("grammar", "it contains an incomplete character") from None
    if size > MAX_BYTES:
        raise GrammarError("grammar", f"it has more than {MAX_BYTES >> 10} KB of text")
    if "\0" in text:
        fail(text, text.index("\0"), "there is a NUL character")
    rules = parse(text)
    if len(rules.names) > MAX_RULES:
        raise GrammarError("grammar", f"it has more than {MAX_RULES:,} rules")
    _check_names(text, rules)
    nullable = _nullable(rules)
    _check_recursion(text, rules, nullable)
    _check_choices(text, rules, nullable)


def _check_names(text: str, rules: Rules) -> None:
    for name, rule in rules.names.items():
        if not rules.alternatives[rule]:
            fail(text, rules.places[rule], f"there is no rule called “{name}”")
    if "root" not in rules.names:
        raise GrammarError("grammar", "there is no rule called “root”, where every grammar begins")


def _nullable(rules: Rules) -> list[bool]:
    """Which rules may match nothing."""
    nullable = [False] * len(rules.alternatives)
    users: list[list[int]] = [[] for _ in nullable]
    for rule, alternatives in enumerate(rules.alternatives):
        for sequence in alternatives:
            for symbol in set(sequence) - {TERMINAL}:
                users[symbol].append(rule)
    waiting = list(range(len(nullable)))
    while waiting:
        rule = waiting.pop()
        if nullable[rule]:
            continue
        if any(_vanishes(sequence, nullable) for sequence in rules.alternatives[rule]):
            nullable[rule] = True
            waiting += users[rule]
    return nullable


def _vanishes(sequence: list[int], nullable: list[bool]) -> bool:
    return all(symbol != TERMINAL and nullable[symbol] for symbol in sequence)


def _first(rules: Rules, rule: int, nullable: list[bool]) -> list[int]:
    """The rules that `rule` may begin with, once for every way it may; TERMINAL where it takes a
    character at once."""
    found: list[int] = []
    for sequence in rules.alternatives[rule]:
        for symbol in sequence:
            found.append(symbol)
            if symbol == TERMINAL or not nullable[symbol]:
                break
    return found


def _check_recursion(text: str, rules: Rules, nullable: list[bool]) -> None:
    """No rule may come back to itself before a character is taken."""
    done: set[int] = set()
    for start in range(len(nullable)):
        path: dict[int, list[int]] = {}  # the rules being followed, with what is left to follow
        waiting = [start]
        while waiting:
            rule = waiting[-1]
            if rule in done:
                waiting.pop()
                continue
            left = path.setdefault(
                rule, [s for s in set(_first(rules, rule, nullable)) if s not in (TERMINAL, *done)]
            )
            if not left:
                done.add(rule)
                del path[rule]
                waiting.pop()
                continue
            follower = left.pop()
            if follower in path:
                _fail_recursion(text, rules, follower)
            waiting.append(follower)


def _fail_recursion(text: str, rules: Rules, rule: int) -> None:
    name = next((name for name, number in rules.names.items() if number == rule), "")
    if name:
        reason = f"the rule “{name}” begins with itself"
    else:
        reason = "what is repeated here may be nothing, without end"
    fail(text, rules.places[rule], reason)


def _check_choices(text: str, rules: Rules, nullable: list[bool]) -> None:
    """Not too many ways to begin a rule, nor too many ways to get there.

    Rules are followed from those that begin with no other; recursion was ruled out before.
    """
    choices: dict[int, int] = {}
    steps: dict[int, int] = {}
    waiting = list(range(len(nullable)))
    while waiting:
        rule = waiting[-1]
        if rule in choices:
            waiting.pop()
            continue
        first = _first(rules, rule, nullable)
        unknown = [symbol for symbol in first if symbol != TERMINAL and symbol not in choices]
        if unknown:
            waiting += set(unknown)
            continue
        waiting.pop()
        choices[rule] = sum(1 if s == TERMINAL else choices[s] for s in first)
        size = sum(len(sequence) + 1 for sequence in rules.alternatives[rule])
        steps[rule] = size + sum(steps[s] for s in first if s != TERMINAL)
        if choices[rule] > MAX_CHOICES:
            fail(
                text, rules.places[rule], f"this has more than {MAX_CHOICES:,} possible beginnings"
            )
        if steps[rule] > _MAX_STEPS:
            fail(text, rules.places[rule], "this leads through too many rules")
