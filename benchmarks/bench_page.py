"""Measure the backlog page in Chromium: what it weighs, when it can be used, and how long a reader waits for a change.

For backlogs of 100, 1,000 and 10,000 made-up stories in Material, opened from disk. `make bench-page` runs it.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.generate import block, make

COUNTS = (100, 1_000, 10_000)
PER_PAGE = 100
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CONFIG = """\
site_name: Made-up backlog
use_directory_urls: false
theme: {name: material, font: false}
plugins:
  - search
  - stories:
      backlog: backlog.md
      statuses: [{draft: open}, ready, in progress, done]
      rules: {missing-criteria: off}
"""
WORDS = ("export", "invoice", "audit", "retry", "phone", "twice", "token")

# From an event to the paint after it: the frame that shows the change has been made when a task runs after it.
PAINTED = """types => {
    window.waits = []
    for (const type of types) addEventListener(type, () => {
        const start = performance.now()
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => window.waits.push(performance.now() - start)
            port2.postMessage(0)
        })
    }, true)
}"""


# When the script says that the backlog can be used.
READY = """new MutationObserver((_, observer) => {
    if (!document.querySelector('.stories-whole[data-on]')) return
    window.ready = performance.now()
    observer.disconnect()
}).observe(document, { subtree: true, childList: true, attributeFilter: ['data-on'] })"""


def site(count: int, folder: Path) -> float:
    """Build a site of so many stories; return the seconds that it took."""
    items = make(count)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Made-up backlog\n", encoding="utf-8")
    for start in range(0, count, PER_PAGE):
        lines = [f"# Part {start // PER_PAGE + 1}", ""]
        for item in items[start : start + PER_PAGE]:
            lines += block(item)
        (folder / "docs" / f"part-{start // PER_PAGE + 1}.md").write_text("\n".join(lines), encoding="utf-8")
    before = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - before


def weigh(path: Path) -> str:
    """The size of a file, as it is and compressed."""
    data = path.read_bytes()
    return f"{len(data) / 1e6:.2f} MB ({len(gzip.compress(data, mtime=0)) / 1e6:.3f} compressed)"


def opened(browser: Browser, url: str, act: Callable[[Page], None], *, scripts: bool = True) -> None:
    """A page in a context of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    page.add_init_script(READY)
    page.goto(url, wait_until="commit")
    act(page)
    context.close()


def percentile(values: list[float], part: float) -> float:
    """The value below which that part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def memory(page: Page) -> float:
    """The megabytes of the page's process, its share of what it has in common with others included."""
    browser = page.context.browser
    if browser is None:
        return 0
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = []
    for process in found:
        if process["type"] == "renderer":
            lines = Path(f"/proc/{process['id']}/smaps_rollup").read_text().splitlines()
            sizes.append(sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3)
    return max(sizes, default=0)


def interact(page: Page, waits: dict[str, list[float]]) -> None:
    """Do what a reader does, and take how long each change takes to be seen."""
    page.wait_for_selector(".stories-whole[data-on]", timeout=60_000)
    page.wait_for_timeout(500)
    page.evaluate(PAINTED, ["keydown", "click"])

    def take(name: str) -> None:
        page.wait_for_function("window.waits.length")
        waits.setdefault(name, []).extend(page.evaluate("window.waits.splice(0)"))

    for word in WORDS:
        page.focus(".stories-search")
        for letter in word:
            page.keyboard.press(letter)
            take("keystroke")
        page.locator(".stories-count [data-clear]").click()
        take("clear")
    for name in ("status", "type"):
        for chip in page.locator(f"label:has([name={name}])").all():
            chip.click()
            take("facet")
    page.locator(".stories-count [data-clear]").click()
    take("clear")
    print(f"  memory        {memory(page):.0f} MB")
    for view in ("board", "cards", "matrix", "graph", "actors", "table"):
        page.locator(f"label:has([value={view}])").click()
        take(f"view {view}")
    page.locator("[data-sort=status]").click()
    take("sort")
    page.locator("[data-sort=status]").click()
    take("sort")
    print(f"  memory        {memory(page):.0f} MB after every view was opened")


def measure(count: int, browser: Browser, folder: Path) -> None:
    """Print the figures of one size."""
    seconds = site(count, folder)
    page_file = folder / "site" / "backlog.html"
    pieces = sorted((folder / "site" / "assets" / "stories").glob("backlog-*.js"))
    print(f"\n{count:,} stories (built in {seconds:.1f} s)")
    print(f"  HTML          {weigh(page_file)}")
    if pieces:
        total = sum(len(piece.read_bytes()) for piece in pieces) / 1e6
        packed = sum(len(gzip.compress(piece.read_bytes(), mtime=0)) for piece in pieces) / 1e6
        print(f"  pieces        {len(pieces)} of together {total:.2f} MB ({packed:.3f} compressed)")
    url = page_file.as_uri()
    ready: list[float] = []
    waits: dict[str, list[float]] = {}

    def load(page: Page) -> None:
        page.wait_for_selector(".stories-whole[data-on]", timeout=60_000)
        ready.append(page.evaluate("window.ready"))

    def plain(page: Page) -> None:
        before = time.perf_counter()
        page.wait_for_load_state("domcontentloaded", timeout=60_000)
        print(f"  no scripts    {1000 * (time.perf_counter() - before):.0f} ms to the end of the document")

    for _ in range(5):
        opened(browser, url, load)
    print(f"  interactive   {statistics.median(ready):.0f} ms (median of {len(ready)}, most {max(ready):.0f})")
    opened(browser, url, lambda page: interact(page, waits))
    for name, values in waits.items():
        print(
            f"  {name:<13} {percentile(values, 0.95):.0f} ms (95th percentile of {len(values)}), most {max(values):.0f}"
        )
    opened(browser, url, plain, scripts=False)


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS)
    counts = parser.parse_args().counts
    with sync_playwright() as playwright:
        for count in counts:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            with tempfile.TemporaryDirectory() as folder:
                measure(count, browser, Path(folder))
            browser.close()


if __name__ == "__main__":
    main()
