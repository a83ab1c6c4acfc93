"""The whole study, run as a user runs it."""

import json
import re
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from pooledfunds.core.provenance import sha256
from tests.conftest import ROOT, STUDY

pytestmark = pytest.mark.workflow
RAW = "data/raw/artificial/means_to_an_end"
PROCESSED = "data/processed/means_to_an_end/artificial"
PUBLISHED = "reports/means_to_an_end/artificial"


def jobs(dry_run: str) -> dict[str, int]:
    """Return how many jobs of each rule a dry run would start."""
    table = re.search(r"^job +count\n-.*\n((?:\w+ +\d+\n)+)", dry_run, re.MULTILINE)
    return {name: int(n) for name, n in re.findall(r"(\w+) +(\d+)\n", table[1])} if table else {}


def test_every_published_file_is_there(finished):
    exhibits = pd.read_csv(ROOT / f"{STUDY}/exhibits.csv")["exhibit"]
    published = finished.files(PUBLISHED)
    tables = {
        "claims.csv",
        "readings.csv",
        "estimates.csv",
        "coefficients.csv",
        "register_errors.csv",
        "row_accounts.csv",
        "run.json",
        "datapackage.json",
        "release.ods",
        "ro-crate-metadata.json",
        "SHA256SUMS",
        "withheld.csv",
    }
    tables |= {"index.html", "details.html", "arrangements.html"}
    pictures = {
        f"figures/{name}.{kind}" for name in exhibits for kind in ("svg", "png", "pdf", "csv")
    }
    assert tables | pictures <= published


def test_the_data_package_describes_every_published_table_as_it_is(finished):
    package = finished.folder / PUBLISHED / "datapackage.json"
    report = frictionless.validate(str(package))
    assert report.valid, report.to_summary()
    described = {one["path"] for one in json.loads(package.read_text())["resources"]}
    assert described == {name for name in finished.files(PUBLISHED) if name.endswith(".csv")}


def test_the_workbook_has_every_published_table_with_codes_as_text(finished):
    book = CalamineWorkbook.from_path(str(finished.folder / PUBLISHED / "release.ods"))
    names = [name for name in finished.files(PUBLISHED) if name.count("/") == 0]
    tables = {Path(name).stem for name in names if name.endswith(".csv")} - {"data_dictionary"}
    assert set(book.sheet_names) == tables | {"Cover", "Contents", "Notes", "Shorthand", "Columns"}
    areas = pd.DataFrame(book.get_sheet_by_name("areas").to_python()[4:])
    assert areas[1].map(type).eq(str).all()


def test_published_estimates_are_effects_and_the_rest_stands_apart(finished):
    estimates, others = (
        pd.read_csv(finished.folder / PUBLISHED / f"{name}.csv")
        for name in ("estimates", "coefficients")
    )
    keys = ["specification", "term"]
    assert estimates["conclusion"].notna().all()
    assert estimates.merge(others, on=keys).empty
    assert len(others) > 10 * len(estimates)


def test_every_claim_reaches_the_ledger_in_its_order(finished):
    claims = pd.read_csv(ROOT / f"{STUDY}/claims.csv")["claim_id"].tolist()
    ledger = pd.read_csv(finished.folder / f"{PUBLISHED}/claims.csv")
    assert ledger["claim_id"].tolist() == claims
    assert len(claims) == 136


def test_an_invented_world_never_reproduces(finished):
    ledger = pd.read_csv(finished.folder / f"{PUBLISHED}/claims.csv")
    readings = pd.read_csv(finished.folder / f"{PUBLISHED}/readings.csv")
    words = set(ledger["verdict"]) | set(readings["verdict"])
    assert not any(re.search("reproduced|contradicted", word) for word in words)
    assert "agrees" in words


def test_no_difference_is_announced_where_none_is_planted(finished):
    estimates = pd.read_csv(finished.folder / f"{PUBLISHED}/estimates.csv")
    planted = json.loads((finished.folder / RAW / "TRUTH.json").read_text())
    told = estimates[estimates["conclusion"].str.startswith("different", na=False)]
    false = [
        row["specification"]
        for row in told.to_dict("records")
        if not any(
            re.fullmatch(one["outcome"], row["outcome"]) and re.fullmatch(one["term"], row["term"])
            for one in planted["differences"]
        )
    ]
    assert len(told) and not false


def test_the_record_has_the_digest_of_every_input(finished):
    record = json.loads((finished.folder / f"{PUBLISHED}/run.json").read_text())
    assert record["basis"] == "artificial"
    files = {entry["file"]: entry["sha256"] for entry in record["inputs"]}
    assert f"{RAW}/pssex1/detailed_expenditure_by_council_2007-08.xlsx" in files
    assert all(sha256(finished.folder / file) == digest for file, digest in files.items())


def test_a_second_run_has_nothing_to_do(finished):
    assert "Nothing to be done" in finished.run("--dry-run")


def test_an_edit_to_one_exhibit_reruns_the_drawing_the_page_and_the_release_only(finished):
    module = finished.folder / "src/pooledfunds/studies/means_to_an_end/figures/figure_2.py"
    before = module.read_text()
    module.write_text(before + "\n# a second look\n")
    try:
        planned = jobs(finished.run("--dry-run", "--quiet", "host"))
    finally:
        module.write_text(before)
    made = ("study", "build_page", "publish_release", "publish_provenance", "draw_exhibits")
    assert planned == dict.fromkeys(made, 1) | {"total": 5}


def test_an_edit_to_a_shared_module_reruns_all_that_use_it(finished):
    module = finished.folder / "src/pooledfunds/estimation/fit.py"
    before = module.read_text()
    module.write_text(before + "\n# a second look\n")
    try:
        planned = jobs(finished.run("--dry-run", "--quiet", "host"))
    finally:
        module.write_text(before)
    assert planned["estimate"] == 1
    assert not {"stage_returns", "link_returns", "generate_synthetic_england"} & set(planned)


def test_the_same_estimates_give_the_same_bytes(finished):
    """Of earlier stages a smaller study tells, in a third of the time."""
    finished.gives_the_same_bytes(PUBLISHED, "compute_facts", "draw_exhibits")


def test_snakemakes_own_report_is_made_without_a_network(finished, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody answers there
    finished.run("--report", "own_report.html")
    assert (finished.folder / "own_report.html").stat().st_size > 1_000_000


def test_every_rule_with_a_script_names_the_modules_it_depends_on():
    with_script, without = set(), set()
    for file in (ROOT / "workflow/rules").glob("*.smk"):
        for rule in re.split(r"^ *rule ", file.read_text(), flags=re.MULTILINE)[1:]:
            if "script:" in rule:
                with_script.add(rule.split(":")[0])
                if "library=" not in rule:
                    without.add(rule.split(":")[0])
    assert len(with_script) >= 9
    # They have no output that stands, so they always run.
    assert without == {"check", "retrieve"}


def test_scripts_are_short_and_the_library_does_not_know_the_workflow():
    for script in (ROOT / "workflow/scripts").glob("*.py"):
        lines = [line for line in script.read_text().splitlines() if line.strip()]
        assert len(lines) <= 15, script.name
    for module in (ROOT / "src").rglob("*.py"):
        assert not re.search(r"\bsnakemake\.(input|output|params|log)", module.read_text()), module


def test_each_headline_question_has_a_thousand_specifications_and_a_joint_test(finished):
    estimates = finished.folder / f"{PROCESSED}/estimates"
    rows = pd.read_parquet(estimates / "specification_curve.parquet")
    fitted = rows[rows["estimate"].notna()].groupby("curve").size()
    assert set(fitted.index) >= {
        "spending_joint_learning_disability",
        "intermediate_care_bed_days",
        "coterminous_bed_days",
        "delayed_transfers_pools",
    }
    assert fitted.min() >= 1000
    tests = pd.read_parquet(estimates / "curve_tests.parquet")
    joint = tests[tests["statistic"].isin(["median effect", "mean t"])]
    assert joint.groupby("curve").size().eq(2).all()
    assert joint["p_value"].between(0, 1).all()
    axes = tests[tests["curve"] == "intermediate_care_bed_days"]["statistic"]
    named = {name.removeprefix("share explained by ") for name in axes}
    assert named >= {
        "diagnosis_sets", "bed_days", "spells", "denominator", "area_type",
        "covariates", "family", "evidence", "non_response", "covariance",
    }  # fmt: skip


def test_the_planted_trends_of_hospital_activity_are_found(finished):
    """Bed days for lower respiratory disease and stroke fall; equipment comes sooner."""
    estimates = pd.read_csv(finished.folder / f"{PUBLISHED}/estimates.csv")
    trends = estimates[estimates["specification"].str.contains("_trend/")]
    by_outcome = trends[trends["term"] == "year"].set_index("outcome")
    assert by_outcome.loc["bed_days_lower_respiratory", "conf_high"] < 0
    assert by_outcome.loc["bed_days_stroke", "conf_high"] < 0
    assert by_outcome.loc["items_on_time", "conf_low"] > 0


def test_the_hospital_counts_are_those_planted_but_for_the_mishaps(finished):
    """A record in seventy or so has lost its diagnosis, its patient or a date."""
    truth = json.loads((finished.folder / RAW / "TRUTH.json").read_text())
    planted = truth["hospital_extract"]
    staged = finished.folder / f"{PROCESSED}/staged"
    activity = pd.read_parquet(staged / "hes_activity.parquet").query("area_type == 'pct'")
    keys = ["financial_year", "condition"]
    counted = activity.groupby(keys, observed=True)[["admissions", "bed_days"]].sum()
    for year, condition in counted.index:
        if condition != "all_emergency" and year < "2008/09":  # later stays have no end as yet
            expected = pd.Series(planted["stays"][f"{year} {condition}"])
            share = counted.loc[(year, condition)] / expected[counted.columns]
            assert share.between(0.975, 1.0).all(), (year, condition)
    accounts = pd.read_parquet(staged / "hes_row_accounts.parquet")
    fates = accounts.set_index(["file", "fate"])["rows"]
    mishaps = planted["mishaps"]["2007/08"]
    for fate, mishap in (
        ("not as many fields as the header", "short_line"),
        ("no patient key", "missing_patient"),
        ("no provider", "missing_provider"),
        ("ends before it starts", "ends_before_it_starts"),
    ):
        assert fates["APC_0708.txt", fate] == mishaps[mishap], fate
