"""`puna doctor`: what Puna runs on, and what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from engine import hardware
from engine.cli.report import AsJson, emit, home_of, size, table
from engine.devices import Device
from engine.files import shown
from engine.hub.library import Library


def doctor(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Say what Puna runs on: Python, processor, memory, home, llama.cpp, models, Qt."""
    home = home_of(context)
    library = Library(home)
    build = hardware.llama_build()
    free, writable = _disk(home.root)
    states = {alias: _model_state(library, alias) for alias in library.catalogue}
    if as_json:
        emit(
            "doctor",
            puna=_version("puna"),
            python=platform.python_version(),
            system=platform.platform(),
            processor=hardware.processor_name(),
            physical_cores=hardware.physical_cores(),
            logical_cores=hardware.logical_cores(),
            total_memory=hardware.total_memory(),
            available_memory=hardware.available_memory(),
            home=home.root,
            free_disk=free,
            writable=writable,
            llama=build,
            models=states,
            qt=_version("PySide6-Essentials"),
        )
        return
    rows = [
        ("Puna", _version("puna") or "not installed as a package"),
        ("Python", f"{platform.python_version()} on {platform.platform()}"),
        ("Processor", hardware.processor_name()),
        ("Cores", f"{hardware.physical_cores()} to compute on, {hardware.logical_cores()} threads"),
        ("Memory", f"{size(hardware.available_memory())} free of {size(hardware.total_memory())}"),
        ("Home", f"{shown(home.root)} ({size(free)} free{'' if writable else ', NOT WRITABLE'})"),
    ]
    if build is None:
        rows.append(("llama.cpp", "does not answer: is llama-cpp-python installed?"))
    else:
        card = "can use a graphics card" if build.gpu_offload else "processor only"
        rows.append(("llama.cpp", f"ggml {build.ggml}, Python package {build.version}, {card}"))
        rows.append(("", build.features))
        if build.openmp:
            rows.append(("", "built with OpenMP: slow while other programs are busy"))
        rows += [("Device", _device(device)) for device in build.devices]
    rows += states.items()
    rows.append(("Qt", f"PySide6 {_version('PySide6-Essentials') or 'is not installed'}"))
    table(rows)


def _device(device: Device) -> str:
    """One device in words."""
    kind = {"gpu": "graphics card", "igpu": "integrated graphics"}.get(device.kind, "")
    memory = ""
    if device.kind in ("gpu", "igpu") and device.memory_total:
        memory = f"{size(device.memory_free)} free of {size(device.memory_total)}"
    about = ", ".join(part for part in (device.backend, kind, memory) if part)
    return f"{device.name}: {device.description} ({about})"


def _model_state(library: Library, alias: str) -> str:
    entry = library.catalogue[alias]
    if library.is_ready(alias):
        return f"{entry.title}, ready"
    if entry.installed:
        return f"{entry.title}, unpacked at first use"
    return f"{entry.title}, not installed: {entry.install}"


def _disk(folder: Path) -> tuple[int, bool]:
    """Free bytes on the disk of a folder that may not exist yet, and whether it can be written."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    try:
        free = shutil.disk_usage(there).free
        if not there.is_dir():
            return free, False
        if there == folder.absolute():
            with tempfile.TemporaryFile(dir=there):  # only trying tells, on some systems
                return free, True
        return free, os.access(there, os.W_OK)
    except OSError:
        return 0, False


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
