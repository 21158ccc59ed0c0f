"""The sentences of a refusal as they stand in the code of the engine."""

import ast
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[2] / "engine"


def spoken(node: ast.expr) -> list[str]:
    """The sentences that an expression may be, a 7 for what is put in."""
    match node:
        case ast.Constant(value=str(text)) if " " in text:
            return [text]
        case ast.JoinedStr(values=parts):
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
            return [text] if " " in text else []
        case ast.IfExp(body=body, orelse=other):
            return [*spoken(body), *spoken(other)]
        case ast.BoolOp(values=values):
            return [text for value in values for text in spoken(value)]
    return []


def sentences(files: list[str], calls: set[str]) -> list[str]:
    """What these calls in files of the engine are given, or a variable called `reason` is."""
    found: set[str] = set()
    for name in files:
        for node in ast.walk(ast.parse((ENGINE / name).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=given):
                    if called in calls:
                        found.update(text for argument in given for text in spoken(argument))
                case ast.Assign(targets=[ast.Name(id="reason")], value=value):
                    found.update(spoken(value))
    return sorted(found)
