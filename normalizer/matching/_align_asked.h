/* What the scales know, and what they ask Python for: rarely, of a word once; part of _align.c.
 *
 * Every function gives DONE, FAILED with an exception, or LEAVE: two names that are not for this quick way.
 */
#ifndef ALIGN_ASKED_H
#define ALIGN_ASKED_H

#include "_align_card.h"
#include "_align_edits.h"
#include "_align_names.h"
#include "_align_rules.h"
#include "_align_table.h"

enum { DONE = 0, LEAVE = 1, FAILED = -1 };
enum { ANY_KIND, PERSON_KIND, PLACE_KIND, ORG_KIND };

/* Constants of policy.py and others, by name: see ready.py. */
#define NUMBERS(each)                                                                                                  \
    each(least) each(letters) each(certain) each(contradiction) each(initial) each(doubt_below) each(doubt_above)     \
    each(family) each(diminutive) each(cluster) each(scheme) each(scheme_above) each(derived) each(joined)            \
    each(joined_ratio) each(alike) each(slip_ratio) each(patronymic_weight) each(doubt_at_most)                       \
    each(left_out_number) each(same_place) each(short_1) each(short_2) each(short_3) each(short_rest)                 \
    each(rule_number) each(rule_gender) each(rule_father) each(rule_initial) each(rule_bare) each(rule_extra)

/* Functions of ready.py. */
#define ASKS(each)                                                                                                     \
    each(route) each(judged) each(found) each(regional) each(reading) each(shorts) each(genders) each(pinyin) each(firsts) \
    each(span) each(whole) each(likeness) each(other_gender)

#define FIELD_OF_NUMBERS(name) double name;
#define FIELD_OF_ASKS(name) PyObject *name;

typedef struct {
    NUMBERS(FIELD_OF_NUMBERS)
} Numbers;

typedef struct {
    ASKS(FIELD_OF_ASKS)
} Asks;

/* How two groups of letters are compared, as align.Route. */
typedef struct {
    PyObject *table, *encoded_a, *encoded_b;
    int turned;
} Way;

#define FORMS 10 /* of a pair of names: see features._form */

typedef struct {
    PyObject_HEAD
    PyTypeObject *name_type, *table_type;
    int kind;
    Numbers numbers;
    Asks asks;
    PyObject *cards[FORMS], *explained, *rules;
    Edits *edits[FORMS]; /* NULL where a card has no points for them */
    Way ways[MOST_GROUPS][MOST_GROUPS];
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

/* ---- letters ---- */

static Way *way_between(Scales *scales, const Term *a, const Term *b)
{
    Way *way = &scales->ways[a->group][b->group];
    if (way->table != NULL)
        return way;
    PyObject *found = PyObject_CallFunction(scales->asks.route, "ii", a->group, b->group);
    PyObject *fields = found == NULL ? NULL : PySequence_Tuple(found);
    Py_XDECREF(found);
    if (fields == NULL)
        return NULL;
    if (PyTuple_Size(fields) != 4 || Py_TYPE(PyTuple_GetItem(fields, 0)) != scales->table_type) {
        PyErr_SetString(PyExc_TypeError, "a route is (table, words of a, words of b, turned)");
        way = NULL;
    } else if (way->table == NULL) {
        way->turned = PyObject_IsTrue(PyTuple_GetItem(fields, 3));
        way->encoded_a = held(PyTuple_GetItem(fields, 1));
        way->encoded_b = held(PyTuple_GetItem(fields, 2));
        way->table = held(PyTuple_GetItem(fields, 0));
    }
    Py_DECREF(fields);
    return way;
}

/* The word as `encoded` has it, remembered with the term; borrowed. */
static PyObject *word_in(Term *term, PyObject *encoded)
{
    for (int i = 0; i < term->coded_size; i++)
        if (term->coded[i].encoded == encoded)
            return term->coded[i].word;
    PyObject *word = PyObject_GetItem(encoded, term->text);
    if (word == NULL)
        return NULL;
    Coded *more = PyMem_Realloc(term->coded, (size_t)(term->coded_size + 1) * sizeof(Coded));
    if (more == NULL) {
        Py_DECREF(word);
        PyErr_NoMemory();
        return NULL;
    }
    term->coded = more;
    term->coded[term->coded_size++] = (Coded){held(encoded), word};
    return word;
}

/* Log-odds of the letters of two words, as align.word_log_odds. */
static int letters_of(Scales *scales, Term *a, Term *b, double *odds)
{
    const Way *way = way_between(scales, a, b);
    PyObject *of_a = way == NULL ? NULL : word_in(a, way->encoded_a);
    PyObject *of_b = of_a == NULL ? NULL : word_in(b, way->encoded_b);
    if (of_b == NULL)
        return FAILED;
    const Table *table = (Table *)way->table;
    const Word *x = word_for(table, way->turned ? of_b : of_a, table->size_x);
    const Word *y = x == NULL ? NULL : word_for(table, way->turned ? of_a : of_b, table->size_y);
    if (y == NULL)
        return FAILED;
    *odds = log_odds(table, x, y);
    return DONE;
}

/* ---- what is asked of a word once ---- */

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
    if (!term->has_shorts && ask_number(scales->asks.shorts, term, &term->shorts) < 0)
        return FAILED;
    term->has_shorts = 1;
    return DONE;
}

static int learn_genders(const Scales *scales, Term *term)
{
    if (!term->has_genders && ask_number(scales->asks.genders, term, &term->genders) < 0)
        return FAILED;
    term->has_genders = 1;
    return DONE;
}

static int learn_pinyin(const Scales *scales, Term *term)
{
    long long found = term->pinyin;
    if (!term->has_pinyin && ask_number(scales->asks.pinyin, term, &found) < 0)
        return FAILED;
    term->pinyin = found != 0;
    term->has_pinyin = 1;
    return DONE;
}

static int learn_reading(const Scales *scales, Term *term)
{
    if (term->has_reading)
        return DONE;
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.reading, term->text, NULL);
    if (found == NULL)
        return FAILED;
    Text *reading = PyMem_Calloc(1, sizeof(Text));
    int failed = reading == NULL || !PyTuple_Check(found) || PyTuple_Size(found) != 2 ||
                 read_text(PyTuple_GetItem(found, 0), reading) < 0;
    int unwritten = failed ? 0 : PyObject_IsTrue(PyTuple_GetItem(found, 1));
    Py_DECREF(found);
    if (failed || term->has_reading) { /* another thread may have been here */
        PyMem_Free(reading);
        if (failed && !PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a reading is (letters, unwritten)");
        return failed ? FAILED : DONE;
    }
    term->reading = reading;
    term->unwritten = unwritten;
    term->has_reading = 1;
    return DONE;
}

/* First letters of a word: as it is, and as schemes write them for one another. */
static int learn_firsts(const Scales *scales, Term *term)
{
    if (term->firsts != NULL)
        return DONE;
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.firsts, term->text, NULL);
    if (found != NULL && (!PyTuple_Check(found) || PyTuple_Size(found) != 2)) {
        PyErr_SetString(PyExc_TypeError, "first letters are two");
        Py_CLEAR(found);
    }
    if (found != NULL && term->firsts == NULL)
        term->firsts = found;
    else
        Py_XDECREF(found);
    return term->firsts == NULL ? FAILED : DONE;
}

/* The term of joined words that `function` makes of a name and two numbers, kept at a place of a list; borrowed. */
static Term *learn_joined(PyObject *function, Name *name, PyObject **kept, int place, int at, int size)
{
    if (*kept == NULL) {
        PyObject *list = PyList_New(2 * name->size + 1);
        for (Py_ssize_t i = 0; list != NULL && i <= 2 * name->size; i++)
            if (PyList_SetItem(list, i, held(Py_None)) < 0)
                Py_CLEAR(list);
        *kept = list;
    }
    PyObject *found = *kept == NULL ? NULL : PyList_GetItem(*kept, place);
    if (found != Py_None)
        return (Term *)found;
    found = PyObject_CallFunction(function, "Oii", name->profile, at, size);
    if (found != NULL && Py_TYPE(found) != Py_TYPE((PyObject *)name->all[0])) {
        PyErr_SetString(PyExc_TypeError, "joined words are a term");
        Py_CLEAR(found);
    }
    if (found == NULL)
        return NULL;
    if (PyList_GetItem(*kept, place) != Py_None) /* another thread was here: what it made may be in use */
        Py_DECREF(found);
    else if (PyList_SetItem(*kept, place, found) < 0)
        return NULL;
    return (Term *)PyList_GetItem(*kept, place);
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
