"""What is said of a flags file that is wrong."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "flags_not_utf8": Phrase(
        en="“{path}” is not text in UTF-8; flags are written as JSON, as flagd reads it.",
        ru="«{path}» — не текст в UTF-8; флаги записывают в JSON, как его читает flagd.",
    ),
    "flags_not_json": Phrase(
        en="“{path}” is not JSON: look at line {line}, column {column}.",
        ru="«{path}» — не JSON: посмотрите строку {line}, столбец {column}.",
    ),
    "flags_shape": Phrase(
        en="“{path}” has no object “flags”; start from the file that comes with Tidings.",
        ru="В «{path}» нет объекта «flags»; возьмите за основу файл, который поставляется с Tidings.",
    ),
    "flag_unknown": Phrase(
        en="“{path}” has a flag “{flag}”, which Tidings does not know; perhaps {known}.",
        ru="В «{path}» есть флаг «{flag}», которого Tidings не знает; возможно, {known}.",
    ),
    "flag_shape": Phrase(
        en="“{path}”: the flag “{flag}” is not an object.",
        ru="«{path}»: флаг «{flag}» — не объект.",
    ),
    "flag_field": Phrase(
        en="“{path}”: the flag “{flag}” has a field “{field}”, which flagd does not know.",
        ru="«{path}»: у флага «{flag}» есть поле «{field}», которого flagd не знает.",
    ),
    "flag_state": Phrase(
        en="“{path}”: the flag “{flag}” needs a state, ENABLED or DISABLED.",
        ru="«{path}»: флагу «{flag}» нужно состояние (state): ENABLED или DISABLED.",
    ),
    "flag_variants": Phrase(
        en="“{path}”: the variants of the flag “{flag}” have to name these values and no others: {values}.",
        ru="«{path}»: варианты флага «{flag}» должны называть именно эти значения: {values}.",
    ),
    "flag_default": Phrase(
        en="“{path}”: the default variant “{variant}” of the flag “{flag}” is none of its variants.",
        ru="«{path}»: варианта «{variant}», названного по умолчанию, у флага «{flag}» нет.",
    ),
    "flag_targeting": Phrase(
        en="“{path}”: the targeting of the flag “{flag}” cannot be applied, or gives no variant of it.",
        ru="«{path}»: правило (targeting) флага «{flag}» нельзя применить, или оно даёт не его вариант.",
    ),
    "flag_slow": Phrase(
        en="“{path}”: slow_seconds of the flag “{flag}” is not a number of seconds.",
        ru="«{path}»: slow_seconds флага «{flag}» — не число секунд.",
    ),
}
