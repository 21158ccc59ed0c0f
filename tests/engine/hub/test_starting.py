"""The models to start with, as they are shipped."""

from engine.hub.openness import Openness
from engine.hub.records import RepoSummary
from engine.hub.starting import load_starting_models

MODELS = load_starting_models()


def test_each_once_and_every_size():
    assert len({model.repository for model in MODELS}) == len(MODELS)
    assert len({model.original for model in MODELS}) == len(MODELS)
    sizes = list(dict.fromkeys(model.size for model in MODELS))
    assert sizes == ["tiny", "small", "medium", "large", "huge"]


def test_each_is_of_a_known_family_and_may_be_used_by_companies():
    openness = Openness()
    for model in MODELS:
        summary = RepoSummary(id=model.repository, base_models=(model.original,))
        card = openness.card(summary)
        assert card.family, model.repository
        assert not card.derived, model.repository
        assert card.company == "yes", model.repository
        assert card.open in ("truly open", "open weights"), model.repository


def test_every_size_up_to_medium_has_a_truly_open_one():
    openness = Openness()
    open_sizes = {
        model.size
        for model in MODELS
        if openness.brief(RepoSummary(id=model.repository, base_models=(model.original,)))
        == "truly open"
    }
    assert open_sizes >= {"tiny", "small", "medium"}
