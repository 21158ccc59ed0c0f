"""Tiny packages in a folder, so that tests run the real pip without a network."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

# A build backend without dependencies; the lines it prints and what it does come from the test.
BACKEND = """
import os, sys, time, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    {work}
    name = "llama_cpp_python-{version}-py3-none-any.whl"
    info = "llama_cpp_python-{version}.dist-info"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("llama_cpp/__init__.py", {module})
        wheel.writestr(info + "/METADATA",
            "Metadata-Version: 2.1\\nName: llama-cpp-python\\nVersion: {version}\\n")
        wheel.writestr(info + "/WHEEL",
            "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "/RECORD", "")
    return name
"""

SAYS_FLAGS = "'made_with = ' + repr(os.environ['CMAKE_ARGS'])"

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "llama-cpp-python"
version = "{version}"
"""


def write_wheel(folder: Path, name: str, version: str, code: str = "") -> Path:
    """A wheel of one module of the same name."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}/__init__.py", code)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return wheel


def write_llama_source(
    folder: Path, version: str, work: str = "pass", module: str = SAYS_FLAGS
) -> Path:
    """A source package of llama-cpp-python that runs `work` instead of a compiler.

    `module` is an expression for the source of the module that comes out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"llama_cpp_python-{version}.tar.gz"
    work = work.replace("\n", "\n    ")
    files = {
        "pyproject.toml": PROJECT.format(version=version),
        "backend.py": BACKEND.format(version=version, work=work, module=module),
        "PKG-INFO": f"Metadata-Version: 2.1\nName: llama-cpp-python\nVersion: {version}\n",
    }
    with tarfile.open(source, "w:gz") as archive:
        for name, text in files.items():
            item = tarfile.TarInfo(f"llama_cpp_python-{version}/{name}")
            item.size = len(text.encode())
            archive.addfile(item, io.BytesIO(text.encode()))
    return source
