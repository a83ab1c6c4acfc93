"""What can be downloaded from the page, and what each file is."""

from collections.abc import Collection

ARRANGEMENTS = "arrangements.html"
DOWNLOADS = {
    "claims.csv": "The ledger: every claim with its verdict, by its primary reading",
    "readings.csv": "Every claim under each of its readings, with the reason for the primary one",
    "release.ods": "All tables as one workbook, with notes; codes stay text in a spreadsheet",
    "estimates.csv": "Every effect of interest, with interval, detectable effect and conclusion",
    "coefficients.csv": "Every other coefficient: covariates, constants and fixed effects",
    "register_errors.csv": "What one source of evidence on pools knows of another",
    "register_noise.csv": "What errors in a register of pools leave of each estimate",
    ARRANGEMENTS: "Who pools what, under which agreement, and every pool's account",
    "memorandum_accounts.csv": "The account of each pool and year: income, expenditure, balance",
    "partner_shares.csv": "What each partner of a pool has to account for, to the pound",
    "agreement_completeness.csv": "How many elements of a sound agreement each one has",
    "agreement_elements.csv": "In how many agreements each element is there",
    "income_reconciliation.csv": "Partners' money in pools beside PSSEX1's income, by council",
    "reconciled_councils.csv": "How many councils agree with the register of pools, and the money",
    "pool_money_by_host.csv": "Contributions to pools, each pound once, and which return shows it",
    "scorecards.csv": "Scorecards of partnerships: each indicator by quarter, forecast and rating",
    "scorecard_domains.csv": "Scorecards by domain and quarter, with the weighted score",
    "outcome_checklist.csv": "The report's checklist of outcomes, item by item, for each area",
    "facts.csv": "Every computed fact, with its formula and the code that computed it",
    "areas.csv": "Every indicator of every area in its last year, with limits",
    "row_accounts.csv": "The fate of every submitted record",
    "datapackage.json": "Types, units and keys of every table, and the digest of its file",
    "withheld.csv": "How much disclosure rules withhold, by rule, without the values",
    "data_dictionary.csv": "What every column of every table means",
    "hes_quality.csv": "How complete each field of hospital records is, by data year",
    "hes_breaks.csv": "Fields of hospital records whose completeness moves between years",
    "pssex1_audit.csv": "PSSEX1 totals that differ from their parts, or were not checked",
    "delayed_days_audit.csv": "Printed totals of delayed days, each beside the sum of its parts",
    "monthly_activity_audit.csv": "Printed totals of monthly activity beside their parts",
    "council_expenditure_audit.csv": "Printed sums of councils' expenditure beside their parts",
    "indicator_audit.csv": "England's printed indicators beside the means of districts",
    "run.json": "What this run was made of: settings, versions, inputs and their digests",
    "ro-crate-metadata.json": "What made which file of what, for machines (RO-Crate)",
    "workflow.smk": "Every rule of the run, which the former refers to",
    "SHA256SUMS": "The digest of every file here; snakemake verify holds them against it",
}
# Published tables of which any one gives the page of arrangements something to tell.
TELL_OF_ARRANGEMENTS = ("memorandum_accounts", "pssex1_audit")


def tells_of_arrangements(tables: Collection[str]) -> bool:
    """Return whether a run that publishes these tables has a page of arrangements."""
    return not set(TELL_OF_ARRANGEMENTS).isdisjoint(tables)


def downloads(tables: Collection[str]) -> dict[str, str]:
    """Return the files that a run publishes, and what each is: of tables those that it has.

    Parameters
    ----------
    tables
        Names of the tables that the run publishes.
    """
    return {
        file: words
        for file, words in DOWNLOADS.items()
        if (not file.endswith(".csv") or file.removesuffix(".csv") in tables)
        and (file != ARRANGEMENTS or tells_of_arrangements(tables))
    }
