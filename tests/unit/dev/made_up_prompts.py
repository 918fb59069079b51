"""A prompt as Tidings sends it, about events that never happened."""

from __future__ import annotations

from typing import Any

from tidings.dev.exchange import Asked, Turn

FACTS = """\
<facts name="topics">
T1 | 12 articles | 5 sources | rising | Harbour of Ostrel on strike | terms: harbour, dockers
T2 | 4 articles | 2 sources | falling | Ferry line to Marn | terms: ferry, tickets
T3 | 1 article | 1 source | 2025 budget of the town | terms: budget
</facts>
<facts name="phrases">
7 articles | river ferry
3 articles | dock workers &amp; crews
</facts>"""
DOCUMENTS = """\
<document id="D1" source="Coast Post" date="2025-03-08">
<title>Ferry line reopens</title>
The river ferry to Marn reopened on Monday. Tickets cost &lt;5 marks.
</document>
<document id="D2" source="Coast Post" date="2025-03-08">
<title>Dockers walk out</title>
Dockers at the harbour of Ostrel walked out on Friday. The harbour is closed.
</document>
<document id="D3" source="Вестник" date="2025-03-07">
<title>Порт закрыт</title>
Порт Острела закрыт с пятницы. Грузчики требуют прибавки.
</document>"""
ENGLISH = "What is the news about? Write in English."
RUSSIAN = "О чём новости? Пиши по-русски."
PROMPT = f"{FACTS}\n{DOCUMENTS}\n{ENGLISH}"


def asked(text: str = PROMPT, schema: dict[str, Any] | None = None, **more: Any) -> Asked:
    """A request with that text."""
    return Asked(
        model="gpt-6.1-terra", instructions="Be brief.", turns=(Turn(False, text),), schema=schema, **more
    )


def injected(order: str, *, title: str = "Market day", key: str = "D9") -> str:
    """A prompt with a document that carries an order."""
    document = (
        f'<document id="{key}" source="X" date="2025-03-08">\n<title>{title}</title>\n{order}\n</document>'
    )
    return f"{FACTS}\n{DOCUMENTS}\n{document}\n{ENGLISH}"
