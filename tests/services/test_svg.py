"""What is left of a drawing that somebody uploads: a table of attacks, and of what artists do."""

import re
import xml.etree.ElementTree as ET
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scans.services.logos import UnusableLogoError, cleaned_logo
from scans.services.svg import ELEMENTS, GEOMETRY, PRESENTATION, UnusableDrawingError, cleaned_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 5"'
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" width="10" height="5"></svg>'
RECT = '<rect width="4" height="4"/>'


def drawn(inside, attributes=""):
    return cleaned_svg(f"{HEAD} {attributes}>{inside}</svg>".encode())[0].decode()


def body(inside):
    return drawn(inside).removeprefix(EMPTY.removesuffix("</svg>")).removesuffix("</svg>")


LEFT_OUT = {
    "script": "<script>alert(1)</script>",
    "script of another kind": '<script type="text/ecmascript" xlink:href="https://x.nl/a.js"/>',
    "script in a group": "<metadata><g><script>alert(1)</script></g></metadata>",
    "html": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="x()"/></foreignObject>',
    "html by namespace": '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    "link": f'<a xlink:href="javascript:alert(1)">{RECT}</a>',
    "animation": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "set": '<set attributeName="onmouseover" to="alert(1)"/>',
    "filter": '<filter id="f"><feImage xlink:href="https://x.nl/spy.png"/></filter>',
    "pattern": '<pattern id="p"><image xlink:href="https://x.nl/spy.png"/></pattern>',
    "mask": f'<mask id="m">{RECT}</mask>',
    "nested drawing": f'<svg onload="alert(1)">{RECT}</svg>',
    "processing instruction": '<?xml-stylesheet href="https://x.nl/a.css"?>',
    "comment": "<!-- <script>alert(1)</script> -->",
    "words": "alert(1)",
    "marked section": "<![CDATA[<script>alert(1)</script>]]>",
}


@pytest.mark.parametrize("inside", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_no_logo_needs_is_left_out(inside):
    assert drawn(inside) == EMPTY


ATTRIBUTES = {
    "onload": ('onload="alert(1)"', ""),
    "handler in capitals": ('ONLOAD="alert(1)" OnClick="x()"', ""),
    "address": ('href="javascript:alert(1)" xlink:href="https://x.nl/"', ""),
    "own address": ('xlink:href="#a"', ""),
    "style address": ('style="fill:url(https://x.nl/spy)"', ""),
    "style import": ("style=\"@import 'https://x.nl/a.css'\"", ""),
    "style of another kind": ('style="behavior:url(#default);position:fixed"', ""),
    "style expression": ('style="fill:expression(alert(1));stroke:red"', None),
    "paint from elsewhere": ('fill="url(https://x.nl/a.svg#b)"', ""),
    "paint from a scheme": ('fill="url(data:image/svg+xml,x)"', ""),
    "paint in capitals": ('fill="URL(//x.nl/a)"', ""),
    "escaped": (r'fill="u\72l(//x.nl)"', ""),
    "quotes": ("fill='red\"/><script>'", None),
    "class": ('class="a" data-x="y" xml:base="https://x.nl/"', ""),
    "filter": ('filter="url(#f)" mask="url(#m)" cursor="url(https://x.nl/c)"', ""),
    "odd name": ('id="a b&lt;"', ""),
}


@pytest.mark.parametrize(("attribute", "kept"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_what_no_shape_needs_is_left_off(attribute, kept):
    markup = f"{HEAD}><path d='M0 0' {attribute}/></svg>"
    if kept is None:  # whatever becomes of it, it holds nothing of what was tried
        try:
            shown = cleaned_svg(markup.encode())[0].decode()
        except UnusableDrawingError:
            return
        assert not re.search(r"script|alert|expression\(alert", shown.replace("(alert(1))", ""))
    else:
        assert body(f"<path d='M0 0' {attribute}/>") == f'<path d="M0 0"{kept}></path>'


BOMBS = {
    "entities": '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + HEAD + ">&b;</svg>",
    "laughs": '<!DOCTYPE svg [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + f"]>{HEAD}>&l9;</svg>",
    "file": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + ">&x;</svg>",
    "parameter": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://x.nl/a.dtd"> %x;]>' + HEAD + "/>",
    "unknown entity": f"<!DOCTYPE svg SYSTEM 'https://x.nl/a.dtd'>{HEAD}>&x;</svg>",
    "not closed": f"{HEAD}><g>",
    "no drawing": "<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "no namespace": "<svg viewBox='0 0 1 1'/>",
    "two roots": f"{HEAD}/>{HEAD}/>",
    "no size": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "no number": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 nan 1'/>",
    "endless": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 inf 1'/>",
    "nothing": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 1'/>",
    "words for numbers": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='a b c d'/>",
    "half a box": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1'/>",
    "share": "<svg xmlns='http://www.w3.org/2000/svg' width='100%' height='100%'/>",
    "empty": "",
}


@pytest.mark.parametrize("markup", BOMBS.values(), ids=BOMBS)
def test_a_bomb_or_a_broken_file_is_refused_at_once(markup):
    began = perf_counter()

    with pytest.raises(UnusableDrawingError, match="broken"):
        cleaned_svg(markup.encode())

    assert perf_counter() - began < 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp037"])
def test_another_encoding_can_not_hide_anything(encoding):
    with pytest.raises(UnusableDrawingError, match="broken"):
        cleaned_svg(f"{HEAD}><script>alert(1)</script></svg>".encode(encoding))


def test_an_encoding_that_a_file_claims_is_not_believed():
    claimed = f'<?xml version="1.0" encoding="utf-7"?>{HEAD}>+ADw-script+AD4-</svg>'

    assert cleaned_svg(claimed.encode())[0].decode() == EMPTY


HUGE = {
    "bytes": f"{HEAD}><path d='{'M0 0' * 60_000}'/></svg>",
    "elements": f"{HEAD}>{'<g/>' * 5_001}</svg>",
    "depth": f"{HEAD}>{'<g>' * 60}{'</g>' * 60}</svg>",
    "depth of what is left out": f"{HEAD}>{'<a>' * 60}{'</a>' * 60}</svg>",
}


@pytest.mark.parametrize("markup", HUGE.values(), ids=HUGE)
def test_what_is_too_large_is_refused(markup):
    with pytest.raises(UnusableDrawingError, match="large"):
        cleaned_svg(markup.encode())


@pytest.mark.parametrize(
    ("inside", "element"),
    [
        ("<text>Bureau</text>", "text"),
        ('<image xlink:href="data:image/png;base64,AA"/>', "image"),
        ('<use xlink:href="#a"/>', "use"),
        ("<style>.a{fill:url(https://x.nl)}</style>", "style"),
        (f'<symbol id="a">{RECT}</symbol>', "symbol"),
    ],
)
def test_what_would_be_missed_is_named(inside, element):
    with pytest.raises(UnusableDrawingError, match=element):
        drawn(inside)


def test_what_artists_draw_stays():
    inside = (
        '<defs><linearGradient id="a" x1="0" x2="1"><stop offset="0%" stop-color="#c00"/></linearGradient>'
        '<radialGradient id="b" xlink:href="#a" r="5"/>'
        '<clipPath id="c"><circle cx="2" cy="2" r="2"/></clipPath></defs>'
        '<g transform="translate(1,2) scale(.5)" clip-path="url(#c)">'
        '<path d="M0,0 L1e2-3.5z" style="fill:url(#a); stroke : rgb(1, 2, 3);stroke-width:2"/></g>'
    )

    assert body(inside) == (
        '<defs><linearGradient id="a" x1="0" x2="1"><stop offset="0%" stop-color="#c00"></stop>'
        '</linearGradient><radialGradient id="b" href="#a" r="5"></radialGradient>'
        '<clipPath id="c"><circle cx="2" cy="2" r="2"></circle></clipPath></defs>'
        '<g transform="translate(1,2) scale(.5)" clip-path="url(#c)">'
        '<path d="M0,0 L1e2-3.5z" fill="url(#a)" stroke="rgb(1, 2, 3)" stroke-width="2"></path></g>'
    )


def test_a_gradient_can_only_go_on_from_an_earlier_one_and_a_clip_path_from_none():
    inside = (
        '<linearGradient id="a" href="#a"/><linearGradient id="b" href="#c"/>'
        '<linearGradient id="c" href="#b"/><linearGradient id="c" href="https://x.nl/#a"/>'
        '<clipPath id="d" clip-path="url(#d)"><g clip-path="url(#d)"/></clipPath>'
    )

    assert body(inside) == (
        '<linearGradient id="a"></linearGradient><linearGradient id="b"></linearGradient>'
        '<linearGradient id="c" href="#b"></linearGradient><linearGradient></linearGradient>'
        '<clipPath id="d"><g></g></clipPath>'
    )


def test_the_size_comes_from_the_box_or_from_width_and_height():
    sized = '<svg xmlns="http://www.w3.org/2000/svg" width="40.4px" height=" 20 " fill="red"/>'
    boxed = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1,-2 3.5 .4" width="1"/>'

    assert [cleaned_svg(one.encode())[1:] for one in (sized, boxed)] == [(40, 20), (4, 1)]
    assert cleaned_svg(sized.encode())[0].decode().endswith('height="20" fill="red"></svg>')


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<g>", "</g>", "<path d='M0 0'", "/>", ">", "<script>", "</script>", "<a href='"),
            *("javascript:", "url(", "#a)", "' onload='x()'", "&#x3c;", "<![CDATA[", "]]>", "<!--"),
            *("-->", " fill='", "'", '"', "style='fill:", ";", "<foreignObject>", "<use ", "\0"),
        ]
    )
    | st.text(max_size=4),
    max_size=14,
).map("".join)


@given(inside=MARKUP, attributes=MARKUP)
def test_whatever_comes_in_only_what_is_on_the_lists_goes_out(inside, attributes):
    data = f"{HEAD} {attributes}>{inside}</svg>".encode(errors="surrogatepass")
    try:
        made = cleaned_svg(data)[0]
    except UnusableDrawingError:
        return

    names = {*GEOMETRY, *PRESENTATION, "id", "href", "viewBox"}
    for element in ET.fromstring(made).iter():  # noqa: S314 - this is what came out
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in ELEMENTS | {"svg"}
        assert element.attrib.keys() <= names
        assert not any(re.search(r":|//|\\|url\((?!#)", one) for one in element.attrib.values())
        assert (element.text, element.tail) == (None, None)


@pytest.mark.parametrize("start", ["", "\ufeff", " \n\t", '<?xml version="1.0"?>'])
def test_a_drawing_is_known_by_its_beginning(start):
    logo = cleaned_logo(f"{start}{HEAD}/>".strip(" \n\t").encode())

    assert (logo.data.decode(), logo.kind, logo.width, logo.height) == (
        EMPTY,
        "image/svg+xml",
        10,
        5,
    )


def test_why_a_drawing_is_refused_is_told():
    with pytest.raises(UnusableLogoError) as refusal:
        cleaned_logo(f"{HEAD}><text>x</text></svg>".encode())

    assert refusal.value.reason == "text"
