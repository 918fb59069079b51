"""What is said of backups, of bringing them back, and of bringing a database up to date."""

from __future__ import annotations

from tidings.messages.phrase import Phrase

PHRASES: dict[str, Phrase] = {
    "help.backup": Phrase(
        en="""\
Write everything that lasts into one file, while Tidings goes on working.

The file holds readers' data and, where there is a settings file, its keys: keep it as you would keep those.

$ tidings backup /srv/backups""",
        ru="""\
Записать всё, что должно сохраниться, в один файл, не останавливая Tidings.

В файле данные читателей и, если есть файл настроек, ключи из него: берегите его так же.

$ tidings backup /srv/backups""",
    ),
    "help.restore": Phrase(
        en="""\
Bring back what a backup holds; until all of it is there, nothing changes.

Restore only files that you trust. End what uses the data folder first.

$ tidings restore /srv/backups/tidings-20261123T040000Z.tar""",
        ru="""\
Вернуть то, что есть в резервной копии; пока она не прочитана целиком, ничего не меняется.

Восстанавливайте только из файлов, которым доверяете. Сначала остановите всё, что работает с папкой данных.

$ tidings restore /srv/backups/tidings-20261123T040000Z.tar""",
    ),
    "help.migrate": Phrase(
        en="""\
Bring the database up to this version's schema and end; every other command does it as well.

$ tidings migrate""",
        ru="""\
Привести базу данных к схеме этой версии и завершиться; остальные команды делают это и сами.

$ tidings migrate""",
    ),
    "option.backup_file": Phrase(
        en="File to write; in a folder it gets a name from the time.",
        ru="Файл, который записать; в папке он получит имя по времени.",
    ),
    "option.backup_force": Phrase(
        en="Write over a file that is there.", ru="Заменить файл, если он уже есть."
    ),
    "option.backup_keep": Phrase(
        en="Remove all but the newest N backups of the folder afterwards.",
        ru="После этого оставить в папке только N последних копий.",
    ),
    "option.restore_file": Phrase(
        en="File that `tidings backup` wrote.", ru="Файл, записанный `tidings backup`."
    ),
    "option.restore_force": Phrase(
        en="Also where there are articles already; a data folder's former database is kept beside it.",
        ru="Даже если статьи уже есть; прежняя база данных из папки данных останется рядом с новой.",
    ),
    "progress.megabytes": Phrase(en="{megabytes} MB", ru="{megabytes} МБ"),
    "backup.running": Phrase(en="Backing up", ru="Сохраняю"),
    "backup.done": Phrase(
        en="{file}: {articles:article|articles}, {megabytes} MB, in {seconds} s.",
        ru="{file}: {articles:статья|статьи|статей}, {megabytes} МБ, за {seconds} с.",
    ),
    "backup.holds": Phrase(
        en="It holds readers' data: what they follow and asked. Keep it private.",
        ru="В нём данные читателей: на что подписаны и о чём спрашивали. Не показывайте его посторонним.",
    ),
    "backup.holds_settings": Phrase(
        en="It holds readers' data, what they follow and asked, and the settings with their keys. "
        "Keep it private.",
        ru="В нём данные читателей (на что подписаны и о чём спрашивали) и настройки с ключами. "
        "Не показывайте его посторонним.",
    ),
    "backup.removed": Phrase(
        en="{count:older backup was|older backups were} removed.",
        ru="Старых копий удалено: {count}.",
    ),
    "backup.no_name": Phrase(
        en="Name the file to write, or the folder to write it into.",
        ru="Укажите файл, который записать, или папку, в которую его записать.",
    ),
    "backup.no_folder": Phrase(
        en="There is no folder {folder}; make it first, or name a file with an ending, such as news.tar.",
        ru="Папки {folder} нет; сначала создайте её или укажите файл с расширением, например news.tar.",
    ),
    "backup.keep_where": Phrase(
        en="--keep is for a folder of backups, and {file} is none.",
        ru="--keep нужен для папки с копиями, а {file} — не папка.",
    ),
    "backup.file_there": Phrase(
        en="{file} is there already; name another file, or write over it with --force.",
        ru="{file} уже есть; укажите другой файл или замените его с --force.",
    ),
    "backup.file_busy": Phrase(
        en="Another backup is writing {file} right now.", ru="{file} прямо сейчас записывает другая команда."
    ),
    "backup.no_space": Phrase(
        en="{folder} has {free} MB free, and about {needed} MB are needed.",
        ru="В {folder} свободно {free} МБ, а нужно около {needed} МБ.",
    ),
    "backup.program_failed": Phrase(
        en="PostgreSQL's {program} could not do it: {detail}",
        ru="{program} из PostgreSQL не справился: {detail}",
    ),
    "backup.damaged": Phrase(
        en="{file} is not a whole backup: it is damaged, cut short, or something else. Nothing was changed.",
        ru="{file} — не целая резервная копия: файл повреждён, обрезан или это что-то другое. "
        "Ничего не изменилось.",
    ),
    "backup.newer": Phrase(
        en="{file} was made by a newer Tidings ({version}): upgrade this one first. Nothing was changed.",
        ru="{file} записан более новой версией Tidings ({version}): сначала обновите эту. "
        "Ничего не изменилось.",
    ),
    "backup.full": Phrase(
        en="{articles:article is|articles are} here already; to replace what is there use --force.",
        ru="Здесь уже {articles:статья|статьи|статей}; чтобы заменить их, добавьте --force.",
    ),
    "backup.in_use": Phrase(
        en="{others:other program uses|other programs use} this database: end it all first, "
        "and start it again afterwards.",
        ru="Этой базой данных пользуется ещё {others:программа|программы|программ}: сначала остановите всё, "
        "а после запустите снова.",
    ),
    "backup.other_schema": Phrase(
        en="Only tables in the schema “public” can be backed up this way: use pg_dump for yours.",
        ru="Так сохраняются только таблицы из схемы «public»: для ваших возьмите pg_dump.",
    ),
    "backup.foreign": Phrase(
        en="The database of TIDINGS_DATABASE_URL holds tables that are not Tidings': name another.",
        ru="В базе данных из TIDINGS_DATABASE_URL чужие таблицы: укажите другую.",
    ),
    "backup.no_exchange": Phrase(
        en="The file system of {folder} cannot exchange two folders in one step: "
        "restore into a new data folder.",
        ru="Файловая система {folder} не умеет менять две папки местами за один шаг: "
        "восстановите в новую папку данных.",
    ),
    "doctor.check.backup": Phrase(en="backup", ru="резервная копия"),
    "doctor.backup": Phrase(
        en="the last one is {days:day|days} old and holds {articles:article|articles}",
        ru="последней {days:день|дня|дней}, в ней {articles:статья|статьи|статей}",
    ),
    "doctor.no_backup": Phrase(en="none has been made", ru="ещё не было"),
    "doctor.backup.do": Phrase(
        en="Make one: `tidings backup FILE`.", ru="Сделайте её: `tidings backup ФАЙЛ`."
    ),
    "restore.running": Phrase(en="Restoring", ru="Восстанавливаю"),
    "restore.done": Phrase(
        en="Restored from {file}: {articles:article|articles} as of {time}, in {seconds} s.",
        ru="Восстановлено из {file}: {articles:статья|статьи|статей} по состоянию на {time}, за {seconds} с.",
    ),
    "restore.kept": Phrase(
        en="The former database is in {folder}; delete it when you are sure.",
        ru="Прежняя база данных лежит в {folder}; удалите её, когда будете уверены.",
    ),
    "restore.settings": Phrase(
        en="The backup's settings are in {file}; they are not in force.",
        ru="Настройки из резервной копии лежат в {file}; они не действуют.",
    ),
    "migrate.done": Phrase(
        en="Applied: {names}.",
        ru="Применено: {names}.",
    ),
    "migrate.nothing": Phrase(
        en="The database is up to date.", ru="База данных уже приведена к этой версии."
    ),
}
