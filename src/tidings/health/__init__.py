"""How a running process is: its metrics, and whether it lives and is ready, served to whoever asks."""

from tidings.health.serving import serving
from tidings.health.watched import Watched

__all__ = ["Watched", "serving"]
