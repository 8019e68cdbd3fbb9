"""The API answers as its own description says, whatever is asked: schemathesis asks."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from dashboard.api.routes import ROOT, ROUTES
from dashboard.app import create_app
from dashboard.data import DataDoor

PATHS = [ROOT + route.path.replace("<", "{").replace(">", "}") for route in ROUTES]
CASES = [(path, GenerationMode.POSITIVE) for path in PATHS] + [
    (path, GenerationMode.NEGATIVE) for path in PATHS if path not in {f"{ROOT}/coverage", f"{ROOT}/health"}
]  # where there is nothing to ask, nothing can be asked wrongly


@pytest.fixture(scope="module")
def description(data: DataDoor) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", create_app(data).server)


def test_everything_is_described(description: schemathesis.BaseSchema) -> None:
    assert list(description) == PATHS


@pytest.mark.parametrize(("path", "mode"), CASES)
def test_the_api_keeps_its_word(description: schemathesis.BaseSchema, path: str, mode: GenerationMode) -> None:
    operation = description[path]["GET"]

    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # That a cursor was given out, or that one day comes after another, no schema can say.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
