"""Do the numbers say what is known? Partisans, outlets and the two candidates of 2016 in PolNeAR's articles.

    python benchmarks/validity.py archive polnear.jsonl                  # makes the archive of 924 articles
    onrecord score polnear.jsonl --output scored --store polnear.db      # about half an hour on two cores
    python benchmarks/validity.py polnear.db docs/images/validity.svg    # prints the tables, draws the chart

Known groups (Cronbach and Meehl, *Psychological Bulletin*, 1955): a measure of stance that is worth its name must find
Republicans against Clinton, Democrats against Trump, each side for its own, and Breitbart's own words harder on Clinton
than HuffPost's, with nobody having told it so.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd

from analytics.aggregate import net_stance
from analytics.store import open_store
from analytics.store.views import load_pairs

CANDIDATES = {"hillary-clinton": "Clinton", "donald-trump": "Trump"}
PARTISANS = {"republican-party": "Republicans", "democratic-party": "Democrats"}
OUTLETS = {
    "breitbart": "Breitbart",
    "huff-post": "HuffPost",
    "nyt": "The New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "The Washington Post",
    "west-journal": "Western Journalism",
}
RIVALS = (  # who ran for a nomination that Clinton or Trump won, and the campaign of one of them
    "Bernie Sanders",
    "Sanders campaign",
    "Martin O'Malley",
    "Ted Cruz",
    "Marco Rubio",
    "John Kasich",
    "Jeb Bush",
    "Lindsey Graham",
    "Carly Fiorina",
    "Rand Paul",
    "Chris Christie",
    "Ben Carson",
    "Mike Huckabee",
    "Rick Santorum",
    "George Pataki",
    "Scott Walker",
    "Bobby Jindal",
    "Rick Perry",
    "Jim Gilmore",
    "Jim Webb",
)
COLORS = {"Clinton": "#3b6fb6", "Trump": "#c0562f"}
_ROW, _LEFT, _WIDTH = 24, 330, 800


def write_archive(folder: Path, path: Path) -> int:
    """Write the articles of PolNeAR as JSON Lines with outlet, title and day, and return how many."""
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        titles = {row["filename"]: row["title"] for row in csv.DictReader(file, delimiter="\t")}
    found = [file for split in ("train", "dev") for file in sorted((folder / split / "text").glob("*.txt"))]
    with path.open("w", encoding="utf-8") as out:
        for file in found:
            outlet, day, words = file.stem.split("_", 2)
            record = {
                "text": file.read_text(encoding="utf-8"),
                "title": titles.get(file.stem, words.replace("-", " ")),
                "outlet": OUTLETS[outlet],
                "published": day,
            }
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return len(found)


def candidates(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that speak of a candidate, with ``candidate``; what candidates say is not among them."""
    of_them = pairs["via_id"].map(CANDIDATES)
    chosen = of_them.notna() & ~pairs["speaker_id"].isin(list(CANDIDATES))
    return pairs[chosen].assign(candidate=of_them[chosen])


def partisans(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the stance of each side's speakers on each candidate."""
    side = pairs["speaker_party_id"].map(PARTISANS)
    quoted = pairs[side.notna() & (pairs["kind"] != "narration")].assign(side=side)
    return net_stance(quoted, ["side", "candidate"])


def narration(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the stance of each outlet's own words on each candidate."""
    return net_stance(pairs[pairs["kind"] == "narration"], ["outlet", "candidate"])


def contrast(rows: pd.DataFrame, first: str, pair: tuple[str, str], candidate: str) -> str:
    """Return by how much more the first of a pair is for a candidate than the second, in words, with its interval."""
    one, other = (rows[(rows[first] == who) & (rows["candidate"] == candidate)].iloc[0] for who in pair)
    difference = one["predicted"] - other["predicted"]
    error = 1.96 * (one["standard_error"] ** 2 + other["standard_error"] ** 2) ** 0.5
    bounds = f"{difference - error:+.2f} to {difference + error:+.2f}"
    return f"- {pair[0]} less {pair[1]} on {candidate}: {difference:+.2f} ({bounds})"


def boldest_surprises(pairs: pd.DataFrame, count: int = 60) -> pd.DataFrame:
    """Return the surest statements that go against what is known: partisans for the other side or against their own."""
    side = pairs["speaker_party_id"].map(PARTISANS)
    own = {("Republicans", "Trump"), ("Democrats", "Clinton")}
    loyal = pd.Series([pair in own for pair in zip(side, pairs["candidate"], strict=True)], index=pairs.index)
    odd = side.notna() & (pairs["kind"] != "narration")
    odd &= (loyal & (pairs["stance"] == "against")) | (~loyal & (pairs["stance"] == "favor"))
    sure = pairs[["p_against", "p_favor"]].max(axis=1)
    return pairs[odd].assign(side=side, sure=sure).nlargest(count, "sure")


def table(rows: pd.DataFrame, first: str) -> list[str]:
    """Return rows of a Markdown table."""
    lines = [f"| {first} | toward | net stance (95 %) | statements | stories |", "|---|---|---|---|---|"]
    for row in rows.to_dict("records"):
        bounds = f"{row['net_stance']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"
        lines.append(f"| {row[first]} | {row['candidate']} | {bounds} | {row['n']:,} | {row['n_stories']:,} |")
    return lines


def chart(rows: list[tuple[str, pd.Series]]) -> str:
    """Return the net stances with their intervals as one SVG; each row is a label and a row of ``net_stance``."""
    height = _ROW * (len(rows) + 2)

    def x(value: float) -> float:
        return round(_LEFT + (value + 1) / 2 * (_WIDTH - _LEFT - 20), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'font-size="13" role="img" aria-label="Net stance of partisans and outlets toward Clinton and Trump">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<line x1="{x(0)}" x2="{x(0)}" y1="{_ROW}" y2="{height - _ROW}" stroke="#999999"/>',
        *(
            f'<text x="{x(at)}" y="16" text-anchor="middle" fill="#444444">{words}</text>'
            for at, words in ((-0.85, "against"), (0, "0"), (0.85, "in favor"))
        ),
    ]
    for number, (label, row) in enumerate(rows):
        y, color = _ROW * (number + 1) + 14, COLORS[row["candidate"]]
        parts += [
            f'<text x="{_LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(label)} on {row["candidate"]}</text>',
            f'<line x1="{x(row["low"])}" x2="{x(row["high"])}" y1="{y}" y2="{y}" stroke="{color}" stroke-width="2"/>',
            f'<circle cx="{x(row["net_stance"])}" cy="{y}" r="5" fill="{color}"/>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def main(store: str, image: Path) -> None:
    """Print the tables, the contrasts and the boldest surprises, and draw the chart."""
    pairs = candidates(load_pairs(open_store(f"sqlite:///{store}")))
    sides, outlets = partisans(pairs), narration(pairs)
    for rows, first in ((sides, "side"), (outlets, "outlet")):
        print("\n".join(table(rows, first)), end="\n\n")
    for candidate in CANDIDATES.values():
        print(contrast(sides, "side", ("Republicans", "Democrats"), candidate))
        print(contrast(outlets, "outlet", ("Breitbart", "HuffPost"), candidate))
    loyal = partisans(pairs[~pairs["speaker"].isin(RIVALS)])
    print("\nWithout those who ran against the candidate for the nomination:\n")
    print("\n".join(table(loyal, "side")), end="\n\n")
    for row in boldest_surprises(pairs).to_dict("records"):
        read = f"{row['speaker']} ({row['side']}) on {row['candidate']}, read as {row['stance']}, {row['sure']:.2f}"
        print(f"- {read}: {' '.join(str(row['excerpt']).split())[:220]}")
    rows = [(str(row["side"]), row) for _, row in sides.iterrows()]
    rows += [(f"{row['outlet']}'s own words", row) for _, row in outlets.iterrows()]
    image.write_text(chart(rows), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "archive":
        print(write_archive(Path(os.environ["ONRECORD_DATASETS"]) / "polnear", Path(sys.argv[2])), "articles written")
    else:
        main(sys.argv[1], Path(sys.argv[2]))
