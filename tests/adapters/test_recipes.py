"""The recipes of docs/recipes.md, run as they stand there, with the real tools.

dbt pins what others need newer, so that it runs in an environment of its own, which `make test` makes beside the one of
the tests. Where a tool is missing its test says so.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from normalizer import Normalizer

PAGE = (Path(__file__).parent.parent.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## ([^\n]+)\n.*?```python\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))
TOWNS = ["Louhansk", None, "Kiew", "Qwertzuiop"]
CANONICAL = ["Luhansk", None, "Kyiv", None]


@pytest.fixture
def recipe(nz: Normalizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes a recipe as a module that can be imported here and in other processes, and imports it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")

    def written(heading: str, name: str) -> Any:
        (tmp_path / f"{name}.py").write_text(RECIPES[heading], encoding="utf-8")
        return __import__(name)

    return written


def test_every_recipe_compiles_and_stands_in_the_table() -> None:
    assert set(RECIPES) == {"Hugging Face datasets", "Dask", "Scrapy", "dbt", "Airflow"}
    for heading, source in RECIPES.items():
        ast.parse(source)
        assert f"[{heading}](#{heading.lower().replace(' ', '-')})" in PAGE


def test_a_dataset_is_mapped_in_two_processes(recipe: Any, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="Hugging Face datasets is not installed")
    module = recipe("Hugging Face datasets", "recipe_datasets")
    dataset = datasets.Dataset.from_dict({"town": TOWNS * 3})
    for processes in (1, 2):
        rows = module.with_answers(dataset, processes)
        assert [a and a["canonical"] for a in rows["answer"]] == CANONICAL * 3
    hashed = datasets.fingerprint.Hasher.hash
    assert hashed(module.resolved) == hashed(module.resolved), "else nothing is ever taken from the cache"


def test_partitions_are_resolved_by_workers_of_a_cluster(recipe: Any) -> None:
    dask = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
    distributed = pytest.importorskip("distributed", reason="Dask's cluster is not installed")
    import pandas as pd

    module = recipe("Dask", "recipe_dask")
    frame = dask.from_pandas(pd.DataFrame({"town": pd.Series(TOWNS * 3, dtype="str")}), npartitions=3)
    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**settings) as cluster, distributed.Client(cluster):
        found = module.with_canonical(frame).compute()
    assert [None if pd.isna(c) else c for c in found["canonical"]] == CANONICAL * 3


def test_items_of_a_crawl_get_their_canonical_forms(recipe: Any, tmp_path: Path) -> None:
    pytest.importorskip("scrapy", reason="Scrapy is not installed")
    recipe("Scrapy", "recipe_scrapy")
    (tmp_path / "page.html").write_text("<p>Louhansk</p><p></p><p>Kiew</p>", encoding="utf-8")
    spider = f"""
        import scrapy

        class Towns(scrapy.Spider):
            name = "towns"
            start_urls = [{(tmp_path / "page.html").as_uri()!r}]
            custom_settings = {{
                "ITEM_PIPELINES": {{"recipe_scrapy.CanonicalPlaces": 300}},
                "TELNETCONSOLE_ENABLED": False,
            }}

            def parse(self, response):
                for place in response.css("p"):
                    yield {{"town": place.css("::text").get()}}
    """
    (tmp_path / "spider.py").write_text(textwrap.dedent(spider), encoding="utf-8")
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-o", "items.jsonl"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    items = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert [item.get("town_canonical") for item in items] == ["Luhansk", None, "Kyiv"]
    assert [item.get("town_status") for item in items] == ["match", None, "match"]
    assert "ERROR" not in ran.stderr and "Deprecat" not in ran.stderr


def test_the_dbt_model_gives_a_relation_with_answers(recipe: Any) -> None:
    duckdb = pytest.importorskip("duckdb")
    module = recipe("dbt", "recipe_dbt")

    class StandIn:
        """What dbt hands a model, as far as the model asks."""

        def config(self, **settings: Any) -> None:
            assert settings == {"materialized": "table"}

        def ref(self, name: str) -> Any:
            return session.table(name)

    with duckdb.connect() as session:
        session.execute("CREATE TABLE raw_towns AS SELECT unnest($1) AS town", [TOWNS])
        rows = module.model(StandIn(), session).fetchall()
    assert [answer and answer["canonical"] for _, answer in rows] == CANONICAL


def test_dbt_builds_the_model(recipe: Any, tmp_path: Path) -> None:
    python = Path(sys.prefix) / "dbt" / "bin" / "python"
    if not (python.parent / "dbt").exists():
        pytest.skip("dbt-duckdb is not installed in an environment of its own (make test does that)")
    duckdb = pytest.importorskip("duckdb")
    (tmp_path / "recipe_dbt.py").write_text(RECIPES["dbt"], encoding="utf-8")
    (tmp_path / "models").mkdir()
    shutil.copy(tmp_path / "recipe_dbt.py", tmp_path / "models" / "places.py")
    (tmp_path / "models" / "raw_towns.sql").write_text(
        "SELECT unnest(['Louhansk', NULL, 'Kiew', 'Qwertzuiop']) AS town"
    )
    (tmp_path / "dbt_project.yml").write_text("name: towns\nversion: '1.0'\nprofile: towns\n")
    profile = "towns:\n  target: here\n  outputs:\n    here: {type: duckdb, path: towns.duckdb}\n"
    (tmp_path / "profiles.yml").write_text(profile)
    program = "import sys; from dbt.cli.main import cli; cli(sys.argv[1:])"
    ran = subprocess.run(
        [python, "-c", program, "run", "--profiles-dir", "."], cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with duckdb.connect(str(tmp_path / "towns.duckdb")) as connection:
        rows = connection.execute("SELECT town, answer.canonical FROM places").fetchall()
    assert dict(rows) == dict(zip(TOWNS, CANONICAL, strict=True))


def test_the_function_of_the_airflow_task_resolves_a_file(nz: Normalizer, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    function = RECIPES["Airflow"].partition("def resolve_file")[2].partition("@dag")[0]
    room: dict[str, Any] = {}
    exec(f"def resolve_file{function}", room)
    pq.write_table(pa.table({"town": TOWNS}), tmp_path / "towns.parquet")
    target = room["resolve_file"](tmp_path / "towns.parquet", tmp_path / "resolved.parquet")
    answers = pq.read_table(target)["answer"].to_pylist()
    assert [answer and answer["canonical"] for answer in answers] == CANONICAL
