"""The hub as Puna asks it: search, repositories, where models come from, headers of files.

Each call may take seconds: not for a GUI thread. Nothing is asked unless a method is called, and
the gate is asked before each connection. Bytes of whole files are the business of the downloader.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.errors import HubError, InvalidInput, ModelFileError, NetworkError
from engine.gguf.model import Gguf
from engine.gguf.sparse import read_header
from engine.hub.gate import Gate
from engine.hub.http import HUGGING_FACE, checked_endpoint, default_endpoint, file_url, host_of
from engine.hub.records import RemoteFile, Repository, RepoSummary, Variant
from engine.hub.summaries import files_of, is_repository_id, is_revision, summary_of
from engine.hub.tokens import Tokens
from engine.hub.variants import by_quantisation
from engine.validate import clean_text

if TYPE_CHECKING:
    from huggingface_hub import HfApi

    from engine.hub.session import Visit

_GENERATIONS: Final = 4
_MOST_LINKS: Final = 8
"""Looked at of one repository: each may lead nowhere, after a call."""
_MOST_SHARDS: Final = 100
_MOST_RESULTS: Final = 100
_PROPERTIES: Final = (
    *("cardData", "downloads", "gated", "lastModified", "likes", "pipeline_tag", "tags"),
)


class HubClient:
    """Thread-safe. `endpoint` empty: HF_ENDPOINT, or huggingface.co.

    All methods but `url` raise `Offline` where the gate is shut, `NetworkError` where the hub
    cannot be reached, and `HubError` where it refuses.
    """

    def __init__(self, gate: Gate, tokens: Tokens, endpoint: str = "") -> None:
        """Raises `InvalidInput` for an address that is none, or not a safe one."""
        self._gate = gate
        self._tokens = tokens
        self.set_endpoint(endpoint)

    @property
    def endpoint(self) -> str:
        return self._endpoint

    def set_endpoint(self, endpoint: str) -> None:
        """Ask another hub from now on; empty for the usual one. No token goes there but one that
        was given for it. Raises `InvalidInput`."""
        self._endpoint = checked_endpoint(endpoint) if endpoint else default_endpoint()
        self._tokens.set_endpoint(self._endpoint)

    def search(self, text: str, *, limit: int = 30) -> Sequence[RepoSummary]:
        """Repositories with GGUF files that have the words in their names, most downloaded first.
        Without words, the most downloaded of all."""
        limit = min(max(limit, 1), _MOST_RESULTS)
        with self._asking("", self._endpoint, "search") as api:
            found = api.list_models(
                filter="gguf",
                search=self._name_in(text) or None,
                sort="downloads",
                limit=limit,
                expand=list(_PROPERTIES),
            )
            return tuple(summary_of(info) for info in found)

    def repository(self, repo_id: str, revision: str = "main") -> Repository:
        """A repository with its files; an address of its page is taken for its name.

        Raises `InvalidInput` for what cannot be the name of one.
        """
        name = self._name_in(repo_id)
        if not is_repository_id(name):
            raise InvalidInput("repository", "it is no name of one", "Write it as owner/name.")
        endpoint = self._endpoint
        with self._asking(name, endpoint, "repository") as api:
            info = api.model_info(name, revision=revision, files_metadata=True)
            summary = summary_of(info)
            variants = by_quantisation(files_of(info))
        if not is_revision(info.sha or "") or not is_repository_id(summary.id):
            raise _no_hub(endpoint)
        return Repository(summary, info.sha or "", variants, endpoint)

    def lineage(self, summary: RepoSummary) -> Sequence[RepoSummary]:
        """The models it was made from, nearest first, up to the original; at most four. All that a
        merge was made from count. A link that leads nowhere, or in a circle, ends there."""
        found: list[RepoSummary] = []
        seen = {summary.id}
        waiting = deque(summary.base_models[:_MOST_LINKS])
        while waiting and len(found) < _GENERATIONS:
            name = waiting.popleft()
            if name in seen:
                continue
            seen.add(name)
            try:
                with self._asking(name, self._endpoint, "lineage") as api:
                    base = summary_of(api.model_info(name, expand=list(_PROPERTIES)))
            except HubError as error:
                if error.values["fault"] == "busy":
                    raise
                continue
            if base.id in seen and base.id != name:  # it has another name now
                continue
            seen.add(base.id)
            found.append(base)
            waiting.extend(base.base_models[:_MOST_LINKS])
        return tuple(found)

    def url(self, repository: Repository, file: RemoteFile) -> str:
        """Where the hub gives this file at the revision of the repository."""
        return file_url(repository.endpoint, repository.id, repository.revision, file.path)

    def header(self, repository: Repository, variant: Variant) -> Gguf:
        """The header of a model that is not downloaded, with the tensors of all its parts, for at
        most a few MB of traffic. Its vocabulary is counted and not read: see `engine.gguf.sparse`.

        Raises `ModelFileError` for what is no sound GGUF file, and `DownloadError` where the server
        does not send the parts that it was asked for.
        """
        if len(variant.files) > _MOST_SHARDS:
            raise ModelFileError(variant.name, "file", "it is split into too many parts")
        first, *others = (self._header(repository, file) for file in variant.files)
        return replace(first, shards=tuple(others))

    def _header(self, repository: Repository, file: RemoteFile) -> Gguf:
        from engine.hub.remote import RemoteFileBytes  # loads huggingface_hub

        name = f"{repository.id}/{file.path}"
        visit = self._visit(repository.id, repository.endpoint, "header", name)
        remote = RemoteFileBytes(self.url(repository, file), file.size, visit)
        return read_header(remote.fetch, Path(file.path.rpartition("/")[2]), file.size)

    def _visit(self, repo_id: str, endpoint: str, purpose: str, name: str) -> Visit:
        from engine.hub.session import Visit

        return Visit(self._gate, self._tokens, endpoint, repo_id, name, purpose)

    @contextmanager
    def _asking(self, repo_id: str, endpoint: str, purpose: str) -> Iterator[HfApi]:
        """The hub's API for one question. What is no answer of a hub becomes `NetworkError`."""
        self._gate.check()
        from huggingface_hub import HfApi

        from engine.hub.session import visiting  # loads huggingface_hub

        with visiting(self._visit(repo_id, endpoint, purpose, repo_id or "the search")):
            try:
                yield HfApi(endpoint, token=False)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                raise _no_hub(endpoint) from error

    def _name_in(self, text: str) -> str:
        """The repository whose page an address is, or the text as it is."""
        text = clean_text(text).strip()
        for hub in (self._endpoint, HUGGING_FACE):
            if text.startswith(f"{hub}/"):
                parts = text.removeprefix(f"{hub}/").partition("?")[0].split("/")
                return "/".join(parts[:2])
        return text


def _no_hub(endpoint: str) -> NetworkError:
    advice = "Check the hub's address in the settings."
    return NetworkError(host_of(endpoint), "what answers there is no hub of models", advice)
