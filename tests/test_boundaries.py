"""The shape of the code base: who may know whom, how large files are, and names that bite."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = [*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "engine").rglob("*.py"))]
TOOLS = sorted((ROOT / "packaging").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

HEAVY = ["PySide6", "shiboken6", "torch", "llama_cpp", "huggingface_hub", "app"]

# Who may write a file elsewhere than in engine/files.py, which writes whole or not at all, and why.
WRITERS = {
    "engine/archive/writing.py": "parts of a zip file, which `writing` makes",
    "engine/hub/copying.py": "models of gigabytes go piece by piece, and are renamed when whole",
    "engine/workshop.py": "opens what others wrote, to have it reach the disk",
    "engine/worker/process.py": "a value of the kernel under /proc",
}

MAX_LINES = 400


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


def loaded_by(statement: str) -> set[str]:
    """The top-level packages a clean interpreter holds after a statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_importing_the_engine_loads_nothing_heavy():
    loaded = loaded_by("import engine")
    assert "engine" in loaded
    assert not loaded.intersection(HEAVY)


def test_the_entry_loads_no_qt_before_it_must():
    if not (ROOT / "app" / "__main__.py").exists():
        pytest.skip("the entry is not there yet")
    loaded = loaded_by("import app.__main__")
    assert "app" in loaded
    assert not loaded.intersection(HEAVY) - {"app"}


def test_packaging_is_no_package():
    # With an __init__.py it would shadow the library of that name, which pip and pytest import.
    assert TOOLS
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not list((ROOT / "tests").rglob("__init__.py"))


@each(PRODUCT + TOOLS + TESTS)
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@each(PRODUCT + TOOLS)
def test_every_module_says_what_it_is_for(path):
    module = tree(path)
    assert not module.body or ast.get_docstring(module)


def untranslatable(module: ast.Module) -> list[int]:
    """Lines with tr(f"..."): pyside6-lupdate drops them without a word."""
    return [
        call.lineno
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute | ast.Name)
        and (call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id) == "tr"
        and any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]


@each([path for path in PRODUCT if path.is_relative_to(ROOT / "app")])
def test_texts_can_be_translated(path):
    assert untranslatable(tree(path)) == []


def qt_class(base: ast.expr) -> type | None:
    """The class of Qt that a base class is, written QWidget or QtWidgets.QWidget."""
    wanted = base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
    for module in (QtCore, QtGui, QtWidgets):
        if isinstance(found := getattr(module, wanted, None), type):
            return found
    return None


def qt_bases(modules: list[ast.Module]) -> dict[str, type]:
    """Our classes with the Qt class each descends from, also through other classes of ours."""
    classes = [node for module in modules for node in ast.walk(module)]
    classes = [node for node in classes if isinstance(node, ast.ClassDef)]
    known: dict[str, type] = {}
    for _ in classes:  # at most as many rounds as there are generations
        before = len(known)
        for node in classes:
            for base in node.bases:
                found = qt_class(base) or known.get(getattr(base, "id", ""))
                if found is not None and issubclass(found, QtCore.QObject):
                    known[node.name] = found
        if len(known) == before:
            break
    return known


def own_attributes(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Names that a class assigns: in its body, and on `self` in its methods."""
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from ((t.id, t.lineno) for t in targets if isinstance(t, ast.Name))
    for part in ast.walk(node):
        if (
            isinstance(part, ast.Attribute)
            and isinstance(part.ctx, ast.Store)
            and isinstance(part.value, ast.Name)
            and part.value.id == "self"
        ):
            yield part.attr, part.lineno


def shadowing(module: ast.Module, bases: dict[str, type]) -> list[str]:
    """Attributes that hide something of Qt: `self.actions = []` breaks QWidget.actions()."""
    return [
        f"line {line}: {node.name}.{attribute} hides {bases[node.name].__name__}.{attribute}"
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and node.name in bases
        for attribute, line in own_attributes(node)
        if hasattr(bases[node.name], attribute)
    ]


def test_no_attribute_hides_a_method_of_qt():
    modules = {path: tree(path) for path in PRODUCT if path.is_relative_to(ROOT / "app")}
    bases = qt_bases(list(modules.values()))
    found = [
        f"{name(path)}, {fault}"
        for path, module in modules.items()
        for fault in shadowing(module, bases)
    ]
    assert found == []


def writes(module: ast.Module) -> list[int]:
    """Lines that write a file in a go, or open one so that its old content goes. Logs may grow."""
    found = []
    for call in ast.walk(module):
        if not isinstance(call, ast.Call):
            continue
        called = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if called in ("write_text", "write_bytes"):
            found.append(call.lineno)
        if called == "open":
            words = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
            modes = [word.value for word in words if isinstance(word, ast.Constant)]
            if any(isinstance(mode, str) and is_writing(mode) for mode in modes):
                found.append(call.lineno)
    return found


def is_writing(mode: str) -> bool:
    return len(mode) <= 3 and set(mode) <= set("rwaxbt+") and bool(set(mode) & set("wx+"))


@each([path for path in PRODUCT if name(path) != "engine/files.py"])
def test_user_data_is_written_whole_or_not_at_all(path):
    if name(path) not in WRITERS:
        assert writes(tree(path)) == []


def test_reasons_for_writing_elsewhere_are_of_files_that_do():
    assert all(writes(tree(path)) for path in PRODUCT if name(path) in WRITERS)


def test_the_rules_see_what_they_forbid():
    planted = ast.parse(
        "class Base(QtWidgets.QWidget):\n"
        "    changed = Signal()\n"
        "class Panel(Base):\n"
        "    def __init__(self):\n"
        "        self.actions = []\n"
        "        self.fine = self.tr(f'{1} chats')\n"
        "        path.open('wb'), path.open(), open(path, mode='r+'), path.write_text('')\n"
        "        path.open('a')\n"
    )
    bases = qt_bases([planted])
    assert bases == {"Base": QtWidgets.QWidget, "Panel": QtWidgets.QWidget}
    assert shadowing(planted, bases) == ["line 5: Panel.actions hides QWidget.actions"]
    assert untranslatable(planted) == [6]
    assert writes(planted) == [7, 7, 7]
