"""What all contracts share: frozen, closed to extra fields, bounded."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Contract(BaseModel):
    """A value of the public contract: immutable, and unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _http_url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("only http and https addresses")
    return text


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
# 64-bit ids as text: JSON numbers lose digits above 2**53 in a browser.
ArticleId = Annotated[str, StringConstraints(pattern=r"^-?\d{1,20}$")]
Url = Annotated[str, StringConstraints(max_length=2048), AfterValidator(_http_url)]
Score = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Polarity = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
