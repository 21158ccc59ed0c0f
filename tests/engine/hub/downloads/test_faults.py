"""Every fault of a network: the file arrives byte-exact, or a clear error and nothing to see."""

import pytest
from helpers.fakehub import FakeHub
from helpers.loading import NAME, REPOSITORY, Loads, content, hidden, received, visible, wanted_of
from msgspec.structs import replace

from engine.hub.downloads import Patience

SIZE = 3_000_000
DATA = content(SIZE)


@pytest.fixture
def hub():
    with FakeHub() as hub:
        hub.add(REPOSITORY, {NAME: DATA})
        yield hub


@pytest.fixture
def models(tmp_path):
    return tmp_path / "models"


def fetched(models, hub, **options):
    with Loads(models, hub, **options) as loads:
        return loads.fetched(wanted_of(hub))


def test_a_file_comes_whole(hub, models):
    download = fetched(models, hub)
    assert download.state == "done"
    assert download.path == models / "someone" / "Model-GGUF" / NAME
    assert (download.done, download.total) == (SIZE, SIZE)
    assert download.path.read_bytes() == DATA
    assert visible(models) == [download.path]
    assert hidden(models) == []
    assert received(hub) == SIZE


@pytest.mark.parametrize(
    ("faults", "twice"),
    [
        ([{"kind": "drop", "at": 1_000_000}], 0),
        ([{"kind": "drop", "at": at} for at in range(5, SIZE, 97_000)], 0),
        ([{"kind": "reset", "at": 1_500_000}], 1 << 20),
        ([{"kind": "drop_every", "at": 500_000, "times": 0}], 0),
        ([{"kind": "flip", "at": 2_000_000}], SIZE),
        ([{"kind": "short", "at": 1_000_000}], 1 << 20),
        ([{"kind": "size", "at": 1_000}], 1 << 20),
        ([{"kind": "drop", "at": 700_000}, {"kind": "ignored_range"}], 700_000),
        ([{"kind": "drop", "at": 700_000}, {"kind": "other_range"}], 1 << 20),
        ([{"kind": "drop", "at": 700_000}, {"kind": "lying_range"}], SIZE),
        ([{"kind": "drop", "at": 700_000}, {"kind": "etag"}], 0),
        ([{"kind": "status", "status": 429, "retry_after": "0", "where": "hub", "times": 2}], 0),
        ([{"kind": "status", "status": 503, "where": "hub", "times": 2}], 0),
        ([{"kind": "status", "status": 503, "where": "cdn", "times": 2}], 0),
        ([{"kind": "status", "status": 403, "where": "cdn"}], 0),
        ([{"kind": "stall", "at": 1_000_000}], 0),
        ([{"kind": "page"}], 0),
        ([{"kind": "login", "where": "hub"}], 0),
        ([{"kind": "drop", "where": "hub"}], 0),
    ],
    ids=lambda value: (
        "+".join(sorted({f["kind"] for f in value})) if value and isinstance(value, list) else None
    ),
)
def test_a_fault_that_passes_costs_nothing_but_time(hub, models, faults, twice):
    hub.rate = 50e6  # what is on its way when a connection breaks is little then
    for fault in faults:
        hub.fault(**fault)
    download = fetched(models, hub)
    assert download.state == "done", download.error
    assert download.path.read_bytes() == DATA
    assert hidden(models) == []
    assert hub.faults.waiting() == () or faults[0].get("times") == 0
    assert received(hub) <= SIZE + twice + 1_000  # a page has some bytes, too


@pytest.mark.parametrize(
    ("fault", "kind", "what"),
    [
        ({"kind": "flip", "at": 2_000_000}, "download", "digest"),
        ({"kind": "short", "at": 1_000_000}, "download", "size"),
        ({"kind": "size", "at": 1_000}, "download", "size"),
        ({"kind": "stall", "at": 0}, "download", "stalled"),
        ({"kind": "page"}, "download", "page"),
        ({"kind": "page", "where": "hub"}, "download", "page"),
        ({"kind": "login", "where": "hub"}, "download", "page"),
        ({"kind": "status", "status": 429, "where": "hub"}, "hub", "busy"),
        ({"kind": "status", "status": 429, "retry_after": "4000"}, "hub", "busy"),
        ({"kind": "status", "status": 503, "where": "hub"}, "hub", "busy"),
        ({"kind": "status", "status": 503, "where": "cdn"}, "hub", "busy"),
        ({"kind": "status", "status": 404, "where": "cdn"}, "hub", "busy"),
        ({"kind": "status", "status": 401, "where": "hub"}, "hub", "token"),
        ({"kind": "status", "status": 403, "where": "hub"}, "hub", "token"),
        ({"kind": "status", "status": 404, "where": "hub"}, "hub", "missing"),
        ({"kind": "status", "status": 418, "where": "hub"}, "network", None),
        ({"kind": "drop", "where": "hub"}, "network", None),
        ({"kind": "drop", "at": 0}, "network", None),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else None,
)
def test_a_fault_that_stays_is_told_and_shows_no_model(hub, models, fault, kind, what):
    hub.fault(**fault, times=0)
    download = fetched(models, hub)
    assert download.state == "failed"
    assert download.error.kind == kind
    assert download.error.values.get("fault") == what
    assert download.error.message
    assert download.error.advice
    assert visible(models) == []


def test_a_file_that_was_replaced_on_the_hub_is_not_taken(hub, models):
    wanted = wanted_of(hub)
    other = content(SIZE, seed=6)
    repository = hub.add(REPOSITORY, {NAME: other})
    with Loads(models, hub) as loads:
        moved = loads.fetched(wanted)
        assert moved.error.values["fault"] == "missing"  # that commit is gone
        changed = loads.fetched(
            type(wanted)(
                wanted.id,
                wanted.repository,
                repository.revision,
                wanted.endpoint,
                wanted.files,
                "",
            )
        )
    assert changed.error.values["fault"] == "changed"
    assert visible(models) == []
    assert received(hub) == 0


def test_a_digest_that_is_wrong_twice_keeps_nothing_of_it(hub, models):
    hub.fault("flip", at=5, times=2)
    with Loads(models, hub) as loads:
        wanted = wanted_of(hub)
        failed = loads.fetched(wanted)
        assert failed.error.values["fault"] == "digest"
        assert failed.done == 0
        loads.downloads.resume(wanted.id)
        assert loads.until(wanted.id, "done").path.read_bytes() == DATA


def test_gated_repositories_say_where_to_accept(models):
    with FakeHub(members=["secret-1"]) as hub:
        hub.add(REPOSITORY, {NAME: DATA}, gated="manual")
        failed = fetched(models, hub)
    assert failed.error.values["fault"] == "gated"
    assert failed.error.values["link"] == f"{hub.endpoint}/{REPOSITORY}"


def test_what_does_not_pass_is_told_at_once(models, monkeypatch):
    """A network that wants a sign-in sends on to an unencrypted page of its own."""
    monkeypatch.setenv("HTTPS_PROXY", "http://me:geheim#word@127.0.0.1:9")
    for name in ("https_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    patience = Patience(tries=1000, first_wait=0.01, longest_wait=0.05)
    with FakeHub() as hub:
        hub.add(REPOSITORY, {NAME: DATA})
        wanted = replace(wanted_of(hub), endpoint="https://hub.invalid")
        with Loads(models, hub, patience=patience) as loads:
            download = loads.fetched(wanted)
    assert download.error.kind == "network"
    assert "geheim" not in download.error.message
