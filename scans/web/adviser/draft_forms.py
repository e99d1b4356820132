"""The forms with which a questionnaire is edited: made of its own document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scans.content.editing import LONGEST_CODE, NEW, Changed, Leaf, Part, Path, Value, leaves_of
from scans.content.editing import at as node_at
from scans.content.rules import Fault
from scans.engine.questionnaire import LANGUAGES
from scans.web.adviser.part_words import word, words_of

REVISION = "revisie"
LARGEST_REVISION = 2**31 - 1

MOST_ROWS, A_ROW = 10, 45
"""How high a field is at most, and how many characters make it a row higher."""

SUBJECTS = ("themes", "positions", "choices", "coverage")
"""Lists of which each item is a part of its own."""

STANDS = {"code": 0, "mirrors": 0, "text": 1, "number": 2, "flag": 2, "order": 3, "remove": 3}
"""In which order the fields of an item stand: its texts first, what moves it last."""


class PlainText(forms.CharField):
    """A text with line breaks as a document has them."""

    def to_python(self, value: str | None) -> str:
        """Return the text without white space around it."""
        return str(super().to_python(value)).replace("\r\n", "\n").strip()


class UploadForm(forms.Form):
    """A document of a questionnaire."""

    document = forms.FileField(
        label=gettext_lazy("Bestand"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Kies eerst een bestand."),
            "max_length": gettext_lazy("Geef het bestand een kortere naam."),
        },
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )


class RevisionForm(forms.Form):
    """Which state of a draft somebody saw."""

    revisie = forms.IntegerField(min_value=1, max_value=LARGEST_REVISION)


@dataclass(frozen=True, slots=True)
class Row:
    """Fields that stand side by side; with one legend when it is a text in two languages."""

    label: str
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What belongs together: an item, or a group of texts. ``code`` is empty for no item."""

    title: str
    code: str
    is_new: bool
    rows: tuple[Row, ...]


class PartForm(forms.Form):
    """One part of a draft: every text, the order of items, what goes and what comes.

    What the texts must be is the document's own rule; ``tell`` puts what it says at the fields.
    """

    def __init__(self, data: QueryDict | None, *, document: Mapping[str, Any], part: Part) -> None:
        self.document = document
        self.leaves = leaves_of(document, part)
        super().__init__(data, initial={leaf.name: leaf.value for leaf in self.leaves})
        for leaf in self.leaves:
            self.fields[leaf.name] = self._field(leaf)

    def values(self) -> dict[str, Value]:
        """Return what was filled in, by the name of the field."""
        return {
            name: leaf.value if value is None and leaf.kind in ("number", "order") else value
            for leaf in self.leaves
            for name, value in [(leaf.name, self.cleaned_data[leaf.name])]
        }

    def tell(self, faults: Iterable[Fault], outcome: Changed) -> None:
        """Put each fault at the field where it was made; the rest belongs to the whole form."""
        for fault in faults:
            name = outcome.field_of(fault.path)
            if name is None:
                place = words_of(fault.path)
                self.add_error(None, f"{place}: {fault.sentence}")
            else:
                self.add_error(name, fault.sentence[:1].upper() + fault.sentence[1:])

    @property
    def blocks(self) -> list[Block]:
        """The fields as they stand on the page."""
        gathered: dict[Path, list[Leaf]] = {}
        for leaf in self.leaves:
            gathered.setdefault(_block_path(leaf.path), []).append(leaf)
        return [self._block(path, leaves) for path, leaves in gathered.items()]

    def _block(self, path: Path, leaves: list[Leaf]) -> Block:
        rows: dict[Path, list[Leaf]] = {}
        for leaf in leaves:
            rows.setdefault(leaf.path[:-1] if leaf.kind == "text" else leaf.path, []).append(leaf)
        is_new = NEW in path
        node = {} if is_new else node_at(self.document, path)
        code = node.get("code", node.get("value", "")) if isinstance(node, dict) else ""
        return Block(
            title=self._title(path, code),
            code=code,
            is_new=is_new,
            rows=tuple(
                self._row(place, found)
                for place, found in sorted(rows.items(), key=lambda one: STANDS[one[1][0].kind])
            ),
        )

    def _title(self, path: Path, code: str) -> str:
        if NEW in path:
            return _("Nieuw: {what}").format(what=word(path[-2]).lower())
        named = _below_heading(path)
        return words_of((*named[:-1], code) if code else named)

    def _row(self, path: Path, leaves: list[Leaf]) -> Row:
        step = path[-1] if not isinstance(path[-1], int) else path[-1] + 1
        return Row(
            label=word(step) if leaves[0].kind == "text" else "",
            fields=tuple(self[leaf.name] for leaf in leaves),
        )

    def _field(self, leaf: Leaf) -> forms.Field:
        if leaf.kind == "mirrors":
            return self._mirrors_field(leaf)
        return MAKERS[leaf.kind](leaf)

    def _mirrors_field(self, leaf: Leaf) -> forms.Field:
        if "pairs" in leaf.path:
            codes = [one["code"] for one in self.document["role"]["pairs"]]
        else:
            codes = [s["code"] for theme in self.document["themes"] for s in theme["statements"]]
        return forms.ChoiceField(
            label=word("mirrors"), choices=[("", "–"), *((c, c) for c in codes)], required=False
        )


def _below_heading(path: Path) -> Path:
    """Return a path without what stands above the page already: the subject that it is of."""
    if path[:1] == ("role",):
        return path[1:]
    if path[:2] == ("clients", "themes"):
        return path[3:]
    return path[2:] if path and path[0] in SUBJECTS else path


def _block_path(path: Path) -> Path:
    """Return the innermost item or named group that a place belongs to."""
    end = len(path) - (2 if path[-1] in LANGUAGES else 1)
    return path[: end - 1] if path[-3:-2] == ("labels",) else path[:end]


def _text_field(leaf: Leaf) -> forms.Field:
    rows = min(MOST_ROWS, 2 + len(str(leaf.value)) // A_ROW)
    return PlainText(
        label=word(leaf.path[-1]),
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "lang": str(leaf.path[-1])}),
    )


def _code_field(_leaf: Leaf) -> forms.Field:
    return forms.CharField(
        label=word("code"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("Kleine letters en cijfers, zoals rel7. Een code verandert daarna niet meer."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _number(label: str) -> forms.Field:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _tick(label: str) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


MAKERS: Mapping[str, Callable[[Leaf], forms.Field]] = {
    "text": _text_field,
    "flag": lambda leaf: _tick(word(leaf.path[-1])),
    "number": lambda leaf: _number(word(leaf.path[-1])),
    "order": lambda _leaf: _number(_("Plek")),
    "remove": lambda _leaf: _tick(_("Haal weg")),
    "code": _code_field,
}
