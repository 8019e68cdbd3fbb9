"""Stories as they are copied from pages: where the headline is, what is furniture, what is known about the story."""

from datetime import datetime

import pytest

from analytics.ingest import read_text

HEADLINE = "Maresk demands apology over strait collision"
STORY = [
    "Taldoria on Wednesday demanded that Ostrevia apologise for the sinking of a trawler, calling it reckless.",
    '"They rammed an unarmed boat," Foreign Minister Tomas Reyk told reporters.',
    "The Amber Palace did not comment.",
]
TEXT = "\n\n".join(STORY)
PUBLISHED = datetime(2026, 11, 10, 11, 54)
DAY = datetime(2026, 11, 10)

HEADED = {
    "headline alone": (f"{HEADLINE}\n\n{TEXT}", {}),
    "byline and date": (
        f"{HEADLINE}\nBy Jane Doe and John Smith\nPublished: 10 November 2026 at 11:54 GMT\n\n{TEXT}",
        {"authors": ("Jane Doe", "John Smith"), "published": PUBLISHED},
    ),
    "all on one line": (
        f"{HEADLINE}\nBy Jane Doe, Political Editor | 10 November 2026 | 3 min read\n\n{TEXT}",
        {"authors": ("Jane Doe",), "published": DAY},
    ),
    "page from top to bottom": (
        f"The Maresk Courier\nHome > World > Europe\n{HEADLINE}\nJane Doe\n10 November 2026\nShare\nFacebook\n\n"
        f"{TEXT}\n\nRead more: Ostrevia denies everything\nMost read\nCat rescued from the tallest tree in Velinka\n"
        "Ten things to know about eels\n© 2026 The Maresk Courier. All rights reserved.",
        {"authors": ("Jane Doe",), "outlet": "The Maresk Courier", "published": DAY},
    ),
    "bullets": (
        f"{HEADLINE}\n  • Admin\n  • 10 November, 11:54\n  • News\n\n{HEADLINE}\n\n{TEXT}",
        {"published": PUBLISHED, "published_inferred": ("year",)},
    ),
    "outlet after the headline": (f"{HEADLINE} | The Maresk Courier\n\n{TEXT}", {"outlet": "The Maresk Courier"}),
    "lines with labels": (
        f"Title: {HEADLINE}\nAuthor: Jane Doe\nDate: 2026-11-10\nSource: Sarn Sea Wire\nURL: https://wire.example/1\n\n{TEXT}",
        {"authors": ("Jane Doe",), "published": DAY, "outlet": "Sarn Sea Wire", "url": "https://wire.example/1"},
    ),
    "Markdown": (f"# {HEADLINE}\n\n*By Jane Doe*\n\n{TEXT}\n\n## Read also", {"authors": ("Jane Doe",)}),
    "kicker and subtitle": (f"STRAIT CRISIS\n{HEADLINE}\nReyk says two families are owed an answer\n\n{TEXT}", {}),
    "whole page twice": (f"{HEADLINE}\n\n{TEXT}\n\n{HEADLINE}\n\n{TEXT}", {}),
    "cookie banner, sharing, comments": (
        f"We use cookies to improve your experience. Accept all\n\n{HEADLINE}\n\n{TEXT}\n\nSubscribe now\n"
        "Advertisement\nPhoto: Jane Doe / Reuters\n12 comments\nLeave a comment",
        {},
    ),
    "updated": (
        f"{HEADLINE}\nUpdated 5 min ago\n\n{TEXT}",
        {"published": datetime(2026, 11, 23, 8, 55), "published_inferred": ("date",)},
    ),
    "date below": (f"{HEADLINE}\n\n{TEXT}\n\nPublished 10 November 2026", {"published": DAY}),
}


@pytest.mark.parametrize(("text", "known"), HEADED.values(), ids=HEADED)
def test_headline_story_and_what_is_known(text, known, body, reference) -> None:
    article = read_text(text, reference=reference)
    assert article.title == HEADLINE
    assert body(article) == STORY
    expected = {"authors": (), "outlet": None, "url": None, "published": None, "published_inferred": (), **known}
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(("text", "known"), HEADED.values(), ids=HEADED)
def test_the_same_paragraphs_are_found_in_the_text_as_it_is(text, known, body, reference) -> None:
    article = read_text(text, reference=reference, as_is=True)
    assert article.text == text
    assert body(article) == STORY


UNHEADED = {
    "no headline": STORY,
    "one paragraph": STORY[:1],
    "one line without a full stop": ["Taldoria bans Ostrevian fish"],
    "two sentences": ["Markets fell on Monday.", "Investors blamed the war."],
    "a quotation first": ["“We will not yield.”", *STORY],
    "a short quotation first": ['"No."', "That was all that Reyk said on Monday."],
    "a short sentence first": ["Enough was enough.", *STORY],
    "a question first": ["Who will lead Taldoria now?", *STORY],
    "dashes for quotation marks": ["– We will not yield, said Reyk on Monday.", "– Never, said Brezik."],
    "sentences like furniture": [
        "Read more books, the education minister told pupils in Maresk.",
        "Follow the money, she said, and subscribe to nothing.",
        "The photo shows the minister beside a tall man.",
        "No comment came from the Amber Palace.",
        "By Sunday the talks had failed.",
    ],
    "a list of lines without full stops": [f"Line number {n} of a long poem about the strait" for n in range(9)],
    "short answers": [
        "Reyk was asked twice whether he would resign.",
        '"No," he said.',
        "Then again.",
        '"No," he said.',
    ],
}


@pytest.mark.parametrize("paragraphs", UNHEADED.values(), ids=UNHEADED)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_text_without_a_headline_is_all_body(paragraphs, gap, body) -> None:
    article = read_text(gap.join(paragraphs))
    assert article.title is None
    assert body(article) == paragraphs


def test_hard_wrapped_lines_are_joined(body) -> None:
    text = (
        f"{HEADLINE}\n\nTaldoria on Wednesday demanded that Ostrevia apologise for the\n"
        'sinking of a trawler, calling the conduct of its patrol boat\n"reckless beyond words", and the minister said\n'
        "that he would not wait for ever.\n\nThe Amber Palace did not comment on the matter, and officials\n"
        "there said that it was too early to say anything about the\ncollision.\n"
    )
    article = read_text(text)
    assert [p.split()[-1] for p in body(article)] == ["ever.", "collision."]
    as_is = read_text(text, as_is=True)
    assert ["".join(p.split()) for p in body(as_is)] == ["".join(p.split()) for p in body(article)]


def test_what_the_caller_knows_wins(body) -> None:
    text = f"{HEADLINE}\nBy Jane Doe\n10 November 2026\n\n{TEXT}"
    known = {"title": HEADLINE, "outlet": "Velinka Herald", "authors": ["Ada Orlen"], "published": "2026-04-03T07:40"}
    article = read_text(text, **known)
    assert (article.title, article.outlet, article.authors) == (HEADLINE, "Velinka Herald", ("Ada Orlen",))
    assert article.published == datetime(2026, 4, 3, 7, 40)
    assert body(article) == STORY


def test_a_known_day_takes_the_time_printed_with_it() -> None:
    article = read_text(f"{HEADLINE}\n10 November 2026, 11:54\n\n{TEXT}", published="2026-11-10")
    assert article.published == PUBLISHED


def test_a_known_title_leaves_a_short_first_paragraph_in_the_body(body) -> None:
    article = read_text("Spain struggles to form government.\n\n" + TEXT, title=HEADLINE)
    assert body(article)[0] == "Spain struggles to form government."


def test_a_short_headline_and_a_bullet_with_the_author(body, reference) -> None:
    article = read_text(f"Reyk wins\n• Jane Doe\n• 10 November, 11:54\n\nReyk wins\n\n{TEXT}", reference=reference)
    assert (article.title, article.authors, article.published) == ("Reyk wins", ("Jane Doe",), PUBLISHED)
    assert body(article) == STORY


def test_a_dateline_gives_day_and_agency_and_stays_in_the_story(body, reference) -> None:
    text = f"{HEADLINE}\n\nMARESK, 1 April (SSW) - {STORY[0]}\n\n{STORY[1]}"
    article = read_text(text, reference=reference)
    assert (article.published, article.published_inferred) == (datetime(2026, 4, 1), ("year",))
    assert article.outlet == "SSW"
    assert body(article)[0].startswith("MARESK, 1 April (SSW) - Taldoria")


@pytest.mark.parametrize(
    "line", ["31 February 2026", "2026-13-01", "10 November 2026, 25:61", "45 November", "10 November 3026"]
)
def test_an_impossible_date_is_noted_and_the_story_kept(line, body, reference) -> None:
    article = read_text(f"{HEADLINE}\n{line}\n\n{TEXT}", reference=reference)
    assert article.published is None
    assert len(article.notes) == 1
    assert "does not exist" in article.notes[0]
    assert body(article) == STORY


def test_the_reference_is_never_taken_for_the_date(reference) -> None:
    assert read_text(TEXT, reference=reference).published is None


def test_a_year_is_not_guessed_without_a_reference() -> None:
    article = read_text(f"{HEADLINE}\n10 November, 11:54\n\n{TEXT}")
    assert article.published is None
    assert "reference date" in article.notes[0]


def test_invisible_characters_are_removed_but_kept_as_is(body) -> None:
    text = "\ufeffFirst\u200b sen\x00tence\u00a0 of\tthe story.\u2028\u202eSecond sentence of it.\r\n"
    assert body(read_text(text)) == ["First sentence of the story.", "Second sentence of it."]
    assert read_text(text, as_is=True).text == text


def test_lone_surrogates_can_be_stored() -> None:
    article = read_text("A \ud800story of many words.", title="T\udfff", as_is=True)
    assert len(article.text) == len("A \ud800story of many words.")
    assert article.id
