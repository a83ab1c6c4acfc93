"""
Read hospital episodes, build stays from them and count what these amount to.

Reads   the extracts of hes_apc, config/codelists/hes_*.csv, staged/ bodies or small_areas
Writes  data/processed/{study}/{basis}/records/hes/, removed after its last use unless keep_records says not,
        and data/processed/{study}/{basis}/staged/hes_*.parquet
"""

HES = hospital_records(RUN)
HES_SETTINGS = {
    **RUN.study["hes"],
    "engine": {**RUN.study["hes"]["engine"], "plans": f"{PROCESSED}/plans"},
}
HES_LISTS = {name: path for name, path in RUN.word_lists.items() if name.startswith("hes_")}
# The place of residence that tells the council, and the table that tells where it lies.
HOME = RUN.study["hes"]["attribution"]["council"]
HOMES = {"district": "bodies", "lsoa": "small_areas"}


rule stage_hes_apc:
    input:
        extracts=RUN.sources.get("hes_apc", []),
        lists=list(HES_LISTS.values()),
        library=library("stage_hes_apc"),
    output:
        tables=written("stage_hes_apc"),
        stays=passing(directory(HES)),
    log:
        f"{LOGS}/stage_hes_apc.log",
    threads: RUN.study["hes"]["engine"]["threads"]
    params:
        tables=RUN.spark_tables,
        settings=HES_SETTINGS,
        lists=HES_LISTS,
    script:
        "../scripts/stage_hes_apc.py"


rule measure_hes_apc:
    input:
        stays=HES,
        places=f"{PROCESSED}/staged/{HOMES[HOME]}.parquet",
        sets=RUN.word_lists["hes_diagnosis_sets"],
        library=library("measure_hes_apc"),
    output:
        written("measure_hes_apc"),
    log:
        f"{LOGS}/measure_hes_apc.log",
    params:
        home=HOME,
        settings=HES_SETTINGS,
    script:
        "../scripts/measure_hes_apc.py"


# Jobs that share the other definitions out among themselves, a set of stays each.
scattergather:
    variants=1,


VARIANT_SHARES = f"{PROCESSED}/variants/{{scatteritem}}/hes_variants.parquet"


rule measure_hes_variants:
    input:
        stays=HES,
        places=f"{PROCESSED}/staged/{HOMES[HOME]}.parquet",
        lists=list(HES_LISTS.values()),
        library=library("measure_hes_variants"),
    output:
        VARIANT_SHARES,
    log:
        f"{LOGS}/measure_hes_variants/{{scatteritem}}.log",
    threads: RUN.study["hes"]["engine"]["threads"]
    params:
        home=HOME,
        settings=HES_SETTINGS,
        lists=HES_LISTS,
    script:
        "../scripts/measure_hes_variants.py"


rule gather_hes_variants:
    input:
        shares=gather.variants(VARIANT_SHARES),
        library=library("gather_hes_variants"),
    output:
        written("gather_hes_variants"),
    log:
        f"{LOGS}/gather_hes_variants.log",
    params:
        settings=HES_SETTINGS,
    script:
        "../scripts/gather_hes_variants.py"
