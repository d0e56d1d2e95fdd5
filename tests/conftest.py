"""What several folders of tests share: a small gazetteer of invented and real places, and the default one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from normalizer import Normalizer
from normalizer.build import build_table
from normalizer.errors import GazetteerError
from normalizer.locations import default_gazetteer

# A test must not depend on how busy the machine is.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

TABLE = """\
id	name	kind	feature	lang	script	role	country	weight
gn:702658	Luhansk	place	city	en	Latn	canonical	UA	397677
gn:702658	Луганськ	place	city	uk	Cyrl	alternate	UA	397677
gn:702658	Луганск	place	city	ru	Cyrl	alternate	UA	397677
gn:702658	Voroshilovgrad	place	city		Latn	former	UA	397677
iso:UA-09	Luhansk Oblast	place	region	en	Latn	canonical	UA	300000
iso:UA-09	Luhansk	place	region		Latn	short	UA	300000
gn:687700	Zaporizhzhya	place	city		Latn	alternate	UA	710052
gn:687700	Запоріжжя	place	city	uk	Cyrl	alternate	UA	710052
gn:687700	Запорожье	place	city	ru	Cyrl	alternate	UA	710052
gn:703448	Kyiv	place	city	en	Latn	canonical	UA	2952301
gn:703448	Київ	place	city	uk	Cyrl	alternate	UA	2952301
gn:703448	Киев	place	city	ru	Cyrl	alternate	UA	2952301
gn:501175	Rostov-on-Don	place	city	en	Latn	canonical	RU	1130305
gn:501175	Rostov	place	city		Latn	alternate	RU	1130305
gn:501183	Rostov	place	city	en	Latn	canonical	RU	30943
gn:2844588	Rostock	place	city	en	Latn	canonical	DE	198293
gn:2988507	Paris	place	city	en	Latn	canonical	FR	2138551
gn:4717560	Paris	place	city	en	Latn	canonical	US	24171
iso:NE	Niger	place	country	en	Latn	canonical	NE	24000000
iso:NG	Nigeria	place	country	en	Latn	canonical	NG	218000000
gn:524901	Moscow	place	city	en	Latn	canonical	RU	10381222
gn:524901	Moskau	place	city	de	Latn	alternate	RU	10381222
gn:524901	Москва	place	city	ru	Cyrl	alternate	RU	10381222
"""


@pytest.fixture(scope="session")
def small_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer file of a dozen places, built by the public way."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "names.tsv").write_text(TABLE, encoding="utf-8")
    build_table([folder / "names.tsv"], folder / "small.gaz")
    return folder / "small.gaz"


@pytest.fixture(scope="session")
def small(small_gazetteer: Path) -> Iterator[Normalizer]:
    """A normaliser over the small gazetteer."""
    with Normalizer(small_gazetteer) as nz:
        yield nz


@pytest.fixture(scope="session")
def rules() -> Normalizer:
    """A normaliser without a gazetteer."""
    return Normalizer(gazetteer=None)


@pytest.fixture(scope="session")
def nz() -> Iterator[Normalizer]:
    """A normaliser over the default gazetteer; skips where it has not been built (`make test` builds it)."""
    try:
        default_gazetteer()
    except GazetteerError as error:
        pytest.skip(str(error))
    with Normalizer() as one:
        yield one
