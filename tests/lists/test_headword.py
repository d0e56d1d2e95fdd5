"""The member that stands for a group: frequency, or what a policy asks for, with the reason."""

from normalizer.lists.headword import choose


def counted(*members: str) -> dict[str, int]:
    return dict.fromkeys(members, 1)


def test_the_reason_tells_a_majority_from_a_tie() -> None:
    assert choose(["Kiev", "Kiew"], {"Kiev": 1, "Kiew": 3}) == ("Kiew", "the most frequent spelling, 3 times")
    assert choose(["Kiev", "Kiew"], counted("Kiev", "Kiew"))[1] == "the earliest of the most frequent spellings"


def test_an_official_scheme_goes_before_frequency() -> None:
    counts = {"Луганськ": 1, "Luhansk": 1, "Lugansk": 5}
    assert choose(list(counts), counts, "official")[0] == "Luhansk"
    assert "ukr-" in choose(list(counts), counts, "official")[1]


def test_a_press_writes_its_own_way() -> None:
    counts = {"Горбачёв": 1, "Gorbachev": 4, "Gorbatschow": 1}
    assert choose(list(counts), counts, "de")[0] == "Gorbatschow"


def test_a_policy_whose_script_nobody_wrote_falls_back_to_frequency() -> None:
    assert choose(["Kiev", "Kiew"], {"Kiev": 1, "Kiew": 2}, "el") == ("Kiew", "the most frequent spelling, 2 times")
