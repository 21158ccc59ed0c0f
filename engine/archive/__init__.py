"""All of a home in one file, `.puna`, to be kept or opened on another computer.

A zip file: `manifest.json` first, then a copy of the database, the settings, adapters, and models
where they were asked for. Names inside of it are Puna's own and never become paths.

`writing` makes one; `manifest` says what is in it; `staging` unpacks and checks one, `chats` and
`places` put its parts into a home that may have some of them already, `reading` in that order.
"""

from engine.archive.manifest import Manifest, Member
from engine.archive.reading import Summary, read_archive
from engine.archive.staging import read_manifest
from engine.archive.writing import Written, write_archive

__all__ = [
    "Manifest",
    "Member",
    "Summary",
    "Written",
    "read_archive",
    "read_manifest",
    "write_archive",
]
