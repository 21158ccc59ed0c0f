"""The models that come with Puna as Python packages, by alias: `resources/models.toml`.

Finds a package without importing it, for the one of `starter` imports what is not installed here.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path

import msgspec

from engine.errors import ModelFileError, ModelNotFound
from engine.files import shown
from engine.paths import resources


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model of the catalogue.

    `file` is its name inside the package, used in place; or, where `sha256` is given, the library
    id under which the parts in the package are put together. `size` in bytes.
    """

    title: str
    license: str
    package: str
    install: str
    module: str
    file: str
    size: int = 0
    sha256: str = ""
    sampling: Mapping[str, int | float] = {}

    @property
    def in_place(self) -> bool:
        return not self.sha256

    @property
    def installed(self) -> bool:
        """Whether the package is there."""
        return self.folder() is not None

    def folder(self) -> Path | None:
        """Where the package is, found without importing it; None if it is not installed."""
        try:
            spec = importlib.util.find_spec(self.module)
        except (ImportError, ValueError):
            return None
        if spec is None or not spec.submodule_search_locations:
            return None
        return Path(spec.submodule_search_locations[0])

    def missing(self, alias: str) -> ModelNotFound:
        """The error that says how to get the package."""
        error = ModelNotFound(alias, f"its package {self.package} is not installed")
        error.advice = f"Install it with `{self.install}`, or choose another model."
        return error

    def assemble(self, alias: str, target: Path) -> None:
        """Put the parts in the package together as `target`, a new file, and check its SHA-256.

        Raises `ModelNotFound` where a part is missing, `ModelFileError` where one is damaged, and
        OSError where the disk refuses.
        """
        try:
            package = importlib.import_module(self.module)
            if self.sha256 != package.EXPECTED_SHA256:
                raise ModelFileError(alias, "SHA-256", f"{self.package} holds another model")
            package.assemble(target)
        except (ImportError, FileNotFoundError) as error:
            raise self.missing(alias) from error
        except ValueError as error:
            reason = "the parts in the package are damaged; install it again"
            raise ModelFileError(shown(target), "SHA-256", reason) from error


def load_catalogue(path: Path | None = None) -> dict[str, Entry]:
    """All entries by alias, in the order of the file; by default the one shipped with Puna."""
    data = (path or resources() / "models.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, Entry])
