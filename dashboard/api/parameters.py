"""What can be asked of the API: the filters of the dashboard, checked before anything is read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_origin

from flask import abort
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from werkzeug.datastructures import MultiDict

from analytics.store.views import Filters
from analytics.types import Counting
from dashboard.state import Bucket, Voice

LONGEST_SPAN = 3_660
"""Days between ``from`` and ``to``: ten years."""

_MOST_IDS = 50


def _written_out(value: Any) -> Any:
    if isinstance(value, str) and (len(value) != 10 or value[4] != "-"):
        raise ValueError("a day is written as in 2026-05-04")
    if isinstance(value, str) and not "1000" <= value[:4] < "3000":
        raise ValueError("a day is in the years 1000 to 2999")
    return value


_Id = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Ids = Annotated[list[_Id], Field(max_length=_MOST_IDS)]
_Day = Annotated[date, BeforeValidator(_written_out)]
_Cursor = Annotated[str, Field(max_length=200, description="Where to go on: `next` of the page before.")]
_P = TypeVar("_P", bound=BaseModel)


class Nothing(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid")


class Paged(Nothing):
    """A page of a list."""

    limit: int = Field(100, ge=1, le=500, description="Items on a page.")
    cursor: _Cursor | None = None


class Filtered(Nothing):
    """Which statements count, as in the dashboard's own addresses."""

    actors: _Ids = Field([], description="Ids of who speaks; may be given several times.")
    parties: _Ids = Field([], description="Ids of who is spoken of; may be given several times.")
    outlets: _Ids = Field([], description="Ids of who prints; may be given several times.")
    voice: Voice = Field(Voice.QUOTATIONS, description="Whose words: quotations, one kind of them, narration, both.")
    start: _Day | None = Field(None, alias="from", description="First day of publication.")
    end: _Day | None = Field(None, alias="to", description=f"Last day; at most {LONGEST_SPAN} after the first.")
    counting: Counting = Field(Counting.STATEMENTS, description="Wire copy once (statements), or every printing.")
    audited: Literal["only"] | None = Field(None, description="`only`: what a person decided on.")

    @model_validator(mode="after")
    def _in_order(self) -> Filtered:
        if self.start and self.end and not 0 <= (self.end - self.start).days <= LONGEST_SPAN:
            raise ValueError(f"to is on the day of from or at most {LONGEST_SPAN} days later")
        return self

    def filters(self) -> Filters:
        """Return what the statements asked for have in common."""
        return Filters(
            start=self.start,
            end=self.end,
            speakers=tuple(self.actors),
            parties=tuple(self.parties),
            outlets=tuple(self.outlets),
            kinds=self.voice.kinds(),
            counting=self.counting,
            audited=self.audited is not None,
        )


class Statements(Filtered):
    """A page of statements."""

    limit: int = Field(50, ge=1, le=200, description="Statements on a page.")
    cursor: _Cursor | None = None


class Aggregated(Filtered):
    """Numbers of groups of statements."""

    by: list[Literal["actor", "party", "outlet"]] = Field(
        ["actor", "party"], max_length=3, description="What a number is of; may be given several times."
    )
    bucket: Bucket | None = Field(None, description="Split by week or month; statements without a day are left out.")

    @model_validator(mode="after")
    def _one_thing_each(self) -> Aggregated:
        if len(set(self.by)) < len(self.by):
            raise ValueError("by names each of actor, party and outlet once")
        if "party" not in self.by and len(self.parties) != 1:
            raise ValueError("name one of parties, or add by=party: a statement may speak of several")
        if "actor" not in self.by and len(self.actors) > 1:
            raise ValueError("name one of actors, or add by=actor")
        return self


def parse(model: type[_P], given: MultiDict[str, str]) -> _P:
    """Return the parameters of a request; ends it with status 422 and one sentence when they cannot be read."""
    values: dict[str, Any] = {}
    several = {
        field.alias or name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    }
    for name, found in given.lists():
        if name not in several and len(found) > 1:
            abort(422, f"The parameter {_shown(name)} is given more than once.")
        values[name] = found if name in several else found[0]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        abort(422, _sentence(error))


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    what = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{what[0].upper()}{what[1:]}."
    if first["type"] == "extra_forbidden":
        return f"There is no parameter {_shown(str(first['loc'][0]))} here; see /api/v1/docs."
    return f"The parameter {_shown(str(first['loc'][0]))} cannot be read: {what[0].lower()}{what[1:]}."


def _shown(name: str) -> str:
    return repr(name[:40])
