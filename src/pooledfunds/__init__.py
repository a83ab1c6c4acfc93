"""The national outcomes study of pooled funds between councils and the NHS."""

import os
import warnings

# Processes share the cores out among themselves. Snakemake tells linear algebra to take a job's
# threads: taken by each of as many processes, they wait for one another. Numpy looks when loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# Pandera imports pyspark.pandas wherever pyspark is installed; nothing of the study uses it
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)

__version__ = "0.2.0"
