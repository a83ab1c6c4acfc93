"""The command is nothing but another way to name a rule of the workflow."""

import pytest

from pooledfunds.run.command import RULES, main, snakemake_command


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ("study", "snakemake"),
        ("study --study ten_years_on", "snakemake --config study=ten_years_on"),
        (
            "study --basis official --returns /returns",
            "snakemake --config basis=official official_root=/returns",
        ),
        ("check --basis official", "snakemake check --config basis=official"),
        ("retrieve --study a", "snakemake retrieve --config study=a"),
        ("verify", "snakemake verify"),
        ("verify reports/a", "snakemake verify --config folder=reports/a"),
        ("compare one two", "snakemake compare --config before=one after=two"),
        ("study -- --dry-run --cores 1", "snakemake --dry-run --cores 1"),
    ],
)
def test_each_word_is_a_rule(said, runs):
    assert snakemake_command(said.split()) == runs.split()


def test_help_names_every_word(capsys):
    with pytest.raises(SystemExit) as ended:
        snakemake_command(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in RULES)


def test_elsewhere_than_in_the_project_it_says_where_to_go(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "call it in the project's folder" in capsys.readouterr().err
