"""Who is asked what: the same questionnaire as the team, or as internal clients, meet it."""

from collections.abc import Mapping
from dataclasses import replace

from scans.engine.module import Module, ModuleMirror
from scans.engine.questionnaire import Mirror, Questionnaire, RolePair, Statement


def asked_of_clients(questionnaire: Questionnaire) -> Questionnaire:
    """Return the mirror as a questionnaire of its own: scored as the team's is, item for item.

    A theme without mirrored statements is left out, and so is a module without a part for
    clients. Clients get no context or open questions, and no mirror.
    """
    mirror = questionnaire.clients
    asked = _with_items(
        questionnaire,
        {statement.mirrors or "": statement for statement in mirror.statements},
        {pair.mirrors or "": pair for pair in mirror.pairs},
    )
    modules = tuple(
        _module_of_clients(module, module.clients)
        for module in questionnaire.modules
        if module.clients is not None
    )
    return replace(asked, intro=mirror.intro, modules=modules)


def mirrored_part(questionnaire: Questionnaire) -> Questionnaire:
    """Return only what internal clients judge too: what self-image and client image compare."""
    return _part(questionnaire, mirrored=True)


def unmirrored_part(questionnaire: Questionnaire) -> Questionnaire:
    """Return what internal clients are not asked about."""
    return _part(questionnaire, mirrored=False)


def _part(questionnaire: Questionnaire, *, mirrored: bool) -> Questionnaire:
    mirror = questionnaire.clients
    codes = {one.mirrors for one in mirror.statements} | {one.mirrors for one in mirror.pairs}
    return _with_items(
        questionnaire,
        {
            code: one
            for code, one in questionnaire.statements.items()
            if (code in codes) == mirrored
        },
        {pair.code: pair for pair in questionnaire.role.pairs if (pair.code in codes) == mirrored},
    )


def _with_items(
    questionnaire: Questionnaire,
    statements: Mapping[str, Statement],
    pairs: Mapping[str, RolePair],
) -> Questionnaire:
    """Return the core with these items, by team code, in the place of the team's."""
    themes = tuple(
        replace(theme, statements=items)
        for theme in questionnaire.themes
        if (items := tuple(statements[s.code] for s in theme.statements if s.code in statements))
    )
    role = replace(
        questionnaire.role,
        pairs=tuple(pairs[pair.code] for pair in questionnaire.role.pairs if pair.code in pairs),
    )
    nothing = Mirror(intro=questionnaire.clients.intro, statements=(), pairs=())
    return replace(
        questionnaire,
        themes=themes,
        role=role,
        context=(),
        open=(),
        clients=nothing,
        modules=(),
    )


def _module_of_clients(module: Module, mirror: ModuleMirror) -> Module:
    """Return the module as clients meet it: mirrored statements in their theme, then their own."""
    faces = {statement.mirrors: statement for statement in mirror.statements}
    mirrored = (
        replace(theme, statements=items)
        for theme in module.themes
        if (items := tuple(faces[s.code] for s in theme.statements if s.code in faces))
    )
    return replace(
        module,
        intro=mirror.intro,
        themes=(*mirrored, *mirror.themes),
        positions=(),
        choices=(),
        coverage=(),
        clients=None,
        chain=None,
    )
