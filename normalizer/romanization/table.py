"""The one interpreter of romanisation tables.

A scheme is a TOML file in `schemes/`, named after its id. Besides the facts about it (authority, year,
languages, status, how it was verified, samples) it holds up to three blocks of rules, one rule a line:

    source  target  [context]      # the rest of the line is a comment

`pre` rewrites in the source script, `rules` crosses to the target script, `post` rewrites in the target
script. Within a block the longest source wins, then the first line whose context holds; `-` as target
means nothing; `~` in a source or target is a space. A context is made of the words below, joined by `&`
(all must hold) and `|` (any is enough; `&` binds closer):

    start end                  at the start or the end of a word (Unicode letters, marks, inner apostrophes)
    not_start not_end          the opposite
    after_vowel after_cons after_sign before_vowel before_cons     by the file's `vowels` and `signs`
    after[xyz] before[xyz]     one of these characters; after[^xyz] before[^xyz]: a letter other than these
    after{name} before{name}   a class from the file's [classes]
    after(abc) before(abc)     exactly this string

What every scheme needs is done here, once: input is composed (NFC, or NFD for schemes that say
`normalize = "NFD"`, as those over Hangul jamo do), stress marks on Cyrillic are dropped, apostrophes of every
kind count as one but only inside a word, and case follows the source (Щука Shchuka, ЩУКА SHCHUKA, Щ.
Shch.). Characters that the scheme does not cover pass through untouched.

Speed comes from compilation: the compiled core runs the rules over text without capitals (`rewriting`). Else rules
without context over single characters become one `str.translate` table; the others become one regular
expression, or, when there are many, one for each first character; text whose capitals only start words never
leaves these two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from gazetteer.hints import Literal
from gazetteer.late import pattern
from gazetteer.values import NamedTuple
from normalizer.errors import SchemeError
from normalizer.romanization.case import capitalise, cased_simply, match_case
from normalizer.romanization.context import APOSTROPHES, LETTER, Alphabet, Rule, contextual, literal, ways
from normalizer.romanization.rewriting import rewriter

Form = Literal["NFC", "NFD"]
_STRESS = pattern("(?<=[Ѐ-ӿ])[\u0300\u0301]")
QUICK_CLUSTERS = 2  # sources of several letters that a word is searched for before it goes the short way
MANY_RULES = 10  # contextual rules above which dispatch by first character is faster (8 to 15 alike, 60 a fifth slower)


def parse_rules(block: str, first_line: int, where: str, form: Form = "NFC") -> tuple[Rule, ...]:
    """Read the lines of a rule block.

    Args:
        block: the text between the triple quotes.
        first_line: the line of the file on which the block starts.
        where: the file's name, for errors.
        form: Unicode normal form in which the scheme sees its input; sources and contexts are put in it.
    Raises:
        SchemeError: a line has no target, or more than three columns.
    """
    rules = []
    for number, raw in enumerate(block.split("\n"), first_line):
        columns = raw.split("#", 1)[0].split() if not raw.startswith("\\#") else raw[1:].split()
        if not columns:
            continue
        if not 2 <= len(columns) <= 3:
            raise SchemeError(
                f"{where}, line {number}: a rule is «source target [context]», but this has "
                f"{len(columns)} columns: {raw.strip()!r}"
            )
        source, target, context = (*columns, "any")[:3]
        rules.append(
            Rule(
                literal(unicodedata.normalize(form, source)),
                "" if target == "-" else target.replace("~", " "),
                unicodedata.normalize(form, context),
                number,
            )
        )
    return tuple(rules)


class Block:
    """A compiled block of rules: call it with a string."""

    __slots__ = ("_alphabet", "_contextual", "_plain", "_rewriter", "_searches", "_single", "_targets", "_where")

    def __init__(self, rules: tuple[Rule, ...], alphabet: Alphabet, where: str) -> None:
        single = {
            r.source: r.target for r in reversed(rules) if r.context == "any" and len(r.source) == 1 and r.source != "'"
        }
        contextual = [r for r in rules if not (r.context == "any" and r.source in single)]
        if _clashes(single, contextual):
            single, contextual = {}, list(rules)
        contextual.sort(key=lambda r: -len(r.source))
        self._single = single
        self._plain = _case_table(single)
        self._targets = [r.target for r in contextual]
        self._contextual, self._alphabet, self._where = contextual, alphabet, where
        _check_contexts(contextual, alphabet, where)
        self._rewriter = rewriter(contextual, self._plain, alphabet)
        self._searches: Searches | None = None

    def short_way(self, rules: tuple[Rule, ...]) -> tuple[Mapping[int, str] | None, Mapping[str, str], tuple[str, ...]]:
        """For single words: the table of letters, those that differ at the start, and clusters that go the long way.

        The table is None where more than the start of a word and a few clusters depend on context.
        """
        contextual = [r for r in rules if not (r.context == "any" and r.source in self._single) and r.source != "'"]
        starts = {r.source: r.target for r in reversed(contextual) if r.context == "start" and len(r.source) == 1}
        clusters = {r.source for r in contextual if r.context == "any" and len(r.source) > 1}
        simple = all(r.source in clusters if r.context == "any" else r.context == "start" for r in contextual)
        if (
            not self._single
            or not simple
            or len(clusters) > QUICK_CLUSTERS
            or len(starts) < sum(r.context == "start" for r in contextual)
        ):
            return None, {}, ()
        both_cases = tuple(sorted(clusters | {cluster.capitalize() for cluster in clusters}))
        return self._plain, {chr(code): target for code, target in _case_table(starts).items()}, both_cases

    def __call__(self, text: str) -> str:
        if text == text.lower():
            written = self._rewriter.rewrite(text) if self._rewriter else None
            return self._without_capitals(text).translate(self._plain) if written is None else written
        if cased_simply(text):
            searches = self._searched()
            if searches.pattern:
                text = searches.pattern.sub(self._replace, text)
            elif searches.firsts:
                text = self._joined(text, str, lambda target, start, end: _cased(target, text[start]))
            return text.translate(self._plain)
        return self._joined(text, self._letters, lambda target, start, end: match_case(target, text, start, end))

    def _without_capitals(self, text: str) -> str:
        """Text without capitals by the contextual rules: what keys are made of, most of what is ever written."""
        targets = self._targets
        searches = self._searched()
        if searches.pattern:
            return searches.pattern.sub(lambda match: targets[match.lastindex - 1], text)  # type: ignore[operator]
        if not searches.firsts:
            return text
        by_first, firsts = searches.by_first, searches.by_first.waiting
        out: list[str] = []
        end = 0
        for at, char in enumerate(text):
            if at < end:
                continue
            if char in firsts and (match := by_first[char][0].match(text, at)) and match.end() > at:
                out.append(by_first[char][1][match.lastindex - 1])  # type: ignore[operator]
                end = match.end()
            else:
                out.append(char)
        return "".join(out)

    def _searched(self) -> Searches:
        """The expressions of the rules, made when they are needed: the compiled core needs none for most texts."""
        if self._searches is None:
            self._searches = _searches(self._contextual, self._alphabet, self._where)
        return self._searches

    def _replace(self, match: re.Match[str]) -> str:
        target = self._targets[match.lastindex - 1]  # type: ignore[operator]
        return capitalise(target) if match.group()[0].isupper() else target

    def _joined(
        self,
        text: str,
        between: Callable[[str], str] | Callable[[str, int, int], str],
        case: Callable[[str, int, int], str],
    ) -> str:
        """Replace every match, decide its case by `case`, and pass what lies between through."""
        out, last = [], 0
        plain = between is str
        for start, end, target in self._matches(text):
            out += [text[last:start] if plain else self._letters(text, last, start), case(target, start, end)]
            last = end
        out.append(text[last:] if plain else self._letters(text, last, len(text)))
        return "".join(out)

    def _matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        searches = self._searched()
        if searches.pattern:
            for found in searches.pattern.finditer(text):
                yield found.start(), found.end(), self._targets[found.lastindex - 1]  # type: ignore[operator]
        elif searches.firsts:
            at = 0
            while candidate := searches.firsts.search(text, at):
                at = candidate.start()
                pattern, targets = searches.by_first[text[at]]
                match = pattern.match(text, at)
                if match and match.end() > at:
                    yield at, match.end(), targets[match.lastindex - 1]  # type: ignore[operator]
                    at = match.end()
                else:
                    at += 1

    def _letters(self, text: str, start: int, end: int) -> str:
        """Single letters in text with capitals inside words: the case of each target is decided by its place."""
        single = self._single
        return "".join(
            single[char]
            if (char := text[i]) in single and char.isupper()
            else match_case(single[low], text, i, i + 1)
            if (low := char.lower()) in single
            else char
            for i in range(start, end)
        )


class Searches(NamedTuple):
    """The rules with contexts: one expression for a few; for many which letters they begin with, and one for each."""

    pattern: re.Pattern[str] | None
    by_first: ByFirst
    firsts: re.Pattern[str] | None


def _searches(rules: list[Rule], alphabet: Alphabet, where: str) -> Searches:
    few = len(rules) <= MANY_RULES
    pattern = _compiled(_expression(rules, alphabet, where), where) if rules and few else None
    by_first = ByFirst({} if few else _dispatch(rules, alphabet, where), where)
    waiting = by_first.waiting
    firsts = re.compile("[" + "".join(map(re.escape, waiting)) + "]") if waiting else None
    return Searches(pattern, by_first, firsts)


def _cased(target: str, first: str) -> str:
    return capitalise(target) if first.isupper() else target


class ByFirst(dict[str, tuple[re.Pattern[str], list[str]]]):
    """For each first character one expression with its targets, compiled when a text first has the character.

    A process that meets a few words would else compile thousands of expressions of hundreds of schemes.

    Args:
        waiting: for each first character the text of its expression, and the targets. where: for errors.
    """

    def __init__(self, waiting: Mapping[str, tuple[str, list[str]]], where: str) -> None:
        super().__init__()
        self.waiting, self._where = waiting, where

    def __missing__(self, char: str) -> tuple[re.Pattern[str], list[str]]:
        text, targets = self.waiting[char]
        found = self[char] = _compiled(text, self._where), targets
        return found


def _dispatch(rules: list[Rule], alphabet: Alphabet, where: str) -> dict[str, tuple[str, list[str]]]:
    """The text of one expression for each first character: Python's `re` tries the branches of one in turn."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        first = rule.source[0]
        for char in APOSTROPHES if first == "'" else {first, first.upper()}:
            if len(char) == 1:
                grouped.setdefault(char, []).append(rule)
    return {char: (_expression(group, alphabet, where), [r.target for r in group]) for char, group in grouped.items()}


def _clashes(single: Mapping[str, str], contextual: list[Rule]) -> bool:
    """Whether the table of single letters would rewrite what the expression has already written."""
    written = {char for r in contextual for char in r.target + r.target.upper()}
    return any(source in written or source.upper() in written for source in single)


def _case_table(single: Mapping[str, str]) -> dict[int, str]:
    table = {}
    for source, target in single.items():
        table[ord(source)] = target
        upper = source.upper()
        if upper != source and len(upper) == 1 and upper not in single:
            table[ord(upper)] = capitalise(target)
    return table


def _check_contexts(rules: list[Rule], alphabet: Alphabet, where: str) -> None:
    for rule in rules:
        try:
            ways(rule, alphabet)
        except (KeyError, ValueError) as error:
            raise SchemeError(
                f"{where}, line {rule.line}: context {rule.context!r} cannot be read "
                f"({error}); see the list of contexts in normalizer/romanization/table.py"
            ) from None


def _expression(rules: list[Rule], alphabet: Alphabet, where: str) -> str:
    return "|".join(f"({contextual(rule, alphabet)})" for rule in rules)


def _compiled(expression: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise SchemeError(f"{where}: the rules do not compile: {error}") from None


def prepare(text: str, form: Form) -> str:
    """Compose (or decompose) the input and drop stress marks on Cyrillic letters."""
    if text.isascii():
        return text
    if "\u0301" in text or "\u0300" in text:
        text = _STRESS.sub("", text) if unicodedata.is_normalized("NFC", text) else text
        text = _STRESS.sub("", unicodedata.normalize("NFC", text))
    if form == "NFC" and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize(form, text)


def marks_of(rules: tuple[Rule, ...]) -> str:
    """The combining marks among the sources of a table: parts of words in its script."""
    return "".join(sorted({c for r in rules for c in r.source if unicodedata.category(c) in ("Mn", "Mc")}))


_WORD_START = pattern(rf"(?<![\w'’ʻʼ\u0300-\u036f]){LETTER}")


def capitalise_words(text: str) -> str:
    """Each word with a capital, for schemes from scripts without case."""
    return _WORD_START.sub(lambda m: m.group().upper(), text)


def compile_blocks(
    blocks: list[tuple[Rule, ...]], alphabet: Alphabet, form: Form, where: str, capitals: bool = False
) -> Callable[[str], str]:
    """One function for the whole scheme: prepare, each block in turn, capitals when asked, NFC."""

    compiled: tuple[Block, ...] | None = None
    plain: Mapping[int, str] | None = None
    starts: Mapping[str, str] = {}
    clusters: tuple[str, ...] = ()

    def compile_now() -> tuple[Block, ...]:
        nonlocal compiled, plain, starts, clusters
        made = tuple(Block(rules, alphabet, where) for rules in blocks if rules)
        if len(made) == 1 and form == "NFC" and not capitals:
            plain, starts, clusters = made[0].short_way(next(filter(None, blocks)))
        compiled = made
        return made

    def run(text: str) -> str:
        if compiled is None:  # at first use: listing schemes must not pay for compiling them
            compile_now()
        if plain is not None and text.isalpha():  # letters alone: composed, without signs, one word
            rest = text[1:]
            if rest == rest.lower():
                for cluster in clusters:
                    if cluster in text:
                        break
                else:
                    first = text[0]
                    return starts[first] + rest.translate(plain) if first in starts else text.translate(plain)
        text = prepare(text, form)
        for block in compiled or ():
            text = block(text)
        if capitals:
            text = capitalise_words(text)
        return text if form == "NFC" else unicodedata.normalize("NFC", text)

    return run
