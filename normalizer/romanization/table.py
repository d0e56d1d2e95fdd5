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

Speed comes from compilation: rules without context over single characters become one `str.translate`
table; the others become one regular expression, or, when there are many, one for each first character; text
whose capitals only start words never leaves these two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from normalizer.errors import SchemeError

Form = Literal["NFC", "NFD"]
APOSTROPHES = "'’ʼ‘`´ʹ′ʾʿ"
_STRESS = re.compile("(?<=[Ѐ-ӿ])[\u0300\u0301]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTER = r"[^\W\d_]"
QUICK_CLUSTERS = 2  # sources of several letters that a word is searched for before it goes the short way
MANY_RULES = (
    10  # contextual rules above which dispatch by first character is faster (8 to 15 measured alike, 60 a fifth slower)
)


class Rule(NamedTuple):
    """One line of a table. `line` is the line in its file, for error messages."""

    source: str
    target: str
    context: str
    line: int


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What the context words mean in one scheme: its vowels, signs, named classes, and combining marks."""

    vowels: str
    signs: str
    classes: Mapping[str, str]
    marks: str = ""


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
                _literal(unicodedata.normalize(form, source)),
                "" if target == "-" else target.replace("~", " "),
                unicodedata.normalize(form, context),
                number,
            )
        )
    return tuple(rules)


def _literal(cell: str) -> str:
    return cell.replace("~", " ").replace("’", "'")


class Block:
    """A compiled block of rules: call it with a string."""

    __slots__ = ("_by_first", "_firsts", "_pattern", "_plain", "_single", "_targets")

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
        few = len(contextual) <= MANY_RULES
        self._pattern = _compile(contextual, alphabet, where) if contextual and few else None
        self._by_first = {} if few else _dispatch(contextual, alphabet, where)
        self._firsts = re.compile("[" + "".join(map(re.escape, self._by_first)) + "]") if self._by_first else None

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
        if _cased_simply(text):
            if self._pattern:
                text = self._pattern.sub(self._replace, text)
            elif self._firsts:
                text = self._joined(text, str, lambda target, start, end: _cased(target, text[start]))
            return text.translate(self._plain)
        return self._joined(text, self._letters, lambda target, start, end: match_case(target, text, start, end))

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
        if self._pattern:
            for found in self._pattern.finditer(text):
                yield found.start(), found.end(), self._targets[found.lastindex - 1]  # type: ignore[operator]
        elif self._firsts:
            at = 0
            while candidate := self._firsts.search(text, at):
                at = candidate.start()
                pattern, targets = self._by_first[text[at]]
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


def _cased(target: str, first: str) -> str:
    return capitalise(target) if first.isupper() else target


def _dispatch(rules: list[Rule], alphabet: Alphabet, where: str) -> dict[str, tuple[re.Pattern[str], list[str]]]:
    """One expression for each first character: Python's `re` tries the branches of one in turn."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        first = rule.source[0]
        for char in APOSTROPHES if first == "'" else {first, first.upper()}:
            if len(char) == 1:
                grouped.setdefault(char, []).append(rule)
    return {char: (_compile(group, alphabet, where), [r.target for r in group]) for char, group in grouped.items()}


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


def capitalise(target: str) -> str:
    """`target` with its first letter upper case: "shch" -> "Shch", "'je" -> "'Je"."""
    for i, char in enumerate(target):
        if char.isalpha():
            return target[:i] + char.upper() + target[i + 1 :]
    return target


def match_case(target: str, text: str, start: int, end: int) -> str:
    """Give `target` the case that text[start:end] has among its neighbours.

    All capitals where the source has several letters that are all upper, or where the nearest letter of
    the same word is upper: ЩУКА SHCHUKA, but Щука Shchuka and Щ. Shch.
    """
    source = text[start:end]
    if not source[0].isupper():
        lone = source[0].islower() and len(source[0].upper()) > 1  # ß: no capital of its own, so its neighbours tell
        return target.upper() if lone and text[start - 1 : start].isupper() else target
    if sum(c.isalpha() for c in target) < 2:
        return target.upper()
    after = text[end : end + 1]
    before = text[start - 1 : start]
    loud = (
        source[1:].isupper()
        if len(source) > 1
        else after.isupper()
        if after.isalpha()
        else before.isupper()
        if before.isalpha()
        else False
    )
    return target.upper() if loud else capitalise(target)


def _cased_simply(text: str) -> bool:
    """True when every capital starts a word: then case can be copied letter by letter."""
    rest = text[1:]
    return rest == rest.lower() or text.istitle() or _ACCENTS.sub("", text).istitle()


def _compile(rules: list[Rule], alphabet: Alphabet, where: str) -> re.Pattern[str]:
    parts = []
    for rule in rules:
        try:
            parts.append(f"({_contextual(rule, alphabet)})")
        except (KeyError, ValueError) as error:
            raise SchemeError(
                f"{where}, line {rule.line}: context {rule.context!r} cannot be read "
                f"({error}); see the list of contexts in normalizer/romanization/table.py"
            ) from None
    try:
        return re.compile("|".join(parts))
    except re.error as error:
        raise SchemeError(f"{where}: the rules do not compile: {error}") from None


def _contextual(rule: Rule, alphabet: Alphabet) -> str:
    body = "".join(_char(c) for c in rule.source)
    if rule.context == "any":
        return body
    ways = []
    for way in rule.context.split("|"):
        looks = [_look(word, alphabet) for word in way.split("&")]
        ways.append("".join(b for b, _ in looks) + body + "".join(a for _, a in looks))
    return "|".join(f"(?:{w})" for w in ways)


def _char(char: str) -> str:
    """One source character in either case; an apostrophe is any apostrophe inside a word."""
    if char == "'":
        return rf"(?<=\w)[{APOSTROPHES}](?=\w)"
    upper = char.upper()
    if upper != char and len(upper) == 1:
        return f"[{char}{upper}]"
    return re.escape(char)


# Marks that belong to a word in the scripts whose tables do not list them all (Latin, Hebrew, Arabic points).
_POINTS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
_BRACKET = re.compile(r"(after|before)([\[{(])(.+)[\]})]\Z", re.DOTALL)


def _look(word: str, alphabet: Alphabet) -> tuple[str, str]:
    """A context word as (look-behind, look-ahead)."""
    if word in ("start", "end", "not_start", "not_end", "any"):
        return _edge(word, alphabet.marks + _POINTS)
    if word in ("after_vowel", "before_vowel"):
        return _side(word[:-6], _class(alphabet.vowels))
    if word in ("after_sign", "before_sign"):
        return _side(word[:-5], _class(alphabet.signs))
    if word in ("after_cons", "before_cons"):
        return _side(word[:-5], f"(?:(?!{_class(alphabet.vowels + alphabet.signs)}){_LETTER})")
    found = _BRACKET.match(word)
    if not found:
        raise ValueError("no such context")
    side, opening, inside = found.groups()
    if opening == "{":
        return _side(side, _class(alphabet.classes[inside]))
    if opening == "(":
        return _side(side, "".join(_char(c) if c != "'" else f"[{APOSTROPHES}]" for c in _literal(inside)))
    if inside.startswith("^"):
        return _side(side, f"(?:(?!{_class(inside[1:])}){_LETTER})")
    return _side(side, _class(inside))


def _edge(word: str, marks: str) -> tuple[str, str]:
    """The edges of words: letters, digits and marks are inside, an apostrophe only between two of them."""
    return {
        "start": (rf"(?<![\w{marks}])(?<![\w{marks}][{APOSTROPHES}])", ""),
        "end": ("", rf"(?![\w{marks}]|[{APOSTROPHES}]\w)"),
        "not_start": (rf"(?<=[\w{APOSTROPHES}{marks}])", ""),
        "not_end": ("", rf"(?=[\w{APOSTROPHES}{marks}])"),
        "any": ("", ""),
    }[word]


def _side(side: str, pattern: str) -> tuple[str, str]:
    return (f"(?<={pattern})", "") if side == "after" else ("", f"(?={pattern})")


def _class(chars: str) -> str:
    """A character class with both cases; an apostrophe stands for all of them."""
    if not chars:
        raise ValueError("an empty class")
    wide = chars.replace("’", "'").replace("'", APOSTROPHES)
    both = sorted(set(wide) | {c.upper() for c in wide if len(c.upper()) == 1})
    return "[" + "".join(re.escape(c) for c in both) + "]"


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


_WORD_START = re.compile(rf"(?<![\w'’ʻʼ\u0300-\u036f]){_LETTER}")


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
