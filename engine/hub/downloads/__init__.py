"""Our own downloader: what came stays, what is wrong is never shown, and all of it can be stopped.

Downloads   the queue, asked by the window and the command line
Job         one download: lock, journal, room on the disk, files, digests, publishing
Transfer    the bytes of one file, over as many attempts as it takes
Part        the file that is arriving, with its SHA-256 following
"""

from engine.hub.downloads.queue import Downloads
from engine.hub.downloads.records import Download, Patience, State, Wanted, wanted_of

__all__ = ["Download", "Downloads", "Patience", "State", "Wanted", "wanted_of"]
