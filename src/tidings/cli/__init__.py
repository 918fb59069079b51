"""The terminal face: commands, their help, and answers as people read them."""

from tidings.cli.app import main

__all__ = ["main"]
