"""Tidings: news intelligence whose every claim carries a dated source and the quote that proves it."""

__version__ = "0.1.0"
