"""Where the user's data lives: one folder, the home. Does not know what the files contain."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds everything of one user. `PUNA_HOME` or `--home` replaces the default.

    Making a `Home` touches no disk; whoever writes makes the folder first.
    """

    root: Path

    @classmethod
    def default(cls) -> Home:
        """The home named by PUNA_HOME, else the data folder of the platform."""
        named = os.environ.get("PUNA_HOME")
        return cls(Path(named) if named else platformdirs.user_data_path("puna", appauthor=False))

    @property
    def database(self) -> Path:
        return self.root / "puna.db"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def offload(self) -> Path:
        """What graphics cards did not take."""
        return self.root / "offload.json"

    @property
    def tuning(self) -> Path:
        """How each model runs fastest on this computer."""
        return self.root / "tuning.json"

    @property
    def model_defaults(self) -> Path:
        """How new chats with each model begin."""
        return self.root / "models.json"

    @property
    def headings(self) -> Path:
        """What was read of model files. Derived from them: may be removed at any time."""
        return self.root / "headings.json"

    @property
    def speed(self) -> Path:
        """How fast this computer is, and how fast models ran on it."""
        return self.root / "speed.json"

    @property
    def models(self) -> Path:
        """Models are plain files: models/<owner>/<repo>/<file>.gguf."""
        return self.root / "models"

    @property
    def adapters(self) -> Path:
        """Adapters are plain files, too: adapters/<name>.gguf."""
        return self.root / "adapters"

    @property
    def training(self) -> Path:
        """Runs (training/runs/<id>/), examples that were collected, results of judging."""
        return self.root / "training"

    @property
    def documents(self) -> Path:
        """The index of documents, a database of its own so that no chat ever waits for it, and what
        is drawn of their pages."""
        return self.root / "documents"

    @property
    def backups(self) -> Path:
        """Copies of the database: made by time, and before an upgrade."""
        return self.root / "backups"

    @property
    def states(self) -> Path:
        """What models have read of chats. Derived from them: may be removed at any time."""
        return self.root / "states"

    @property
    def lock(self) -> Path:
        """Held by the one window that a home may have."""
        return self.root / "puna.lock"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def owns(self, path: Path) -> bool:
        """Whether Puna itself keeps a file there, which nothing that is exported may replace."""
        place = path.parent.resolve() / path.name
        root = self.root.resolve()
        if place.parent == root:
            found = self.tuning, self.speed, self.offload, self.headings
            kept = self.database, self.settings, self.model_defaults, self.lock, *found
            return place.name.startswith(tuple(path.name for path in kept))
        folders = (
            *(self.backups, self.models, self.adapters, self.training, self.documents),
            *(self.states, self.logs),
        )
        return any(root / folder.name in place.parents for folder in folders)


def resources() -> Path:
    """The folder of data shipped with Puna: beside the packages, in a checkout as in a wheel."""
    return Path(__file__).resolve().parent.parent / "resources"
