"""Run the corpus of damaged returns: ``make corpus`` writes ``docs/robustness.md``.

python -m tests.corpus [--each N] [--only WORD] [--page FILE]
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pooledfunds.synthetic.england import generate_synthetic_england
from tests.corpus.cases import Case, Corpus, all_cases, chosen
from tests.corpus.judge import FATE, FAULT, SAME, Outcome

VOLUME = 0.002  # share of England's hospital stays in the world that is damaged
EACH = 4  # cases of each kind and form
BY_KIND = ("form", "damage", "reported of others")
Judged = list[tuple[Case, Outcome]]


def main() -> int:
    """Judge the cases asked for, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="cases of each kind and form")
    parser.add_argument("--only", default="", help="cases whose name has this word")
    parser.add_argument("--page", type=Path, help="where the table goes")
    parser.add_argument("--raw", type=Path, help="an invented England already written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = options.raw or Path(folder) / "raw"
        if not options.raw:
            generate_synthetic_england(raw, {"seed": 2009, "truth": "report", "hes_volume": VOLUME})
        corpus = Corpus(raw, Path(folder))
        cases = chosen(list(all_cases(corpus.reader)), options.each)
        judged = judge_all(corpus, [case for case in cases if options.only in case.name])
    right = sum(found.right_for(case.kind) for case, found in judged)
    print(f"{right} of {len(judged)} as they should be")
    if options.page:
        options.page.write_text(page(judged), encoding="utf-8")
    return right < len(judged)


def judge_all(corpus: Corpus, cases: list[Case]) -> Judged:
    """Return every case that has a place, with what became of it; print what went wrong."""
    judged = []
    for number, case in enumerate(cases, 1):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(cases)}", end="", file=sys.stderr, flush=True)
        found = corpus.judge(case)
        if found is None:
            continue
        judged.append((case, found))
        if not found.right_for(case.kind):
            print(f"WRONG {case.name}: {found.word}, {found.seconds:.1f} s", flush=True)
            print(f"    {found.message[:600]}", flush=True)
    return judged


def page(judged: Judged) -> str:
    """Return the page: outcomes by return, and by kind of damage."""
    right = sum(found.right_for(case.kind) for case, found in judged)
    slowest = max(found.seconds for _, found in judged)
    took = "less than 10" if slowest < 10 else f"{slowest:.0f}"
    return f"""# Damaged returns

`make corpus` writes this page: {len(judged)} damaged variants of the invented England's returns,
from one seed, each read as the study would read it. Right is a fault that names the file, or a fate
that the accounts count; damage that does no harm is read as before.

**{right} of {len(judged)} are right**; the slowest took {took} s.

A return that need not be complete, such as a register, cannot show that rows at its end are gone:
"a row gone" and "cut off at the end of a line" are tried on returns with a known frame only.

## By return

{table(judged, lambda case: (case.source, case.form), ("return", "form"))}
## By kind

{table(judged, lambda case: (case.form, case.kind.words, case.kind.seen), BY_KIND)}"""


def table(judged: Judged, key, headings: tuple[str, ...]) -> str:
    """Return a table in Markdown of outcomes by a key of cases."""
    words = (FAULT, FATE, SAME, "wrong")
    counts: dict[tuple[str, ...], Counter] = {}
    for case, found in judged:
        word = found.word if found.right_for(case.kind) else "wrong"
        counts.setdefault(key(case), Counter())[word] += 1
    lines = [f"| {' | '.join((*headings, *words))} |", "|---" * (len(headings) + len(words)) + "|"]
    lines += [
        f"| {' | '.join((*name, *(str(count[word] or '–') for word in words)))} |"
        for name, count in sorted(counts.items())
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
