"""The schema of row accounts: what became of every submitted record."""

from pooledfunds.core.schema import count, table, text

ROW_ACCOUNTS = table(
    "row_accounts",
    "Fate of every submitted record, by file",
    {
        "stage": text("Source or step"),
        "file": text("File or table"),
        "fate": text("Submitted, kept, or the reason for setting aside"),
        "rows": count("Number of records", "records"),
    },
    unique=["stage", "file", "fate"],
)
