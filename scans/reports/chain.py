"""The chain of a module as one picture: a relation between scores, and no proof of cause."""

from django.utils.translation import gettext as _

from scans.engine.chain import CLOSE, ENOUGH_LINKS, LinkFigures, chain_of
from scans.engine.module import Link, Module
from scans.engine.modulereport import ChainLink, ChainSection, ModuleCard
from scans.engine.questionnaire import Text
from scans.reports.source import Source
from scans.reports.wording import in_sentence, joined, number, rounded


def chain_section(source: Source, module: Module) -> ChainSection | None:
    """Return the picture; ``None`` when the module has no chain, or none of it is known."""
    chain = module.chain
    if chain is None:
        return None
    figures = chain_of(module, source.figures, source.questionnaire.role.key)
    if not any(one.score is not None for one in figures):
        return None
    pairs = list(zip(chain.links, figures, strict=True))
    titles = _titles(source, module)
    return ChainSection(
        title=source.say(chain.title),
        meaning=source.say(chain.meaning),
        links=tuple(_link(source, link, found, titles) for link, found in pairs),
        sentence=" ".join((_sentence(source, pairs), *_unknown(source, pairs))),
        card=_card(source, pairs),
    )


def _titles(source: Source, module: Module) -> dict[str, Text]:
    judged = module.clients.themes if module.clients else ()
    own = {theme.key: theme.title for theme in (*module.themes, *judged)}
    return {**{key: one.title for key, one in source.questionnaire.subjects.items()}, **own}


def _link(source: Source, link: Link, figures: LinkFigures, titles: dict[str, Text]) -> ChainLink:
    made_of = [in_sentence(source.say(titles[key])) for key in link.of if key in titles]
    return ChainLink(
        title=source.say(link.title),
        score=figures.score,
        shown=_shown(figures),
        made_of=_("uit: {subjects}").format(subjects=joined(made_of)),
        is_weakest=figures.weakest,
    )


def _shown(figures: LinkFigures) -> str:
    if figures.score is None:
        return _("niet bekend")
    if figures.extreme:
        return _("ongeveer {score}").format(score=number(figures.score))
    return number(figures.score)


def _sentence(source: Source, pairs: list[tuple[Link, LinkFigures]]) -> str:
    known = [figures.score for _link, figures in pairs if figures.score is not None]
    weakest = [source.say(link.title) for link, figures in pairs if figures.weakest]
    if len(known) < ENOUGH_LINKS:
        return _(
            "Van minder dan {enough} schakels is de score bekend. Daarom noemen we geen zwakste."
        ).format(enough=ENOUGH_LINKS)
    if not weakest and rounded(max(known)) - rounded(min(known)) < CLOSE:
        return _("Alle schakels die bekend zijn, staan ongeveer even hoog. Verband, geen bewijs.")
    if not weakest:
        return _(
            "Van de schakels die over deze verdieping gaan, is de score niet bekend. Daarom noemen we "
            "geen zwakste."
        )
    if len(weakest) == 1:
        return _(
            "De zwakste schakel is {link}. Dit is een verband, geen bewijs: het zegt waar een "
            "gesprek kan beginnen."
        ).format(link=in_sentence(weakest[0]))
    return _(
        "De zwakste schakels zijn {links}. Dit is een verband, geen bewijs: het zegt waar een "
        "gesprek kan beginnen."
    ).format(links=joined([in_sentence(title) for title in weakest]))


def _unknown(source: Source, pairs: list[tuple[Link, LinkFigures]]) -> tuple[str, ...]:
    """Say of which links the score is not known, and why; nothing when all are known."""
    titles = [in_sentence(source.say(link.title)) for link, found in pairs if found.score is None]
    if not titles:
        return ()
    sentence = _("Niet bekend: {links}. Daarvoor zijn er geen of te weinig antwoorden.")
    return (sentence.format(links=joined(titles)),)


def _card(source: Source, pairs: list[tuple[Link, LinkFigures]]) -> ModuleCard | None:
    """Return what to talk about with the lowest link, the first where two are as low."""
    weakest = [(figures.score or 0.0, link) for link, figures in pairs if figures.weakest]
    if not weakest:
        return None
    _score, link = min(weakest, key=lambda one: one[0])
    title = _("Zwakste schakel: {link}").format(link=in_sentence(source.say(link.title)))
    return ModuleCard(title, None, source.finding(link.advice))
