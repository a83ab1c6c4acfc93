"""The national outcomes study of pooled funds between councils and the NHS."""

__version__ = "0.2.0"
