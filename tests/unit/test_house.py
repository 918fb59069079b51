"""The house: rooms import from lower floors only, SQL stays in the store, the documents say what is so."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from tidings.asking import MODES, known_mode
from tidings.cli.app import program
from tidings.cli.invocation import read_invocation
from tidings.windows import parse_window

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tidings"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md")])
KEPT_FOLDERS = ("src", "tests", "bench", "docs", ".ci")


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=named)


# Floors


@cache
def floors() -> tuple[tuple[str, ...], ...]:
    """The rooms of each line of the architecture's table, the ground floor first."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| \d[a-z]? \| (.+?) \|", text, re.MULTILINE)
    return tuple(tuple(re.findall(r"`(\w+)`", line)) for line in lines)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the package, by its path inside it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def imported_rooms(tree: ast.Module) -> Iterator[str]:
    """The rooms a module imports, wherever in it; the package's own facts, such as its version, are none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import in line {node.lineno}"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        parts = [name.split(".") for name in names if name.startswith("tidings.")]
        yield from (found[1] for found in parts if is_room(found[1]))


def is_room(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def test_the_table_of_floors_names_every_room_once() -> None:
    rooms = [room for floor in floors() for room in floor]
    there = {room_of(module) for module, _ in modules()} - {"__init__"}
    assert sorted(rooms) == sorted(there)


def test_a_room_imports_only_rooms_on_lower_floors() -> None:
    level = {room: number for number, floor in enumerate(floors()) for room in floor}
    wrong = {
        f"{module} imports {other}"
        for module, tree in modules()
        for other in imported_rooms(tree)
        if (room := room_of(module)) != other and level[other] >= level.get(room, -1)
    }
    assert wrong == set()


SQL = re.compile(r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE|CREATE|ALTER|DROP)\b")


def test_sql_is_written_in_the_store_alone() -> None:
    found = {
        f"{module}:{node.lineno}"
        for module, tree in modules()
        if room_of(module) != "store"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    }
    assert found == set()


# Documents


def prose(text: str) -> str:
    """The document without its blocks of code."""
    return re.sub(r"^```.*?^```|^ {4}[^\n]*$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_document
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = prose(document.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (document.parent / path).resolve() if path else document
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def commands(text: str) -> Iterator[str]:
    """Every `tidings ...` that stands in code, inline or on a line of its own, without what follows it."""
    yield from re.findall(r"`tidings ([^`<]+)`", text)
    yield from re.findall(r"^(?: {4,}|\$ )(?:[\w./]*/)?tidings +([^\n]+)$", text, re.MULTILINE)


def parsed(shown: list[str]) -> dict[str, Any]:
    """The command's parameters, as the program itself reads them; it raises what it would print.

    A command that is only named, or asked for its help, has none.
    """
    command, context = program("en"), None
    words = [word for word in read_invocation(shown).args if word != "--help"]
    while words:
        context = command.make_context(command.name or "tidings", words, parent=context)
        if not hasattr(command, "commands"):
            return dict(context.params)
        words = [*context._protected_args, *context.args]
        if words:
            _, command, words = command.resolve_command(context, words)
    return {}


@each_document
def test_every_command_shown_is_one_the_program_understands(document: Path) -> None:
    for line in commands(document.read_text(encoding="utf-8")):
        params = parsed(shlex.split(line.partition(">")[0], comments=True))
        if isinstance(params.get("window"), str):
            assert parse_window(params["window"]), line
        for mode in params.get("mode", "topics").replace("MODE", "topics").split("|"):
            assert known_mode(mode) in MODES, line


def test_a_command_that_is_not_there_would_be_noticed() -> None:
    for wrong in (["trend"], ["trends", "--as-off", "2024"], ["feeds", "drop", "URL"], ["analyze", "--json"]):
        with pytest.raises(typer.TyperException):
            parsed(wrong)


@each_document
def test_every_file_of_code_named_in_a_document_exists(document: Path) -> None:
    files = [f"/{path.relative_to(ROOT).as_posix()}" for path in kept_files()]
    for name in re.findall(r"`([\w./]+\.(?:py|sql|tsv|npz))`", document.read_text(encoding="utf-8")):
        assert any(file.endswith(f"/{name}") for file in files), name


CONSTANT = re.compile(r"^\| `(\w+)` \| `([\w/]+)\.py` \| ([\d.]+)(?: (\w+))? \|", re.MULTILINE)


@each_document
def test_constants_in_the_documents_are_those_of_the_code(document: Path) -> None:
    for name, file, value, unit in CONSTANT.findall(document.read_text(encoding="utf-8")):
        actual = getattr(importlib.import_module(f"tidings.{file.replace('/', '.')}"), name)
        if unit:
            assert actual == timedelta(**{unit: float(value)}), name
        else:
            assert actual == pytest.approx(float(value), rel=0.001), name


def test_the_tables_of_constants_are_found() -> None:
    text = (ROOT / "docs" / "trends.md").read_text(encoding="utf-8")
    assert {"PAST_SPAN", "RISING", "COHERENT"} <= {name for name, *_ in CONSTANT.findall(text)}


MEASURED = re.compile(r"^\| .+ \| `([a-z_]+\.[\w.]+)` \| ([\d.]+) \|$", re.MULTILINE)


@each_document
def test_figures_in_the_documents_are_those_that_were_measured(document: Path) -> None:
    shown = MEASURED.findall(document.read_text(encoding="utf-8"))
    floors_file = ROOT / "bench" / "floors.json"
    measured = json.loads(floors_file.read_text(encoding="utf-8"))["floors"] if shown else {}
    for name, value in shown:
        assert float(value) == pytest.approx(measured[name]["floor"], abs=0.001), name


# What belongs to one machine, or to a registry, and not to the project

# Put together here, so that this file does not name them either.
REGISTRIES = (
    ("py", "pi.org"),
    ("python", "hosted.org"),
    ("npm", "js.com"),
    ("npm", "js.org"),
    ("deb.deb", "ian.org"),
)
REGISTRY = re.compile(
    "|".join([*(re.escape("".join(name)) for name in REGISTRIES), "--(?:extra-)?index-url"])
)
OWN_FOLDER = re.compile(r"(?<![\w.:/])/(?:home|Users|root|work|mnt)/\w")


def kept_files() -> list[Path]:
    """Every file of the repository; what tools leave beside them is not among them."""
    inside = [path for folder in KEPT_FOLDERS for path in (ROOT / folder).rglob("*")]
    files = [path for path in (*ROOT.iterdir(), *inside) if path.is_file()]
    return [path for path in files if "__pycache__" not in path.parts and not path.name.startswith(".cov")]


def test_no_line_names_a_registry_or_a_folder_of_somebody_s_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in kept_files()
        for number, line in enumerate(path.read_bytes().decode("utf-8", errors="ignore").splitlines(), 1)
        if REGISTRY.search(line) or OWN_FOLDER.search(line)
    ]
    assert found == []
