"""Proving: what an answer would name, cite and say, held against the store before any of it is shown."""

from tidings.proving.judging import Proved, prove
from tidings.proving.settling import Settled, settle

__all__ = ["Proved", "Settled", "prove", "settle"]
