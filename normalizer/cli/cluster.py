"""`normalizer cluster`: the spellings of one name, put together."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from normalizer.api import Normalizer
from normalizer.cli.arguments import add_formats, add_gazetteer, add_kind, gazetteers_if_any
from normalizer.cli.output import Format, Table
from normalizer.cli.streams import STDIN, name_lines
from normalizer.cli.terminal import bold, shown
from normalizer.policy import check_kind
from normalizer.result import Cluster

NOTES = """\
Names are read one a line; empty lines are left out. Each group is headed by
its most frequent spelling. --csv and --tsv give one row a spelling: number of
the group, its canonical spelling, the spelling, how often it occurs.
Exit code: 0, or 1 when there are no names."""
COLUMNS = ("cluster", "canonical", "member", "count")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default=STDIN,
        help="names, one a line, in UTF-8; - is standard input (default)",
    )
    parser.add_argument("--explain", action="store_true", help="say why the spellings are together")
    add_kind(parser)
    add_gazetteer(parser, "rules alone")
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """Group the names of the file."""
    check_kind(arguments.kind)
    names = [name for name in name_lines(arguments.file) if name.strip()]
    with Normalizer(gazetteers_if_any(arguments)) as normalizer:
        clusters = normalizer.cluster(names, kind=arguments.kind)
    counts = Counter(names)
    if arguments.format:
        _tabulate(clusters, counts, arguments.format)
    else:
        for cluster in clusters:
            _tell(cluster, counts, arguments.explain)
    return 0 if names else 1


def _members(cluster: Cluster) -> list[str]:
    return list(dict.fromkeys(cluster.members))


def _tabulate(clusters: Sequence[Cluster], counts: Counter[str], form: Format) -> None:
    with Table(form, COLUMNS) as table:
        for number, cluster in enumerate(clusters, 1):
            members = _members(cluster)
            document = {
                "cluster": number,
                **cluster.as_dict(),
                "members": members,
                "counts": [counts[member] for member in members],
            }
            table.add(document, [(number, cluster.canonical, member, counts[member]) for member in members])


def _tell(cluster: Cluster, counts: Counter[str], explain: bool) -> None:
    from normalizer.explain import step_sentence

    members = ", ".join(shown(m) + (f" ({counts[m]})" if counts[m] > 1 else "") for m in _members(cluster))
    print(f"{bold(shown(cluster.canonical))}: {members}")
    if explain:
        for step in cluster.steps:
            print(f"  · {step_sentence(step)}")
