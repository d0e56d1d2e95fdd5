/* What the scales know, and what they ask Python for: rarely, of a word once; part of _align.c.
 *
 * Every function gives DONE, FAILED with an exception, or LEAVE: two names that are not for this quick way.
 */
#ifndef ALIGN_ASKED_H
#define ALIGN_ASKED_H

#include "_align_card.h"
#include "_align_edits.h"
#include "_align_marks.h"
#include "_align_names.h"
#include "_align_rules.h"
#include "_align_sides.h"
#include "_align_folding.h"
#include "_align_table.h"

enum { DONE = 0, LEAVE = 1, FAILED = -1 };
enum { ANY_KIND, PERSON_KIND, PLACE_KIND, ORG_KIND };

/* Constants of policy.py and others, by name: see ready.py. */
#define NUMBERS(each)                                                                                                  \
    each(least) each(letters) each(certain) each(contradiction) each(initial) each(doubt_below) each(doubt_above)     \
    each(family) each(diminutive) each(cluster) each(scheme) each(scheme_above) each(derived) each(joined)            \
    each(joined_ratio) each(alike) each(slip_ratio) each(patronymic_weight) each(doubt_at_most)                       \
    each(left_out_number) each(same_place) each(short_1) each(short_2) each(short_3) each(short_rest)                 \
    each(rule_number) each(rule_gender) each(rule_father) each(rule_initial) each(rule_bare) each(rule_extra) \
    each(aligned_letters) each(other_given_name) each(counterpart) each(counterpart_per_cost) \
    each(acronym_3) each(acronym_4) each(acronym_5)

/* Functions of ready.py. */
#define ASKS(each)                                                                                                     \
    each(route) each(judged) each(found) each(regional) each(reading) each(shorts) each(genders) each(pinyin) each(firsts) \
    each(joined) each(likeness) each(other_gender) each(part) each(profile) each(bare) \
    each(respelled) each(in_full) each(settled) each(is_read) each(sketched)

#define FIELD_OF_NUMBERS(name) double name;
#define FIELD_OF_ASKS(name) PyObject *name;

typedef struct {
    NUMBERS(FIELD_OF_NUMBERS)
} Numbers;

typedef struct {
    ASKS(FIELD_OF_ASKS)
} Asks;

/* How two groups of letters are compared, as align.Route; the sides of words whose letters are taken as they stand. */
typedef struct {
    PyObject *table, *encoded_a, *encoded_b, *side_a, *side_b;
    int turned, written_a, written_b;
} Way;

/* The rules of letters of a group of languages: see counterpart.py. */
typedef struct {
    PyObject *rules;
    int greek;
    double advantage;
} Group;

#define MOST_RULE_GROUPS 16
#define MOST_TAILS 16
#define LETTERS_OF_ASCII 26
#define FORMS 10 /* of a pair of names: see features._form */

typedef struct {
    PyObject_HEAD
    PyTypeObject *name_type, *table_type, *side_type;
    int kind;
    Numbers numbers;
    Asks asks;
    PyObject *cards[FORMS], *explained, *rules;
    Edits *edits[FORMS]; /* NULL where a card has no points for them */
    Marks *marks;
    Reader *reader;
    Group groups[MOST_RULE_GROUPS];
    int groups_size;
    PyObject *names; /* strings and their names, or None: at most so many, then all are forgotten */
    Py_ssize_t remembered;
    PyObject *derivations; /* endings that make the name of another place of one: see place.py */
    Way ways[MOST_GROUPS][MOST_GROUPS];
    Py_UCS4 tails[MOST_TAILS]; /* signs with which the tail of a name may begin */
    int tails_size;
    PyObject *firsts[LETTERS_OF_ASCII]; /* first letters of words that are read to begin with each, once asked */
} Scales;

static int same_text(PyObject *a, PyObject *b)
{
    return a == b || PyUnicode_Compare(a, b) == 0;
}

static int same_meaning(const Term *a, const Term *b)
{
    return a->meaning == b->meaning ||
           (a->meaning_letters == b->meaning_letters && PyUnicode_Compare(a->meaning, b->meaning) == 0);
}

/* ---- what is asked of a word or a name once ---- */

static int learn_part(const Scales *scales, Term *term)
{
    if (term->part != NULL)
        return DONE;
    PyObject *part = PyObject_CallFunctionObjArgs(scales->asks.part, term->text, term->meaning, NULL);
    if (part != NULL && term->part == NULL)
        term->part = part;
    else
        Py_XDECREF(part);
    return term->part == NULL ? FAILED : DONE;
}

/* What profile.py makes of a name that was read without it. */
static int learn_profile(const Scales *scales, Name *name)
{
    if (name->profile != NULL)
        return DONE;
    PyObject *profile = PyObject_CallFunctionObjArgs(scales->asks.profile, name->given, NULL);
    PyObject *sketch = profile == NULL ? NULL : PyObject_GetAttrString(profile, "sketch");
    PyObject *core = sketch == NULL ? NULL : PyObject_GetAttrString(profile, "core");
    if (core != NULL && (!PyTuple_Check(core) || PyTuple_Size(core) != name->core_size)) {
        PyErr_SetString(PyExc_TypeError, "another profile than that of the name");
        Py_CLEAR(core);
    }
    if (core == NULL || name->profile != NULL) { /* another thread may have been here */
        Py_XDECREF(profile);
        Py_XDECREF(sketch);
        Py_XDECREF(core);
        return core == NULL ? FAILED : DONE;
    }
    name->sketch = sketch;
    name->core = core;
    name->profile = profile;
    return DONE;
}

static int ask_number(PyObject *function, const Term *term, long long *number)
{
    PyObject *found = PyObject_CallFunctionObjArgs(function, term->text, NULL);
    if (found == NULL)
        return FAILED;
    *number = PyLong_AsLongLong(found);
    Py_DECREF(found);
    return *number == -1 && PyErr_Occurred() ? FAILED : DONE;
}

static int learn_shorts(const Scales *scales, Term *term)
{
    int plain = term->flags & PLAIN_TERM, known = term->has_shorts;
    if (!known && (plain || (term->flags & LETTERED_TERM)))
        known = plain_shorts(scales->marks, term->low, plain, &term->shorts);
    if (known < 0 || (!known && ask_number(scales->asks.shorts, term, &term->shorts) < 0))
        return FAILED;
    term->has_shorts = 1;
    return DONE;
}

static int learn_genders(const Scales *scales, Term *term)
{
    int plain = term->flags & PLAIN_TERM, lettered = term->flags & LETTERED_TERM, known = term->has_genders;
    if (!known && (plain || lettered))
        known = plain_genders(scales->marks, term->low, lettered ? term->meaning : term->low, plain, &term->genders);
    if (known < 0 || (!known && ask_number(scales->asks.genders, term, &term->genders) < 0))
        return FAILED;
    term->has_genders = 1;
    return DONE;
}

static int ask_reading(const Scales *scales, const Term *term, Text *reading, int *unwritten)
{
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.reading, term->text, NULL);
    if (found == NULL)
        return FAILED;
    int fits = PyTuple_Check(found) && PyTuple_Size(found) == 2;
    if (!fits)
        PyErr_SetString(PyExc_TypeError, "a reading is (letters, unwritten)");
    int failed = !fits || read_text(PyTuple_GetItem(found, 0), reading) < 0;
    *unwritten = failed ? 0 : PyObject_IsTrue(PyTuple_GetItem(found, 1));
    Py_DECREF(found);
    return failed ? FAILED : DONE;
}

/* A word of known letters is read letter by letter: counterpart.read_word. 1, 0 where it is not for this, FAILED. */
static int read_by_letters(const Scales *scales, const Term *term, Text *reading, int *unwritten)
{
    Form form;
    Py_ssize_t most = (Py_ssize_t)scales->numbers.aligned_letters, size;
    const Lettered *letter = term->flags & LETTERED_TERM ? one_script(&scales->marks->alphabets, term->low) : NULL;
    int known = letter == NULL ? (PyErr_Occurred() ? FAILED : 0) : 1;
    *unwritten = known > 0 ? letter->unwritten : 0;
    if (known > 0)
        known = write_form(&scales->marks->alphabets, term->low, READING_FORM, &form);
    if (known <= 0)
        return known;
    PyObject *text = PyUnicode_FromStringAndSize(form.bytes, form.size);
    if (text == NULL)
        return FAILED;
    size = PyUnicode_GetLength(text);
    for (reading->size = 0; reading->size < size && reading->size < most; reading->size++)
        reading->letters[reading->size] = PyUnicode_ReadChar(text, reading->size);
    Py_DECREF(text);
    return 1;
}

/* A word of ASCII letters reads as it stands. */
static void read_plainly(const Scales *scales, const Term *term, Text *reading)
{
    Py_ssize_t most = (Py_ssize_t)scales->numbers.aligned_letters;
    for (reading->size = 0; reading->size < term->letters && reading->size < most; reading->size++)
        reading->letters[reading->size] = PyUnicode_ReadChar(term->low, reading->size);
}

static int learn_reading(const Scales *scales, Term *term)
{
    if (term->has_reading)
        return DONE;
    Text found;
    int unwritten = 0;
    int known = read_by_letters(scales, term, &found, &unwritten);
    if (term->flags & PLAIN_TERM)
        read_plainly(scales, term, &found);
    else if (known < 0 || (!known && ask_reading(scales, term, &found, &unwritten) < 0))
        return FAILED;
    if (term->has_reading) /* another thread was here */
        return DONE;
    size_t room = offsetof(Text, letters) + (size_t)found.size * sizeof(Py_UCS4); /* no more than its letters take */
    Text *reading = PyMem_Malloc(room);
    if (reading == NULL) {
        PyErr_NoMemory();
        return FAILED;
    }
    memcpy(reading, &found, room);
    term->reading = reading;
    term->unwritten = unwritten;
    term->has_reading = 1;
    return DONE;
}

/* What Python says of the first letters of a text: a new reference. */
static PyObject *ask_firsts(const Scales *scales, PyObject *text)
{
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.firsts, text, NULL);
    if (found != NULL && (!PyTuple_Check(found) || PyTuple_Size(found) != 2)) {
        PyErr_SetString(PyExc_TypeError, "first letters are two");
        Py_CLEAR(found);
    }
    return found;
}

/* The letter of ASCII that a word is read to begin with; 0 where it is not known here, FAILED. */
static int first_read(const Scales *scales, const Term *term)
{
    Py_UCS4 first = PyUnicode_GetLength(term->low) ? PyUnicode_ReadChar(term->low, 0) : 0;
    if (term->flags & LETTERED_TERM) {
        const Lettered *letter = letter_at(&scales->marks->alphabets, first);
        if (letter == NULL)
            return FAILED;
        first = letter->known > 0 && letter->reading.size ? (unsigned char)letter->reading.bytes[0] : 0;
    } else if (!(term->flags & PLAIN_TERM))
        first = 0;
    return first >= 'a' && first <= 'z' ? (int)first : 0;
}

/* First letters of a word: as it is, and as schemes write them for one another. */
static int learn_firsts(Scales *scales, Term *term)
{
    if (term->firsts != NULL)
        return DONE;
    int first = first_read(scales, term);
    PyObject *text = first > 0 ? PyUnicode_FromOrdinal(first) : first == 0 ? held(term->text) : NULL;
    PyObject *known = first > 0 ? scales->firsts[first - 'a'] : NULL;
    PyObject *found = text == NULL ? NULL : known != NULL ? held(known) : ask_firsts(scales, text);
    Py_XDECREF(text);
    if (found != NULL && first > 0 && scales->firsts[first - 'a'] == NULL)
        scales->firsts[first - 'a'] = held(found);
    if (found != NULL && term->firsts == NULL)
        term->firsts = found;
    else
        Py_XDECREF(found);
    return term->firsts == NULL ? FAILED : DONE;
}

/* 1 if a gazetteer (`known`, None for rules alone) has both words in one cluster. */
static int share_cluster(const Term *a, const Term *b, PyObject *known)
{
    PyObject *of_b = NULL, *of_a = PyObject_CallMethod(known, "clusters", "O", a->meaning);
    Py_ssize_t size = of_a == NULL ? -1 : PyObject_Size(of_a);
    if (size > 0)
        size = (of_b = PyObject_CallMethod(known, "clusters", "O", b->meaning)) == NULL ? -1 : PyObject_Size(of_b);
    int share = size < 0 ? FAILED : 0;
    if (size > 0) {
        PyObject *disjoint = PyObject_CallMethod(of_a, "isdisjoint", "O", of_b);
        int apart = disjoint == NULL ? FAILED : PyObject_IsTrue(disjoint);
        Py_XDECREF(disjoint);
        share = apart < 0 ? FAILED : !apart;
    }
    Py_XDECREF(of_a);
    Py_XDECREF(of_b);
    return share;
}

#endif
