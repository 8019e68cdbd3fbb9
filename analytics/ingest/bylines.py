"""Who wrote and who printed a story: bylines ("By Jane Doe and John Smith, Reuters") and names of outlets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLE = r"(?:(?:de|da|di|del|della|der|den|du|la|le|van|von|bin|ibn|al|el|ter|ten|y)\s|(?:al|el)-|[dDO][’'])"
_NAME_PART = rf"(?:{_PARTICLE})*[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_NAME = re.compile(rf"{_NAME_PART}(?:\s{_NAME_PART}){{1,4}}")
_BYLINE = re.compile(r"(?:(?:story|written|reported|words|text)\s+)?by:?\s+(?P<rest>\S.*)", re.I)
_AGENCIES = re.compile(
    r"(?:The\s)?(?:Associated Press|AP|AFP|Agence France-Presse|Reuters|UPI|United Press International|DPA|ANSA|EFE"
    r"|TASS|RIA Novosti|Interfax|Xinhua|Kyodo|Anadolu(?: Agency)?|Bloomberg|BBC(?: News)?|CNN|NPR|Politico|Axios)",
    re.I,
)
_OUTLET_WORDS = (
    r"(?:Agency|Argus|Broadcasting|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner|Express|Gazette|Globe"
    r"|Guardian|Herald|Independent|Inquirer|Journal|Ledger|Mail|Mirror|Monitor|News|Observer|Online|Post|Press|Radio"
    r"|Record|Register|Review|Star|Standard|Sun|Telegraph|Television|Times|Today|Tribune|Weekly|Wire|World Service)"
)
_OUTLET = re.compile(rf"(?:The\s)?(?:[A-Z][\w’'&.-]*\s){{1,4}}{_OUTLET_WORDS}(?:\s(?:Online|[A-Z]{{2,3}}|Staff))?")
_ROLE = re.compile(
    r".*\b(?:editors?|correspondents?|reporters?|writers?|columnists?|contributors?|bureau|chief|staff|desk|agency"
    r"|agencies|newsroom|team|journalists?|analysts?|special|guest|admin(?:istrator)?|unknown|anonymous|webmaster)\b.*",
    re.I,
)
_ROLE_WORDS = frozenset(
    "admin administrator agencies anonymous author board by bureau chief contributor correspondent desk diplomatic"
    " editor editorial editors foreign guest news newsdesk newsroom our political reporter senior special staff team"
    " the unknown web webdesk webmaster writer".split()
)
_PLACE_OR_OUTLET = re.compile(r"\s(?:(?P<for>for)|in|at|from)\s(?=(?:the\s)?[A-Z])")
_SEPARATOR = re.compile(r"\s*(?:[,;&|]|\band\b|\bwith\b)\s*", re.I)
_LONGEST_BYLINE = 160
_LONGEST_POSITION = 5


@dataclass(frozen=True)
class Byline:
    """The authors a byline names, and the outlet, if it names one."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None


def read_byline(line: str) -> Byline | None:
    """Read a line that begins with "By"; ``None`` when it is a sentence rather than a byline."""
    match = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_BYLINE else None
    return read_names(match["rest"]) if match else None


def read_names(text: str) -> Byline | None:
    """Read a list of authors, roles and outlets; ``None`` when a part of it is none of these."""
    authors: list[str] = []
    outlet: str | None = None
    for part in filter(None, (piece.strip(" .") for piece in _SEPARATOR.split(text))):
        tail = _PLACE_OR_OUTLET.search(part)
        name = part[: tail.start()] if tail else part
        if tail and tail["for"]:
            outlet = outlet or part[tail.end() :]
        if is_outlet(name):
            outlet = outlet or name
        elif is_person(name):
            authors.append(name.title() if name.isupper() else name)
        elif not (_is_position(name) or (authors and re.fullmatch(r"[A-Z][\w’' -]*", name))):
            return None
    return Byline(tuple(dict.fromkeys(authors)), outlet)


def _is_position(text: str) -> bool:
    return len(text.split()) <= _LONGEST_POSITION and bool(_ROLE.fullmatch(text))


def is_person(text: str) -> bool:
    """Whether ``text`` is written like a person's name of two to five parts, and is no role ("Staff Writer")."""
    named = len(text) <= 60 and _NAME.fullmatch(text)
    return bool(named) and not (_is_position(text) or is_role(text) or is_outlet(text))


def is_outlet(text: str) -> bool:
    """Whether ``text`` is a news agency or is named like a newspaper or broadcaster."""
    return len(text) <= 60 and bool(_AGENCIES.fullmatch(text) or _OUTLET.fullmatch(text))


def is_surely_outlet(text: str) -> bool:
    """Whether ``text`` is an agency, begins with "The" or has two words: no headline like "Reyk Attacks Press"."""
    sure = text.startswith("The ") or len(text.split()) <= 2 or bool(_AGENCIES.fullmatch(text))
    return sure and is_outlet(text)


def is_role(text: str) -> bool:
    """Whether ``text`` stands where an author would but names nobody ("Admin", "Staff Writer", "News Desk")."""
    if len(text) > 40:
        return False
    named = [word for word in re.split(r"[\s/-]+", text.lower().rstrip(".")) if word]
    return bool(set(named) - {"the", "news", "our", "by"}) and len(named) <= 4 and _ROLE_WORDS.issuperset(named)


def split_title(title: str) -> tuple[str, str | None]:
    """Split an outlet's name off a headline: "Talks resume | The Maresk Courier"."""
    match = re.fullmatch(r"(?P<title>.{8,}?)\s+(?:(?P<bar>[|»])|[-–—])\s+(?P<outlet>[^|»]{2,40})", title)
    if match and (match["bar"] or is_outlet(match["outlet"])):
        return match["title"], match["outlet"] if is_outlet(match["outlet"]) or match["bar"] == "|" else None
    return title, None
