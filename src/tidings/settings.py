"""Every option with its default: environment (TIDINGS_*), then a TOML file, then what stands here."""

from __future__ import annotations

import difflib
import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tidings.errors import InvalidRequest

CONFIG_VARIABLE = "TIDINGS_CONFIG"

# What to say where pydantic refuses a value, by the type it gives its error.
_REFUSALS = {
    "less_than_equal": "setting_at_most",
    "greater_than_equal": "setting_at_least",
    "greater_than": "setting_above",
    "int_parsing": "setting_whole",
    "int_type": "setting_whole",
    "int_from_float": "setting_whole",
    "float_parsing": "setting_number",
    "float_type": "setting_number",
    "bool_parsing": "setting_switch",
    "bool_type": "setting_switch",
    "literal_error": "setting_choice",
}


def config_path() -> Path:
    """The TOML file in use: $TIDINGS_CONFIG, else the platform's user config folder."""
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else user_config_path("tidings") / "tidings.toml"


class Settings(BaseSettings):
    """Tidings' options; each can be set as TIDINGS_<NAME> or as <name> in the TOML file."""

    model_config = SettingsConfigDict(env_prefix="TIDINGS_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("tidings"),
        description="Folder of the embedded database and everything else that lasts.",
    )
    database_url: SecretStr | None = Field(
        default=None, description="A PostgreSQL server with pgvector to use instead of the embedded one."
    )
    database_pool: int = Field(default=8, ge=2, le=64, description="Connections a process keeps at most.")
    lang: Literal["auto", "ru", "en"] = Field(
        default="auto", description="Language of the interface; auto follows the locale."
    )
    timezone: str = Field(default="UTC", description="Zone in which times are shown, such as Europe/Moscow.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="What is logged to standard error."
    )
    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="console for people, json for machines; auto asks the terminal."
    )
    processes: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8),
        ge=0,
        le=64,
        description="Processes that analyse text; 0 analyses in Tidings' own.",
    )
    batch_size: int = Field(
        default=256, ge=1, le=4096, description="Articles analysed and written in one transaction."
    )
    embedder: Literal["use-multilingual-v3"] = Field(
        default="use-multilingual-v3", description="Model that turns text into vectors."
    )
    contact: str = Field(
        default="", description="Address or page put in the User-Agent, so that publishers can reach you."
    )
    fetch_timeout: float = Field(
        default=20.0, gt=0, le=300, description="Seconds for one feed or page, all of it."
    )
    fetch_concurrency: int = Field(default=16, ge=1, le=256, description="Hosts polled at the same time.")
    fetch_max_bytes: int = Field(
        default=10_000_000, ge=1_000, description="Largest feed or page read, after decompression."
    )
    full_text: bool = Field(
        default=True, description="Fetch an article's page when its feed gives only a stub."
    )
    retrieval_cache_seconds: float = Field(
        default=300.0, ge=0, description="How long a ranking is kept; new articles end it sooner."
    )
    metrics_port: int | None = Field(
        default=None,
        description="Loopback port on which long-running commands serve /metrics.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file over defaults; arguments, as tests pass them, over all."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_path()))


def load_settings() -> Settings:
    """The settings in force; InvalidRequest says which option is wrong and where it was set."""
    if os.environ.get(CONFIG_VARIABLE) and not config_path().exists():
        raise InvalidRequest(
            f"{CONFIG_VARIABLE} names {config_path()}, which does not exist",
            message="missing_config",
            params={"path": config_path()},
        )
    try:
        _refuse_unknown(config_path())
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise InvalidRequest(
            f"{config_path()} is not valid TOML: {error}",
            message="bad_settings",
            params={"detail": f"{config_path()}: {error}"},
        ) from error
    except ValidationError as error:
        raise _wrong_value(error) from error


def _refuse_unknown(path: Path) -> None:
    """InvalidRequest for a name in the file that is none of ours, with the one that was likely meant."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        unknown = [name for name in tomllib.load(file) if name not in Settings.model_fields]
    if unknown:
        near = difflib.get_close_matches(unknown[0], Settings.model_fields, 1)
        raise InvalidRequest(
            f"{path}: there is no setting {unknown[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
            message="unknown_setting_near" if near else "unknown_setting",
            params={"path": path, "option": unknown[0], "near": near[0] if near else ""},
        )


def _wrong_value(error: ValidationError) -> InvalidRequest:
    """The first option that pydantic refuses, and what it takes."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    option = f"TIDINGS_{name.upper()}"
    detail = f"{option}: {first['msg']}"
    limits = first.get("ctx", {})
    params = {
        "option": option,
        "detail": detail,
        "limit": str(next((limits[key] for key in ("le", "ge", "gt") if key in limits), "")),
        "choices": ", ".join(map(str, get_args(Settings.model_fields[name].annotation))),
    }
    return InvalidRequest(detail, message=_REFUSALS.get(first["type"], "bad_settings"), params=params)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read once."""
    return load_settings()
