"""The national outcomes study of pooled funds between councils and the NHS."""

import warnings

# Pandera imports pyspark.pandas wherever pyspark is installed; nothing of the study uses it
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)

__version__ = "0.2.0"
