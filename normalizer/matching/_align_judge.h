/* Two words and the pairs of words of two names, as evidence.py and pairing.py; part of _align.c.
 *
 * Learned letters are summed here; where rules may know more (evidence._judged), Python is asked, for few pairs.
 */
#ifndef ALIGN_JUDGE_H
#define ALIGN_JUDGE_H

#include "_align_asked.h"
#include "_align_encoding.h"
#include "_align_joined.h"
#include "_align_pinyin.h"
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

/* What Python says of two words, a new reference. */
static PyObject *ask_words_of(PyObject *function, Term *a, Term *b, PyObject *known)
{
    return PyObject_CallFunctionObjArgs(function, a->part, b->part, known, NULL);
}

/* What Python says of two words, as far as the numbers care. */
static int ask_found(const Scales *scales, PyObject *function, Term *a, Term *b, PyObject *known, Found *found)
{
    if (learn_part(scales, a) < 0 || learn_part(scales, b) < 0)
        return FAILED;
    PyObject *said = ask_words_of(function, a, b, known);
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

static int judge_initials(Scales *scales, Term *a, Term *b, Found *found)
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

#define LONGEST_ENDING 32 /* letters */

/* Whether one word is the other with an ending that makes the name of another place: place.is_derived. ASKED where the
 * words are too long to tell. */
static int is_derived(const Scales *scales, Term *a, Term *b)
{
    if (learn_reading(scales, a) < 0 || learn_reading(scales, b) < 0)
        return FAILED;
    const Text *shorter = a->reading, *longer = b->reading;
    if (shorter->size > longer->size) {
        shorter = b->reading;
        longer = a->reading;
    }
    if (shorter->size == longer->size || !same_letters(shorter->letters, longer->letters, shorter->size))
        return 0;
    char ending[LONGEST_ENDING];
    int size = longer->size - shorter->size;
    if (longer->size >= (int)scales->numbers.aligned_letters)
        return ASKED;
    for (int i = 0; i < size; i++) {
        if (size > LONGEST_ENDING || longer->letters[shorter->size + i] > 127)
            return ASKED;
        ending[i] = (char)longer->letters[shorter->size + i];
    }
    PyObject *text = PyUnicode_FromStringAndSize(ending, size);
    int found = text == NULL ? FAILED : PySet_Contains(scales->derivations, text);
    Py_XDECREF(text);
    return found;
}

/* Whether two words have one of these marks in common (PATRONYMIC, SHORT_FORM, KOREAN); FAILED with an exception. Most
 * words are no patronymics by their last letter, and of the other word nothing is asked where one has no mark. */
static int share_shorts(const Scales *scales, Term *a, Term *b, int wanted)
{
    Term *both[] = {a, b};
    for (int i = 0; i < 2 && wanted == PATRONYMIC; i++) {
        int may = both[i]->has_shorts ? 1 : PySet_Contains(scales->marks->lasts, both[i]->last);
        if (may <= 0)
            return may;
    }
    if (learn_shorts(scales, a) < 0)
        return FAILED;
    if (!(a->shorts & wanted))
        return 0;
    if (learn_shorts(scales, b) < 0)
        return FAILED;
    return (a->shorts & b->shorts & wanted) != 0;
}

/* A short form of a given name beside the name; 0, ASKED where Python must tell, FAILED. */
static int judge_short_forms(const Scales *scales, Term *a, Term *b, Found *judged)
{
    PyObject *of_a, *of_b;
    int found = share_shorts(scales, a, b, SHORT_FORM), known = PLAIN_TERM | LETTERED_TERM;
    if (found <= 0)
        return found;
    if (!(a->flags & known) || !(b->flags & known))
        return ASKED;
    if ((found = forms_of(scales->marks, a->low, a->flags & PLAIN_TERM, &of_a)) > 0)
        found = forms_of(scales->marks, b->low, b->flags & PLAIN_TERM, &of_b);
    if (found <= 0)
        return found < 0 ? FAILED : ASKED;
    if ((found = is_short_form(of_a, of_b)) > 0)
        *judged = (Found){scales->numbers.diminutive, KNOWS};
    return found < 0 ? FAILED : 0;
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
    if ((found = share_shorts(scales, a, b, PATRONYMIC)) != 0)
        return found;
    if (odds > numbers->doubt_below && odds < numbers->doubt_above) {
        if ((found = judge_by_rules(scales, a, b, judged)) < 0)
            return FAILED;
        if (!found && (both & LATIN_TERM) && odds > numbers->scheme_above) {
            if ((found = is_respelled(scales, a, b)) < 0 || found == ASKED)
                return found < 0 ? FAILED : 1;
            if (found && numbers->scheme > odds)
                *judged = (Found){numbers->scheme, EXPLAINS | KNOWS};
        }
        odds = judged->odds;
    }
    if (kind == PERSON_KIND || kind == ANY_KIND) {
        if (odds < numbers->family && (found = share_shorts(scales, a, b, KOREAN)) != 0)
            return found;
        if (odds < numbers->diminutive && (found = judge_short_forms(scales, a, b, judged)) != 0)
            return found == ASKED ? 1 : FAILED;
        odds = judged->odds;
    }
    if (beside == IN_REGION && (found = has_adjective(scales, a, b)) != 0)
        return found;
    if (kind != ORG_KIND && known != Py_None && odds < numbers->cluster && (found = share_cluster(a, b, known)) != 0)
        return found;
    if (beside != JOINED && (kind == PLACE_KIND || kind == ANY_KIND) && (judged->rule & BY_LETTERS) &&
        odds > numbers->derived) {
        if ((found = is_derived(scales, a, b)) < 0 || found == ASKED)
            return found < 0 ? FAILED : 1;
        if (found)
            *judged = (Found){numbers->derived, 0};
    }
    return 0;
}

/* What is known of two words; `odds`: log-odds of their letters. */
static int judge_words(Scales *scales, Term *a, Term *b, double odds, enum Beside beside, PyObject *known,
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

#endif
