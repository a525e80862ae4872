"""axe-core looks at every page in both themes: contrast, labels, alternatives, roles."""

import pytest

from tests.browser.looking import answer_of, settle

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BAD = """() => {
  const box = document.createElement('div');
  box.innerHTML = '<img src="data:,"><p style="color:#777;background:#888">hardly to be read</p>';
  document.querySelector('[data-testid=stMainBlockContainer]').append(box);
}"""

HEIGHT = "Math.max(...[...document.querySelectorAll('*')].map(element => element.scrollHeight))"


def grave_faults(page) -> list[str]:
    """What axe-core calls serious or critical, each with the first place where it was found.

    It judges the contrast of what is in the window only, so the window is made as high as the page.
    """
    show_whole(page)
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'] for node in one['nodes']][:5]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def show_whole(page) -> None:
    """Make the window as high as the page, and again while charts that came in the meantime make the page higher."""
    height = 0
    while (found := page.evaluate(HEIGHT)) > height:
        height = found + 100
        page.set_viewport_size({"width": 1440, "height": height})
        page.wait_for_timeout(1000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_grave_fault(visit, scheme):
    page = visit(color_scheme=scheme)
    answer_of(page)
    links = page.get_by_test_id("stTopNavLink").all()
    assert len(links) == 9
    faults = []
    for link in links:
        name = link.inner_text().split()[-1]
        link.click()
        page.get_by_role("heading", level=1).wait_for()
        settle(page)
        faults += [f"{name}: {fault}" for fault in grave_faults(page)]
    assert not faults, "\n".join(faults)


def test_faults_would_be_found(visit):
    page = visit("networks")
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    page.evaluate(BAD)
    assert [fault.split(":")[0] for fault in grave_faults(page)] == ["color-contrast", "image-alt"]
