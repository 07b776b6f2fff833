"""The pages in Chromium: from an event to a speaker, a query in the editor, and WCAG by axe-core.

Screenshots go to `out/browser`, which git ignores.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from claimgraph.release.dump import dump
from live_server import started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOP = Path(__file__).parents[1]
SHOTS = TOP / "out" / "browser"
AXE = TOP / "tests" / "javascript" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = {
    "home": "/",
    "event": "/event/az-ru/crash-2024-12-25",
    "claim": "/claim/az-ru/crash-birds",
    "actor": "/actor/az-ru/nurani",
    "article": "/article/az-ru/ck-414032-en",
    "contradiction": "/contradiction/az-ru/crash-cause",
    "review": "/review/web/f2e7c09214fcedf8664d",
    "part": "/span/az-ru/ck-414032-en.0-91",
    "ontology": "/ontology",
    "values": "/value",
    "files": "/dump/",
    "search": "/search?q=crash",
    "search-nothing": "/search?q=xyzzy",
    "editor": "/editor",
    "editor-named": "/editor?name=claims-by-actor&actor=nurani",
    "editor-wrong": "/editor?name=claims-by-actor&actor=nobody",
    "answer": "/answer?query=SELECT%20*%20%7B%20%3Fs%20a%20schema%3AEvent%20%7D",
    "answer-wrong": "/answer?query=SELECT",
    "missing": "/claim/az-ru/nothing",
}

pytestmark = pytest.mark.external


class Heard(NamedTuple):
    """What a browser asked for and complained about."""

    hosts: set[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the seeds and some reviews."""
    folder = tmp_path_factory.mktemp("browser")
    dump([str(TOP / "seeds"), str(TOP / "docs" / "example" / "web")], folder / "dist")
    with started(folder / "dist", folder / "cache") as found:
        yield found.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where it is not."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not here")
    playwright = pytest.importorskip("playwright.sync_api")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def heard() -> Heard:
    return Heard(set(), [])


def opened(browser: Browser, heard: Heard, **options: Any) -> BrowserContext:
    """A window that tells what it hears."""
    context = browser.new_context(**options)
    context.set_default_timeout(30_000)
    context.on("request", lambda one: heard.hosts.add(urlsplit(one.url).netloc))
    context.on("console", lambda one: heard.complaints.append(one.text))
    context.on("weberror", lambda one: heard.complaints.append(str(one.error)))
    return context


def quiet(heard: Heard, address: str) -> None:
    """Assert that nothing left for elsewhere, and that nothing was refused."""
    assert heard.hosts == {urlsplit(address).netloc}
    wrong = [one for one in heard.complaints if "status of 40" not in one]
    assert not wrong


def shot(page: Page, name: str) -> None:
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_from_an_event_to_a_speaker(browser: Browser, heard: Heard, address: str) -> None:
    with opened(browser, heard) as context:
        page = context.new_page()
        page.goto(f"{address}/event/az-ru/crash-2024-12-25")
        heading = page.get_by_role("heading", level=1)
        assert heading.inner_text() == "Crash of an Azerbaijan Airlines aircraft in Kazakhstan"
        page.get_by_role("link", name="The aircraft crashed because it hit birds.").first.click()
        assert heading.inner_text() == "The aircraft crashed because it hit birds."
        assert page.url == f"{address}/claim/az-ru/crash-birds"
        said = page.get_by_role("region", name="Sayings of this claim")
        said.get_by_role("rowheader").get_by_role("link", name="Nurani").click()
        assert heading.inner_text() == "Nurani"
        assert page.get_by_role("heading", name="What they say").is_visible()
        shot(page, "speaker")
    quiet(heard, address)


def test_a_named_query_in_the_editor(browser: Browser, heard: Heard, address: str) -> None:
    with opened(browser, heard) as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name=re.compile("^Timeline")).click()
        assert page.get_by_role("textbox", name="Query in SPARQL").is_visible()
        page.get_by_role("button", name="Run").click()
        page.get_by_text("67 rows.").wait_for()
        table = page.get_by_role("table", name="Answer")
        assert table.get_by_role("row").count() == 68
        shot(page, "timeline")
    quiet(heard, address)


def test_the_editor_by_keyboard(browser: Browser, heard: Heard, address: str) -> None:
    with opened(browser, heard) as context:
        page = context.new_page()
        page.goto(f"{address}/editor")
        editor = page.get_by_role("textbox", name="Query in SPARQL")
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type("SELECT ?e { ?e a schema:Ev")
        page.get_by_role("option", name="schema:Event").first.wait_for()
        page.wait_for_timeout(300)  # a completion that has only just come does not take Enter
        page.keyboard.press("Enter")
        page.keyboard.type(" } ORDER BY ?e LIMIT 2")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Enter")
        page.get_by_text("2 rows.").wait_for()
        assert "query=SELECT" in page.url
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent")
        assert focused == "Run"
        link = page.get_by_role("table", name="Answer").get_by_role("link").first
        link.click()
        assert page.url.startswith(f"{address}/event/az-ru/")
    quiet(heard, address)


SETTLED = """() => new Promise((told) => {
  const run = document.querySelector("#query-form button");
  run.scrollIntoView({ block: "center" });
  const before = run.getBoundingClientRect().top;
  setTimeout(() => told([before, run.getBoundingClientRect().top]), 500);
})"""


def test_the_button_stays_while_the_lines_above_are_measured(
    browser: Browser, heard: Heard, address: str
) -> None:
    with opened(browser, heard) as context:
        page = context.new_page()
        page.goto(f"{address}{PAGES['editor-named']}")
        before, after = page.evaluate(SETTLED)
        assert after == pytest.approx(before, abs=2)
    quiet(heard, address)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("ASK {}", "Yes."),
        ("SELECT ?x {}", "1 row."),
        ("CONSTRUCT { ?s a schema:Event } WHERE { ?s a schema:Event }", "Triples, as Turtle."),
        ("SELECT ?s ?o { ?s ?p ?o }", "The first 1000 rows; fetch all as a file."),
        ("SELECT ('<img src=x onerror=alert(1)>' AS ?x) {}", "<img src=x onerror=alert(1)>"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", "javascript:alert(1)"),
        ("SELECT ('a\\tb\\\\n\\u0041\\n' AS ?x) {}", "a b\\nA"),
        ("SELECT", "Bad Request"),
    ],
)
def test_answers_in_the_editor(
    browser: Browser, heard: Heard, address: str, query: str, wanted: str
) -> None:
    with opened(browser, heard) as context:
        page = context.new_page()
        page.goto(f"{address}/editor?{urlencode({'query': query})}")
        page.get_by_role("button", name="Run").click()
        page.locator("#answer").get_by_text(wanted).first.wait_for()
        assert page.locator("#answer img, #answer a[href^=javascript]").count() == 0
    quiet(heard, address)


def test_without_scripts(browser: Browser, heard: Heard, address: str) -> None:
    with opened(browser, heard, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/editor?name=timeline")
        page.get_by_role("button", name="Run").click()
        assert page.get_by_text("67 rows.").is_visible()
        page.goto(f"{address}/search")
        page.get_by_label("Words").fill("gas cylinder")
        page.get_by_role("button", name="Search").click()
        assert page.get_by_role("listitem").filter(has_text="gas cylinder").count()
    quiet(heard, address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_wcag(
    browser: Browser, heard: Heard, address: str, name: str, scheme: Any, node: str
) -> None:
    with opened(browser, heard, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(address + PAGES[name])
        if name.startswith("editor"):
            page.get_by_role("button", name="Run").click()
            page.get_by_text("rows").first.wait_for()
        page.evaluate(AXE.read_text("utf-8"))
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = page.evaluate("options => axe.run(document, options)", options)
        assert len(found["passes"]) > 10
        told = [(one["id"], [x["html"][:200] for x in one["nodes"]]) for one in found["violations"]]
        shot(page, f"{name}-{scheme}")
        assert not told
    quiet(heard, address)


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_nothing_is_cut_off(
    browser: Browser, heard: Heard, address: str, name: str
) -> None:
    with opened(browser, heard, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(address + PAGES[name])
        width = page.evaluate("document.documentElement.scrollWidth")
        shot(page, f"{name}-phone")
        assert width <= 320
