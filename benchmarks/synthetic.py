"""Made-up statements by the million, as a news archive has them: for measuring a store, not for learning from.

A few actors and parties get most of the words (Zipf), weekends are quiet, a story has 1 to 8 statements, one in six is
wire copy that others print as well, and actors move slowly between against and favor. The same seed gives the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert

from analytics.store import Store, schema

FIRST_DAY, DAYS = date(2023, 11, 1), 3 * 365
ACTORS, PARTIES, OUTLETS = 2_000, 120, 60
_WEEK = np.array([1.1, 1.2, 1.2, 1.1, 1.0, 0.5, 0.4])
_KINDS = np.array(["direct", "indirect", "mixed", "narration"])
_KIND_SHARES = [0.35, 0.30, 0.10, 0.25]
_REPEATED = 0.16  # stories that others print
_AT_ONCE = 5_000  # stories
_NOTHING: dict[str, Any] = {"source": [], "cue": [], "content": [], "times": []}
_MODELS = {"tone_model": "synthetic", "excerpt": "", "tone": "neutral", "p_tone_neutral": 0.6}


@dataclass(frozen=True)
class World:
    """Who speaks of whom and how: shares of words, and where every actor stands on every party."""

    actors: np.ndarray
    parties: np.ndarray
    outlets: np.ndarray
    days: np.ndarray
    leaning: np.ndarray  # actors and then outlets × parties, about −2 to 2
    drift: np.ndarray  # how much of it an actor has moved by the last day


def make_world(rng: np.random.Generator) -> World:
    """Return a world, of which ``fill`` writes stories."""
    weekday = np.array([(FIRST_DAY + timedelta(days=number)).weekday() for number in range(DAYS)])
    busy = _WEEK[weekday] * rng.lognormal(0, 0.2, DAYS)
    speakers = ACTORS + OUTLETS
    return World(
        _zipf(ACTORS), _zipf(PARTIES), _zipf(OUTLETS), busy / busy.sum(),
        rng.normal(0, 1, (speakers, PARTIES)), rng.normal(0, 0.7, (speakers, PARTIES)),
    )  # fmt: skip


def fill(store: Store, statements: int, seed: int = 0) -> None:
    """Write at least so many statements, repeats included, to an empty store, without the cube."""
    rng = np.random.default_rng(seed)
    world, written, stories = make_world(rng), 0, 0
    with_names = _names()

    def work(connection: Connection) -> None:
        for table, values in with_names:
            connection.execute(insert(table), values)

    store.write(work)
    while written < statements:
        count = min(_AT_ONCE, (statements - written) // 5 + 1)
        rows = list(_tables(world, rng, stories, count))
        store.write(lambda connection, rows=rows: [connection.execute(insert(table), some) for table, some in rows])
        stories, written = stories + count, written + len(rows[1][1])


def _names() -> list[tuple[Any, list[dict[str, Any]]]]:
    actors = [{"id": f"actor-{k}", "name": f"Actor {k}", "kind": "person"} for k in range(ACTORS)]
    outlets = [{"id": f"outlet-{k}", "name": f"Outlet {k}", "kind": "outlet"} for k in range(OUTLETS)]
    parties = [{"id": f"party-{k}", "name": f"Party {k}", "kind": "state"} for k in range(PARTIES)]
    return [(schema.actor, actors + outlets), (schema.party, parties)]


def _tables(world: World, rng: np.random.Generator, first: int, count: int) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the rows of ``count`` stories for the tables of articles, statements and targets."""
    printings = 1 + np.where(rng.random(count) < _REPEATED, rng.geometric(0.5, count), 0)
    story = np.repeat(np.arange(count), printings)
    printing = np.arange(len(story)) - np.repeat(np.cumsum(printings) - printings, printings)
    length = rng.integers(1, 9, count)
    first_day = rng.choice(DAYS, count, p=world.days)
    day = first_day[story] + (printing > 0) * rng.integers(0, 3, len(story))
    outlet = rng.choice(OUTLETS, len(story), p=world.outlets)
    ids = [f"s{first + one:08d}-{number}" for one, number in zip(story, printing, strict=True)]
    articles = [
        _article(name, f"{name.partition('-')[0]}-0", int(where), int(when))
        for name, where, when in zip(ids, outlet, day, strict=True)
    ]
    yield schema.article, articles
    said = _said(world, rng, length, first_day)
    statements, targets = [], []
    begins = np.cumsum(length) - length
    for article, one, where in zip(ids, story, outlet, strict=True):
        for ordinal in range(length[one]):
            statement, its_targets = said[begins[one] + ordinal]
            key = f"{article}-{ordinal}"
            speaker = statement["speaker_id"] or f"outlet-{where}"
            kind = "outlet" if statement["kind"] == "narration" else "person"
            known = speaker != "?"
            statements.append(
                {**statement, "id": key, "article_id": article, "ordinal": ordinal,
                 "speaker_id": speaker if known else None, "speaker_kind": kind if known else None}
            )  # fmt: skip
            targets += [{**target, "id": f"{key}-{n}", "statement_id": key} for n, target in enumerate(its_targets)]
    yield schema.statement, statements
    yield schema.target, targets


def _article(name: str, story: str, outlet: int, day: int) -> dict[str, Any]:
    published = FIRST_DAY + timedelta(days=day)
    return {
        "id": name, "story_id": story, "title": name, "outlet": f"Outlet {outlet}", "outlet_id": f"outlet-{outlet}",
        "authors": [], "published": published.isoformat() + "T00:00:00", "published_day": published,
        "published_inferred": [], "language": "en", "text": "", "body": [], "failures": [], "added": "",
    }  # fmt: skip


def _said(world: World, rng: np.random.Generator, length: np.ndarray, day: np.ndarray) -> list[Any]:
    """Return statements with their targets, story by story; a story has one or two speakers and up to three parties."""
    count = int(length.sum())
    story = np.repeat(np.arange(len(length)), length)
    speakers = rng.choice(ACTORS, (len(length), 2), p=world.actors)[story, rng.integers(0, 2, count)]
    parties = rng.choice(PARTIES, (len(length), 3), p=world.parties)
    kind = rng.choice(_KINDS, count, p=_KIND_SHARES)
    own = np.where(kind == "narration", ACTORS + speakers % OUTLETS, speakers)
    pairs = 1 + (rng.random(count) < 0.25)
    unknown = rng.random(count) < 0.15
    tone = rng.dirichlet([1.0, 1.0], count) * 0.4
    side = rng.integers(0, 3, (count, 2))
    found = []
    for k in range(count):
        to = [int(parties[story[k], side[k, n]]) for n in range(pairs[k])]
        lean = [world.leaning[own[k], t] + world.drift[own[k], t] * day[story[k]] / DAYS for t in to]
        narrated = kind[k] == "narration"
        statement = {
            **_NOTHING, **_MODELS, "kind": str(kind[k]), "speaker_name": None, "speaker_affiliations": None,
            "speaker_id": None if narrated else "?" if unknown[k] else f"actor-{speakers[k]}",
            "speaker_party_id": None if narrated or unknown[k] else f"party-{speakers[k] % PARTIES}",
            "p_negative": float(tone[k, 0]), "p_positive": float(tone[k, 1]),
        }  # fmt: skip
        found.append((statement, [_target(t, n, x, rng) for n, (t, x) in enumerate(zip(to, lean, strict=True))]))
    return found


def _target(party: int, ordinal: int, lean: float, rng: np.random.Generator) -> dict[str, Any]:
    """Return a target with the probabilities of a classifier that sees ``lean`` through noise."""
    signal = np.array([-lean, 0.6, lean]) + rng.normal(0, 1, 3)
    weights = np.exp(signal - signal.max())
    against, neutral, favor = (float(value) for value in weights / weights.sum())
    stance = ("against", "neutral", "favor")[int(signal.argmax())]
    return {
        "ordinal": ordinal, "party_id": f"party-{party}", "name": f"Party {party}", "via_id": None,
        "mention_start": 0, "mention_end": 1, "stance": stance, "p_against": against, "p_neutral": neutral,
        "p_favor": favor, "stance_model": "synthetic", "evidence": [],
    }  # fmt: skip


def _zipf(count: int) -> np.ndarray:
    weights = 1 / np.arange(1, count + 1)
    return weights / weights.sum()
