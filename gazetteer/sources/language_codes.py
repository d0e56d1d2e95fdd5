"""Language codes of foreign formats as BCP 47 tags.

Sources name languages by ISO 639-3, by the older ISO 639-2 (two codes for some languages), by the codes that
Wikipedias were founded with, some of which never were or no longer are of any standard, and by pseudo-codes that
are no language at all. Here they become the shortest tag of BCP 47, with scripts and regions in its spelling
("sr-Latn", "zh-TW"); what cannot be a tag becomes "", which says that the language is unknown.

The three-letter codes are those that CLDR replaces by two letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_SHORTER = """
aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arb:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az azj:az
bak:ba bam:bm baq:eu bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh
chu:cu chv:cv cmn:zh cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ekk:et ell:el eng:en
epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga
glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is
ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr
kaz:kk khk:mn khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln
lit:lt ltz:lb lub:lu lug:lg lvs:lv mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mol:ro mon:mn
mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no npi:ne nya:ny oci:oc
oji:oj ori:or orm:om ory:or oss:os pan:pa per:fa pes:fa pli:pi plt:mg pol:pl por:pt pus:ps que:qu roh:rm ron:ro
rum:ro run:rn rus:ru sag:sg san:sa scc:sr scr:hr sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so
sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv swh:sw tah:ty tam:ta tat:tt tel:te tgk:tg tha:th
tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:ak uig:ug ukr:uk urd:ur uzb:uz uzn:uz ven:ve vie:vi vol:vo
wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zsm:ms zul:zu
"""
TWO_LETTERS: Mapping[str, str] = MappingProxyType(dict(pair.split(":") for pair in _SHORTER.split()))
"""Two-letter codes by three-letter ones (ISO 639-2 in both its forms, ISO 639-3)."""

_WIKIMEDIA: Mapping[str, str] = MappingProxyType({
    "als": "gsw", "bat-smg": "sgs", "be-x-old": "be-tarask", "bh": "bho", "cbk-zam": "cbk", "crh-latn": "crh-Latn",
    "eml": "egl", "fiu-vro": "vro", "map-bms": "jv-x-bms", "nds-nl": "nds-NL", "roa-rup": "rup",
    "roa-tara": "nap-x-tara", "simple": "en", "sr-ec": "sr-Cyrl", "sr-el": "sr-Latn", "zh-classical": "lzh",
    "zh-min-nan": "nan", "zh-yue": "yue", "tg-cyrl": "tg-Cyrl", "uz-cyrl": "uz-Cyrl", "mul": "", "und": "", "zxx": "",
    "mis": "", "default": "",
})  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*(-x(?:-[a-z0-9]{1,8})+)?")


def bcp47(code: str) -> str:
    """A tag in its usual spelling, with the shortest code of the language; "" for what is no tag.

    Example:
        >>> [bcp47(code) for code in ("ukr", "zh_hant_TW", "SR-latn", "be-tarask", "und", "fr_1793")]
        ['uk', 'zh-Hant-TW', 'sr-Latn', 'be-tarask', '', '']
    """
    lowered = code.strip().replace("_", "-").lower()
    if not _TAG.fullmatch(lowered):
        return ""
    language, *others = lowered.split("-")
    if language in ("und", "mul", "zxx", "mis"):
        return ""
    return "-".join([TWO_LETTERS.get(language, language), *map(_spelt, others)])


def _spelt(part: str) -> str:
    if not part.isalpha():
        return part
    return part.capitalize() if len(part) == 4 else part.upper() if len(part) == 2 else part


def wikimedia(code: str) -> str:
    """The tag of a language as Wikidata and the Wikipedias name it; "" for none ("mul").

    Example:
        >>> [wikimedia(code) for code in ("sr-el", "zh-min-nan", "kk-cyrl", "uk", "mul")]
        ['sr-Latn', 'nan', 'kk-Cyrl', 'uk', '']
    """
    lowered = code.strip().lower()
    known = _WIKIMEDIA.get(lowered)
    return bcp47(lowered) if known is None else known
