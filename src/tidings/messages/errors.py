"""What went wrong, in one sentence that says what to do next."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "internal": Phrase(
        en="Something went wrong inside Tidings; try again, and report it if it repeats.",
        ru="Внутренняя ошибка Tidings; повторите, а если не поможет, сообщите о ней.",
    ),
    "invalid_request": Phrase(
        en="The request cannot be understood; see `tidings --help`.",
        ru="Запрос не понят; посмотрите `tidings --help`.",
    ),
    "unreadable_input": Phrase(
        en="“{path}” cannot be read: {detail}.",
        ru="Не удаётся прочитать «{path}»: {detail}.",
    ),
    "no_columns": Phrase(
        en="“{path}” is not a CSV file whose first line names its columns (title, url, ...).",
        ru="«{path}» — не файл CSV, в первой строке которого названы столбцы (title, url, ...).",
    ),
    "json_array": Phrase(
        en="“{path}” holds a JSON array; JSON Lines hold one object a line.",
        ru="В «{path}» массив JSON, а в JSON Lines — по объекту на строку.",
    ),
    "no_json_lines": Phrase(
        en="“{path}” is not a file of JSON Lines in UTF-8.",
        ru="«{path}» — не файл JSON Lines в UTF-8.",
    ),
    "no_data": Phrase(
        en="There are no articles for this question; poll feeds with `tidings ingest`, take in a file with "
        "`tidings import`, or widen the window.",
        ru="По этому запросу статей нет; загрузите ленты командой `tidings ingest` или файл командой "
        "`tidings import`, либо расширьте окно.",
    ),
    "no_database": Phrase(
        en="There is no news in {path} yet: check the name of the data folder, begin one with "
        "`tidings init`, or put news into it with `tidings ingest` or `tidings import`; "
        "`tidings demo` shows some.",
        ru="В {path} ещё нет новостей: проверьте, та ли это папка данных, начните с `tidings init` или "
        "загрузите новости командой `tidings ingest` или `tidings import`; `tidings demo` покажет пример.",
    ),
    "domains_keep_out": Phrase(
        en="Articles match, but TIDINGS_BLOCKED_DOMAINS or TIDINGS_ALLOWED_DOMAINS keeps out the domains of "
        "all of them.",
        ru="Статьи есть, но домены всех закрыты в TIDINGS_BLOCKED_DOMAINS или не входят в "
        "TIDINGS_ALLOWED_DOMAINS.",
    ),
    "unknown_source": Phrase(
        en="No source is named “{source}”; names are those that `tidings search` prints under its hits.",
        ru="Источника с именем «{source}» нет; имена напечатаны под статьями в `tidings search`.",
    ),
    "unproved": Phrase(
        en="Articles match, but nothing could be said of them that a quote proves; "
        "widen the window or the query.",
        ru="Статьи есть, но ни один вывод о них не подтверждён цитатой; расширьте окно или запрос.",
    ),
    "budget_exceeded": Phrase(
        en="This question needs more than one command may use; ask with a narrower window, "
        "or raise TIDINGS_COMMAND_TOKENS or TIDINGS_COMMAND_USD.",
        ru="Вопрос требует больше, чем разрешено одной команде; сузьте период "
        "или увеличьте TIDINGS_COMMAND_TOKENS или TIDINGS_COMMAND_USD.",
    ),
    "budget_of_day": Phrase(
        en="Today's limit for answers with language models is used up; it renews at {resets} UTC.",
        ru="Дневной лимит ответов с языковыми моделями исчерпан; он обновится в {resets} UTC.",
    ),
    "no_models": Phrase(
        en="No language model can be asked and TIDINGS_LOCAL_ANALYST is off; set a key, or turn it on again.",
        ru="Спросить некого: языковых моделей нет, а TIDINGS_LOCAL_ANALYST выключен; задайте ключ "
        "или включите его.",
    ),
    "model_unavailable": Phrase(
        en="No language model answered; try again in a minute.",
        ru="Ни одна языковая модель не ответила; повторите через минуту.",
    ),
    "database_unavailable": Phrase(
        en="The database cannot be reached; run `tidings doctor` to see why.",
        ru="База данных недоступна; причину покажет `tidings doctor`.",
    ),
    "bad_database_url": Phrase(
        en="TIDINGS_DATABASE_URL is not a PostgreSQL address; write it like "
        "postgresql://user@host:5432/name, or unset it to use the embedded database.",
        ru="TIDINGS_DATABASE_URL — не адрес PostgreSQL; напишите, например, "
        "postgresql://user@host:5432/name или уберите его, чтобы работала встроенная база.",
    ),
    "empty_data_dir": Phrase(
        en="--data-dir names no folder; leave it out to use your usual one.",
        ru="В --data-dir нет папки; не указывайте её вовсе, чтобы взять обычную.",
    ),
    "disk_full": Phrase(
        en="The disk of {where} is full. What was stored is kept; make room, then run the command again.",
        ru="На диске закончилось место: {where}. Сохранённое осталось; освободите место и повторите команду.",
    ),
    "unusable_folder": Phrase(
        en="The data folder {path} cannot be used: {reason}. Choose another with TIDINGS_DATA_DIR or "
        "--data-dir.",
        ru="Папка данных {path} не годится: {reason}. Укажите другую в TIDINGS_DATA_DIR или --data-dir.",
    ),
    "unknown_window": Phrase(
        en="There is no window “{window}”; choose one of: {windows}.",
        ru="Окна «{window}» нет; выберите из: {windows}.",
    ),
    "bad_moment": Phrase(
        en="“{value}” is not a date; write it like 2020-05-30 or 2020-05-30T18:00Z.",
        ru="«{value}» не похоже на дату; напишите, например, 2020-05-30 или 2020-05-30T18:00Z.",
    ),
    "moment_ahead": Phrase(
        en="“{value}” is in the future; choose a moment that has passed.",
        ru="«{value}» — в будущем; укажите момент, который уже наступил.",
    ),
    "moment_too_early": Phrase(
        en="“{value}” is too early; moments are known from 1900 on.",
        ru="«{value}» — слишком рано; моменты принимаются начиная с 1900 года.",
    ),
    "blank_query": Phrase(
        en="The query is empty; say what to look for.",
        ru="Запрос пуст; напишите, что искать.",
    ),
    "empty_words": Phrase(
        en="“{query}” holds no word to look for; name a subject.",
        ru="В запросе «{query}» нет слов, по которым можно искать; назовите тему.",
    ),
    "option_in_query": Phrase(
        en="“{typed}” in the query is no subject. The option stands beside it: {option} {value}. "
        "To look for these very words, put them in quotation marks of their own.",
        ru="«{typed}» в запросе — не тема. Параметр пишется рядом с запросом: {option} {value}. "
        "Чтобы искать эти слова, возьмите их ещё в одни кавычки.",
    ),
    "query_too_long": Phrase(
        en="The query is longer than {limit:character|characters}; shorten it.",
        ru="Запрос длиннее {limit:символа|символов|символов}; сократите его.",
    ),
    "missing_config": Phrase(
        en="TIDINGS_CONFIG names {path}, and there is no such file; `tidings init` creates it.",
        ru="В TIDINGS_CONFIG указан файл {path}, но его нет; создать его может `tidings init`.",
    ),
    "unknown_setting": Phrase(
        en="{path} sets “{option}”, and there is no such setting; "
        "`tidings init` writes a file with them all.",
        ru="В {path} задан параметр «{option}», но такого нет; файл со всеми параметрами создаёт "
        "`tidings init`.",
    ),
    "unknown_setting_near": Phrase(
        en="{path} sets “{option}”, and there is no such setting; did you mean “{near}”?",
        ru="В {path} задан параметр «{option}», но такого нет; может быть, «{near}»?",
    ),
    "setting_at_most": Phrase(
        en="A setting is wrong: {option} may be {limit} at most.",
        ru="Ошибка в настройках: {option} — не больше {limit}.",
    ),
    "setting_at_least": Phrase(
        en="A setting is wrong: {option} must be {limit} at least.",
        ru="Ошибка в настройках: {option} — не меньше {limit}.",
    ),
    "setting_above": Phrase(
        en="A setting is wrong: {option} must be more than {limit}.",
        ru="Ошибка в настройках: {option} должно быть больше {limit}.",
    ),
    "setting_whole": Phrase(
        en="A setting is wrong: {option} takes a whole number.",
        ru="Ошибка в настройках: {option} — целое число.",
    ),
    "setting_number": Phrase(
        en="A setting is wrong: {option} takes a number.",
        ru="Ошибка в настройках: {option} — число.",
    ),
    "setting_switch": Phrase(
        en="A setting is wrong: {option} is true or false.",
        ru="Ошибка в настройках: {option} — true или false.",
    ),
    "setting_choice": Phrase(
        en="A setting is wrong: {option} is one of: {choices}.",
        ru="Ошибка в настройках: {option} — одно из: {choices}.",
    ),
    "setting_zone": Phrase(
        en="A setting is wrong: {option} names no time zone; write it like Europe/Moscow.",
        ru="Ошибка в настройках: {option} — не часовой пояс; напишите, например, Europe/Moscow.",
    ),
    "setting_domain": Phrase(
        en="A setting is wrong: “{domain}” in {option} is not a domain; write it like news.example, without "
        "https:// and without a path; its subdomains are meant, too.",
        ru="Ошибка в настройках: «{domain}» в {option} — не домен; напишите, например, news.example, "
        "без https:// и без пути; его поддомены подразумеваются.",
    ),
    "setting_empty": Phrase(
        en="A setting is wrong: {option} is empty; give it a value, or unset it.",
        ru="Ошибка в настройках: {option} без значения; задайте его или уберите параметр.",
    ),
    "setting_text": Phrase(
        en="A setting is wrong: {option} takes text, in quotes.",
        ru="Ошибка в настройках: {option} — текст, в кавычках.",
    ),
    "setting_key": Phrase(
        en="A setting is wrong: {option} holds characters that no key has.",
        ru="Ошибка в настройках: в {option} есть знаки, которых в ключах не бывает.",
    ),
    "setting_address": Phrase(
        en="A setting is wrong: {option} is not an address such as https://host/path.",
        ru="Ошибка в настройках: {option} — не адрес вида https://host/path.",
    ),
    "setting_quota": Phrase(
        en="A setting is wrong: “{value}” in {option} is not requests/tokens a minute, such as 150/1000000.",
        ru="Ошибка в настройках: «{value}» в {option} — не запросы/токены в минуту; напишите, например, "
        "150/1000000.",
    ),
    "setting_model": Phrase(
        en="A setting is wrong: “{value}” in {option} is not a model's name.",
        ru="Ошибка в настройках: «{value}» в {option} — не название модели.",
    ),
    "bad_model_name": Phrase(en="“{value}” is not a model's name.", ru="«{value}» — не название модели."),
    "setting_prices": Phrase(
        en="A setting is wrong: “{value}” in {option} is not written like my-model=0.2/0.8, dollars a "
        "million tokens sent/received, each {limit} at most.",
        ru="Ошибка в настройках: «{value}» в {option} — не цена вида my-model=0.2/0.8: доллары за миллион "
        "токенов, отправленных/полученных, не больше {limit}.",
    ),
    "bad_toml": Phrase(
        en="{path} is not valid TOML: line {line}, column {column}.",
        ru="{path} — не TOML: ошибка в строке {line}, столбец {column}.",
    ),
    "bad_toml_end": Phrase(
        en="{path} is not valid TOML: it ends too early.",
        ru="{path} — не TOML: файл обрывается.",
    ),
    "bad_settings": Phrase(
        en="A setting is wrong: {detail}.",
        ru="Ошибка в настройках: {detail}.",
    ),
    "other_embedder": Phrase(
        en="The stored vectors come from {stored}, but the settings say {wanted}; run `tidings reindex`.",
        ru="Сохранённые векторы созданы моделью {stored}, а в настройках {wanted}; "
        "выполните `tidings reindex`.",
    ),
    "unknown_mode": Phrase(
        en="There is no mode “{mode}”; choose one of: {modes}.",
        ru="Режима «{mode}» нет; выберите из: {modes}.",
    ),
    "unknown_language": Phrase(
        en="There is no language “{lang}” here; choose ru or en.",
        ru="Языка «{lang}» здесь нет; выберите ru или en.",
    ),
    "unknown_import": Phrase(
        en="“{path}” is neither a .jsonl or .csv file (gzipped or not) nor a folder of saved feeds.",
        ru="«{path}» — не файл .jsonl или .csv (можно сжатый gzip) и не папка с сохранёнными лентами.",
    ),
    "unknown_article": Phrase(
        en="No article {article} is stored.",
        ru="Статьи {article} в хранилище нет.",
    ),
    "unpublished_article": Phrase(
        en="Article {article} was not published yet at that moment: it appeared on {appeared}.",
        ru="В этот момент статья {article} ещё не вышла: она появилась {appeared}.",
    ),
    "kept_out_article": Phrase(
        en="Article {article} is not checked against: {setting} keeps its domain out.",
        ru="По статье {article} проверять нельзя: её домен закрыт настройкой {setting}.",
    ),
    "no_answers": Phrase(
        en="No answer of yours is kept; ask something first, such as `tidings trends 24h`.",
        ru="Ваших ответов в хранилище нет; сначала спросите, например `tidings trends 24h`.",
    ),
    "unknown_answer": Phrase(
        en="No answer “{id}” is kept: it was never given, or its days (TIDINGS_KEEP_ANSWERS_DAYS) are over. "
        "`tidings explain --list` shows those that are.",
        ru="Ответа «{id}» в хранилище нет: его не было, или его срок (TIDINGS_KEEP_ANSWERS_DAYS) истёк. "
        "Сохранённые покажет `tidings explain --list`.",
    ),
    "ambiguous_answer": Phrase(
        en="Several answers begin with {id}: {answers}. Give more of it.",
        ru="С {id} начинается несколько ответов: {answers}. Укажите больше знаков.",
    ),
    "answer_of_other_version": Phrase(
        en="Answer {id} was kept by another version of Tidings and cannot be read.",
        ru="Ответ {id} сохранён другой версией Tidings и не читается.",
    ),
    "no_sentence": Phrase(
        en="There is nothing to check in “{text}”; give a sentence of a few words.",
        ru="В «{text}» нечего проверять; напишите предложение из нескольких слов.",
    ),
    "bad_article_id": Phrase(
        en="“{value}” is neither an article's number, which answers print as #123, nor its address.",
        ru="«{value}» — не номер статьи (в ответах он напечатан как #123) и не её адрес.",
    ),
    "bad_span": Phrase(
        en="“{value}” is not a span of characters; write it like 19:50.",
        ru="«{value}» — не отрезок текста; напишите, например, 19:50.",
    ),
    "file_missing": Phrase(
        en="There is no file or folder “{path}”.",
        ru="Файла или папки «{path}» нет.",
    ),
    "cannot_create": Phrase(
        en="{path} cannot be created: {reason}.",
        ru="Не удаётся создать {path}: {reason}.",
    ),
    "unknown_feed": Phrase(
        en="No feed with the address {url} is being read; `tidings feeds list` shows those that are.",
        ru="Ленты с адресом {url} нет в списке; все ленты показывает `tidings feeds list`.",
    ),
    "bad_feed_url": Phrase(
        en="“{url}” is not a feed's address: only http and https to public hosts are read.",
        ru="«{url}» — не адрес ленты: читаются только http и https с публичных узлов.",
    ),
    "feed_credentials": Phrase(
        en="The address holds a user name or a password, which would be stored in clear; "
        "give the address without them.",
        ru="В адресе есть имя пользователя или пароль, и они хранились бы открыто; укажите адрес без них.",
    ),
    "feed_not_public": Phrase(
        en="“{url}” would never be read: only public hosts on web ports are.",
        ru="«{url}» никогда не будет прочитан: читаются только публичные узлы на портах веба.",
    ),
    "bad_feed_lang": Phrase(
        en="“{lang}” is not a language's code; it has two or three letters, like ru or en.",
        ru="«{lang}» — не код языка; в нём две или три буквы, например ru или en.",
    ),
    "usage": Phrase(
        en="The command is not understood: {detail} See `{command} --help`.",
        ru="Команда не понята: {detail} Подсказка: `{command} --help`.",
    ),
    "usage_option": Phrase(
        en="There is no option {option}; see `{command} --help`.",
        ru="Параметра {option} нет; подсказка: `{command} --help`.",
    ),
    "usage_command": Phrase(
        en="There is no command “{name}”; see `{command} --help`.",
        ru="Команды «{name}» нет; подсказка: `{command} --help`.",
    ),
    "usage_missing": Phrase(
        en="{param} is missing; see `{command} --help`.",
        ru="Не указано: {param}; подсказка: `{command} --help`.",
    ),
    "usage_value": Phrase(
        en="The value of {param} is wrong: {detail} See `{command} --help`.",
        ru="Неверное значение {param}: {detail} Подсказка: `{command} --help`.",
    ),
    "usage_least": Phrase(
        en="The value of {param} must be {limit} at least; see `{command} --help`.",
        ru="Значение {param} — не меньше {limit}; подсказка: `{command} --help`.",
    ),
    "usage_most": Phrase(
        en="The value of {param} must be {limit} at most; see `{command} --help`.",
        ru="Значение {param} — не больше {limit}; подсказка: `{command} --help`.",
    ),
    "usage_whole": Phrase(
        en="The value of {param} must be a whole number; see `{command} --help`.",
        ru="Значение {param} — целое число; подсказка: `{command} --help`.",
    ),
    "usage_no_value": Phrase(
        en="{option} needs a value; see `{command} --help`.",
        ru="Параметру {option} нужно значение; подсказка: `{command} --help`.",
    ),
    "usage_extra": Phrase(
        en="“{name}” is one argument too many; put a query of several words in quotes.",
        ru="Лишний аргумент «{name}»; запрос из нескольких слов возьмите в кавычки.",
    ),
    "reference": Phrase(en="Reference: {id}", ru="Номер для обращения: {id}"),
}
