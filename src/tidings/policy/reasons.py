"""Reasons: why the gate does not let a claim or a reference through."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a claim or a reference is not let through; docs/proof.md says what each means."""

    NO_REFERENCE = "no_reference"
    UNKNOWN_ARTICLE = "unknown_article"
    NOT_IN_SET = "not_in_set"
    WRONG_ADDRESS = "wrong_address"
    OUTSIDE_WINDOW = "outside_window"
    WRONG_DATE = "wrong_date"
    ADDRESS_REFUSED = "address_refused"
    QUOTE_NOT_VERBATIM = "quote_not_verbatim"
    TOO_LONG = "too_long"
    FIGURE_UNKNOWN = "figure_unknown"
    FIGURE_WRONG = "figure_wrong"
    FIGURE_MISPLACED = "figure_misplaced"
    NUMBER_UNBACKED = "number_unbacked"
    LABEL_UNPROVED = "label_unproved"
    SUBJECT_NOT_NAMED = "subject_not_named"
    WORDS_NOT_QUOTED = "words_not_quoted"
    NO_CONFLICT = "no_conflict"
    # Of sentences a model wrote:
    PERSONAL_DATA = "personal_data"
    WRONG_LANGUAGE = "wrong_language"
    OTHER_LANGUAGE = "other_language"
    NUMBER_NOT_CITED = "number_not_cited"
    NAME_NOT_CITED = "name_not_cited"
    ROLE_DIFFERS = "role_differs"
    NEGATION_DIFFERS = "negation_differs"
    DIRECTION_DIFFERS = "direction_differs"
    OVERSTATED = "overstated"
    NOT_SUPPORTED = "not_supported"

    @property
    def outcome(self) -> str:
        """How the metrics count it: `abstain` where the gate cannot tell, which proves nothing either."""
        return "abstain" if self is Reason.OTHER_LANGUAGE else "drop"
