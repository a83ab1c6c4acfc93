"""Whether Spark can run every plan that some settings ask for; no record is read for it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import ibis
import pandas as pd
from ibis.common.exceptions import IbisError

from pooledfunds.core.errors import StudyError
from pooledfunds.hospital.activity import plan_activity, plan_lengths
from pooledfunds.hospital.build import plan_stays
from pooledfunds.hospital.measure import diagnosis_sets, duplicate_rules, plan_admissions
from pooledfunds.hospital.plan_cache import definitions
from pooledfunds.hospital.spark import SparkConnection, SparkPlan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

YEARS = [2005, 2006]  # a plan has the same words for any


def refusals(
    spark: SparkConnection, columns: str, settings: Mapping, tables: Mapping[str, pd.DataFrame]
) -> Iterator[str]:
    """Yield a sentence where a plan cannot be compiled for Spark, or Spark refuses it.

    Every statement is compiled, and Spark works out its columns over a table without a row.

    Parameters
    ----------
    spark
        A connection.
    columns
        Of the staged records, as Spark writes a schema.
    settings
        The section ``hes`` of the study's settings, or with what a variant replaces.
    tables
        The word lists.
    """
    try:
        records = named_table(spark.session.createDataFrame([], columns), "records")
        plan, defined = SparkPlan(), definitions(settings)
        plan_stays(plan, records, defined, duplicate_rules(tables["hes_duplicate_rules"]), YEARS)
        plan.refused(spark)
        stays = named_table(spark.session.sql(plan.asked["stays"]), "stays")
        sets = diagnosis_sets(tables["hes_diagnosis_sets"], settings["diagnosis_sets"])
        activity, lengths, admissions = SparkPlan(), SparkPlan(), SparkPlan()
        plan_activity(activity, stays, sets, defined, YEARS)
        plan_lengths(lengths, stays, defined, YEARS)
        plan_admissions(admissions, stays, settings["emergency_methods"])
        for counted in (activity, lengths, admissions):
            counted.refused(spark)
    except IbisError as error:
        yield f"Ibis has no word of Spark's for it: {error}"
    except StudyError as error:
        yield str(error)


def named_table(frame: "DataFrame", name: str) -> ibis.Table:
    """Return a Spark table by a name.

    Parameters
    ----------
    frame
        The table.
    name
        By which plans know it from then on.
    """
    frame.createOrReplaceTempView(name)
    return ibis.table(ibis.Schema.from_pyarrow(frame.limit(0).toArrow().schema), name=name)
