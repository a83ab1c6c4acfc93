"""Run the benchmarks, print a table and write ``benchmarks/results.json``.

python -m benchmarks            all of them
python -m benchmarks pssex1     one of them
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


def main(chosen: list[str]) -> None:
    """Run the chosen benchmarks, or all."""
    rows = []
    for name in chosen or NAMES:
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += [{"benchmark": name} | row for row in module.run()]
    record = {"cores": os.cpu_count(), "results": rows}
    (HERE / "results.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        met = {True: "met", False: "NOT MET", None: ""}[row.get("met")]
        value = f"{row['value']:,.3g}" if isinstance(row["value"], float) else row["value"]
        print(f"{row['benchmark']:<12} {row['what']:<72} {value:>10}  {row['target']:<16} {met}")


if __name__ == "__main__":
    main(sys.argv[1:])
