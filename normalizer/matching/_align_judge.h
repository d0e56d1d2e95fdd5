/* Two words and the pairs of words of two names, as evidence.py, pairing.py, merge_words.py; part of _align.c.
 *
 * Learned letters are summed here; where rules may know more (evidence._judged), Python is asked, for few pairs.
 */
#ifndef ALIGN_JUDGE_H
#define ALIGN_JUDGE_H

#include "_align_asked.h"
#include "_align_joined.h"
#include "_align_ways.h"

/* Where two words stand: in two names, of which one is a region's or another's; or as two names joined to one word. */
enum Beside { JOINED, IN_NAMES, IN_REGION };

static const struct {
    const char *rule;
    int flags;
} rule_flags[] = {
    {"letters", BY_LETTERS}, {"counterpart:", EXPLAINS},      {"scheme:", EXPLAINS | KNOWS},
    {"equal", EXPLAINS},     {"name-part", EXPLAINS | KNOWS}, {"fold:", EXPLAINS},
    {"same:", EXPLAINS},     {"diminutive", KNOWS},           {"reading:", READ_ELSEWHERE},
    {"contradiction:syllable", OTHER_INITIAL},
};

static int flags_of_rule(PyObject *rule)
{
    int flags = 0;
    for (size_t i = 0; i < sizeof(rule_flags) / sizeof(*rule_flags); i++) {
        const char *start = rule_flags[i].rule;
        Py_ssize_t at = 0, size = PyUnicode_GetLength(rule);
        while (start[at] && at < size && PyUnicode_ReadChar(rule, at) == (Py_UCS4)start[at])
            at++;
        if (!start[at])
            flags |= rule_flags[i].flags;
    }
    return flags;
}

/* What Python says of two words. */
static int ask_found(const Scales *scales, PyObject *function, Term *a, Term *b, PyObject *known, Found *found)
{
    if (learn_part(scales, a) < 0 || learn_part(scales, b) < 0)
        return FAILED;
    PyObject *said = PyObject_CallFunctionObjArgs(function, a->part, b->part, known, NULL);
    if (said == NULL)
        return FAILED;
    int failed = !PyTuple_Check(said) || PyTuple_Size(said) < 2 || !PyUnicode_Check(PyTuple_GetItem(said, 1));
    if (failed)
        PyErr_SetString(PyExc_TypeError, "what is found is (log-odds, rule, ...)");
    else if (read_double(PyTuple_GetItem(said, 0), &found->odds) < 0)
        failed = 1;
    else
        found->rule = flags_of_rule(PyTuple_GetItem(said, 1));
    Py_DECREF(said);
    return failed ? FAILED : DONE;
}

static int judge_initials(const Scales *scales, Term *a, Term *b, Found *found)
{
    if (learn_firsts(scales, a) < 0 || learn_firsts(scales, b) < 0)
        return FAILED;
    Py_ssize_t which = a->script != b->script;
    int fits = same_text(PyTuple_GetItem(a->firsts, which), PyTuple_GetItem(b->firsts, which));
    *found = fits ? (Found){scales->numbers.initial, 0}
                  : (Found){scales->numbers.contradiction, a->role == b->role ? OTHER_INITIAL : 0};
    return DONE;
}

/* Whether one of the words is an adjective that a region has for a name: only Python knows what it is made of. */
static int has_adjective(const Scales *scales, Term *a, Term *b)
{
    if (learn_genders(scales, a) < 0 || learn_genders(scales, b) < 0)
        return FAILED;
    return ((a->genders | b->genders) & ADJECTIVE) != 0;
}

/* Whether one word begins with all of the other: a name derived from it may be another place's. */
static int goes_on(const Scales *scales, Term *a, Term *b)
{
    if (learn_reading(scales, a) < 0 || learn_reading(scales, b) < 0)
        return FAILED;
    const Text *x = a->reading, *y = b->reading;
    int shorter = x->size < y->size ? x->size : y->size;
    return x->size != y->size && same_letters(x->letters, y->letters, shorter);
}

/* Whether Python, or a gazetteer (`known`), may say more of two words than their letters and the rules of letters, which
 * are weighed here. */
static int may_say_more(const Scales *scales, Term *a, Term *b, Found *judged, enum Beside beside, PyObject *known)
{
    const Numbers *numbers = &scales->numbers;
    int kind = scales->kind, both = a->flags & b->flags, either = a->flags | b->flags, found;
    double odds = judged->odds;
    if ((either & HAN_TERM) || (a->script == b->script && (both & SIGNS_TERM)))
        return 1;
    if (learn_shorts(scales, a) < 0 || learn_shorts(scales, b) < 0)
        return FAILED;
    if (a->shorts & b->shorts & PATRONYMIC)
        return 1;
    if (odds > numbers->doubt_below && odds < numbers->doubt_above) {
        if ((found = judge_by_rules(scales, a, b, judged)) < 0)
            return FAILED;
        if (!found && (both & LATIN_TERM) && odds > numbers->scheme_above) {
            if (learn_pinyin(scales, a) < 0 || learn_pinyin(scales, b) < 0)
                return FAILED;
            if (a->pinyin || b->pinyin)
                return 1;
        }
        odds = judged->odds;
    }
    if (kind == PERSON_KIND || kind == ANY_KIND) {
        if (odds < numbers->family && (a->shorts & b->shorts & KOREAN))
            return 1;
        if (odds < numbers->diminutive && (a->shorts & b->shorts & SHORT_FORM))
            return 1;
    }
    if (beside == IN_REGION && (found = has_adjective(scales, a, b)) != 0)
        return found;
    if (beside != JOINED && (kind == PLACE_KIND || kind == ANY_KIND) && (judged->rule & BY_LETTERS) &&
        odds > numbers->derived && (found = goes_on(scales, a, b)) != 0)
        return found;
    if (kind != ORG_KIND && known != Py_None && odds < numbers->cluster)
        return share_cluster(a, b, known);
    return 0;
}

/* What is known of two words; `odds`: log-odds of their letters. */
static int judge_words(const Scales *scales, Term *a, Term *b, double odds, enum Beside beside, PyObject *known,
                       Found *found)
{
    const Asks *asks = &scales->asks;
    if (a->role == INITIAL_ROLE || b->role == INITIAL_ROLE) {
        int adjective = beside == IN_REGION ? has_adjective(scales, a, b) : 0;
        if (adjective <= 0)
            return adjective < 0 ? FAILED : judge_initials(scales, a, b, found);
        return ask_found(scales, asks->regional, a, b, known, found);
    }
    *found = (Found){scales->numbers.certain, EXPLAINS};
    if (same_meaning(a, b))
        return DONE;
    if (odds > scales->numbers.letters)
        odds = scales->numbers.letters;
    *found = (Found){odds, BY_LETTERS};
    int more = may_say_more(scales, a, b, found, beside, known);
    if (more <= 0)
        return more;
    return ask_found(scales, beside == JOINED ? asks->judged : beside == IN_REGION ? asks->regional : asks->found, a, b,
                     known, found);
}

static int judge_joined(Scales *scales, Term *a, Term *b, PyObject *known, Found *found)
{
    double odds = 0.0;
    if (a->role == NAME_ROLE && b->role == NAME_ROLE && !same_meaning(a, b) && letters_of(scales, a, b, &odds) < 0)
        return FAILED;
    return judge_words(scales, a, b, odds, JOINED, known, found);
}

/* ---- words that the other name writes differently: merge_words.py, settle.py ---- */

static int has_meaning(const Name *name, const Term *like, int role)
{
    for (int i = 0; i < name->size; i++)
        if ((role < 0 || name->all[i]->role == role) && same_meaning(name->all[i], like))
            return 1;
    return 0;
}

static int same_meanings(const Name *a, const Name *b)
{
    for (int i = 0; i < a->size; i++)
        if (!has_meaning(b, a->all[i], -1))
            return 0;
    for (int j = 0; j < b->size; j++)
        if (!has_meaning(a, b->all[j], -1))
            return 0;
    return 1;
}

static int is_lesser(int role)
{
    return role >= DIRECTION_ROLE && role != LEGAL_ROLE;
}

/* Whether a direction that only `name` has may be meant by a word of the other. */
static int directs(const Name *name, const Name *other)
{
    int only = (name->flags & ~other->flags) >> DIRECTIONS, meant = other->flags >> MAY_MEAN;
    return (only & meant & ALL_DIRECTIONS) != 0;
}

/* LEAVE if a lesser word of one name is a word of the name in the other. */
static int settles(Scales *scales, const Name *name, const Name *other)
{
    int names = 0;
    for (int j = 0; j < other->size; j++)
        names += other->all[j]->role == NAME_ROLE;
    for (int i = 0; i < name->size && names > 1; i++) {
        Term *term = name->all[i];
        if (!is_lesser(term->role) || has_meaning(other, term, term->role))
            continue;
        for (int j = 0; j < other->size; j++) {
            double odds;
            if (other->all[j]->role != NAME_ROLE)
                continue;
            if (same_text(term->low, other->all[j]->low))
                return LEAVE;
            if (term->role != DIRECTION_ROLE && term->role != GENERIC_ROLE)
                continue;
            if (letters_of(scales, term, other->all[j], &odds) < 0)
                return FAILED;
            if (odds > scales->numbers.alike)
                return LEAVE;
        }
    }
    return DONE;
}

/* Plain likeness, 0..100, as rapidfuzz has it; LEAVE for long strings. */
static int ratio_of(PyObject *a, PyObject *b, double *ratio)
{
    Text x, y;
    int common, edits;
    if (PyUnicode_GetLength(a) > MAX_LETTERS || PyUnicode_GetLength(b) > MAX_LETTERS)
        return LEAVE;
    if (read_text(a, &x) < 0 || read_text(b, &y) < 0)
        return FAILED;
    *ratio = x.size + y.size ? 0.0 : 100.0;
    if (x.size && y.size) {
        common_and_edits(&x, &y, &common, &edits);
        *ratio = indel_share(common, x.size + y.size) * 100.0;
    }
    return DONE;
}

/* LEAVE if joined words are one word of the other name, or nearly. */
static int is_nearly(Scales *scales, Term *joined, Py_ssize_t longest, Term *target)
{
    double found;
    Py_ssize_t low = PyUnicode_GetLength(joined->low), size = target->letters;
    int like = ((joined->flags & ASCII_TEXT) != 0) == ((target->flags & ASCII_MEANING) != 0);
    if (same_text(joined->low, target->meaning))
        return LEAVE;
    if (longest + 1 >= size || (like && (low > size + 3 || size > low + 3)))
        return DONE;
    if (like) {
        int left = ratio_of(joined->low, target->meaning, &found);
        if (left || found < scales->numbers.joined_ratio)
            return left;
    }
    if (letters_of(scales, joined, target, &found) < 0)
        return FAILED;
    return found > scales->numbers.joined ? LEAVE : DONE;
}

/* Several words in lower case as one, if they are ASCII and short. */
static int join_plainly(const Name *name, int at, int size, Text *joined)
{
    joined->size = 0;
    for (int i = at; i < at + size; i++) {
        const Term *term = name->all[i];
        if (!(term->flags & ASCII_TEXT) || joined->size + term->letters > MAX_LETTERS)
            return 0;
        for (Py_ssize_t k = 0; k < term->letters; k++)
            joined->letters[joined->size++] = PyUnicode_ReadChar(term->low, k);
    }
    return joined->size > 0;
}

/* Whether plain letters tell already that joined words are not nearly the target. */
static int is_far(const Scales *scales, const Text *joined, const Term *target)
{
    Text meaning;
    int common, edits;
    if (!(target->flags & ASCII_MEANING) || target->meaning_letters == 0 || target->meaning_letters > MAX_LETTERS ||
        read_text(target->meaning, &meaning) < 0)
        return 0;
    common_and_edits(joined, &meaning, &common, &edits);
    return edits && indel_share(common, joined->size + meaning.size) * 100.0 < scales->numbers.joined_ratio;
}

/* LEAVE if `size` words from `at` may be joined to one of the targets. */
static int joins(Scales *scales, Name *name, int at, int size, Term **targets, int count)
{
    Py_ssize_t letters = 0, longest = 0;
    int names = 0, ascii = 1;
    Text low;
    for (int i = at; i < at + size; i++) {
        const Term *term = name->all[i];
        if (term->role != NAME_ROLE && term->role != PARTICLE_ROLE && term->role != INITIAL_ROLE &&
            term->role != GENERIC_ROLE)
            return DONE;
        names += term->role == NAME_ROLE;
        letters += term->letters;
        longest = term->letters > longest ? term->letters : longest;
        ascii = ascii && (term->flags & ASCII_TEXT);
    }
    int plain = names && join_plainly(name, at, size, &low);
    for (int t = 0; t < count && names; t++) {
        Term *target = targets[t];
        Py_ssize_t apart = letters > target->letters ? letters - target->letters : target->letters - letters;
        int same_ascii = ascii == ((target->flags & ASCII_TEXT) != 0);
        if (apart > 3 && same_ascii)
            continue;
        if (ascii && letters != target->meaning_letters && longest + 1 >= target->letters)
            continue; /* neither one word nor nearly one */
        if (plain && is_far(scales, &low, target))
            continue;
        Joined asked = {scales->asks.span, name->all + at, at, size};
        Term *joined = learn_joined(scales, name, &name->spans, 2 * at + size - 2, &asked);
        int left = joined == NULL ? FAILED : is_nearly(scales, joined, longest, target);
        if (left)
            return left;
    }
    return DONE;
}

/* LEAVE if words of a name are joined beside the other; `changed`: whether it was asked at all. */
static int merges(Scales *scales, Name *name, const Name *other, int *changed)
{
    Term *targets[MOST_WORDS];
    int count = 0;
    Py_ssize_t shortest = PY_SSIZE_T_MAX;
    if (name->size < 2)
        return DONE;
    for (int i = 0; i < name->size; i++)
        if (name->all[i]->meaning_letters < shortest)
            shortest = name->all[i]->meaning_letters;
    for (int j = 0; j < other->size; j++) {
        Term *term = other->all[j];
        if (term->role == NAME_ROLE && term->meaning_letters > shortest + 2 && !has_meaning(name, term, -1))
            targets[count++] = term;
    }
    *changed = *changed || count;
    for (int at = 0; at < name->size && count; at++)
        for (int size = 3; size > 1; size--) {
            int left = at + size <= name->size ? joins(scales, name, at, size, targets, count) : DONE;
            if (left)
                return left;
        }
    return DONE;
}

/* LEAVE if merge_words gives other words; `changed`: whether it gives a copy of these. */
static int merge_names(Scales *scales, Name *a, Name *b, int *changed)
{
    int lesser = 0, left;
    if (a->size + b->size < 3 || same_meanings(a, b))
        return DONE;
    if (a->flags & b->flags & VALUES_NAME || directs(a, b) || directs(b, a))
        return LEAVE;
    for (int i = 0; i < a->size; i++)
        lesser = lesser || is_lesser(a->all[i]->role);
    for (int j = 0; j < b->size; j++)
        lesser = lesser || is_lesser(b->all[j]->role);
    if (lesser) {
        *changed = 1;
        if ((left = settles(scales, a, b)) || (left = settles(scales, b, a)))
            return left;
    }
    left = merges(scales, a, b, changed);
    return left ? left : merges(scales, b, a, changed);
}

#endif
