"""Markdown to safe HTML: what authors may do, and what nobody may."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from competency_xblock import markup
from competency_xblock.markup import plain, render

VOID = {"br", "hr", "img"}


class Outline(HTMLParser):
    """The tags and attributes of a piece of HTML, as a browser would meet them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.comments = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        self.comments += 1

    handle_decl = unknown_decl = handle_pi = handle_comment

    def values(self, name: str) -> set[str]:
        return {value for _, each, value in self.attributes if each == name}


def assert_safe(html: str, allowed: frozenset[str]) -> None:
    found = Outline(html)
    assert not found.open
    assert not found.comments
    assert found.tags <= allowed
    names = {name for _, name, _ in found.attributes}
    assert names <= {
        "alt",
        "class",
        "dir",
        "height",
        "href",
        "id",
        "lang",
        "rel",
        "src",
        "start",
        "target",
        "title",
        "width",
    }
    assert all(re.fullmatch(r"text-[A-Za-z][\w-]*", value) for value in found.values("id"))
    assert all(re.fullmatch(r"/static/[\w.-]+", value) for value in found.values("src"))
    for href in found.values("href"):
        bare = re.sub(r"[\x00-\x20]", "", href).lower()
        assert re.match(r"https?:|mailto:|[^:]*$|[^:]*[/?#]", bare), href
    assert found.values("target") <= {"_self"}


# What authors may do.


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Hello there.", "<p>Hello there.</p>"),
        ("It is *late*, and **dark**.", "<p>It is <em>late</em>, and <strong>dark</strong>.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("Five < six & seven", "<p>Five &lt; six &amp; seven</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("*salut*{lang=fr}", '<p><em lang="fr">salut</em></p>'),
    ],
)
def test_message_has_emphasis_lists_and_quotes(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    ["#jobs are open", "# Not a heading", "Not a heading\n===", "![a](/static/a.svg)", "a | b\n--|--\n1 | 2", "x[^1]"],
)
def test_message_has_no_headings_images_tables_or_footnotes(text):
    assert Outline(render(text)).tags == {"p"}


def test_inline_gives_phrases_without_paragraph_or_link():
    assert render("See *the* [page](https://example.org).", inline=True) == "See <em>the</em> page."
    assert render("Plain words", inline=True) == "Plain words"


def test_page_has_everything_a_lesson_needs():
    html = render(
        "# Title {#top}\n\n## Part\n\nText[^1], an HTML page.\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\nTerm\n: Meaning\n\n"
        '!!! checklist "Before"\n    - one\n\n![A map](/static/map.svg "Map")\n\n'
        "{: .x }\n\nשם\n{: lang=ar dir=rtl .example .secret}\n\n*[HTML]: a language\n[^1]: A note.\n",
        profile="page",
        prefix="cx-1",
    )
    for part in (
        '<h1 id="cx-1-top">Title</h1>',
        "<h2>Part</h2>",
        '<sup id="cx-1-fnref-1"><a class="footnote-ref" href="#cx-1-fn-1" target="_self"',
        '<li id="cx-1-fn-1">',
        'href="#cx-1-fnref-1"',
        '<th class="align-left">a</th>',
        '<td class="align-right">2</td>',
        "<dt>Term</dt>\n<dd>Meaning</dd>",
        '<div class="admonition checklist">\n<p class="admonition-title">Before</p>',
        '<img alt="A map" src="/static/map.svg" title="Map">',
        '<p class="example" dir="rtl" lang="ar">',
        '<abbr title="a language">HTML</abbr>',
    ):
        assert part in html


def test_prefix_keeps_the_footnotes_of_two_texts_apart():
    text = "a[^1]\n\n[^1]: b"
    first, second = (Outline(render(text, profile="page", prefix=prefix)).values("id") for prefix in ("a", "b"))
    assert first
    assert first.isdisjoint(second)


def test_text_does_not_depend_on_what_was_rendered_before():
    first = render("a[^1]\n\n[^1]: b\n\n[x]: https://example.org\n\n*[CV]: c", profile="page")
    markup._convert_cached.cache_clear()
    assert render("[x] CV [^1]", profile="page") == "<p>[x] CV [^1]</p>"
    assert render("a[^1]\n\n[^1]: b\n\n[x]: https://example.org\n\n*[CV]: c", profile="page") == first


# Local values.


def test_local_value_is_filled_as_plain_text_everywhere():
    local = {"line": 'the *"line"* <b>', "url": "https://example.org/?a=1&b=2"}
    assert render("Ring {{local.line}}.", local=local) == '<p>Ring the *"line"* &lt;b&gt;.</p>'
    assert render("## Ring {{ local.line }}", local=local, profile="page") == '<h2>Ring the *"line"* &lt;b&gt;</h2>'
    assert 'href="https://example.org/?a=1&amp;b=2"' in render("[x]({{local.url}})", local=local)
    assert render("`{{local.line}}`", local=local, inline=True) == '<code>the *"line"* &lt;b&gt;</code>'


def test_local_value_cannot_bring_a_script_in_a_link():
    assert "href" not in render("[x]({{local.url}})", local={"url": "javascript:alert(1)"})


def test_unknown_local_name_stays_visible():
    assert (
        render("Ring {{local.nobody}} or {{local.line}}.", local={"line": "us"})
        == "<p>Ring {{local.nobody}} or us.</p>"
    )
    assert render("## {{local._a_}}", profile="page") == "<h2>{{local._a_}}</h2>"


def test_value_is_not_filled_again():
    assert render("{{local.a}}", local={"a": "{{local.b}}", "b": "no"}) == "<p>{{local.b}}</p>"


@pytest.mark.parametrize("text", ["\ue0000\ue001", "\ue0007\ue001 {{local.a}}"])
def test_private_characters_in_a_text_do_no_harm(text):
    assert_safe(render(text, local={"a": "<b>"}), markup._TAGS["message"])


# What nobody may do.

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT src=//example.org/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import 'x'</style>",
    "<p style='position:fixed'>",
    "<form id=getElementById><input name=body>",
    "<base href=//example.org>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<javascript://example.org/%0aalert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://example.org/spy.gif)",
    "![x](//example.org/spy.gif)",
    "![x](/static/../../secret)",
    "![x](/static/%2e%2e/secret)",
    '![x" onerror="alert(1)](/static/a.png)',
    '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
    '[x](https://example.org/"onmouseover="alert(1))',
    "*x*{onclick=alert(1) style=color:red id=x class=secret}",
    "# x {#body onclick=alert(1)}",
    "x\n{: #location name=cookie style='color:red' }",
    "!!! evil onclick=alert(1)\n    x",
    '!!! note "<script>alert(1)</script>"\n    x',
    "```js onclick=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    '*[x]: <script>"onclick="alert(1)\nx',
    "| <script> | b |\n|--|--|\n| <img onerror=x> | 2 |",
    "<b>unclosed <i>tags",
    "</p></div></body>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028<script>\u2029",
    "<\u0000script>",
    "\ud800<script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_comes_to_nothing(attack):
    for profile in ("message", "page"):
        assert_safe(render(attack, profile=profile), markup._TAGS[profile])
        assert_safe(render(attack, profile=profile, inline=True), markup._TAGS["inline"])


PIECES = st.one_of(
    st.sampled_from(ATTACKS),
    st.sampled_from(
        [
            *"<>\"'&;:()[]{}#*_`|!\\/=\n\t -",
            "\n\n",
            "    ",
            "on",
            "javascript:",
            "style=",
            "{:",
            "](",
            "[^1]",
            "![",
            "<!--",
        ]
    ),
    st.text(max_size=8),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["message", "page"]), st.booleans())
def test_no_text_becomes_anything_but_what_is_allowed(text, profile, inline):
    html = render(text, profile=profile, inline=inline, local={"a": text})
    # Some versions of nh3 leave < in attributes.
    bare = re.sub(r'(<[a-z0-9]+)(?: [a-z-]+="[^"]*")+', r"\1", html.lower())
    assert "<script" not in bare
    assert_safe(html, markup._TAGS["inline" if inline else profile])


def test_raw_html_is_shown_as_text():
    assert render("a <b>bold</b> word<br>") == "<p>a &lt;b&gt;bold&lt;/b&gt; word&lt;br&gt;</p>"
    assert render("<div>\nx\n</div>") == "<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>"


def test_image_from_elsewhere_leaves_its_text():
    assert render("![A map](https://example.org/a.png)", profile="page") == '<p><img alt="A map"></p>'


def test_links_tell_the_other_side_nothing():
    assert Outline(render("[x](https://example.org)")).values("rel") == {"noopener noreferrer"}


def test_relative_link_stays():
    assert 'href="/jump_to_id/x"' in render("[x](/jump_to_id/x)")


def test_prefix_that_is_no_id_is_not_used():
    assert_safe(render("# x {#y}", profile="page", prefix='"><script>'), markup._TAGS["page"])


# Speed and steadiness.


@settings(deadline=None)
@given(st.text())
@example("Are you there?")
@example("A\xa0b")
@example("Zs\u2003x ")
def test_short_cut_for_plain_texts_gives_what_markdown_gives(text):
    html = markup._cleaner("message", "text").clean(markup._marked_up(markup._encodable(text), "message")).strip()
    assert render(text) == html


@pytest.mark.parametrize(
    "text", ["\n".join("    " * depth + "- a" for depth in range(300)), "a\n: b\n" * 1000, "[" * 20_000, ">" * 5000]
)
@pytest.mark.parametrize("profile", ["message", "page"])
def test_absurd_text_is_shown_and_harms_no_later_one(text, profile):
    assert "<" in render(text, profile=profile)
    assert render("*a*", profile=profile) == "<p><em>a</em></p>"
    assert render("- a\n- b", profile=profile) == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_threads_do_not_disturb_each_other():
    texts = [f"*{number}*[^1]\n\n[^1]: note {number}" for number in range(200)]
    alone = [markup._convert(text, (), False, "page", "text") for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: markup._convert(text, (), False, "page", "text"), texts))
    assert together == alone


# The words alone.


def test_plain_gives_the_words_on_one_line():
    assert plain("It is *late*.\n\nRing **{{local.x}}** & [go](https://a.b).", local={"x": "<us>"}) == (
        "It is late. Ring <us> & go."
    )


def test_plain_leaves_out_footnote_marks_but_not_the_notes():
    assert plain("# Title\n\nText[^1].\n\n[^1]: A note.", profile="page") == "Title Text. A note."


def test_plain_keeps_a_hashtag():
    assert plain("#jobs are open") == "#jobs are open"
