"""What the embedded PostgreSQL is told to do differently from its defaults, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

INCLUDE_FILE = "tidings.conf"
INCLUDE_LINE = f"include_if_exists '{INCLUDE_FILE}'\n"

_HEADER = (
    "# Written by Tidings at every start of PostgreSQL; put changes of your own after the include line\n"
)

# name -> (value, reason). Sized for a machine of 2 cores and 4 GiB that also runs the text models.
SETTINGS: Mapping[str, tuple[str, str]] = {
    "listen_addresses": ("''", "no network: only a socket in a folder that nobody else can enter"),
    "unix_socket_permissions": ("0700", "the folder is closed already; this holds if someone opens it"),
    "max_connections": ("100", "several processes of 8 to 16 connections each"),
    "shared_buffers": ("256MB", "holds the hot month of the index; more would be taken from the models"),
    "effective_cache_size": ("1GB", "what the planner may assume the file cache holds"),
    "work_mem": ("32MB", "sorting and hashing a week of articles without a temporary file"),
    "maintenance_work_mem": ("256MB", "building a vector index in memory"),
    "random_page_cost": ("1.1", "solid-state disks: a random page costs about as much as the next one"),
    "jit": ("off", "queries run 1 to 100 ms; compiling one takes longer than it saves"),
    "plan_cache_mode": (
        "force_custom_plan",
        "a day's window and a year's want different plans, and both come through one statement",
    ),
    "synchronous_commit": ("on", "what was said to be stored is stored, also after a power cut"),
    "wal_compression": ("on", "vectors make large pages; pglz, as this build has no lz4"),
    "max_wal_size": ("2GB", "an import of some hundred thousand articles without a forced checkpoint"),
    "checkpoint_timeout": ("15min", "fewer full pages written; recovery replays at most this much"),
    "max_worker_processes": ("4", "two cores: more workers only wait for each other"),
    "max_parallel_workers_per_gather": ("1", "one more process a query leaves a core to the text models"),
    "max_parallel_maintenance_workers": (
        "0",
        "a parallel vector index needs maintenance_work_mem in /dev/shm, and containers have 64 MB there",
    ),
    "io_workers": ("2", "as many as the cores this is sized for"),
    "autovacuum_naptime": ("30s", "a batch of thousands of rows is seen by the planner soon after"),
    "idle_in_transaction_session_timeout": ("10min", "a hung client does not hold old rows for ever"),
    "log_checkpoints": ("off", "the log is for what is wrong"),
    "log_startup_progress_interval": ("5s", "a long recovery says how far it is"),
    "log_min_error_statement": ("panic", "a failing statement may carry an article's text"),
    "log_line_prefix": ("'%m [%p] '", "time with zone and process"),
    "timezone": ("'UTC'", "all times are UTC"),
    "log_timezone": ("'UTC'", "all times are UTC"),
}


def quoted(value: str) -> str:
    """A value as PostgreSQL's configuration file writes a string."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def render(socket_dir: Path) -> str:
    """The text of tidings.conf."""
    lines = [_HEADER]
    for name, (value, reason) in SETTINGS.items():
        lines.append(f"# {reason}\n{name} = {value}\n")
    # Double quotes keep a comma or a space in a path from starting a second folder.
    listed = '"' + str(socket_dir).replace('"', '""') + '"'
    lines.append(f"unix_socket_directories = {quoted(listed)}\n")
    return "\n".join(lines)
