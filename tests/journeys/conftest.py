"""A real site on the test database, its jobs, and people at a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from sqlalchemy.orm import Session, sessionmaker

from app.demonstration.people import add_people
from app.identity.config import IdentityConfig
from app.kit.storage import Storage
from app.main import Web, create_app

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
WIDTHS = (360, 768, 1280)


@pytest.fixture(scope="module")
def address(sessions: sessionmaker[Session], storage: Storage) -> Iterator[str]:
    """The site, listening as in production, with the demonstration's one-click sign-in."""
    with sessions.begin() as session:
        add_people(session)
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    identity = IdentityConfig(
        base_url=address,
        secret="a secret of the journeys, long enough",
        demonstration=True,
        second_factor_required=False,
    )
    site = create_app(
        Web(sessions=sessions, storage=storage, identity=identity, max_upload_mb=5, threads=8)
    )
    server = uvicorn.Server(
        uvicorn.Config(site, log_config=None, ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield address
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture
def jobs(run_jobs: Callable[[], None]) -> Iterator[None]:
    """Real jobs beside the site, for as long as the test runs."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.3):
            run_jobs()

    # The browser's own event loop runs in the test's thread; the jobs' need another.
    thread = threading.Thread(target=work)
    thread.start()
    yield
    ended.set()
    thread.join(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the one named in CHROMIUM, or found on the path.

    It ends with its module: while Playwright lives its event loop counts as running in this
    thread, and no other test could run one.
    """
    named = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser, with what went wrong meanwhile."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.address + path)

    def press(self, name: str, *, leads_on: bool = True) -> None:
        """Press the first button of this name and wait for the page that it leads to, if any."""
        with self.page.expect_navigation() if leads_on else nullcontext():
            self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name and wait for its page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def open(self, selector: str) -> None:
        """Follow the first link that the selector finds and wait for its page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def choose(self, name: str, within: Locator | None = None) -> None:
        """Choose a radio button or a box by keyboard; its label lies over it for the mouse."""
        (within or self.page).get_by_label(name).press("Space")

    def reads(self, words: str) -> bool:
        """Whether the main part of the page says this, in view or folded away."""
        self.page.wait_for_load_state()
        return words in (self.page.locator("main").text_content() or "")

    def look(self) -> None:
        """The page as it is at each width: nobody is kept out, nothing runs off the side."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            over = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over == 0, f"{self.page.url} is {over} px too wide at {width} px"
            found = self.page.evaluate(_check)
            assert found == [], f"{self.page.url} at {width} px: {found}"


_check = (
    AXE.read_text(encoding="utf-8")
    + """;
(async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((each) => [
    each.id, each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)),
  ]);
})()"""
    if AXE.exists()
    else "['scripts/setup has not installed axe-core']"
)

Arrive = Callable[..., Visitor]


@pytest.fixture
def arrive(browser: Browser, address: str) -> Iterator[Arrive]:
    """``arrive("analyst")``: that person of the demonstration, signed in with one click.

    ``arrive()`` is somebody who has not signed in. At the end, nothing may have gone to the
    console and nothing may have been fetched from elsewhere.
    """
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(name: str | None = None, *, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), address)
        visitors.append(visitor)

        def hear(kind: str, words: str) -> None:
            # A refused page is a page: that it was refused is not a fault of its scripts.
            if kind in {"error", "warning"} and "status of 4" not in words:
                visitor.faults.append(words)

        visitor.page.on("console", lambda said: hear(said.type, said.text))
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on(
            "request",
            lambda sent: (
                None
                if sent.url.startswith((address, "data:"))
                else visitor.elsewhere.append(sent.url)
            ),
        )
        if name is not None:
            visitor.go("/sign-in")
            visitor.page.locator(f"button[value='{name}@demonstration.example']").click()
            visitor.page.wait_for_url("**/home")
        return visitor

    yield make
    for context in contexts:
        context.close()
    assert [each.faults for each in visitors if each.faults] == []
    assert [each.elsewhere for each in visitors if each.elsewhere] == []
