"""A real importer process, shared by the tests of a file, and a real index where one is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.cited import write_pdf

from app.bridge import Bridge
from app.reader.reading import Reading
from engine.documents.importer.client import Importer


@pytest.fixture(scope="module")
def importer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Importer]:
    importer = Importer(tmp_path_factory.mktemp("pictures"), in_background=False)
    yield importer
    importer.close()


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "Handbook.pdf")


class Lent:
    """The importer of the tests of a file, which a `Reading` may close and does not end."""

    def __init__(self, importer: Importer) -> None:
        self.page, self.picture, self.locate = importer.page, importer.picture, importer.locate

    def close(self) -> None:
        """It is closed when the last test is done."""


@pytest.fixture
def reading(importer: Importer, bridge: Bridge) -> Iterator[Reading]:
    reading = Reading(Lent(importer), bridge)
    yield reading
    reading.close()
