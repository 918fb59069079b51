"""docs/configuration.md and the file `tidings init` writes say what the settings are."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tidings.cli.setup import settings_text
from tidings.settings import Settings

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "configuration.md"

# Defaults that depend on the machine, in words.
COMPUTED = {"data_dir": "the platform's user data folder", "processes": "one a core, 8 at most"}


def table() -> str:
    lines = ["| variable | in the file | default | meaning |", "|---|---|---|---|"]
    for name, option in Settings.model_fields.items():
        default = COMPUTED[name] if option.default_factory else _shown(option.get_default())
        lines.append(f"| `TIDINGS_{name.upper()}` | `{name}` | {default} | {option.description} |")
    return "\n".join(lines)


def _shown(value: object) -> str:
    return (
        "unset"
        if value is None or value == ""
        else f"`{str(value).lower()}`"
        if value in (True, False)
        else f"`{value}`"
    )


def test_the_document_lists_every_option_with_its_default_and_meaning() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8")


def test_the_settings_file_names_every_option_and_sets_none() -> None:
    text = settings_text({})
    assert tomllib.loads(text) == {}
    for name, option in Settings.model_fields.items():
        assert f"# {option.description}\n# {name} =" in text


def test_the_settings_file_is_valid_once_its_lines_are_in_force() -> None:
    lines = settings_text({}).splitlines()
    chosen = [line.removeprefix("# ") for line in lines if " = " in line and not line.endswith((".", "="))]
    options = tomllib.loads(
        "\n".join(line for line in chosen if line.partition(" =")[0] in Settings.model_fields)
    )
    assert Settings(**options).batch_size == Settings.model_fields["batch_size"].default


def test_an_option_given_to_init_is_in_force() -> None:
    assert tomllib.loads(settings_text({"data_dir": "/srv/news"})) == {"data_dir": "/srv/news"}
