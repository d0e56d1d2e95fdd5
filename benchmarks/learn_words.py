"""Make the word tables of normalizer/matching/data that come from the pinned rigour wheel.

Source: rigour (MIT; its name parts are from Wikidata, CC0). Three tables, each readable and with its counts:

* org_types.tsv: legal forms of organisations in all scripts, each with its generic class (llc, jsc, lp ...).
* org_words.tsv: words that many organisations have in their names, with one canonical word for the spellings,
  abbreviations and languages of each (intl, internacional, международный: international).
* genders.tsv: given names that differ by the ending which makes a masculine name feminine and that are two
  names in every cluster: a pair counts when two scripts show it (Alexandr and Alexandra, Александр and
  Александра) and no cluster holds both. So Nikola and Nikolai, Sara and Sarah stay out.

Run: python benchmarks/learn_words.py [path/to/rigour-1.8.2-py3-none-any.whl]
Without a path the wheel is fetched with `pip download`. Takes about ten seconds.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from learn_costs import MEMBER, WHEEL, fetch

from normalizer.matching.tables import DATA, read_rows
from normalizer.text.tokens import words
from normalizer.text.unicode import fold_accents, fold_letters, script_of

ORG_TYPES, SYMBOLS = "rigour/data/names/org_types.py", "rigour/data/names/data.py"
LONGEST_FORM = 8  # words; longer forms are descriptions of one public body
DOTTED = re.compile(r"\b(?:[^\W\d_]\. ?){2,}")

# Forms whose class the source leaves open, from the law they are registered under.
OPEN = {
    **dict.fromkeys(("ab", "abp", "aktiebolag", "aktiebol", "aktie bolag", "publikt aktiebolag"), "jsc"),
    **dict.fromkeys(("ae", "ανωνυμη εταιρεια", "anonimi eteria", "3at", "pt tbk", "qsc"), "jsc"),
    **dict.fromkeys(("ou", "osauhing", "pt", "perseroan terbatas", "qmj"), "llc"),
    **dict.fromkeys(("og", "oeg", "offene gesellschaft", "offene erwerbsgesellschaft"), "gp"),
    **dict.fromkeys(("osk", "osuuskunta"), "coop"),
    **dict.fromkeys(("fie", "pr", "preduzetnik", "пр", "предузетник"), "sp"),
}
# The source files these under another form; here they are what the word says.
CORRECTED = {
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation"), "corporation"),
    **dict.fromkeys(("co", "company", "compania", "cia"), "company"),
    **dict.fromkeys(("pvt ltd", "private limited", "pvt limited", "private ltd", "pte limited"), "llc"),
    **dict.fromkeys(("ano", "nko"), "ngo"),
    **dict.fromkeys(("prat", "pryvatne aktsionerne tovarystvo"), "jsc"),
    **dict.fromkeys(("interessentskab",), "gp"),
    **dict.fromkeys(("se", "societas europaea"), "jsc"),
}


def listed(text: str) -> frozenset[str]:
    """Words of a text as a set."""
    return frozenset(text.split())


# Words of a language that are legal forms as well, and words that are rather part of the name.
ORDINARY = listed(
    "in at is im ii et od pa na nl lt ll ik pr pe ps rs rp cv ip ei ku kor tu uu rt sem sad sd ks sb nda ro no ed es "
    "но да во го ро пр ед во уп од charity cooperation cooperative cooperatif kooperatif kooperatsia stiftung verein "
    "spoldzielni кооперация кооператив genossenschaft nonprofit unlimited partnerschaft 유 有限"
)
DESCRIPTIONS = frozenset(
    ("non profit", "joint venture", "д с", "детский сад", "научный центр", "коммерческий банк", "мчс россии", "mbu do")
)
CLASSES = listed("jsc llc lp gp llp sp soe ngo coop")

# Groups of the source that are legal forms, names of their own, or too wide to mean one word.
LEFT_OUT_GROUPS = listed(
    "CO CORP ORG ASSOC NGO BUSINESS SOCALLED NAMED ALLRUSSIAN CITY REGION REPOFF LIQUIDATION COMMERCE TPB NPP SNCO "
    "NBCO ALQAEDA IRGC CARTEL OFFICE GOV SKB INSTRMAK SPV STEEL PRODUCTION INVFUND REINSURANCE HOUSE OIL EDUCATION "
    "TRUST CENTRAL PRIVATE GENERAL"
)
LEFT_OUT_WORDS = listed("фонд кооператив кооперативи кооперативна кооперативне кооперативу fi re dev mali uni")
GROUP_WORDS = {
    "INTL": "international",
    "NATL": "national",
    "MGMT": "management",
    "FDN": "foundation",
    "GRP": "group",
    "FED": "federal",
    "REPU": "republic",
    "DEPT": "department",
    "DEV": "development",
    "TECH": "technology",
    "ENG": "engineering",
    "LAB": "laboratory",
    "COMMS": "communications",
    "STOCKEXCH": "exchange",
    "DISTRIB": "distribution",
    "BROS": "brothers",
    "AUTO": "automobile",
    "INTEL": "intelligence",
}
ADDED_WORDS = {
    **dict.fromkeys(("mfg", "mfrs", "manufacturers", "manufacturer"), "manufacturing"),
    **dict.fromkeys(
        ("assn", "assoc", "ass'n", "asso", "association", "asociacion", "associazione", "associacao"), "association"
    ),
    **dict.fromkeys(
        ("ассоциация", "асоціація", "асоциация", "asotsiatsiya", "assotsiatsiya", "stowarzyszenie"), "association"
    ),
    **dict.fromkeys(("nat'l", "natl"), "national"),
    **dict.fromkeys(("intl", "int'l", "int"), "international"),
    **dict.fromkeys(
        listed("международный международная международное международные міжнародний міжнародна"), "international"
    ),
    **dict.fromkeys(listed("міжнародне mezhdunarodny mezhdunarodnyy mezhdunarodnaya mizhnarodnyi"), "international"),
    **dict.fromkeys(
        listed("miedzynarodowy miedzynarodowa mezinarodni medunarodni nemzetkozi uluslararasi"), "international"
    ),
    **dict.fromkeys(
        listed(
            "nationale nazionali nationales национальный национальная национальное національний національна національне"
        ),
        "national",
    ),
    **dict.fromkeys(listed("ind inds"), "industry"),
    **dict.fromkeys(("svc", "svcs", "serv"), "service"),
    **dict.fromkeys(("mgt", "mgmt"), "management"),
    **dict.fromkeys(("govt", "gov", "government"), "government"),
    **dict.fromkeys(("grp", "gr"), "group"),
    **dict.fromkeys(("bros", "brothers", "gebruder", "gebr", "hnos", "freres"), "brothers"),
    **dict.fromkeys(("hldg", "hldgs"), "holding"),
    **dict.fromkeys(("invs", "invt", "invest"), "investment"),
    **dict.fromkeys(("ins", "assurance"), "insurance"),
    **dict.fromkeys(("pharm", "pharma", "pharmaceutical", "pharmaceuticals"), "pharmaceutical"),
    **dict.fromkeys(("hosp",), "hospital"),
    **dict.fromkeys(("inst", "instn"), "institute"),
    **dict.fromkeys(("univ", "universita", "uniwersytet", "universiteit", "universidade", "университет"), "university"),
    **dict.fromkeys(("університет", "univerzita", "univerzitet", "sveuciliste", "yliopisto"), "university"),
    **dict.fromkeys(("engg", "engr"), "engineering"),
    **dict.fromkeys(("equip", "eqpt"), "equipment"),
    **dict.fromkeys(("elec",), "electric"),
    **dict.fromkeys(("ctr", "cntr"), "center"),
    **dict.fromkeys(("dist",), "distribution"),
    **dict.fromkeys(("fin",), "financial"),
    **dict.fromkeys(("hq", "headquarters"), "headquarters"),
    **dict.fromkeys(("labs",), "laboratory"),
    **dict.fromkeys(("lib",), "library"),
    **dict.fromkeys(("min",), "ministry"),
    **dict.fromkeys(("org",), "organization"),
    **dict.fromkeys(("prod", "prods"), "product"),
    **dict.fromkeys(("ry", "rlwy", "rwy"), "railway"),
    **dict.fromkeys(("sys",), "system"),
    **dict.fromkeys(("transp",), "transport"),
    **dict.fromkeys(("trdg", "trading"), "trade"),
}

# Endings that make a masculine given name feminine, by script: (taken away, put there instead).
FEMININE = {
    "Latn": "-a -ia -ie -ne -na -e er>ra o>a y>ia y>iya y>ya iy>iya ii>iia i>ia ij>ija us>a os>a el>elle en>enne "
    "an>anne",
    "Cyrl": "-а ий>ия ій>ія о>а ь>я -я й>я",
    "Grek": "οσ>α -α",
    "Arab": "-ه -ة -ا و>ا",
    "Hebr": "-ה -א ו>ה",
    "Armn": "-ա",
    "Geor": "ი>ა -ა ო>ა",
}
VOWELS = frozenset("aeiouyаеиоуыэюяіїєёαεηιουωաեէըիոօაეიოუاوיהאוية")
SHORTEST = 3  # letters of a masculine name; shorter ones meet others by chance
SCRIPTS = 2  # scripts that have to show a pair
SURNAMES = re.compile(
    r".*(?:[oei]v|[eo]w|[oe]ff|in|yn|sk[iyj]+|ov|ев|ов|ёв|ин|ын|ский|ський|цкий|ич|ik|uk|ук|юк|ік|ик|shvili|dze)\Z"
)  # endings.tsv knows these endings of family names, or they are no given names
KEPT = re.compile(
    r"(?:"
    r"(?:augusti?|konstanti?|valenti?|marti?|serafi?|kostadi?|antoni?|kalin|catali?|balduin|benjami?|florenti?|severi?|justi?)n?"
    r"|.*(?:slav|slaw|mil|mir|tin|lin|nin|rin|bin|min))\Z"
)


def constants(text: str) -> dict[str, Any]:
    """The literal tables of a module of the wheel, read without running it."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = ast.literal_eval(node.value)
    return found


def low(text: str) -> str:
    """Folded as words are when a name is read."""
    return fold_accents(fold_letters(text))


def form(text: str) -> str:
    """A legal form as its folded words, dotted letters written together."""
    return apart(DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text))


def apart(text: str) -> str:
    """A legal form as its folded words, dotted letters standing apart."""
    return " ".join(low(word.text) for word in words(text))


def org_types(table: list[dict[str, Any]]) -> dict[str, str]:
    """Form -> class; forms that belong to two classes are left out unless CORRECTED."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table:
        for text in (*row["aliases"], row.get("display") or "", row.get("compare") or ""):
            given = OPEN.get(form(text), (row.get("generic") or "").lower())
            for name in {form(text), apart(text)}:
                if given in CLASSES and name and name.count(" ") < LONGEST_FORM:
                    found[name].add(given)
    chosen = {name: classes.pop() for name, classes in found.items() if len(classes) == 1}
    chosen.update(CORRECTED)
    return {name: c for name, c in chosen.items() if name not in ORDINARY | DESCRIPTIONS and len(name) > 1}


def org_words(groups: dict[str, Iterable[str]], forms: dict[str, str]) -> dict[str, str]:
    """Word -> canonical word; a word of two groups belongs to the first."""
    found: dict[str, str] = {}
    for key, members in groups.items():
        if key in LEFT_OUT_GROUPS:
            continue
        canonical = GROUP_WORDS.get(key, key.lower())
        for text in (canonical, *members):
            word = form(text)
            if word and " " not in word and word not in LEFT_OUT_WORDS and word not in forms and len(word) > 1:
                found.setdefault(word, canonical)
    return {word: canonical for word, canonical in {**found, **ADDED_WORDS}.items() if word not in forms}


def clusters(text: str) -> list[frozenset[str]]:
    """The clusters of name parts as sets of folded single words."""
    rows = (line.rsplit("=>", 1)[0].split(",") for line in text.split("\n") if "=>" in line)
    folded = ({low(name.strip()) for name in row} for row in rows)
    return [frozenset(name for name in row if len(name) >= SHORTEST and " " not in name) for row in folded]


def feminine_forms(name: str) -> list[str]:
    """The words that would be the feminine of a masculine name."""
    forms = []
    for rule in FEMININE.get(script_of(name), "").split():
        old, new = rule.split(">") if ">" in rule else ("", rule[1:])
        if name.endswith(old) and len(name) - len(old) > 1 and (old or name[-1] not in VOWELS):
            forms.append(name[: len(name) - len(old)] + new)
    return forms


def genders(found: list[frozenset[str]]) -> list[tuple[str, str]]:
    """Pairs (masculine, feminine) that at least SCRIPTS scripts of two clusters show and no cluster joins."""
    member: dict[str, set[int]] = defaultdict(set)
    for number, cluster in enumerate(found):
        for name in cluster:
            member[name].add(number)
    shown: dict[tuple[int, int], dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for name, places in member.items():
        for other in feminine_forms(name):
            if other in member and not places & member[other]:
                for i in places:
                    for j in member[other]:
                        shown[i, j][script_of(name)].add((name, other))
    pairs = {p for by in shown.values() if len(by) >= SCRIPTS and "Latn" in by for ps in by.values() for p in ps}
    masculine, feminine = {m for m, _ in pairs}, {f for _, f in pairs}
    short = {word for _, forms, _ in read_rows("diminutives.tsv") for word in forms.split(" ")}
    given = {p for p in pairs if not short & {*p} and (not SURNAMES.match(p[0]) or KEPT.match(p[0]))}
    return sorted(p for p in given if p[0] not in feminine and p[1] not in masculine)


def write(name: str, comments: list[str], columns: str, rows: Iterable[tuple[str, str]]) -> None:
    """One table with its source and the command that makes it again."""
    lines = [*(f"# {line}" for line in comments), "# Command: python benchmarks/learn_words.py", columns]
    lines += ["\t".join(row) for row in rows]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines) - len(comments) - 2} rows")


def main() -> None:
    with zipfile.ZipFile(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch()) as wheel:
        types = constants(wheel.read(ORG_TYPES).decode("utf-8"))["ORG_TYPES"]
        symbols = constants(wheel.read(SYMBOLS).decode("utf-8"))
        names = clusters(wheel.read(MEMBER).decode("utf-8"))
    forms = org_types(types)
    write(
        "org_types.tsv",
        [
            "Legal forms of organisations -> generic class: jsc (shares are traded), llc (limited liability), lp, llp,",
            "gp (partnerships), sp (one owner), soe (of the state), coop, ngo, corporation, company.",
            "form: folded words, one space between them, dotted letters written together (S.p.A. is spa).",
            f"Source: {ORG_TYPES} of {WHEEL} (MIT), corrected where the script says so.",
        ],
        "form\tclass",
        sorted(forms.items(), key=lambda row: (row[1], row[0])),
    )
    write(
        "org_words.tsv",
        [
            "Words that many organisations have in their names, with one canonical word for all its spellings,",
            "abbreviations and languages. word: folded.",
            f"Source: ORG_SYMBOLS and ORG_DOMAINS in {SYMBOLS} of {WHEEL} (MIT), and abbreviations of the script.",
        ],
        "word\tcanonical",
        sorted(
            org_words({**symbols["ORG_SYMBOLS"], **symbols["ORG_DOMAINS"]}, forms).items(), key=lambda r: (r[1], r[0])
        ),
    )
    write(
        "genders.tsv",
        [
            "Given names: masculine and feminine forms that are two names, never spellings of one. Folded words.",
            f"Source: {MEMBER} of {WHEEL} (MIT; Wikidata, CC0): pairs that differ by an ending, which two scripts of",
            "two clusters show and which no cluster joins.",
        ],
        "masculine\tfeminine",
        genders(names),
    )


if __name__ == "__main__":
    main()
