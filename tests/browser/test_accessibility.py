"""What WCAG 2.2 asks and a program can see, on every kind of page."""

import io
import re

import pytest
from playwright.sync_api import Page, expect

from scans.engine.colour import contrast
from scans.models import Result
from tests.browser.conftest import overflow
from tests.browser.pages import every_page, look_at_all
from tests.browser.test_story import ROLE, SCALED, THEMES, fill_in_by_keyboard, press_button, tab_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

WITH_COLOURS = (
    *("home", "start", "step relevantie", "step rol", "result of a large round"),
    *("aanvrager, open: own page", "aanvrager, closed: volgende/"),
)
"""One of each kind of page where colour does something."""

SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
# Text that doesn't fit the box it is in, where the box hides or covers what sticks out.
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
  const style = getComputedStyle(one);
  if (one.clientWidth <= 1 || one.closest(".visually-hidden, .btn-check")) return false;
  const hides = (value) => value === "hidden" || value === "clip";
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
    || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 90))
"""
# Each stop of Tab: what it is, whether it shows that it has the focus, and what lies over it.
FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const label = one.closest("label") || (one.id && document.querySelector(`label[for="${one.id}"]`));
  const drawn = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const seen = drawn(one) || (label && drawn(label))
    || (one.nextElementSibling && drawn(one.nextElementSibling))
    || (one.parentElement && drawn(one.parentElement));
  const small = one.getBoundingClientRect();
  const box = small.width > 2 && small.height > 2 && getComputedStyle(one).opacity !== "0"
    ? small : (label || one.parentElement).getBoundingClientRect();
  const inside = [0.1, 0.5, 0.9].some((down) => [0.1, 0.5, 0.9].some((along) => {
    const top = document.elementFromPoint(
      box.left + box.width * along, box.top + box.height * down);
    return top && (one.contains(top) || top.contains(one) || (label && label.contains(top)));
  }));
  const all = [...document.querySelectorAll("*")];
  return {
    name: one.outerHTML.slice(0, 90), place: all.indexOf(one), seen: Boolean(seen), inside,
  };
}
"""
MOVES = """
() => {
  const moving = document.getAnimations().length;
  const styled = [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    return lasts(style.transitionDuration) || style.animationName !== "none";
  }).map((one) => one.outerHTML.slice(0, 90));
  const smooth = getComputedStyle(document.documentElement).scrollBehavior;
  return [...(moving ? ["something moves"] : []), ...styled, ...(smooth === "auto" ? [] : [smooth])];
}
"""
# WCAG 2.5.8: 24 by 24 pixels, or a circle of that size free of any other target; links within a
# sentence may be as high as its line.
SMALL = """
() => {
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.type !== "hidden" && !one.closest("[hidden], .skip, dialog:not([open])"))
    .map((one) => ({one, box: (one.labels && one.labels[0] ? union(one) : one.getBoundingClientRect())}))
    .filter(({box}) => box.width > 0 && box.height > 0);
  function union(input) {
    const boxes = [input, ...input.labels].map((part) => part.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const top = Math.min(...boxes.map((box) => box.top));
    const right = Math.max(...boxes.map((box) => box.right));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    return {left, top, right, bottom, width: right - left, height: bottom - top};
  }
  const inSentence = (one) => {
    const block = one.closest("p, li, dd, td, figcaption, label, legend");
    return one.tagName === "A" && block
      && block.textContent.trim().length > one.textContent.trim().length + 3;
  };
  const near = (box, other) => {
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const away = Math.hypot(
      Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom));
    return away < 12;
  };
  return targets
    .filter(({box}) => box.width < 24 || box.height < 24)
    .filter(({one}) => !inSentence(one))
    .filter(({one, box}) => targets.some((other) => other.one !== one && near(box, other.box)))
    .map(({one, box}) => `${box.width}x${box.height} ${one.outerHTML.slice(0, 90)}`);
}
"""
# In forced colours a background is gone: what is chosen must differ in border, text or sign.
CHOICES = """
(name) => {
  const look = (input) => {
    const label = input.labels[0] || input.parentElement;
    return [input, label, ...label.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"]
      .map((part) => {
        const style = getComputedStyle(one, part);
        return [style.borderTopWidth, style.borderTopColor, style.outlineWidth, style.fontWeight,
          style.content, style.opacity, style.color, style.backgroundColor].join("|");
      })).join("\\n");
  };
  const all = [...document.querySelectorAll(`input[name="${name}"]`)];
  const chosen = all.find((one) => one.checked), other = all.find((one) => !one.checked);
  if (getComputedStyle(chosen).appearance === "auto") return ["the browser's own", "and so told apart"];
  return [look(chosen), look(other)];
}
"""


def wide_text(page: Page) -> list[str]:
    """What is lost or too wide when a reader spaces the text (WCAG 1.4.12)."""
    page.add_style_tag(content=SPACING)
    wide = overflow(page)
    return [*([f"{wide} px too wide"] if wide > 0 else []), *page.evaluate(CUT_OFF)]


def too_wide(page: Page) -> list[str]:
    wide = overflow(page)
    return [f"{wide} px too wide"] if wide > 0 else []


@pytest.fixture
def still(open_context):
    """A phone whose owner asks for less motion: a page is where it is at once."""

    def opened(**options) -> Page:
        return open_context(reduced_motion="reduce", **options).new_page()

    return opened


FOUND: dict[str, dict[str, object]] = {}


@pytest.fixture
def found(still) -> dict[str, dict[str, object]]:
    """What is wrong with each page, by the name of the look: visited once for all tests here."""
    if not FOUND:
        # The policy of the site refuses styles of others; those of its reader must get in.
        page = still(bypass_csp=True)
        FOUND.update({name: {} for name in LOOKS})
        for name, wrong in look_at_all(page, every_page(), look_at_everything).items():
            for look, what in wrong.items():
                FOUND[look][name] = what
    return FOUND


def look_at_everything(page: Page) -> dict[str, list[str]]:
    """Hold one page against every look, each in the window that it needs."""
    wrong = {}
    for name, (width, height, look) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": height})
        wrong[name] = look(page)
    return {name: what for name, what in wrong.items() if what}


def test_every_page_fits_320_pixels_400_percent_and_wide_spacing(found):
    assert (found["narrow"], found["zoomed"], found["wide text"]) == ({}, {}, {})


def test_a_phone_may_lie_on_its_side(found):
    assert found["on its side"] == {}


def stops_of_tab(page: Page) -> list[dict]:
    """Where Tab leads, from the top of the page until it leaves it again."""
    stops: list[dict] = []
    while len(stops) < 250:
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None or (stops and here["place"] == stops[0]["place"]):
            return stops
        stops.append(here)
    raise AssertionError(f"{page.url} doesn't let the keyboard go")


def lost_focus(page: Page) -> list[str]:
    stops = stops_of_tab(page)
    places = [stop["place"] for stop in stops]
    wrong = [f"unseen: {stop['name']}" for stop in stops if not stop["seen"]]
    wrong += [f"covered: {stop['name']}" for stop in stops if not stop["inside"]]
    if places != sorted(places):
        wrong.append("the focus jumps back")
    if not stops or 'class="skip"' not in stops[0]["name"]:
        wrong.append("no way past the head of the page")
    return wrong


def test_the_focus_is_always_seen_follows_the_page_and_is_never_trapped(found):
    assert found["focus"] == {}


def test_nothing_moves_by_itself(found):
    assert found["motion"] == {}


def test_every_target_is_24_pixels_or_stands_apart(found):
    assert found["targets"] == {}


def test_in_forced_colours_focus_choices_and_charts_stay_apart(still):
    def alike(page: Page) -> list[str]:
        return [*lost_focus(page), *same_choices(page), *blank_charts(page)]

    page = still(forced_colors="active", color_scheme="dark")
    addresses = every_page()

    assert look_at_all(page, {name: addresses[name] for name in WITH_COLOURS}, alike) == {}


def same_choices(page: Page) -> list[str]:
    """The questions whose chosen answer looks like the others."""
    names = page.evaluate(
        "[...new Set([...document.querySelectorAll('input[type=radio]:checked')].map((i) => i.name))]"
    )
    looks = {name: page.evaluate(CHOICES, name) for name in names}
    return [name for name, (chosen, other) in looks.items() if chosen == other]


def blank_charts(page: Page) -> list[str]:
    """The charts in which nothing stands out from what it is drawn on (WCAG 1.4.11)."""
    charts = page.locator("main svg[role=img]:visible").all()
    return [
        chart.evaluate("one => one.outerHTML.slice(0, 90)")
        for chart in charts
        if not stands_out(chart.screenshot())
    ]


def stands_out(picture: bytes) -> bool:
    """Whether a colour that fills more than a hair differs 3 : 1 from the commonest one."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    counted = image.getcolors(image.width * image.height) or []
    _number, ground = max(counted)
    others = [colour for number, colour in counted if number > 10]
    return any(contrast(written(ground), written(colour)) >= 3 for colour in others)


def written(colour: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def left(page: Page) -> list[str]:
    """Where the page went by itself when its fields were visited and filled in."""
    before = page.url.partition("#")[0]
    for control in page.locator("main :is(input, select):visible").all():
        control.focus()
    for box in page.locator("main label:has(> input[type=radio][value='2'])").all():
        box.click()
    for choice in page.locator("main select:visible").all():
        choice.select_option(index=1)
    after = page.url.partition("#")[0]
    return [] if after == before else [after]


def test_choosing_and_focusing_never_leave_the_page(found):
    assert found["choosing"] == {}


# A window of 1280 by 1024 pixels at 400 % is one of 320 by 256. The last two change the page.
LOOKS = {
    "motion": (320, 640, lambda page: page.evaluate(MOVES)),
    "targets": (320, 640, lambda page: page.evaluate(SMALL)),
    "narrow": (320, 640, too_wide),
    "focus": (320, 640, lost_focus),
    "zoomed": (320, 256, too_wide),
    "on its side": (640, 320, too_wide),
    "choosing": (320, 640, left),
    "wide text": (320, 640, wide_text),
}


BROKEN = """
<style>
  button { width: 12px; height: 12px; padding: 0; outline: none !important; animation: x 9s infinite }
  @keyframes x { to { opacity: 0.5 } }
  .wide { width: 900px }
  .cut { width: 60px; height: 20px; overflow: hidden }
  .over { position: fixed; inset: 60px 0 0; background: #fff }
</style>
<main>
  <button>a</button><button>b</button>
  <p class="cut">Tekst die nergens in past</p>
  <div class="wide">.</div>
  <select onchange="location.hash = ''; history.pushState({}, '', '/elders/')"><option>1<option>2</select>
  <p style="margin-top: 90px"><a href="/x">onder</a></p>
  <div class="over"></div>
</main>
"""


def test_each_look_sees_what_is_wrong_with_a_page_that_does_everything_wrong(still):
    page = still(bypass_csp=True)
    page.goto("/healthz")
    page.set_content(BROKEN)

    wrong = look_at_everything(page)

    assert set(wrong) == set(LOOKS)
    assert {what.partition(":")[0] for what in wrong["focus"]} == {
        *("unseen", "covered", "no way past the head of the page"),
    }


def test_a_scan_is_done_from_start_to_result_with_the_keyboard_alone(page):
    page.goto("/")
    press_button(page, 'a[href="/start/"]')
    page.wait_for_url("**/start/")
    for field, text in (("organisation", "Gemeente Voorbeeld"), ("department", "Communicatie")):
        tab_to(page, f"#id_{field}")
        page.keyboard.type(text)
    for field in ("sector", "organisatiegrootte"):
        tab_to(page, f"#id_{field}")
        page.keyboard.press("ArrowDown")
    tab_to(page, "#id_afdelingsgrootte")
    page.keyboard.type("8")
    tab_to(page, "#id_plaats")
    page.keyboard.press("ArrowDown")
    press_button(page, "main button[type=submit]")
    page.wait_for_url(re.compile(r"/invullen/[a-z2-7]+/$"))

    press_button(page, ".actions .btn-primary")
    for number, key in enumerate(THEMES):
        fill_in_by_keyboard(page, key, SCALED[number * 6 : number * 6 + 6])
    fill_in_by_keyboard(page, "rol", ROLE)
    for key in ("afronding", "overzicht"):
        page.wait_for_url(f"**/{key}/")
        press_button(page, ".actions .btn-primary")

    page.wait_for_url("**/resultaat/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert Result.objects.count() == 1
