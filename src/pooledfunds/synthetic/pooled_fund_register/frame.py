"""Whom the invented survey of auditors asked, who answered, whom fieldwork visited."""

import numpy as np
import pandas as pd

from pooledfunds.synthetic.bodies import Bodies

# The published margins: 110 of 152 PCTs and 99 of 148 councils are covered; answers alone came
# from 69 per cent of the 300; three places were visited by 12 and 1 PCTs, 13 and 2 councils.
PCTS_COVERED = {True: 78, False: 32}  # co-terminous or not
COUNCILS_COVERED = 99
PCTS_VISITED, COUNCILS_VISITED = 16, 15  # care trusts among the former
BOTH_WITHOUT, PCT_WITHOUT, COUNCIL_WITHOUT = 3, 2, 1  # co-terminous places in no pool at all
NEED_ON_ANSWERING = -0.25  # a place in need answers less often, so non-response is not by chance
PAIR_ON_ANSWERING = 1.2  # one auditor often had both bodies


def declare_frame(
    rng: np.random.Generator, bodies: Bodies, pcts: pd.DataFrame, councils: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per PCT and council: asked, answered, visited, covered, poolless.

    `pcts` has pct_code, coterminous and need, `councils` cssr_code, coterminous, need and tiny.
    ``poolless`` marks the ten bodies that are covered and in no pool, nine of them co-terminous,
    and the bodies that share their boundaries with one of them.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    bodies
        Of which the pairs of PCT and council count.
    pcts
        ``pct_code, pct_name, need, coterminous``.
    councils
        ``cssr_code, council, need, tiny``; the tiny ones are not asked.
    """
    of_pct = bodies.pairs.drop_duplicates("pct_code").set_index("pct_code")["cssr_code"]
    whole = pcts.loc[pcts["coterminous"] & ~pcts["pct_code"].str.startswith("T")]
    calm = whole.assign(wish=whole["need"] + rng.logistic(0, 0.5, len(whole)))
    number = BOTH_WITHOUT + PCT_WITHOUT + COUNCIL_WITHOUT
    alone = rng.permutation(calm.nsmallest(number, "wish")["pct_code"].to_numpy())
    both, pct_only = alone[:BOTH_WITHOUT], alone[BOTH_WITHOUT:-COUNCIL_WITHOUT]
    split = bodies.pairs.groupby("cssr_code")["pct_code"].transform("size").eq(2)
    inside = bodies.pairs.loc[split & bodies.pairs["pct_code"].map(
        bodies.pairs["pct_code"].value_counts()).eq(1), "pct_code"]  # fmt: skip
    apart = rng.choice(np.sort(inside.to_numpy()))
    must = {apart: True, **dict.fromkeys([*both, *pct_only], True)}
    must |= dict.fromkeys(alone[-COUNCIL_WITHOUT:], False)
    drawn = NEED_ON_ANSWERING * pcts["need"].to_numpy() + rng.logistic(0, 1, len(pcts))
    wish = pd.Series(drawn, index=pcts["pct_code"].to_numpy())
    wish = wish.mask(wish.index.str.startswith("T"), 50)  # every care trust answered
    covered: set[str] = set()
    for coterminous, wanted in PCTS_COVERED.items():
        codes = pcts.loc[pcts["coterminous"].eq(coterminous), "pct_code"]
        covered |= _chosen(wish[codes], wanted, must)
    answer = {of_pct[code]: code in covered for code in alone}
    answer |= {of_pct[code]: code in both for code in alone[:-COUNCIL_WITHOUT]}
    answer |= {of_pct[code]: True for code in alone[-COUNCIL_WITHOUT:]}
    seen = bodies.pairs.assign(heard=bodies.pairs["pct_code"].isin(covered))
    heard = seen.groupby("cssr_code")["heard"].any()
    asked = councils[~councils["tiny"]]
    leaning = PAIR_ON_ANSWERING * asked["cssr_code"].map(heard).to_numpy(dtype=float)
    leaning = (
        leaning + NEED_ON_ANSWERING * asked["need"].to_numpy() + rng.logistic(0, 1, len(asked))
    )
    wish_of_councils = pd.Series(leaning, index=asked["cssr_code"].to_numpy())
    replied = _chosen(wish_of_councils, COUNCILS_COVERED, answer)
    frame = pd.DataFrame(
        {
            "area_type": "pct",
            "body_code": pcts["pct_code"].to_numpy(),
            "body_name": pcts["pct_name"].to_numpy(),
            "asked": True,
            "covered": pcts["pct_code"].isin(covered).to_numpy(),
            "poolless": pcts["pct_code"].isin([*alone, apart]).to_numpy(),
        }
    )
    ours = pd.DataFrame(
        {
            "area_type": "council",
            "body_code": councils["cssr_code"].to_numpy(),
            "body_name": councils["council"].to_numpy(),
            "asked": ~councils["tiny"].to_numpy(),
            "covered": councils["cssr_code"].isin(replied).to_numpy(),
            "poolless": councils["cssr_code"].isin([of_pct[code] for code in alone]).to_numpy(),
        }
    )
    return _visits(rng, pd.concat([frame, ours], ignore_index=True), of_pct)


def _chosen(wish: pd.Series, wanted: int, must: dict) -> set[str]:
    """Return the bodies of the greatest wish, save for those that must or may not be in."""
    forced = pd.Series({code: 100 if yes else -100 for code, yes in must.items()})
    wish = forced.reindex(wish.index).fillna(wish)
    return set(wish.nlargest(wanted).index)


def _visits(rng: np.random.Generator, frame: pd.DataFrame, of_pct: pd.Series) -> pd.DataFrame:
    """Return the frame with the visited bodies; two of them gave fieldwork but no answer."""
    covered = set(frame.loc[frame["covered"] & ~frame["poolless"], "body_code"])
    near = sorted(covered & set(of_pct.index[of_pct.isin(covered)]))
    trusts = [code for code in near if code.startswith("T")][:3]
    places = [code for code in near if not code.startswith("T")]
    pcts = [*trusts, *rng.choice(places, PCTS_VISITED - len(trusts), replace=False)]
    councils = list(dict.fromkeys(of_pct[code] for code in pcts if of_pct[code] in covered))
    ours = frame.loc[frame["area_type"].eq("council"), "body_code"]
    others = sorted(covered & set(ours) - set(councils))
    more = max(COUNCILS_VISITED - len(councils), 0)
    councils = [*councils[-COUNCILS_VISITED:], *rng.choice(others, more, replace=False)]
    silent = [pcts[-1], of_pct[pcts[-1]]]
    return frame.assign(
        answered=frame["covered"] & ~frame["body_code"].isin(silent),
        visited=frame["body_code"].isin([*pcts, *councils]),
    )
