import re
from hashlib import sha256

import pytest

from pooledfunds.report import libraries

VENDOR = libraries.HERE / "vendor"
LISTED = dict(
    re.findall(
        r"^\| `([\w.]+)` .*\| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.M
    )
)


def test_every_kept_library_is_listed_and_as_its_makers_released_it():
    assert sorted(LISTED) == sorted(file.name for file in VENDOR.glob("*.js"))
    assert sorted(LISTED) == sorted(libraries.CHARTS)
    for name, digest in LISTED.items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest
        licence = (VENDOR / f"{name.split('.')[0]}.LICENSE").read_text(encoding="utf-8")
        assert "Permission to use" in licence


@pytest.mark.parametrize("text", [one.text for one in libraries.scripts()], ids=len)
def test_no_script_can_end_early_or_point_elsewhere(text):
    assert not re.search(r"<!--|</?script", text, re.IGNORECASE)
    assert "sourceMappingURL" not in text
    assert not re.search(r"^\s*export\b", text, re.M)


def test_a_sign_that_opens_a_tag_keeps_its_meaning_within_a_script():
    assert libraries.script('a = "<script>"; b = "</Script>"; c = 1<2').text == (
        '\na = "\\x3cscript>"; b = "\\x3c/Script>"; c = 1<2\n'
    )


def test_another_form_of_the_table_library_stops_the_build(monkeypatch):
    monkeypatch.setattr(libraries, "EXPORT", re.compile("no such words in it (at all)"))
    with pytest.raises(ValueError, match="has 0 lists of exports"):
        libraries.tables()
