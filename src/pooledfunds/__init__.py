"""The national outcomes study of pooled funds between councils and the NHS."""

import os
import warnings

# Processes share the cores out among themselves. Snakemake tells linear algebra to take as many threads
# as a job has; with as many processes each waits for the others. It is asked when numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# Pandera imports pyspark.pandas wherever pyspark is installed; nothing of the study uses it
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)

__version__ = "0.2.0"
