"""Writing: where there are models, they name and describe what was computed; every figure stays computed."""

from tidings.writing.writer import Desk, Written, both, write

__all__ = ["Desk", "Written", "both", "write"]
