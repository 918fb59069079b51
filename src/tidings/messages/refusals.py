"""Why a claim was not let through, in a plain sentence: one for each reason of the gate."""

from __future__ import annotations

from tidings.messages.phrase import Lang, Phrase, fill

PHRASES: dict[str, Phrase] = {
    "refusal.no_reference": Phrase(en="It cites nothing.", ru="Нет ни одной ссылки на статью."),
    "refusal.unknown_article": Phrase(
        en="It cites an article that is not stored.", ru="Статьи, на которую есть ссылка, нет в базе."
    ),
    "refusal.not_in_set": Phrase(
        en="It cites an article that is not about the question.",
        ru="Статья, на которую есть ссылка, не относится к вопросу.",
    ),
    "refusal.wrong_address": Phrase(
        en="The address it gives is not the article's.", ru="Указан адрес другой статьи."
    ),
    "refusal.outside_window": Phrase(
        en="It cites an article of another time.", ru="Статья, на которую есть ссылка, вышла в другое время."
    ),
    "refusal.wrong_date": Phrase(
        en="The day it gives is not the article's.", ru="Указан не тот день, когда вышла статья."
    ),
    "refusal.address_refused": Phrase(
        en="It cites an article whose address may not be shown.",
        ru="Адрес статьи, на которую есть ссылка, показывать нельзя.",
    ),
    "refusal.quote_not_verbatim": Phrase(
        en="The quote is not what the article says there.", ru="Цитата не совпадает с текстом статьи."
    ),
    "refusal.too_long": Phrase(en="It is too long.", ru="Текст слишком длинный."),
    "refusal.figure_unknown": Phrase(
        en="It uses a figure that was not computed.", ru="Приведена цифра, которую никто не вычислял."
    ),
    "refusal.figure_wrong": Phrase(
        en="It uses a figure other than the computed one.", ru="Приведена не та цифра, что вычислена."
    ),
    "refusal.figure_misplaced": Phrase(
        en="A figure stands where another belongs.", ru="Цифра стоит на месте другой."
    ),
    "refusal.number_unbacked": Phrase(
        en="It has a number that is none of the computed figures.",
        ru="Есть число, которого нет среди вычисленных.",
    ),
    "refusal.label_unproved": Phrase(
        en="Its articles do not bear the name out.", ru="Статьи не подтверждают такого названия."
    ),
    "refusal.subject_not_named": Phrase(
        en="The quote does not name what it is about.", ru="В цитате не названо то, о чём речь."
    ),
    "refusal.words_not_quoted": Phrase(
        en="The words are not in the quote of that source.", ru="Этих слов нет в цитате указанного источника."
    ),
    "refusal.no_conflict": Phrase(
        en="What it cites does not disagree.",
        ru="Источники, на которые есть ссылка, друг другу не противоречат.",
    ),
    "refusal.personal_data": Phrase(
        en="It gives somebody's number, address or key.", ru="Раскрыт чей-то номер, адрес или ключ."
    ),
    "refusal.wrong_language": Phrase(
        en="It is not in the language of the answer.", ru="Текст не на языке ответа."
    ),
    "refusal.other_language": Phrase(en="The article is in another language.", ru="Статья на другом языке."),
    "refusal.number_not_cited": Phrase(
        en="The article does not give that number, or gives it of something else.",
        ru="Такого числа в статье нет, или оно относится к другому.",
    ),
    "refusal.name_not_cited": Phrase(
        en="The article does not have that name.", ru="Такого имени в статье нет."
    ),
    "refusal.role_differs": Phrase(
        en="In the article somebody else did it, or holds that office.",
        ru="По статье это сделал или эту должность занимает кто-то другой.",
    ),
    "refusal.negation_differs": Phrase(
        en="It asserts what the article denies, or the reverse.",
        ru="Утверждается то, что в статье отрицается, или наоборот.",
    ),
    "refusal.direction_differs": Phrase(
        en="The article says the contrary.", ru="В статье сказано противоположное."
    ),
    "refusal.overstated": Phrase(
        en="It says more, or more certainly, than the article does.",
        ru="Сказано больше или увереннее, чем в статье.",
    ),
    "refusal.not_supported": Phrase(
        en="Too little of it is in the article.", ru="В статье слишком мало из сказанного."
    ),
}


def refusal(code: str, lang: Lang) -> str:
    """A reason of the gate in a sentence; one that another version of Tidings kept is shown as it is."""
    phrase = PHRASES.get(f"refusal.{code}")
    return fill(phrase, lang, {}) if phrase else code
