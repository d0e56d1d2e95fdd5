"""The steps of a find: which recorded name, which scheme, where the work was cut. Data for `explain`, no prose."""

from __future__ import annotations

from gazetteer.model import Name
from normalizer.result import Step
from normalizer.romanization.providers import ANYASCII
from normalizer.romanization.scheme import get_scheme


def record_steps(name: Name, schemes: tuple[str, ...], key: str) -> list[Step]:
    steps = [recorded_step(key, name)]
    if schemes:
        others = f" and {len(schemes) - 1} more" if len(schemes) > 1 else ""
        steps.append(Step(f"scheme:{schemes[0]}", name.text, key, "record", f"{scheme_title(schemes[0])}{others}"))
    return steps


def recorded_step(key: str, name: Name) -> Step:
    return Step("gazetteer:name", key, name.text, "evidence", _recorded(name))


def _recorded(name: Name) -> str:
    parts = [name.role, f"language {name.lang}" if name.lang else "", f"source {name.source}" if name.source else ""]
    years = f"{name.valid_from or ''}–{name.valid_to or ''}" if name.valid_from or name.valid_to else ""
    return ", ".join(p for p in (*parts, years) if p)


def scheme_title(scheme_id: str) -> str:
    if scheme_id == ANYASCII:
        return "anyascii's table, blind to the language"
    scheme = get_scheme(scheme_id)
    return f"{scheme.title}" + (f", {scheme.year}" if scheme.year and str(scheme.year) not in scheme.title else "")


def cut_step(key: str, count: int) -> Step:
    return Step(
        "work:cut", key[:60], "", "evidence", f"more than {count} names share this key; the most important were read"
    )
