"""What the chat page makes of a text: nothing in it becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from tidings.dev.telegram.entities import Entity, Formatted, units
from tidings.dev.telegram.formatting import formatted
from tidings.dev.telegram.page.markup import markup

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler", "code", "hashtag", "mention")
# White space and controls are the business of a browser.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=40,
)


@st.composite
def contents(draw: st.DrawFn) -> Formatted:
    """A text with entities that overlap in any way, cut between characters."""
    text = draw(TEXTS)
    cuts = st.integers(0, len(text))
    entities: list[Entity] = []
    for kind, first, second in draw(st.lists(st.tuples(st.sampled_from(STYLES), cuts, cuts), max_size=6)):
        begin, end = sorted((first, second))
        if begin < end:
            entities.append(Entity(kind, units(text[:begin]), units(text[begin:end])))
    return Formatted(text, tuple(entities))


@given(contents())
def test_whatever_is_said_is_shown_letter_by_letter(content: Formatted) -> None:
    shown = lxml_html.fromstring(f"<div>{markup(content)}</div>")
    assert shown.text_content() == content.text


@given(contents())
def test_every_tag_is_one_of_those_the_page_makes(content: Formatted) -> None:
    shown = lxml_html.fromstring(f"<div>{markup(content)}</div>")
    assert {element.tag for element in shown.iter()} <= {"div", "strong", "em", "u", "s", "span", "code"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b>a <i>b</i></b>", "<strong>a <em>b</em></strong>"),
        (
            '<a href="https://example.org/?a=&quot;&gt;">x</a>',
            '<a href="https://example.org/?a=&quot;&gt;" target="_blank" rel="noopener noreferrer">x</a>',
        ),
        ('<a href="tg://resolve?domain=x">x</a>', "x"),
        ("rbc.ru", '<a href="http://rbc.ru" target="_blank" rel="noopener noreferrer">rbc.ru</a>'),
        ("/help", '<button type="button" class="command">/help</button>'),
        (
            '<pre><code class="language-&quot;&gt;">x</code></pre>',
            '<pre data-language="&quot;&gt;"><code>x</code></pre>',
        ),
    ],
)
def test_a_text_becomes_this(written: str, shown: str) -> None:
    assert markup(formatted(written, "HTML")) == shown


def test_the_line_after_a_block_begins_without_an_empty_one() -> None:
    shown = markup(formatted("a\n<blockquote>b</blockquote>\nc", "HTML"))
    assert shown == "a\n<blockquote>b</blockquote>c"


def test_entities_that_overlap_are_cut_so_that_tags_nest() -> None:
    content = Formatted("abcd", (Entity("bold", 0, 3), Entity("italic", 2, 2)))
    assert markup(content) == "<strong>ab<em>c</em></strong><em>d</em>"


def test_a_quotation_with_styles_keeps_them_inside() -> None:
    content = formatted("<blockquote expandable>a <b>b</b></blockquote>", "HTML")
    assert markup(content) == (
        '<blockquote class="expandable" tabindex="0" role="button">a <strong>b</strong></blockquote>'
    )
