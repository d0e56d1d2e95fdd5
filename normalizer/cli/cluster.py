"""`normalizer cluster`: the spellings of one name, put together."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from normalizer.api import Normalizer
from normalizer.cli.arguments import add_formats, add_gazetteer, add_kind, gazetteers_if_any
from normalizer.cli.output import Format, Table
from normalizer.cli.review import check_review, write_cluster_review
from normalizer.cli.streams import STDIN, name_lines
from normalizer.cli.terminal import bold, shown
from normalizer.errors import UsageError
from normalizer.lists.decisions import open_decisions
from normalizer.policy import check_kind
from normalizer.result import Cluster

NOTES = """\
Names are read one a line; empty lines are left out. Each group is headed by
its most frequent spelling. --csv and --tsv give one row a spelling: number of
the group, its canonical spelling, the spelling, how often it occurs, and how
surely it belongs (0..1). --review writes a page of the groups, the least sure
first, to accept or split them; it hands out a file for --decisions.
Exit code: 0, or 1 when there are no names."""
COLUMNS = ("cluster", "canonical", "member", "count", "score")


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
    parser.add_argument("--review", metavar="FILE.html", help="write a page to accept or split the groups on")
    parser.add_argument("--decisions", metavar="FILE", help="obey these decisions about pairs of names")
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="processes that compare (default: 1)")
    add_kind(parser)
    add_gazetteer(parser, "rules alone")
    add_formats(parser)


def run(arguments: argparse.Namespace) -> int:
    """Group the names of the file."""
    check_kind(arguments.kind)
    check_review(arguments.review, pages_alone=True)
    if arguments.workers < 1:
        raise UsageError(f"--workers {arguments.workers} is below 1; one process works at least.")
    decisions = open_decisions(arguments.decisions) if arguments.decisions else None
    counts = Counter(name for name in name_lines(arguments.file) if name.strip())
    with Normalizer(gazetteers_if_any(arguments)) as normalizer:
        clusters = normalizer.cluster(
            counts, kind=arguments.kind, decisions=decisions, workers=arguments.workers, progress=None
        )
        if arguments.format:
            _tabulate(clusters, counts, arguments.format)
        else:
            for cluster in clusters:
                _tell(cluster, counts, arguments.explain)
        if arguments.review:
            write_cluster_review(arguments.review, clusters, decisions)
    return 0 if counts else 1


def _members(cluster: Cluster) -> list[str]:
    return list(dict.fromkeys(cluster.members))


def _tabulate(clusters: Sequence[Cluster], counts: Counter[str], form: Format) -> None:
    with Table(form, COLUMNS) as table:
        for number, cluster in enumerate(clusters, 1):
            members = _members(cluster)
            if form in ("csv", "tsv"):  # reasons cost more than groups: a table has none
                scores = dict(zip(cluster.members, cluster.scores, strict=True))
                table.add({}, [(number, cluster.canonical, m, counts[m], f"{scores[m]:.4f}") for m in members])
            else:
                each = [counts[member] for member in members]
                table.add({"cluster": number, **cluster.as_dict(), "members": members, "counts": each}, ())


def _tell(cluster: Cluster, counts: Counter[str], explain: bool) -> None:
    from normalizer.explain import step_sentence

    members = ", ".join(shown(m) + (f" ({counts[m]})" if counts[m] > 1 else "") for m in _members(cluster))
    print(f"{bold(shown(cluster.canonical))}: {members}")
    if explain:
        for step in cluster.steps:
            print(f"  · {step_sentence(step)}")
