"""Any file, of any bytes: a page and diagnostics, never an exception, and nothing lost from the rest of the page."""

from __future__ import annotations

import os
import random
import sys
import traceback
from pathlib import Path

import markdown
import pytest

from tests.hosts.conftest import Run
from tests.sites import Built, indented, site, story, words

BEFORE, AFTER = "# Page\n\nFirst words.\n\n", "\n\nLast words.\n"
EXTENSIONS = ["attr_list", "footnotes", "md_in_html", "admonition", "pymdownx.superfences", "pymdownx.tabbed"]


def served(folder: Path, *pages: str | bytes) -> Built:
    """Pages, served: what is wrong with them does not keep them from being written. No diagnostic steers a terminal."""
    named = {"index.md": "# Home\n"} | {f"page{number}.md": page for number, page in enumerate(pages)}
    made = site(folder, {}, config={"markdown_extensions": EXTENSIONS, "plugins": ["search", "stories"]})
    for name, page in named.items():
        (folder / "docs").mkdir(exist_ok=True)
        (folder / "docs" / name).write_bytes(page if isinstance(page, bytes) else page.encode())
    built = made.build(command="serve")
    assert built.status == 0
    for _, message in built.records:
        assert all(one == "\n" or one.isprintable() for one in message), ascii(message[:500])
    assert len(built.urls) == 1 + len(pages)
    return built


def whole(page: str) -> str:
    return BEFORE + page + AFTER


def around(built: Built, number: int = 0) -> str:
    """The words of a page, after a look at whether its first and its last ones are there."""
    said = words(built.page(f"page{number}/").select_one("[role=main]"))
    assert said.startswith("Page First words."), said[:300]
    assert said.endswith("Last words."), said[-300:]
    return said


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16-le", "utf-16", "utf-32", "shift-jis", "cp037"])
def test_a_page_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    text = whole(story("US-1", "owner: José") + "\nCafé.").encode(encoding, "replace")
    built = served(tmp_path, text)
    if encoding in ("latin-1", "cp1252"):
        assert "Caf\N{REPLACEMENT CHARACTER}." in around(built)
        assert [(line, code) for _, line, _, code in built.places] == [(11, "ST130"), (14, "ST130")]
        assert built.card("page0/", "us-1")
    else:
        assert built.page("page0/").select_one("[role=main]")


def test_a_page_with_unreadable_bytes_ends_a_build(tmp_path: Path) -> None:
    built = site(tmp_path, {"index.md": b"Caf\xe9\n"}).build()
    assert (built.status, built.codes) == (1, ["ST130"])


def test_nul_bytes(tmp_path: Path) -> None:
    text = whole("One\0two.\n\n" + story("US-1", "owner: In\0es", notes="No\0te."))
    built = served(tmp_path, text)
    assert "One\N{REPLACEMENT CHARACTER}two." in around(built)
    assert built.codes == ["ST130"] * 3
    assert "\0" not in built.html("page0/")
    assert built.card("page0/", "us-1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
@pytest.mark.parametrize("matter", ["", "---\ntitle: x\n---\n"], ids=["bare", "front matter"])
def test_line_ends_and_byte_order_marks(tmp_path: Path, end: str, mark: bytes, matter: str) -> None:
    text = matter + whole(f"{story('US-1', 'prioritty: x', notes='A note.')}\n- item\n\n{indented(story('US-2'))}")
    built = served(tmp_path, mark + text.replace("\n", end).encode())
    around(built)
    shift = matter.count("\n")
    assert [place[1:] for place in built.places] == [(11 + shift, 1, "ST113")]
    assert words(built.card("page0/", "us-1").select_one(".stories-card__body")) == "A note."
    assert built.card("page0/", "us-2").find_parent("li")


def test_mixed_line_ends(tmp_path: Path) -> None:
    text = whole(story("US-1", "owner: Ines")).replace("\n", "\r\n", 5).replace("as a", "\ras a")
    built = served(tmp_path, text)
    around(built)
    assert built.card("page0/", "us-1")


def test_tabs(tmp_path: Path) -> None:
    item = f"- item\n\n{indented(story('US-1', notes='- [x] done'), chr(9))}"
    deep = f"- item\n\n\t- item\n\n{indented(story('US-2'), chr(9) * 2)}"
    field = "```story\nid: US-3\nas a:\treader\nI want:\tto see\nso that: I\tpay\nacceptance:\n  - x\n```\n"
    wrong = "```story\nid: US-4\nacceptance:\n\t- x\n```\n"
    built = served(tmp_path, whole(item), whole(deep), whole(field), whole(wrong))
    for number in range(4):
        around(built, number)
    assert built.card("page0/", "us-1").find_parent("li")
    assert built.card("page1/", "us-2").find_parent("li")
    assert words(built.card("page2/", "us-3").select_one(".stories-sentence")).startswith("As a reader, I want to see")
    assert [place[1:] for place in built.places] == [(8, 1, "ST111")]
    assert "YAML allows no tabs" in built.said()


BLOCKS = {
    "empty": "```story\n```",
    "blank": "```story\n\n   \n\n```",
    "only a rule": "```story\n---\n```",
    "two rules": "```story\n---\n---\n```",
    "rule and notes": "```story\n---\nWords.\n```",
    "only a comment": "```story\n# nothing\n```",
    "a scalar": "```story\nUpgrade webrtc server\n```",
    "a list": "```story\n- a\n- b\n```",
    "a number": "```story\n7\n```",
    "documents": "```story\n--- a\n--- b\n...\n```",
    "null": "```story\nid: ~\ntitle: null\nacceptance: ~\n```",
    "odd keys": "```story\n? [a, b]\n: c\n? {d: e}\n: f\n'': g\n~: h\n```",
    "shapes": "```story\nid: [a]\ntitle: {b: c}\nacceptance: {d: [e]}\ndepends on: {f: g}\ntags: [[h]]\n```",
    "other shapes": "```story\nid: US-1\nallow: [[i], {j: [k]}]\nissue: {}\nstory: [As a reader]\n```",
    "steps": "```story\nacceptance:\n- given: [a]\n  when: {}\n- {}\n- []\n- done:\n- technical: yes\n- - x\n```",
    "anchor": "```story\nid: &a US-1\nowner: *a\n```",
    "tag": "```story\nid: !!python/object/apply:os.system [ls]\n```",
    "directive": "```story\n%YAML 9.9\n---\nid: US-1\n```",
    "merge": "```story\n<<: {id: US-1}\n```",
    "view shapes": "```backlog\nview: [a]\nwhere: x\nnot: [y]\nsort: {a: b}\ncolumns: {c: d}\n```",
    "other view shapes": "```backlog\nlimit: many\ngroup by: [z]\nview: {}\n```",
    "view of nothing": "```backlog\n~\n```",
    "view limits": "```backlog\nlimit: 99999999999999999999\n```",
    "other view limits": "```backlog\nlimit: -1\nsort: ['-', '']\nwhere: {'': '*'}\n```",
    "crazy fence": "```story story {#x .y onclick=z} `\nid: US-1\n```",
    "attributes": "```story { .class #id }\nid: US-1\n```",
    "a word more": "```story the first one\nid: US-1\n```",
    "bad numbers": "```story\nestimate: 1e999\nbusiness value: ٣\n```",
    "long number": f"```story\nestimate: {'9' * 5000}\nid: US-{'9' * 5000}\n```",
    "long word": f"```story\nstatus: {'a' * 5000}\n{'b' * 5000}: c\nview: d\n```",
    "unicode breaks": "```story\nid: US-1\u2028title: x\u2029y: z\x85w: v\x0bu: t\x0cs: r\n```",
    "surrogate escape": "```story\ntitle: \"\\ud800\"\nowner: '\\ud800'\n```",
    "yaml escapes": '```story\ntitle: "\\0\\x07\\e[31m\\u202e\\u2028"\nowner: "\\x02amp\\x03klzzwxh:0000"\n```',
    "placeholders": "```story\nid: US-1\nI want: wzxhzdk:0 klzzwxh:0000 storiesx0x\n```",
    "noncharacters": "```story\nid: US-1\nI want: a \ufdd0b\ufdd1 \ufffe \U0001ffff c\n```",
    "brackets in prose": "[US-1 [US-1] ]US-1[ [[US-1]] [US-1](( [US-1]( [](US-1) [US-1]: [US-1][",
    "bad addresses": "```story\nid: US-1\nissue: ['http://[x', 'http://]', '://', 'http:', '//']\n```",
    "bad links": "```story\nid: US-1\nso that: 'a [b](http://[x) ![c](//[) [d](?)'\n---\n[e](http://[y)\n```",
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_an_odd_block_on_a_page(tmp_path: Path, name: str) -> None:
    built = served(
        tmp_path, whole(BLOCKS[name]), whole(indented(BLOCKS[name], "> ")), whole(f"{BLOCKS[name]}\n\n```backlog\n```")
    )
    for number in range(3):
        around(built, number)
    if name in ("empty", "blank", "only a rule"):
        assert "ST111" in built.codes


def test_every_odd_block_on_one_page(tmp_path: Path) -> None:
    built = served(tmp_path, whole("\n\n".join(BLOCKS.values())))
    assert len(built.page("page0/").select("article")) >= 25
    around(built)


IDS = (
    *(
        "__proto__",
        "../../x",
        "constructor",
        "#",
        "a b",
        "US-1?x=y",
        "a/b",
        "é-1",
        "US-1#x",
        "%2e",
        "&amp;",
        '"x',
        "'y",
    ),
    *(
        "<b>",
        "\u202eUS-1",
        "US\u200b-1",
        "-",
        ".",
        "\\",
        "[US-1]",
        "{x}",
        "{: #x }",
        "us-1",
        "US-1\u0301",
        "ＵＳ-1",
        "İ-1",
    ),
)


def test_odd_ids(tmp_path: Path) -> None:
    blocks = []
    for name in IDS:
        told = "'" + name.replace("'", "''") + "'"
        blocks.append(story("US-1", f"depends on: [{told}]", f"relates to: {told}").replace("id: US-1", f"id: {told}"))
    built = served(
        tmp_path,
        whole("\n".join(blocks)),
        whole("```backlog\ncolumns: [id, depends on, relates to]\n```\n\n```backlog\nview: cards\n```"),
    )
    around(built)
    around(built, 1)
    assert len(built.page("page0/").select("article")) == len(IDS)
    assert built.page("page0/").select("b") == []
    assert built.codes.count("ST303") == 2 * len(IDS)
    assert built.codes.count("ST121") == len(IDS) - 1  # us-1 is an id
    assert sorted(path.name for path in (tmp_path / "site").iterdir() if path.suffix == "") == sorted(
        ["css", "img", "js", "page0", "page1", "search", "webfonts", "assets"]
    )


def test_control_characters(tmp_path: Path) -> None:
    raw = "".join(chr(code) for code in (*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)))
    told = f"```story\nid: US-1\nowner: a{raw}b\n```\n\n{story('US-2', notes=f'Note {raw} end.')}"
    shown = f"{told}\nWords{raw}[US-9{raw}].\n"
    steer = "```story\nid: \x1b[31mUS-3\x1b[0m\nprioritty\x1b]0;x\x07: \x9b31m\n```\n"
    built = served(tmp_path, whole(shown), whole(steer), whole(f"```story\nI want: to {raw}\n```"))
    for number in range(3):
        around(built, number)
    for number in (1, 2):
        assert "\x1b" not in built.html(f"page{number}/")
    assert "\x1b" not in str(built.card("page0/", "us-1"))
    assert "\\x1b" in built.said()


def test_letters_that_turn_or_hide(tmp_path: Path) -> None:
    odd = "\u202e\u2066\u200b\u200d\ufeff\u00ad\u061c"
    text = story("US-1", f"as a: re{odd}ader", f"prior{odd}ity: high", "title: שלום \u202eעולם")
    built = served(tmp_path, whole(text), whole(f"```story\nid: US-2\nowner:{odd} [\n```"))
    around(built)
    around(built, 1)
    assert "ST113" in built.codes
    assert "שלום" in words(built.card("page0/", "us-1"))


def test_unclosed_fences(tmp_path: Path) -> None:
    open_ = story("US-1").rstrip().removesuffix("```").rstrip()
    built = served(
        tmp_path,
        whole(open_),
        whole(f"{open_}\n\nMiddle words.\n\n{story('US-2')}"),
        whole(f"- item\n\n{indented(open_)}\n\n- other"),
        whole(f"> {open_.replace(chr(10), chr(10) + '> ')}"),
        whole(f"~~~~ {open_[3:]}\n~~~"),
        BEFORE + open_,
        "```story",
        "```story\n",
        "```story\r",
        "````story\n```\n",
        "> ```story",
        "- ```story",
    )
    for number in range(5):
        around(built, number)
    said = around(built, 1)
    assert "Middle words." in said
    assert built.card("page1/", "us-2")
    assert built.codes.count("ST110") == 12


def test_a_fence_in_a_fence(tmp_path: Path) -> None:
    outer = f"````story\nid: US-1\nas a: reader\nI want: x\nso that: y\nacceptance: z\n---\n{story('US-2')}````\n"
    built = served(tmp_path, whole(outer), whole(f"````\n{story('US-3')}````"), whole("```story\n```story\n```\n```\n"))
    around(built)
    around(built, 1)
    assert built.page("page1/").select("article") == []
    assert "id: US-2" in words(built.card("page0/", "us-1").select_one(".stories-card__body"))


def test_thousands_of_unclosed_fences(tmp_path: Path) -> None:
    marks = [
        "```story",
        "~~~",
        "```",
        "> ```epic",
        "- ```story",
        "    ~~~~ story",
        "```` backlog",
        "<!--",
        "<pre>",
        "!!! note",
    ]
    built = served(tmp_path, "\n".join(marks[number % len(marks)] for number in range(5000)), "```story\n\n" * 1000)
    assert "```story" not in built.html("page1/")
    assert built.html("page1/").count("<article") == 1000
    assert built.codes.count("ST110") > 1000


@pytest.mark.parametrize("mark", ["[", "{", "[{", "- ", "? ", "a: {", "((", "<", "`", "*", "[a](", "![", "> "])
def test_ten_thousand_nested_brackets(tmp_path: Path, mark: str) -> None:
    many = mark * 10_000
    built = served(
        tmp_path,
        whole(f"```story\nid: US-1\nI want: {many}\n```\n"),
        whole(f"```story\n{many}\n```\n"),
        whole(f"```backlog\nwhere: {many}\n```\n"),
    )
    for number in range(3):
        around(built, number)


def test_a_billion_laughs(tmp_path: Path) -> None:
    laughs = ['a: &a ["lol", "lol"]'] + [
        f"{letter}: &{letter} [{', '.join([f'*{before}'] * 9)}]"
        for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    text = "```story\nid: US-1\n" + "\n".join(laughs) + "\n```\n"
    built = served(tmp_path, whole(text), whole(text.replace("```story", "```backlog")))
    around(built)
    assert built.codes == ["ST112", "ST112"]
    assert [place[1:3] for place in built.places] == [(7, 4), (7, 4)]


@pytest.mark.parametrize("sort", ["word", "words", "lines", "fields", "criteria", "notes", "tail"])
def test_a_block_of_ten_megabytes(tmp_path: Path, sort: str) -> None:
    size = 10_000_000
    body = {
        "word": "so that: " + "a" * size,
        "words": "so that: " + "we pay less " * (size // 12),
        "lines": "so that: >\n" + "  we pay less\n" * (size // 14 // 10),
        "fields": "".join(f"field {number:06}: some words to fill the line\n" for number in range(size // 43 // 50)),
        "criteria": "acceptance:\n" + "- some words\n" * (size // 13 // 100),
        "notes": "---\n" + "Some words of a note.\n" * (size // 22 // 10),
        "tail": "owner: x\n" + "#" * size,
    }[sort]
    built = served(tmp_path, whole(f"```story\nid: US-1\nas a: reader\nI want: to see\n{body}\n```\n"))
    html = built.html("page0/")
    assert "First words." in html
    assert "Last words." in html
    assert 'id="us-1"' in html


def test_random_bytes(tmp_path: Path) -> None:
    chance = random.Random(7)
    pieces = [
        b"```story\n",
        b"```\n",
        b"id: US-1\n",
        b"---\n",
        b"\n",
        b"[US-1]",
        b"> ",
        b"- ",
        b"    ",
        b"\t",
        b"\xff",
        b"\0",
        b"\r",
    ]
    pieces += [
        b"story: As a reader, I want x so that y\n",
        b"acceptance:\n",
        b"&a ",
        b"*a",
        b": ",
        b"{",
        b"}",
        b"'",
        b'"',
        b"<!--",
        b"~~~",
    ]
    pages = [b"".join(chance.choices(pieces, k=chance.randrange(200))) for _ in range(150)]
    pages += [chance.randbytes(chance.randrange(400)) for _ in range(50)]
    served(tmp_path, *pages)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text(tmp_path: Path, run: Run) -> None:
    """Links have its bytes. MkDocs can build no such page, with or without the plugin: it fails by itself."""
    name = os.fsdecode(b"caf\xe9.md")
    made = site(tmp_path, {"index.md": "# Home\n\n[US-1]\n", name: f"# Odd\n\n{story('US-1', 'odd: x')}"})
    options = {"stories": {"docs_dir": str(tmp_path / "docs"), "page": "index.md"}}
    html = markdown.markdown("[US-1]", extensions=["stories"], extension_configs=options)
    assert 'href="caf%E9.md#us-1"' in html
    with pytest.raises(UnicodeEncodeError) as raised:
        made.build(command="serve")
    ours = [one.filename for one in traceback.extract_tb(raised.tb) if "mkdocs_stories" in one.filename]
    assert ours == []
    config = "--config-file", tmp_path / "mkdocs.yml"
    assert run("check", *config).status == 1
    assert run("check", "--write-baseline", "known.jsonl", *config).status == 0
    assert run("check", "--baseline", "known.jsonl", *config).status == 0
