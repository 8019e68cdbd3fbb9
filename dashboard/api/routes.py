"""The addresses of the API, each with what may be asked of it, what it answers, and what reads that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from dashboard.api import answers, reading
from dashboard.api.parameters import Aggregated, Nothing, Paged, Statements

ROOT = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One address below ``ROOT``. What ``read`` says of itself is its documentation."""

    path: str
    asked: type[BaseModel]
    answer: type[BaseModel]
    read: Callable[..., BaseModel]


ROUTES = (
    Route("/parties", Paged, answers.Parties, reading.parties),
    Route("/actors", Paged, answers.Actors, reading.actors),
    Route("/outlets", Paged, answers.Outlets, reading.outlets),
    Route("/aggregate", Aggregated, answers.Aggregates, reading.aggregate),
    Route("/statements", Statements, answers.Statements, reading.statements),
    Route("/articles/<article_id>", Nothing, answers.Article, reading.article),
    Route("/coverage", Nothing, answers.StoreCoverage, reading.coverage),
    Route("/health", Nothing, answers.Health, reading.health),
)
