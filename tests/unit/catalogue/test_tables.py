import re
from importlib import import_module
from pkgutil import iter_modules

import pandera.pandas as pa

from pooledfunds import catalogue
from pooledfunds.catalogue.declarations import FOLDERS, NOT_WRITTEN, Reader, Table
from pooledfunds.catalogue.panel import tables_of
from pooledfunds.catalogue.tables import given_by_readers
from pooledfunds.core.schema import table, text
from tests.conftest import ROOT

STUDY = {
    "area_types": ["council", "pct"],
    "hes": {"diagnosis_sets": {"stroke": "main"}},
    "outcomes": {},
}
TABLES = tables_of(STUDY)
WRITTEN = [t for t in TABLES if t.rule != NOT_WRITTEN]


def test_every_schema_of_the_catalogue_belongs_to_a_table():
    declared = {t.schema_of(STUDY).name for t in TABLES}
    schemas = {
        value.name
        for module in iter_modules(catalogue.__path__)
        for value in vars(import_module(f"pooledfunds.catalogue.{module.name}")).values()
        if isinstance(value, pa.DataFrameSchema)
    }
    assert schemas <= declared


def test_every_table_lies_in_one_place_and_is_published_under_one_name():
    paths = [t.path for t in WRITTEN]
    assert len(paths) == len(set(paths))
    published = [t.published for t in TABLES if t.published]
    assert len(published) == len(set(published))


def rules_of_the_workflow() -> set[str]:
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "workflow/rules").glob("*.smk")]
    return set(re.findall(r"^ *rule (\w+):", "\n".join(texts), flags=re.MULTILINE))


def test_every_rule_that_a_table_names_is_one_of_the_workflow():
    named = {t.rule for t in WRITTEN} | {rule for t in TABLES for rule in t.needed_by}
    assert named <= rules_of_the_workflow()
    assert {t.rule for t in WRITTEN} == set(FOLDERS)


def test_no_rule_file_lists_tables_again():
    names = "|".join(re.escape(t.name) for t in WRITTEN)
    entries = re.compile(rf'^ +"(?:{names})",?$', flags=re.MULTILINE)
    for file in (ROOT / "workflow/rules").glob("*.smk"):
        assert not entries.findall(file.read_text(encoding="utf-8")), file.name


def test_readers_of_several_sources_give_one_table_together():
    shared = Table(table("shared", "", {"a": text("A")}, unique=["a"]))
    readers = [Reader(source, "module:read", (shared,)) for source in ("survey", "notification")]
    assert given_by_readers(readers)["shared"].sources == ("survey", "notification")


def test_what_facts_look_up_is_what_the_sources_say_unless_declared_otherwise():
    schema = table("t", "", {"a": text("A")}, unique=["a"])
    assert Table(schema, sources=("survey",)).sources_held == ("survey",)
    assert Table(schema, sources=("survey",), holds=()).sources_held == ()
    assert Table(schema, "link_returns", sources=("survey",)).sources_held == ()
