from pooledfunds.core.module_dependencies import project_modules


def test_modules_are_found_through_other_modules_and_packages(tmp_path):
    package = tmp_path / "pooledfunds"
    (package / "staging").mkdir(parents=True)
    (package / "plain").mkdir()  # no __init__.py, which Python does not ask for
    for name, text in {
        "__init__.py": "",
        "staging/__init__.py": "",
        "staging/hes.py": "from pooledfunds import contracts\nimport pandas as pd\n",
        "contracts.py": "def later():\n    from pooledfunds.errors import Issue\n",
        "plain/words.py": "try:\n    import json\nfinally:\n    import pooledfunds.spare\n",
        "spare.py": "",
        "errors.py": "import sys\nimport pooledfunds.plain.words\n",
        "unused.py": "",
    }.items():
        (package / name).write_text(text)
    script = tmp_path / "stage.py"
    script.write_text("from pooledfunds.staging.hes import read\n")
    found = project_modules(script, tmp_path)
    names = {path.removeprefix(f"{package.as_posix()}/") for path in found}
    assert names == {
        "__init__.py",
        "staging/__init__.py",
        "staging/hes.py",
        "contracts.py",
        "errors.py",
        "plain/words.py",
        "spare.py",
    }
