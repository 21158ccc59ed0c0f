"""Grammars are checked in Python: llama.cpp crashes on many that are wrong."""

import time

import pytest

from engine.errors import GrammarError
from engine.grammar import MAX_BYTES, MAX_RULES, check_grammar

DEEP = "\n".join(f'a{i} ::= a{i + 1} | a{i + 1} "x"' for i in range(60))

WRONG = {
    # those of the notes on what llama.cpp does with them: most crashed it
    "syntax": ('root ::= "a', "closing"),
    "undefined rule": ("root ::= foo", "no rule called “foo”"),
    "no root": ('x ::= "a"', "no rule called “root”"),
    "left recursion": ('root ::= root "a" | "b"', "begins with itself"),
    "many repetitions": ('root ::= "a"{1000000}', "repetitions"),
    "parentheses": ("root ::= " + "(" * 60_000, "nested more than"),
    "empty loop": ('root ::= (""*)*', "nothing here to repeat"),
    "backward range": (r"root ::= [\U0010FFFF-\x00]+", "is reversed"),
    "50,000 alternatives": ("root ::= " + " | ".join(['"a"'] * 50_000), "KB"),
    # and others
    "nothing": ("", "no rule called “root”"),
    "only a comment": ("# root", "no rule called “root”"),
    "many alternatives": ("root ::= " + "|".join(f'"{i}"' for i in range(7000)), "beginnings"),
    "hidden left recursion": ('root ::= a root "x" | "y"\na ::= b\nb ::= "z" |', "itself"),
    "mutual recursion": ('root ::= a\na ::= "x"? b\nb ::= a "y"', "begins with itself"),
    "nullable loop": ('root ::= ("a"?)*', "without end"),
    "nullable loop by name": ('root ::= (a b)+\na ::= "a"*\nb ::= a a', "without end"),
    "forking rules": (f'root ::= a0\n{DEEP}\na60 ::= "z"', "more than 2,000 possible beginnings"),
    "repeated repetitions": ('root ::= (("a"{1,40}){1,40}){1,40}', "repetitions"),
    "a large item repeated": (f'root ::= "{"x" * 900}"{{1900}}', "too large"),
    "a long number": (f'root ::= "a"{{{"9" * 5000}}}', "repetitions"),
    "rules": ("root ::= r1\n" + "\n".join(f'r{i} ::= "x"' for i in range(2_100)), "rules"),
    "repetition backwards": ('root ::= "a"{3,2}', "ends before"),
    "no repetition": ('root ::= "a"{,2}', "number"),
    "nothing to repeat": ("root ::= *", "nothing here to repeat"),
    "open brace": ('root ::= "a"{2', "} is expected"),
    "open parenthesis": ('root ::= ("a"', "not closed"),
    "closed parenthesis": ('root ::= "a")', "not expected"),
    "open class": ("root ::= [a-", "closing ]"),
    "empty class": ("root ::= []", "no characters"),
    "empty negated class": ("root ::= [^]", "no characters"),
    "escape": (r'root ::= "\q"', "escape"),
    "short escape": (r'root ::= "\u00e"', "escape"),
    "no such character": (r'root ::= "\UFFFFFFFF"', "no such character"),
    "NUL": ('root ::= "a\0"', "NUL"),
    "half a character": ('root ::= "\ud800"', "incomplete"),
    "equals": ('root = "a"', "::="),
    "underscore": ('root ::= my_rule\nmy_rule ::= "a"', "not expected"),
    "twice": ('root ::= "a"\nroot ::= "b"', "defined twice"),
    "bar on the next line": ('root ::= "a"\n  | "b"', "end the line before"),
    "bar at the end of a line": ('root ::= "a" |\nother ::= "b"', "not expected"),
    "token": ("root ::= <think> .*", "tokens"),
    "token by number": ("root ::= !<[12]>", "tokens"),
}


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_grammar_is_told_soon(text, reason):
    began = time.process_time()
    with pytest.raises(GrammarError) as told:
        check_grammar(text)
    assert reason in told.value.values["reason"]
    assert told.value.advice
    assert time.process_time() - began < 5  # no more than a guard against an endless loop


@pytest.mark.parametrize(
    "text",
    [
        'root ::= "a"',
        '\n# a comment\nroot ::= "a" # another\n\n',
        "root ::= [a-z-]+ [-a] [^\\]\\[] [\\x00-\\x1F]",
        'root ::= item{2,5} (\n  "x"\n  | # a comment\n  "y" )?\nitem ::= [^"\\\\] | "\\u00e9"',
        'root ::= "a" root | "b"',
        'root ::= a-1\na-1 ::= "é" |\n  "b" |\n  .',
        'root ::= "" | "a"{0} "b"{0,0} "c"{3} "d"{2,} "e" {1 , 2}',
        'root ::= ("a" | )',
        'root ::= "line\nbreak"',
        'root ::= "a"?*'.replace("?*", "?"),
        "root ::= " + "(" * 50 + '"a"' + ")" * 50,
        'root ::= x{0,1998}\nx ::= "a"',
        f'root ::= "{"x" * 60_000}"',
        "root ::= " + " | ".join(f'"{i}"' for i in range(1_000)),
        'root ::= "a"\r\nb ::= "c"\r\n',
        'root ::= "a" |',
    ],
)
def test_a_right_grammar_passes(text):
    check_grammar(text)


def test_the_place_is_told():
    with pytest.raises(GrammarError) as told:
        check_grammar('root ::= item+\nitem ::= "a" | oops\n')
    assert (told.value.values["line"], told.value.values["column"]) == (2, 16)
    assert "line 2, column 16: there is no rule called “oops”" in told.value.message


def test_limits_are_those_that_are_told():
    text = 'root ::= "a"\n'
    check_grammar(text + "#" * (MAX_BYTES - len(text)))
    with pytest.raises(GrammarError, match="64 KB"):
        check_grammar(text + "#" * (MAX_BYTES - len(text) + 1))
    rules = "root ::= r1\n" + "\n".join(f'r{i} ::= "x"' for i in range(1, MAX_RULES))
    check_grammar(rules)
    with pytest.raises(GrammarError, match="2,000 rules"):
        check_grammar(rules + '\nmore ::= "x"')
