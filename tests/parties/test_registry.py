from datetime import date
from pathlib import Path

import pytest

from analytics.exceptions import RegistryError
from analytics.parties.registry import load_registry, slug
from analytics.paths import resource_dir

SAMPLE = resource_dir("data") / "sample" / "registry.yaml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "registry.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parties: [", "not valid YAML"),
        ("[" * 20_000, "nested too deeply"),
        ("people: [{id: b, name: Bo Li, affiliations: [{party: b, from: 2025-02-30}]}]", "not valid YAML"),
        ("parties: [{id: a, name: Alpha}]", "parties.0.kind"),
        ("parties: [{id: A b, name: Alpha, kind: state}]", "parties.0.id"),
        ("parties: [{id: a, name: Alpha, kind: state, colour: red}]", "parties.0.colour"),
        ("parties: [{id: a, name: Alpha, kind: state}, {id: a, name: Beta, kind: state}]", "'a' twice"),
        ("people: [{id: b, name: Bo Li, affiliations: [{party: nowhere}]}]", "unknown party 'nowhere'"),
        ("parties: [{id: a, name: Alpha, kind: state, part_of: a}]", "part of itself"),
    ],
)
def test_a_slip_ends_in_a_sentence_that_names_the_file(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError, match="registry") as error:
        load_registry(write(tmp_path, text))
    assert said in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"nothing\.yaml"):
        load_registry(tmp_path / "nothing.yaml")


def test_a_later_file_overrides_an_earlier_one(tmp_path: Path) -> None:
    own = write(tmp_path, "parties: [{id: taldoria, name: New Taldoria, kind: state}]")
    registry = load_registry(SAMPLE, own)
    assert registry.party("taldoria").name == "New Taldoria"
    assert registry.party("ostrevia").name == "Ostrevia"


def test_no_sort_of_entry_has_the_id_of_another(tmp_path: Path) -> None:
    own = write(tmp_path, "people: [{id: taldoria, name: Tal Doria}]")
    with pytest.raises(RegistryError, match="the id 'taldoria' is also something else's"):
        load_registry(SAMPLE, own)


def test_affiliations_are_dated() -> None:
    registry = load_registry()
    rutte = registry.actor("mark-rutte")
    for day, party in [(date(2020, 1, 1), "netherlands"), (date(2025, 1, 1), "nato")]:
        stood_for = registry.party_of(rutte, day)
        assert stood_for is not None
        assert stood_for.id == party
    assert registry.party_of(rutte, date(2001, 1, 1)) is None


def test_a_party_rolls_up_to_its_state() -> None:
    assert load_registry().state_of("democratic-party") == "united-states"


def test_no_name_of_the_world_means_two_parties() -> None:
    meanings: dict[str, set[str]] = {}
    for party in load_registry().parties.values():
        for name in (party.name, *party.aliases, *party.demonyms, *party.metonyms, *party.ambiguous):
            meanings.setdefault(name, set()).add(party.id)
    assert {name: ids for name, ids in meanings.items() if len(ids) > 1} == {}


def test_every_state_of_the_united_nations_is_there() -> None:
    states = [p for p in load_registry().parties.values() if p.kind == "state"]
    assert len(states) >= 193


def test_unknown_outlets_get_an_id_from_their_name() -> None:
    assert load_registry().outlet_actor("The Daily Bugle").id == slug("The Daily Bugle") == "the-daily-bugle"
    assert load_registry().outlet_actor("AFP").id == "agence-france-presse"
