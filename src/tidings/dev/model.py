"""The model behind the servers: a request and a behaviour in, an answer or an error out."""

from __future__ import annotations

from tidings.dev.behaviour import Behaviour
from tidings.dev.counting import Count, PromptCache, clipped, estimate
from tidings.dev.exchange import Asked, Counts, Finish, Refused, Written
from tidings.dev.liars import author_for

_DECLINED = "I'm sorry, but I can't help with that."
_THOUGHT = (
    "The user wants an answer that rests on the documents; I should weigh them against each other first."
)
# What a model thinks that never comes to its answer.
_LONG_THOUGHT = 600
# Far more than any prompt here has.
_SAMPLE = 1_000_000


class Model:
    """Writes answers and counts their tokens, with whatever counter it is given."""

    def __init__(self, count: Count = estimate) -> None:
        self.count = count
        self._cache = PromptCache(count)

    def answer(self, asked: Asked, behaviour: Behaviour) -> Written:
        """The answer; Refused where the behaviour is an error."""
        if refused := _refusal(behaviour, asked):
            raise refused
        if behaviour.kind == "refusal":
            return self._written(asked, _DECLINED, "declined")
        if behaviour.kind == "filtered":
            return self._written(asked, "", "filtered")
        if behaviour.kind == "thinking_only":
            return self._written(asked, "", "stop", thinking=_LONG_THOUGHT)
        text = author_for(behaviour, asked).write()
        if behaviour.kind == "huge":
            return self._written(asked, swollen(text, behaviour.size), "stop", limited=False)
        if behaviour.kind == "truncated_json":
            text = text[: len(text) * 2 // 3]
        return self._written(asked, text, "stop")

    def _written(
        self, asked: Asked, text: str, finish: Finish, *, thinking: int | None = None, limited: bool = True
    ) -> Written:
        thoughts = asked.thinking if thinking is None else thinking
        if limited and asked.max_output is not None:
            thoughts = min(thoughts, asked.max_output)
            kept = clipped(text, asked.max_output - thoughts, self.count)
            if kept != text:
                text, finish = kept, "length"
        cached, stored = self._cache.look(asked)
        counts = Counts(
            sent=self.count(asked.prompt) + self._schema_tokens(asked),
            received=self._tokens(text) + thoughts,
            cached=cached,
            stored=stored,
            thinking=thoughts,
        )
        return Written(text, finish, counts, thought=_THOUGHT if thoughts else "")

    def _tokens(self, text: str) -> int:
        """The text's tokens; those of a huge one are judged by its beginning."""
        sample = text[:_SAMPLE]
        return self.count(sample) * len(text) // max(1, len(sample))

    def _schema_tokens(self, asked: Asked) -> int:
        """Providers put the schema into the prompt, and count it."""
        return self.count(str(asked.schema)) if asked.schema else 0


def swollen(text: str, size: int) -> str:
    """The text with its first string grown until the whole is about that many bytes."""
    filler = "and so on " * (size // 10)
    start, quote, end = text.partition('": "')
    return f"{start}{quote}{filler}{end}" if quote else text + filler


def _refusal(behaviour: Behaviour, asked: Asked) -> Refused | None:
    """The error a behaviour stands for."""
    status, wait = behaviour.status, behaviour.retry_after
    match behaviour.kind:
        case "rate_limited":
            message = f"Rate limit reached for {asked.model}. Please try again in {wait:g}s."
            return Refused("rate_limited", message, status=status, retry_after=wait)
        case "overloaded" if status == 500:
            return Refused("internal", "The server had an error while processing your request.", status=500)
        case "overloaded":
            return Refused("overloaded", "The model is overloaded. Please try again later.", status=status)
        case "bad_key":
            return Refused("bad_key", "", status=status)
        case "no_credit":
            return Refused("no_credit", "", status=status)
    return None
