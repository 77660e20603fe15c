"""Walking through the app in a browser: a page by its menu, and the moment at which nothing changes any more."""

from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from texts import _
from ui.navigation import PageSpec

CLOSED_EXPANDERS = '[data-testid="stExpander"] details:not([open]) > summary'
# Runs in every page before its own scripts: when the server was asked for something, and when a run was last seen.
LISTENING = """
(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...words) { window.askedAt = performance.now(); return send.apply(this, words); };
    const look = () => {
        const app = document.querySelector('[data-testid="stApp"]');
        if (app && app.dataset.testScriptState !== 'notRunning') window.ranAt = performance.now();
    };
    new MutationObserver(look).observe(
        document, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-test-script-state']}
    );
})();
"""
SETTLED = """
() => new Promise(done => {
    const app = () => document.querySelector('[data-testid="stApp"]');
    const since = moment => performance.now() - (moment ?? -Infinity);
    const isAnswered = () => since(window.askedAt) > since(window.ranAt) || since(window.askedAt) > 2000;
    const isMoving = motion => motion.playState === 'running' && isFinite(motion.effect.getComputedTiming().endTime);
    const isAtRest = () => app()?.dataset.testScriptState === 'notRunning' && isAnswered()
        && !document.getAnimations().some(isMoving);
    const rested = () => isAtRest() ? finish() : wait();
    let timer;
    const wait = () => { clearTimeout(timer); timer = setTimeout(rested, 350); };
    const watch = new MutationObserver(wait);
    const finish = () => { watch.disconnect(); done(true); };
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    wait();
})
"""


def settle(page: Page) -> None:
    """Return when the page's script has ended, nothing has changed for a third of a second and nothing moves any more (what
    folds open does so without a change of the document); a busy server may begin later than that, so what was asked of
    it has two seconds to begin."""
    page.evaluate(SETTLED)


def walk_to(page: Page, spec: PageSpec) -> None:
    """Open a page by its link in the menu, as a reader does, or by its address where the menu has none; wait until it
    stands."""
    if not spec.is_in_menu:
        page.goto(urljoin(page.url, f"/{spec.url_path}"))
    else:
        name = _(spec.title)
        entry = page.get_by_role("link", name=name, exact=False).or_(page.get_by_role("menuitem", name=name))
        link = entry.locator("visible=true").first
        if spec.group:
            group = page.get_by_test_id("stTopNavSection").filter(has_text=_(spec.group))
            expect(link.or_(group.locator("visible=true")).first).to_be_visible()
            if not link.is_visible():
                group.click()
        link.click()
    expect(page).to_have_title(f"{_(spec.title)} · Veikart")
    page.get_by_role("heading", level=1).first.wait_for()
    settle(page)


def arrive(page: Page, address: str) -> None:
    """Open the app at an address and wait until it stands."""
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    settle(page)


def open_expanders(page: Page) -> None:
    """Open what is folded, and what was folded inside that."""
    while page.locator(CLOSED_EXPANDERS).count():
        page.locator(CLOSED_EXPANDERS).evaluate_all("folded => folded.forEach(one => one.click())")
        settle(page)
