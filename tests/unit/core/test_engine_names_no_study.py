"""A study is a folder: no module of the engine names one."""

from tests.conftest import ROOT

PACKAGE = ROOT / "src/pooledfunds"
OWN = ("studies", "synthetic")  # a study's own code, and the invented England of one


def test_no_module_outside_its_own_packages_names_a_study():
    studies = [folder.name for folder in (ROOT / "config/studies").iterdir() if folder.is_dir()]
    assert "means_to_an_end" in studies
    engine = [
        *(m for m in PACKAGE.rglob("*.py") if m.relative_to(PACKAGE).parts[0] not in OWN),
        *(f for f in (ROOT / "workflow").rglob("*") if f.suffix in (".smk", ".py", ".yaml")),
        ROOT / "workflow/Snakefile",
    ]
    texts = {file.relative_to(ROOT): file.read_text(encoding="utf-8") for file in engine}
    named = [str(file) for file, text in texts.items() if any(s in text for s in studies)]
    assert named == []
