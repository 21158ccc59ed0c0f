"""Two deaths in a row by a model's own fault put it in quarantine; a change lets it out."""

import pytest

from engine import crash
from engine.errors import EngineCrash, ModelRejected
from engine.messages import AdapterUse, ModelSpec
from engine.quarantine import Quarantine


def death(code=-6):
    return crash.explain(code, "", "", file_changed=False)


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF")
    return ModelSpec(str(path))


def test_the_third_time_is_refused(model):
    quarantine = Quarantine()
    for _ in range(2):
        quarantine.check(model)
        quarantine.died(model, death())
    with pytest.raises(EngineCrash) as caught:
        quarantine.check(model)
    assert caught.value.values["cause"] == "quarantined"


def test_a_reply_in_between_forgives(model):
    quarantine = Quarantine()
    quarantine.died(model, death())
    quarantine.survived(model)
    quarantine.died(model, death())
    quarantine.check(model)


def test_other_settings_and_a_repaired_file_are_tried(model, tmp_path):
    quarantine = Quarantine()
    for _ in range(3):
        quarantine.died(model, crash.silent(15))
    quarantine.check(ModelSpec(model.path, n_ctx=512))
    (tmp_path / "m.gguf").write_bytes(b"GGUF repaired")
    quarantine.check(model)


def test_a_model_is_not_blamed_for_its_adapters(model, tmp_path):
    quarantine = Quarantine()
    path = tmp_path / "a.gguf"
    path.write_bytes(b"GGUF")
    adapters = (AdapterUse(str(path)),)
    for _ in range(2):
        quarantine.died(model, death(), adapters)
    with pytest.raises(EngineCrash):
        quarantine.check(model, adapters)
    quarantine.check(model)
    quarantine.check(model, (AdapterUse(str(path), 0.5),))
    path.write_bytes(b"GGUF repaired")
    quarantine.check(model, adapters)


def test_what_is_not_the_model_s_fault_does_not_count(model):
    quarantine = Quarantine()
    for _ in range(3):
        quarantine.died(model, death(-9))  # memory ran out
        quarantine.died(model, death(-15))
        quarantine.died(model, ModelRejected(model.path, "it is odd"))
    quarantine.check(model)
