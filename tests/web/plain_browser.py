"""A browser without JavaScript: it reads a page, fills in its form and presses a button."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client


@dataclass
class Form:
    """One form of a page; ``fields`` is what would be sent now, ``choices`` what could be."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, answers=None, **more):
        """What is sent after these fields were filled in: a list of names and values."""
        given = {**(answers or {}), **more}
        unknown = given.keys() - self.choices.keys() - {name for name, _ in self.fields} - {"naar"}
        assert not unknown, f"the page has no field {unknown}"
        left = [(name, value) for name, value in self.fields if name not in given]
        return left + list(given.items())


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self._typing: tuple[str, list[str]] | None = None
        self._open_select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        has = {name: value or "" for name, value in attrs}
        self.ids += [has["id"]] if "id" in has else []
        if tag == "form":
            self.forms.append(Form(has.get("method", "get"), has.get("action", "")))
        elif self.forms:
            known = {
                "input": self._input,
                "select": self._select,
                "option": self._option,
                "textarea": self._textarea,
            }
            known.get(tag, lambda _: None)(has)

    def _input(self, has):
        form, name = self.forms[-1], has.get("name", "")
        if has.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(has.get("value", "on"))
            if "checked" in has:
                form.fields.append((name, has.get("value", "on")))
        elif name:
            form.fields.append((name, has.get("value", "")))

    def _textarea(self, has):
        self._typing = (has["name"], [])

    def _select(self, has):
        self._open_select = has["name"]

    def _option(self, has):
        form = self.forms[-1]
        form.choices.setdefault(self._open_select, []).append(has.get("value", ""))
        if "selected" in has:
            form.fields.append((self._open_select, has.get("value", "")))

    def handle_data(self, data):
        if self._typing:
            self._typing[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._typing:
            name, parts = self._typing
            # A browser leaves out the line break that opens a textarea.
            text = "".join(parts).removeprefix("\n")
            self.forms[-1].fields.append((name, text))
            self._typing = None


def read(response):
    """The forms of a page, the language switch left out."""
    forms = _Reader(response.content.decode()).forms
    return [form for form in forms if form.action != "/taal/"]


def ids_of(response):
    """Every id on a page, in order."""
    return _Reader(response.content.decode()).ids


def form_of(response):
    """The one form of a page."""
    (form,) = read(response)
    return form


class PlainBrowser(Client):
    """A visitor whose cookies and form tokens are looked at as sternly as in production."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def press(self, response, answers=None, **more):
        """Send the form of this page and go where that leads."""
        form = form_of(response)
        address = form.action or response.request["PATH_INFO"]
        sent = form.filled(answers, **more)
        data = {name: [value for key, value in sent if key == name] for name, _ in sent}
        assert form.method == "post"
        return self.post(address, data, follow=True)
