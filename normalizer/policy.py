"""Every constant that decides, with its name and how it was chosen, and the frozen settings of a user.

Nothing else in the package holds a threshold. When one changes, answers change: the changelog says so.
"""

from __future__ import annotations

from gazetteer.late import pattern
from gazetteer.values import Value, put
from normalizer.errors import UnknownPolicyError, UsageError

# --- bounds on input: names are short; whatever is longer is cut, and a step says so -------------------
MAX_NAME_LENGTH = 400  # code points; the longest name in the GeoNames table of cities has 193
MAX_MARKS_PER_LETTER = 4  # combining marks in a row; Vietnamese needs 2, pointed Hebrew 3
MAX_TOKENS = 24  # tokens of one name that take part in a comparison

# --- decisions ------------------------------------------------------------------------------------------
SAME_THRESHOLD = 0.75  # Comparison.same; see docs/matching.md
MATCH_THRESHOLD = 0.75  # Resolution "match": score of the best candidate; see docs/matching.md
NEAR_MATCH_THRESHOLD = 0.80  # the same for a spelling that only a comparison connects: of the names of absent entities
# a fifth fewer are taken for another's than at .75, for 1 to 4 in 100 right ones that become ambiguous (docs/lookup.md)
MATCH_MARGIN = 0.10  # and its distance to the next different entity
LISTED_THRESHOLD = 0.05  # evidence below which candidates are not listed; .2 % of the right first ones have less
# The same where nothing has as much, for a query that had to be romanised, which takes evidence from all
# (NEAR_ROMANISED): of names of people the right one is first in 1 to 3 of 100 more cases.
LISTED_ROMANISED = 0.02
LISTED_SCORE = 0.005  # nor near names of a score that is shown as 0.00
DOMINANCE = 10.0  # an entity this many times as important as its namesakes is meant by the bare name
DEFAULT_LIMIT = 5  # candidates listed
# Joining two lists (docs/joining.md). The chance that the best row is the right one: in log-odds, what those of the two
# names count, what each unit of distance to the next row does (up to a most), and what is taken off for each factor of
# e in the number of names it was chosen from; fitted on one half of the development entities, calibrated on the other.
JOIN_CLAIM, JOIN_RIVAL, JOIN_RIVAL_MOST, JOIN_CROWD = 0.95, 0.66, 4.0, 0.37
JOIN_THRESHOLD = 0.90  # chance of a match: 96 to 98 % of the rows above are right
REVIEW_THRESHOLD = 0.30  # chance below which a row is not even a question: 4 of 5 have another counterpart or none
# What is known beside the likeness of two names, in log-odds: a country in common, another one, and letters that are
# equal after folding, or as they stand. Each of these two outranks the surest likeness below it by enough for a match.
SAME_COUNTRY_LOG_ODDS = 1.0
OTHER_COUNTRY_LOG_ODDS = {"place": -5.0, "other": -1.5}  # a town is in one country, people and firms move
FOLDED_LOG_ODDS, IDENTICAL_LOG_ODDS = 2.5, 5.0

# --- evidence: how surely a spelling names an entity, by how it was found (docs/matching.md) --------------
EVIDENCE_RECORDED = 0.99  # the spelling is recorded for the entity; 1 % is left for wrong records
EVIDENCE_SCHEME = 0.97  # a scheme turns a recorded native form into it
EVIDENCE_OTHER_ORDER = 0.97  # factor: the words stand in another order
EVIDENCE_ROMANISED = 0.93  # factor: native query met only through its romanisation
EVIDENCE_INFLECTED = 0.9  # factor: a form in a case, met through its lemma
LIKELY_READING = 0.2  # share of all readings from which the likeliest lemma that a gazetteer holds is trusted fully
EVIDENCE_MACHINE = 0.86  # a machine romanisation or a code is recorded
EVIDENCE_LOOSE = 0.5  # its source calls the name uncertain, and no other name bears it out (Sicily of Italy)
BORNE_OUT = (
    1.5  # log-odds of two words from which one bears out the other: above Devon (.4), Sicily (.6), saint john (.9)
)
EVIDENCE_NEAR_MOST = 0.96  # ceiling for names that only a comparison connects
# Log-odds that a near name is meant at all: those of the comparison, to which what the first cut knows is added, less
# the crowd that it was chosen from; fitted to look-ups of held-out, absent and foreign names (docs/lookup.md).
NEAR_POINT = 0.056  # for each point of the first cut: likeness of letters, rarity of the shared words
NEAR_CROWD = 0.77  # taken off for each factor of e in the number of entities
NEAR_LOG_ODDS, NEAR_ROMANISED = 1.2, -0.7  # added: always, and for a query whose letters had to be romanised
# The most log-odds that a comparison comes to when names look so alike (0..100, in the first cut), for a query in Latin
# letters: of 14,600 pairs 10 came to more and to evidence enough to be listed, .10 at most, all wrong (docs/scale.md).
ALIKE_LOG_ODDS, ALIKE_LOG_ODDS_PER_POINT, ALIKE_LOG_ODDS_LEAST = -3.0, 0.08, -0.6
# Which of the near names is meant: what the log-odds of the comparison and points count, and the power of the weight
# (fitted: 0.2, on places asked for equally often; important ones are asked for more often).
RIVAL_LOG_ODDS, RIVAL_POINT, RIVAL_PRIOR = 1.2, 0.1, 0.3
# The same where a script writes foreign names by ear and all near names are Latin ones of places: what those two count
# then, and what the evidence by ear does. In these scripts the right place is first .002 to .020 more often, with no
# wrong match more; in Hangul and of people it is not (docs/lookup.md).
RIVAL_BESIDE_EAR, RIVAL_EAR = 0.8, 0.15
EAR_TELLS = frozenset(("Kana", "Cyrl", "Grek", "Arab", "Hebr", "Geor", "Armn"))
# A name some edits away from a query in Latin letters: log-odds, less for the share of the letters that are wrong; they
# count where the comparison says less, for a find to be listed and put first, never for a match. By development
# names: steeper puts fewer typos first, flatter prefers slips to what languages do to names (docs/lookup.md).
SLIP_LOG_ODDS, SLIP_PER_LETTER = 5.0, 17.5
SLIP_EXCHANGED = 2.0  # added where two neighbours are exchanged; with 1 fewer typos come first, with 3 no more
SLIP_EVIDENCE_MOST = 0.5
EVIDENCE_SHARPNESS = 12  # power that turns evidence into odds among candidates: .9 against .99 is 3.1 to 1

# --- texts: what has to hold before a mention is rewritten (docs/cleaning.md) -------------------------------
TEXT_MIN_WEIGHT = 15_000  # inhabitants; below, an equal word in a text is more often something else
EXONYM_THRESHOLD = 0.45  # below this comparison score a surface is another name (a translation), not a spelling
SHORT_WORD = 5  # letters up to which a scheme's accents have to stand in the text too
SHORT_WORD_RANK = 3  # and up to which the scheme has to be in wide use; rarer ones make चस Casa
TAGGED_EXONYMS = frozenset(("de", "fr", "es", "it", "pl", "pt", "nl", "en"))  # press languages: exonyms too
WEAK_SOURCES = frozenset(("rigour-territories-weak",))  # adjectives and the like: keys, no reason to rewrite
RULE_EVIDENCE = (  # steps that are reasons in a text; likeness of letters and sounds is not
    "shared-native",
    "scheme:",
    "counterpart:uk-ru",
    "counterpart:be-ru",
    "name-part",
    "equal",
    "fold:",
    "same:",
)
ACRONYM_LENGTH = 4  # capitals of at most this length are read as an acronym
SHORT_MENTION = 3  # letters up to which a place's name is more often something else (data/mention_card.tsv)
INFLECTED_WORDS = 3  # words of a name that are tried as inflected forms
INFLECTED_READINGS = 8  # readings of an inflected form that are looked up, the likeliest
INFLECTED_IMPORTANCE = 10.0  # an inflected name is meant rather than the name of a place so many times less important
CLEANING_ROUNDS = 4  # times a text is looked at again after changes; the second finds nothing more in nearly all
COUNTRY_WEIGHT = 1_000_000  # inhabitants that a country counts for in a text, however small it is
SHORTER_LOG_ODDS = 2.0  # a name is preferred to a longer one that holds it and is unlikely when it is so much likelier
# From which a run of words that a gazetteer holds is taken for a mention: a little likelier than not. The English sets
# find .907 of their places at 0.05, .906 here and .901 at 0.2 (benchmarks/finding.py); of the mentions in them .078,
# .077 and .073 touch nothing that is marked, half of which are places none the less.
MENTION_LOG_ODDS = 0.09
COMPANY_LOG_ODDS = 0.0  # log-odds by its spelling alone from which a place speaks for others of its country in a text
# What a place counts in a text that its gazetteer gives no weight: it is listed because it is meant. Of the names of a
# list without weights .95 and .94 are found in annotated news; with a tenth of it .91 and .90, with ten times .97 and
# .96 and a third more that are none (benchmarks/finding.py --list).
UNWEIGHED = 10_000_000.0
# The same for a spelling that a scheme makes of the place's own name and that is no other word that is known. In the
# 3,382 annotated texts there are 17 such runs: the 10 that are places lie above it, the 7 that are none below (Mayon,
# Glas, Severni, Južni). Few; and what such a run changes has to pass all rules of `decide` as well.
RESPELT_LOG_ODDS = -2.0
SETTLED_MIN_WEIGHT = 100_000  # inhabitants of the likeliest of several from which its country in the text decides
UNIFY_THRESHOLD = 0.90  # words are unified in a text from this comparison score on, and for reasons by rule alone
UNIFY_LOG_ODDS = 0.0  # likeness of letters from which it is asked whether rules make two words spellings of one name
NAMES_REMEMBERED = 16_384  # names that are kept read and ready to be weighed, 4 KB each
WORDS_REMEMBERED = (
    16_384  # single words of names, in each of the tables that every name needs: full after as many words
)
SELDOM_REMEMBERED = 2_048  # in each of those that few names need, so that they too are full early and memory stays flat
TEXT_CACHE = 32_768  # distinct stretches whose look-up is remembered across texts: those of 8 MB of news in 7 languages
UNIFY_COMPARED = 50  # groups of like consonants that a word is compared with, most frequent first: bounds the work
UNIFY_WORDS = 5_000  # words of a text, a long article, above which likeness without a shared neighbour is chance
UNIFY_MIN_LENGTH = 4  # shorter words are too easily like one another by chance

# --- priors: inhabitants, or what counts as so many ---------------------------------------------------------
PRIOR_FLOOR = 500  # places whose population is unknown
PRIOR_NAME_PART = 1_000  # for each recorded spelling of a given or family name
PRIOR_COUNTRY = 1_000.0  # factor when the country hint fits: a town of it outranks a metropolis elsewhere
PRIOR_LANGUAGE = 3.0  # factor when the recorded name is in the hinted language
PRIOR_FORMER = 0.5  # factor when only a former name fits
PRIOR_CANONICAL = 4.0  # factor when the recorded name is the entity's canonical form, or what a scheme makes that of
OWN_MATTERS = 0.02  # share of the likeliest find's weight from which it may matter that a name is the entity's own
PRIOR_FEATURE = 100.0  # factor when the words beside the name say so (region, city): they are there to tell them apart
PRIOR_BARE_REGION = 0.1  # factor for a region asked for without its generic word, by less than its canonical name:
# Donetsk alone is the city
PRIOR_WEAK = 0.01  # factor for names whose source marks them weak (London among the names of its country)

# --- keys: which schemes a recorded native form is written under in the index, by kind ---------------------
# 9 is all. Clusters of name parts list their usual Latin spellings themselves, so the rare schemes would
# double their keys for spellings that a comparison finds anyway (docs/default-gazetteer.md).
KEY_RANK = {"place": 9, "person": 2, "org": 9}
READING_RANK = 2  # schemes of this rank and more usual ones give the readings of a native name whose sounds are keys
PART_READINGS = 2  # readings of a recorded native name whose parts are keys; more add keys for what one slip finds
PART_WORDS = 4  # words of a recorded name whose parts are keys: the first three and the last
PART_CODES = 2  # codes of each recorded word
KEY_RANK_FOREIGN = 2  # for a form in a language that is not of the entity's own country

# --- work bounds ----------------------------------------------------------------------------------------
POSTINGS_PER_KEY = 64  # recorded names read for one key, most important first
CANDIDATES_SCORED = 20  # recorded names that get the full comparison; of 1,145 right ones none stood behind
POINTS_BEHIND = 25.0  # points of the first cut behind the best at which a name is no longer compared: 1 of the 1,145
SPELLINGS_TRIED = 12  # romanised spellings of a native query looked up exactly
SPELLINGS_WIDE = 3  # romanised spellings whose neighbourhood is searched
PART_READ = 128  # names read for one key of a part, most important first
PARTS_READ = 1_000  # names read for all parts of one query, rarest keys first; twice as many find no more
POOL = 200  # entities whose likeness is looked at in the first cut, those that share the rarest parts; 2 % stand behind
READINGS_ASKED = 4  # readings of a native query whose sounds are asked for
HAN_PERSON = 4  # characters of a Chinese, Korean or Japanese name at most; longer ones spell a foreign name
SPELT_BY_EAR = 3  # Latin words that a query in a script that writes foreign names by ear may spell (docs/lookup.md)
HAN_SPELT = 3  # Latin words that a query in Han characters may spell by its sound
HAN_JAPANESE, HAN_KOREAN = 3, 2  # readings of a query in Han characters in these languages, beside Mandarin's
WORDS_ASKED = 6  # words of a query whose parts are asked for
CODES_SLIPPED = 2  # codes of a word, the likeliest, whose neighbours and pairs are asked for
NAMES_MET = 3  # names of one entity looked at in the first cut
# But of cities of this weight all, of so many at most, which share with the query this much of what the best one does;
# and how many of them are compared in full.
WELL_KNOWN, WELL_KNOWN_READ, WELL_KNOWN_SHARED = 100_000, 1, 0.9
SPELLINGS_COMPARED = 4
NAMES_COMPARED, SECOND_NAME_POINTS = 2, 15.0  # names of one entity compared in full; how far the second may be behind
OWN_SCRIPT_POINTS = (
    8.0  # of several names of an entity, one in the script of the query is compared unless this far behind
)
NEAR_CODE = 0.55  # what a code one slip away counts beside the word's own
NEAR_EDITS = (0.55, 0.45, 0.4)  # what a name one, two or three edits away counts, beside a key to as many names
COUNTRY_POINTS = 15.0  # points of the first cut for an entity of the hinted country
SHARED_PART = 4.0  # points of likeness (0..100) for each unit of rarity (a factor of e) of the parts shared
PARALLEL_FROM = 2_000  # distinct names below which starting processes costs more than it saves
CHUNK = 2_000  # names given to a worker at a time
# The nearest name alone (matching/nearest.py): likeness after loosening, 0..100, from which it is one; letters of a key
# from which what is a few edits away is found among what is farther, too; names read for a sound and for all, entities
# met by their sound. Twice as much read finds .01 more of other schemes, in a fifth more time (docs/scale.md).
NEAREST_LIKENESS = 72.0
NEAREST_SURE = 85.0  # likeness of what letters find from which nothing is sought by sound
NEAREST_LONG = 11
NEAREST_PART_READ, NEAREST_PARTS_READ, NEAREST_POOL = 100, 300, 24
ABJADS = frozenset(("Arab", "Hebr", "Syrc"))  # scripts without vowels: their spellings meet too many Latin words
# Scripts with a letter for each sound: only their names are compared with a Latin query that no key holds.
LETTERED = frozenset(("Latn", "Cyrl", "Grek", "Geor", "Armn"))
REJECTED_LIKENESS = 0.6  # share of equal letters from which a near name is worth saying why it is not meant
REJECTED_CONSIDERED = 200  # near recorded names among which those worth a word are chosen
REJECTED_SHOWN = 3  # near names whose rejection an explanation gives


def edits_for(length: int) -> int:
    """Edits within which near spellings are searched, by length of the key in code points.

    One edit in four letters changes a quarter of the name; three in thirteen hardly change it.
    """
    return 0 if length < 4 else 1 if length < 7 else 2 if length < 13 else 3


# --- comparison (how each was chosen: docs/matching.md) ---------------------------------------------------
MAX_ALIGNED_LETTERS = 40  # letters of one word that are aligned; the longest word of the clusters has 32
HIGHEST_SCORE = 0.995  # for names that are not identical: no score but theirs is 1
# Log-odds that two words are one name. Letters give about -6..4; a rule that applies replaces or raises them.
CERTAIN_LOG_ODDS = 5.0  # equal after folding
LETTERS_LOG_ODDS = 4.0  # the most that letters alone may say
SCHEME_LOG_ODDS = 4.5  # one is what a romanisation scheme makes of the other
COUNTERPART_LOG_ODDS, COUNTERPART_PER_COST = 1.8, 0.5  # added when rules turn one into the other, less their cost
CLUSTER_LOG_ODDS = 4.0  # the gazetteer's name parts have both in one cluster
# A word is how Han characters are read in Japanese, less what an unlikely reading costs; or is like their Korean or
# Cantonese reading, which is one more chance to be like something.
READING_LOG_ODDS, READING_PER_DECIBAN, READING_DOUBT = 4.0, 0.04, 0.5
# What the pieces of Latin words that Han characters stand for add to the letters of their Pinyin, less what they mostly
# add; of held-out names .893 instead of .856 are told apart (benchmarks/learn_pieces.py --check).
PIECES_LOG_ODDS, PIECES_EXPECTED = 1.5, 1.5
FAMILY_LOG_ODDS = 2.5  # two usual spellings of one Korean family name: a fifth of all Koreans bear the commonest
OTHER_GIVEN_NAME = 1.0  # taken off where a Latin name has a given name before those that the Han characters write
DIMINUTIVE_LOG_ODDS = 1.5  # one given name is a short form of the other: they may be one person
SLIP_RATIO = (
    80.0  # plain likeness (0..100) from which two fathers' names differ by a slip: Vladenilovich, Vladilenovich
)
# The most that likeness says of two lone names that differ, by letters of the shorter one.
# What is above counts a twentieth.
# Development names of one to three letters are too few to fit; set so that Li and Le, Kim and Kem stay in doubt.
SHORT_NAME_LOG_ODDS = {1: -1.0, 2: 0.4, 3: 0.8}
SHORT_NAME_REST = 0.05
DOUBT_AT_MOST = -1.5  # log-odds of names with another number or of another gender, however alike
USUAL_RARITY = 0.5  # rarity (rarity.py) of such a word in an organisation, at most
USUAL_WEIGHT = 0.3  # letters of a word that many names of the kind have (Bank, Saint), beside those of others
ACRONYM_LOG_ODDS = {3: -0.3, 4: 1.1, 5: 2.3}  # IBM for its words, by letters (5: or more); of 5,568 development
# organisations .43, .75 and .91 of such pairs were one; two letters (.19) say nothing
RECORDED_LOG_ODDS, ELSEWHERE_LOG_ODDS = 3.0, -1.5  # a gazetteer has a place with both names, or only different ones
TAIL_LOG_ODDS = 3.5  # at most, of names of places of which one has more after a comma: it may tell namesakes apart
OTHER_SIGN_LOG_ODDS = -2.5  # names in one script of words or syllables that differ in a sign
INITIAL_LOG_ODDS = 1.5  # an initial that fits says little, but speaks for
CONTRADICTION_LOG_ODDS = -6.0  # another number, another initial
JOINED_RATIO, JOINED_LOG_ODDS = 70.0, 2.0  # words written together: plain similarity (0..100) and log-odds at least
LEAST_LOG_ODDS = -4.0  # a pair of words says no worse of two names
PATRONYMIC_WEIGHT = 0.3  # how much a left-out patronymic counts beside another left-out word
DERIVED_LOG_ODDS = -2.5  # the name of a place and that of the land named after it
SCHEME_ABOVE = 0.0  # a romanisation by a scheme looks at least this much like its source to the learned letters
DOUBT_BELOW, DOUBT_ABOVE = -2.5, 3.9  # letters between these leave doubt, so that rules are asked

NAMED_POLICIES = ("en", "official", "native")
_LANGUAGE = pattern(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
KINDS = ("place", "person", "org")


class Settings(Value):
    """What a user chose: the canonical policy and the year as of which names are meant."""

    __slots__ = _fields = ("policy", "as_of")
    policy: str
    as_of: int | None

    def __init__(self, policy: str = "en", as_of: int | None = None) -> None:
        put(self, "policy", policy)
        put(self, "as_of", as_of)


def check_policy(policy: str) -> str:
    """Return `policy` if it is a named one or a language code.

    Raises:
        UnknownPolicyError: it is neither.
    """
    if isinstance(policy, str) and (policy in NAMED_POLICIES or _LANGUAGE.match(policy)):
        return policy
    raise UnknownPolicyError(
        f"Unknown canonical policy {policy!r}: use one of {', '.join(NAMED_POLICIES)} or a "
        "language code such as de, fr, uk, zh-Hant."
    )


def check_kind(kind: str | None) -> str | None:
    """Return `kind` if it is None or one of KINDS.

    Raises:
        UsageError: it is neither.
    """
    if kind is None or kind in KINDS:
        return kind
    raise UsageError(f"Unknown kind {kind!r}: use one of {', '.join(KINDS)}, or leave it out.")


def check_country(country: str | None) -> str | None:
    """Return an ISO 3166-1 alpha-2 code in upper case, or None.

    Raises:
        UsageError: it is not two letters.
    """
    if country is None:
        return None
    if len(country) == 2 and country.isascii() and country.isalpha():
        return country.upper()
    raise UsageError(f"Country {country!r} is not an ISO 3166-1 code of two letters, such as UA or DE.")


def check_limit(limit: int) -> int:
    """Return `limit` if it is at least 1.

    Raises:
        UsageError: it is below 1.
    """
    if limit >= 1:
        return limit
    raise UsageError(f"Limit {limit} is below 1: ask for at least one candidate.")
