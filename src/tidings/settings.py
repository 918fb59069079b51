"""Every option with its default: environment (TIDINGS_*), then a TOML file, then what stands here."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
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
    "string_type": "setting_text",
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
        default="warning",
        description="What is logged to standard error; only errors at a prompt where it is unset.",
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
    allowed_domains: str = Field(
        default="",
        description="Domains whose articles alone may be named and quoted, with their subdomains: "
        "news.example, example.org; unset allows all.",
    )
    blocked_domains: str = Field(
        default="",
        description="Domains whose articles are counted but never named or quoted, with their subdomains; "
        "wins over the allowed ones.",
    )
    retrieval_cache_seconds: float = Field(
        default=300.0,
        ge=0,
        description="How long what was computed for a question is kept; new articles end it sooner.",
    )
    models: bool = Field(
        default=True, description="Whether language models may be asked at all; without a key none is."
    )
    local_analyst: bool = Field(
        default=True, description="Whether Tidings' own analysts answer where models do not."
    )
    gemini_api_key: SecretStr | None = Field(default=None, description="Key of Google's Gemini API.")
    gemini_base_url: str | None = Field(default=None, description="Another address of the Gemini API.")
    gemini_quota: str = Field(
        default="150/1000000", description="Requests and tokens a minute that Gemini allows you."
    )
    anthropic_api_key: SecretStr | None = Field(default=None, description="Key of Anthropic's API.")
    anthropic_base_url: str | None = Field(default=None, description="Another address of Anthropic's API.")
    anthropic_quota: str = Field(
        default="50/30000", description="Requests and tokens a minute that Anthropic allows you."
    )
    openai_api_key: SecretStr | None = Field(default=None, description="Key of OpenAI's API.")
    openai_base_url: str | None = Field(default=None, description="Another address of OpenAI's API.")
    openai_quota: str = Field(
        default="500/500000", description="Requests and tokens a minute that OpenAI allows you."
    )
    compatible_url: str | None = Field(
        default=None,
        description="An endpoint that speaks OpenAI's protocol (Ollama, vLLM, OpenRouter), "
        "such as http://localhost:11434/v1.",
    )
    compatible_api_key: SecretStr | None = Field(default=None, description="Its key, where it wants one.")
    compatible_model: str | None = Field(
        default=None,
        description="Its model, asked after a route's other models and before Tidings' own analysts.",
    )
    compatible_quota: str = Field(
        default="600/10000000", description="Requests and tokens a minute that it allows you."
    )
    model_prices: str = Field(
        default="",
        description="Dollars a million tokens sent/received, for models whose price is not known: "
        "llama3=0/0, my-model=0.2/0.8.",
    )
    route_keyphrase_mining: str = Field(
        default="gemini-3.8-flash, claude-sonnet-5-5, gpt-6.1-terra, local",
        description="Models that refine keyphrases, in the order they are asked.",
    )
    route_query_expansion: str = Field(
        default="gemini-3.8-flash, gpt-6.1-terra, local", description="Models that suggest other queries."
    )
    route_sentiment_emotion: str = Field(
        default="gpt-6.1-terra, claude-sonnet-5-5, local", description="Models that describe the tone."
    )
    route_topic_modeler: str = Field(
        default="claude-sonnet-5-5, gpt-6.1-terra, gemini-3.8-flash, local",
        description="Models that group and describe topics.",
    )
    economy_models: str = Field(
        default="gemini-3.5-flash-lite, gpt-6-luna, claude-haiku-5-5",
        description="Cheaper models, for when the budget does not allow those of the route.",
    )
    timeout_keyphrase_mining: float = Field(
        default=10.0, gt=0, le=600, description="Seconds keyphrase mining waits for models at most."
    )
    timeout_query_expansion: float = Field(
        default=8.0, gt=0, le=600, description="Seconds query expansion waits for models at most."
    )
    timeout_sentiment_emotion: float = Field(
        default=12.0, gt=0, le=600, description="Seconds the tone waits for models at most."
    )
    timeout_topic_modeler: float = Field(
        default=15.0, gt=0, le=600, description="Seconds topics wait for models at most."
    )
    deadline_simple: float = Field(
        default=5.0, gt=0, le=600, description="Seconds a command without models may take."
    )
    deadline_enhanced: float = Field(
        default=12.0, gt=0, le=600, description="Seconds a command with models may take, all of it."
    )
    command_tokens: int = Field(
        default=8000, ge=0, description="Tokens one command may use, sent and received."
    )
    command_usd: float = Field(default=0.5, ge=0, description="Dollars one command may spend.")
    user_commands: int = Field(
        default=100, ge=0, description="Commands of a user for which models may be asked in a day (UTC)."
    )
    user_usd: float = Field(default=5.0, ge=0, description="Dollars one user may spend in a day.")
    daily_usd: float = Field(default=20.0, ge=0, description="Dollars all users may spend in a day.")
    model_cache_hours: float = Field(
        default=24.0, ge=0, le=8760, description="How long what a model wrote is kept for the same news."
    )
    keep_answers_days: float = Field(
        default=30.0,
        ge=0,
        le=3650,
        description="How long each new answer is kept with its reasons, for `tidings explain`; 0 keeps none "
        "and leaves the earlier ones their time.",
    )
    # Where a model writes a third of its answers in vain, six in a row come about once in 700 of them; a
    # model that is not fit for its task has six within the hour.
    rejection_streak: int = Field(
        default=6,
        ge=2,
        description="Answers in a row whose sentences were refused from which operators are warned.",
    )
    flag_keyphrase_mining: bool = Field(default=True, description="Whether models refine keyphrases.")
    flag_query_expansion: bool = Field(default=True, description="Whether other queries are suggested.")
    flag_sentiment_emotion: bool = Field(default=True, description="Whether models describe the tone.")
    flag_topic_modeler: bool = Field(default=True, description="Whether models group and describe topics.")
    flag_rerank: bool = Field(
        default=False, description="Whether the best articles of a query are ranked again by their passages."
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="Token of the Telegram bot, from @BotFather."
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Address of the Bot API server."
    )
    telegram_users: str = Field(
        default="",
        description="Numbers or @names of those who may use the bot: 1234567, @editor; unset lets everybody.",
    )
    telegram_admins: str = Field(
        default="", description="Numbers or @names of those who may see /status and /feeds."
    )
    telegram_webhook_url: str | None = Field(
        default=None, description="Public https address for a webhook; unset polls Telegram instead."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="Secret token of the webhook; unset makes one that lasts."
    )
    telegram_webhook_host: str = Field(
        default="127.0.0.1", description="Address the webhook listens on, behind your proxy."
    )
    telegram_webhook_port: int = Field(
        default=8443, ge=0, le=65535, description="Port the webhook listens on."
    )
    telegram_commands_at_once: int = Field(
        default=4, ge=1, le=64, description="Commands one bot process answers at the same time."
    )
    telegram_user_hourly: int = Field(
        default=60, ge=1, description="Commands a Telegram user may give in an hour."
    )
    telegram_user_follows: int = Field(
        default=20, ge=0, le=500, description="Stories, names and queries a Telegram user may follow."
    )
    alert_minutes: float = Field(
        default=60.0, ge=0, le=10080, description="Minutes between two alerts about one followed thing."
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="Address on which long-running commands serve /metrics and /health."
    )
    metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description="Port on which long-running commands serve /metrics and /health; unset serves neither.",
    )
    otlp_url: str | None = Field(
        default=None,
        description="OTLP/HTTP collector for traces, such as http://localhost:4318; unset traces nothing.",
    )
    prometheus_url: str | None = Field(
        default=None, description="Prometheus that canaries, service levels and automatic degradation ask."
    )
    alertmanager_url: str | None = Field(
        default=None, description="Alertmanager that is checked before a rollout."
    )
    flags_file: Path | None = Field(
        default=None,
        description="Feature flags as a flagd file; unset takes those that come with Tidings.",
    )
    worker_polls: bool = Field(default=True, description="Whether a worker polls feeds.")
    degrade_by_rule: bool = Field(
        default=True,
        description="Whether service is reduced by itself when budget or error alerts fire.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _unset(cls, value: object, info: ValidationInfo) -> object:
        """Nothing where there may be nothing: an empty variable takes back what the file says."""
        if not isinstance(value, str) or value.strip():
            return value
        if info.field_name == "data_dir":
            raise ValueError("an empty name would be the folder that one happens to be in")
        return None if cls.model_fields[str(info.field_name)].default is None else value

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
        raise _bad_toml(config_path(), error) from error
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


def _bad_toml(path: Path, error: tomllib.TOMLDecodeError) -> InvalidRequest:
    """Where the file cannot be read on; the parser says it only in its English text."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    params = {"path": path, "line": place[1], "column": place[2]} if place else {"path": path}
    return InvalidRequest(
        f"{path} is not valid TOML: {error}", message="bad_toml" if place else "bad_toml_end", params=params
    )


def _wrong_value(error: ValidationError) -> InvalidRequest:
    """The first option that pydantic refuses, and what it takes; the value itself may be a secret."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    option = f"TIDINGS_{name.upper()}"
    detail = f"{option}: {first['msg']}"
    limits = first.get("ctx", {})
    params = {
        "option": option,
        "detail": detail,
        "limit": next((f"{limits[key]:g}" for key in ("le", "ge", "gt") if key in limits), ""),
        "choices": ", ".join(map(str, get_args(Settings.model_fields[name].annotation))),
    }
    return InvalidRequest(detail, message=_refusal(first["type"], first["input"]), params=params)


def _refusal(kind: str, value: object) -> str:
    """What to say of a value; that of NaN is that it is no number, not which side of a limit it is on."""
    if value == "":
        return "setting_empty"
    if str(value).lower().lstrip("+-") == "nan":
        return "setting_number"
    return _REFUSALS.get(kind, "bad_settings")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read once."""
    return load_settings()
