/* Two names weighed in one call, as model.py weighs them; part of _align.c. */
#ifndef ALIGN_SCALES_H
#define ALIGN_SCALES_H

#include "_align_pair.h"

static int form_of(const Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    int many = pair->numbers[WORDS] != 1;
    if (a->script == b->script || ((a->flags | b->flags) & NEUTRAL_NAME))
        return many;
    return 2 + 2 * (a->script_class ? a->script_class : b->script_class) + many;
}

/* Points of short lone names, bounded softly: model.bounded. */
static double bounded_total(const Scales *scales, const Pair *pair, double total)
{
    const double most[] = {0.0, scales->numbers.short_1, scales->numbers.short_2, scales->numbers.short_3};
    int shorter = (int)pair->numbers[LOOKS_SHORTER];
    if (shorter < 1 || shorter > 3 || total <= most[shorter] || pair->numbers[WORDS] > 1 ||
        !pair->numbers[LOOKS_EDITS] || pair->knows)
        return total;
    return most[shorter] + scales->numbers.short_rest * (total - most[shorter]);
}

/* A word in plain letters, as far as they are compared. */
static int read_plainly_spelt(const Term *term, Text *text)
{
    if (term->spelt_size < 0)
        return read_text(term->plain, text);
    text->size = term->spelt_size < MAX_LETTERS ? (int)term->spelt_size : MAX_LETTERS;
    for (int i = 0; i < text->size; i++)
        text->letters[i] = (unsigned char)term->spelt[i];
    return 0;
}

static int same_spelling(const Term *a, const Term *b)
{
    if (a->spelt_size < 0 || b->spelt_size < 0)
        return same_text(a->plain, b->plain);
    return a->spelt_size == b->spelt_size && memcmp(a->spelt, b->spelt, (size_t)a->spelt_size) == 0;
}

/* Points of the letters in which paired words differ: model.edit_points. */
static int weigh_edits(const Scales *scales, Pair *pair)
{
    Text a, b;
    const Edits *edits = scales->edits[form_of(pair)];
    int lone = pair->a->core_size == 1 && pair->b->core_size == 1;
    if (edits != NULL && are_lone_readings(pair, &a, &b)) {
        pair->edits = points_of_edits(edits, &a, &b);
        return DONE;
    }
    lone = lone && pair->sketches[0] == NULL; /* of a name that is read elsewhere words are compared as of longer ones */
    for (int i = 0; edits != NULL && !pair->whole && i < pair->a->core_size; i++) {
        if (pair->partner[i] < 0)
            continue;
        const Term *x = pair->a->words[i], *y = pair->b->words[pair->partner[i]];
        if (same_spelling(x, y) || (!lone && (x->role != NAME_ROLE || y->role != NAME_ROLE)))
            continue;
        if (read_plainly_spelt(x, &a) < 0 || read_plainly_spelt(y, &b) < 0)
            return FAILED;
        pair->edits += points_of_edits(edits, &a, &b);
    }
    return DONE;
}

static double weigh_pair(const Scales *scales, const Pair *pair)
{
    const Numbers *numbers = &scales->numbers;
    double total = card_points((Card *)scales->cards[form_of(pair)], pair->numbers) + pair->edits;
    if (pair->explained) {
        double least = card_points((Card *)scales->explained, pair->numbers + WORST);
        total = least > total ? least : total;
    }
    if (pair->acronym)
        total = pair->joined.odds;
    total = bounded_total(scales, pair, total) +
            (pair->number * numbers->rule_number + pair->gender * numbers->rule_gender +
             pair->father * numbers->rule_father + pair->initial * numbers->rule_initial +
             pair->bare * numbers->rule_bare + pair->extra * numbers->rule_extra);
    if ((pair->number == 1 || pair->gender || pair->father || pair->initial) && total > numbers->doubt_at_most)
        total = numbers->doubt_at_most;
    return total;
}

/* Log-odds of two names; LEAVE where they are not for this quick way. */
static int weigh_names(Scales *scales, Name *a, Name *b, PyObject *known, double *total)
{
    Pair pair = {.a = a, .b = b, .known = known};
    int left = LEAVE;
    if (pair.a->core_size && pair.b->core_size)
        left = measure_pair(scales, &pair);
    if (left == DONE)
        left = weigh_edits(scales, &pair);
    if (left == DONE)
        *total = weigh_pair(scales, &pair);
    for (int i = 0; i < 2; i++)
        Py_XDECREF((PyObject *)pair.merged[i]);
    return left;
}

/* Log-odds as Python's number, None where there are none. */
static PyObject *weighed(Scales *scales, Name *a, Name *b, PyObject *known)
{
    double total;
    int left = weigh_names(scales, a, b, known, &total);
    return left == FAILED ? NULL : left == LEAVE ? held(Py_None) : PyFloat_FromDouble(total);
}

static PyObject *scales_weigh(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    Scales *scales = (Scales *)self;
    if (nargs < 2 || nargs > 3 || Py_TYPE(args[0]) != scales->name_type || Py_TYPE(args[1]) != scales->name_type) {
        PyErr_SetString(PyExc_TypeError, "weigh(a: Name, b: Name, known=None)");
        return NULL;
    }
    return weighed(scales, (Name *)args[0], (Name *)args[1], nargs > 2 ? args[2] : Py_None);
}

/* ---- names by their strings ---- */

/* Whether a name has a sign with which a tail may begin (tail.py); -1 with an exception. */
static int may_have_tail(const Scales *scales, PyObject *text)
{
    for (int i = 0; i < scales->tails_size; i++) {
        Py_ssize_t at = PyUnicode_FindChar(text, scales->tails[i], 0, PyUnicode_GetLength(text), 1);
        if (at != -1)
            return at >= 0 ? 1 : -1;
    }
    return 0;
}

/* The name of a string, read here or by Python, or None; a new reference. */
static PyObject *scales_ready(PyObject *self, PyObject *text)
{
    Scales *scales = (Scales *)self;
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "a name is a str");
        return NULL;
    }
    PyObject *found = PyDict_GetItemWithError(scales->names, text);
    if (found != NULL || PyErr_Occurred())
        return found == NULL ? NULL : held(found);
    found = reader_read((PyObject *)scales->reader, text);
    if (found == Py_None) {
        Py_DECREF(found);
        found = PyObject_CallFunctionObjArgs(scales->asks.in_full, text, NULL);
    }
    if (found != NULL && found != Py_None && Py_TYPE(found) != scales->name_type) {
        PyErr_SetString(PyExc_TypeError, "a name read in full is a Name");
        Py_CLEAR(found);
    }
    if (found != NULL && found != Py_None && scales->tails_size) {
        int tailed = may_have_tail(scales, text);
        ((Name *)found)->tailed = tailed > 0;
        if (tailed < 0)
            Py_CLEAR(found);
    }
    if (found != NULL && PyDict_Size(scales->names) >= scales->remembered)
        PyDict_Clear(scales->names);
    if (found != NULL && PyDict_SetItem(scales->names, text, found) < 0)
        Py_CLEAR(found);
    return found;
}

static PyObject *scales_compare(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs != 3) {
        PyErr_SetString(PyExc_TypeError, "compare(a: str, b: str, known)");
        return NULL;
    }
    PyObject *a = scales_ready(self, args[0]), *b = a == NULL ? NULL : scales_ready(self, args[1]);
    PyObject *found = NULL;
    if (b != NULL)
        found = a == Py_None || b == Py_None ? held(Py_None)
                                             : weighed((Scales *)self, (Name *)a, (Name *)b, args[2]);
    Py_XDECREF(a);
    Py_XDECREF(b);
    return found;
}

/* ---- making them ---- */

static void scales_dealloc(PyObject *self)
{
    Scales *scales = (Scales *)self;
    PyObject **asks = (PyObject **)&scales->asks;
    for (size_t i = 0; i < sizeof(Asks) / sizeof(PyObject *); i++)
        Py_XDECREF(asks[i]);
    for (int i = 0; i < FORMS; i++) {
        Py_XDECREF(scales->cards[i]);
        Py_XDECREF((PyObject *)scales->edits[i]);
    }
    for (int i = 0; i < MOST_GROUPS * MOST_GROUPS; i++) {
        Way *way = &scales->ways[0][0] + i;
        Py_XDECREF(way->table);
        Py_XDECREF(way->encoded_a);
        Py_XDECREF(way->encoded_b);
        Py_XDECREF(way->side_a);
        Py_XDECREF(way->side_b);
    }
    for (int i = 0; i < LETTERS_OF_ASCII; i++)
        Py_XDECREF(scales->firsts[i]);
    Py_XDECREF(scales->explained);
    Py_XDECREF(scales->rules);
    for (int i = 0; i < scales->groups_size; i++)
        Py_XDECREF(scales->groups[i].rules);
    Py_XDECREF((PyObject *)scales->marks);
    Py_XDECREF(scales->derivations);
    Py_XDECREF(scales->names);
    Py_XDECREF((PyObject *)scales->reader);
    Py_XDECREF((PyObject *)scales->name_type);
    Py_XDECREF((PyObject *)scales->table_type);
    Py_XDECREF((PyObject *)scales->side_type);
    release(self);
}

#define NAME_OF_NUMBERS(name) #name,
#define NAME_OF_ASKS(name) #name,
static const char *const number_names[] = {NUMBERS(NAME_OF_NUMBERS)};
static const char *const ask_names[] = {ASKS(NAME_OF_ASKS)};

static PyObject *needed(PyObject *mapping, const char *name)
{
    PyObject *found = PyDict_GetItemString(mapping, name);
    if (found == NULL && !PyErr_Occurred())
        PyErr_Format(PyExc_KeyError, "the scales need %s", name);
    return found;
}

/* The points of edits that go with each card, or None. */
static int read_all_edits(Scales *scales, PyObject *listed, PyObject *edits_type)
{
    for (Py_ssize_t i = 0; i < FORMS; i++) {
        PyObject *edits = PyTuple_GetItem(listed, i);
        if (edits == NULL)
            return FAILED;
        if (edits == Py_None)
            continue;
        if ((PyObject *)Py_TYPE(edits) != edits_type) {
            PyErr_SetString(PyExc_TypeError, "the scales take Edits, or None, for each form");
            return FAILED;
        }
        scales->edits[i] = (Edits *)held(edits);
    }
    return DONE;
}

static int read_scales(Scales *scales, PyObject *numbers, PyObject *asks, PyObject *cards, PyObject *card_type)
{
    for (size_t i = 0; i < sizeof(Numbers) / sizeof(double); i++) {
        PyObject *number = needed(numbers, number_names[i]);
        if (number == NULL || read_double(number, (double *)&scales->numbers + i) < 0)
            return FAILED;
    }
    for (size_t i = 0; i < sizeof(Asks) / sizeof(PyObject *); i++) {
        PyObject *ask = needed(asks, ask_names[i]);
        if (ask == NULL)
            return FAILED;
        ((PyObject **)&scales->asks)[i] = held(ask);
    }
    for (Py_ssize_t i = 0; i <= FORMS; i++) {
        PyObject *card = PyTuple_GetItem(cards, i);
        if (card == NULL || !fits_card(card, card_type, i < FORMS ? LOOKS + LIKENESS : 1))
            return FAILED;
        *(i < FORMS ? scales->cards + i : &scales->explained) = held(card);
    }
    return DONE;
}

/* Groups of rules: tuples of (rules, whether they are of Greek places, what they need less to be chosen). */
static int read_groups(Scales *scales, PyObject *groups, PyObject *rules_type)
{
    if (PyTuple_Size(groups) > MOST_RULE_GROUPS) {
        PyErr_SetString(PyExc_ValueError, "too many groups of rules");
        return FAILED;
    }
    for (Py_ssize_t i = 0; i < PyTuple_Size(groups); i++) {
        Group *group = scales->groups + i;
        PyObject *rules;
        if (!PyArg_ParseTuple(PyTuple_GetItem(groups, i), "Opd", &rules, &group->greek, &group->advantage))
            return FAILED;
        if ((PyObject *)Py_TYPE(rules) != rules_type) {
            PyErr_SetString(PyExc_TypeError, "a group has Rules");
            return FAILED;
        }
        group->rules = held(rules);
        scales->groups_size++;
    }
    return DONE;
}

static PyObject *scales_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"kind", "numbers", "asks", "cards", "rules", "groups", "reader", "edits", "derivations",
                            "remembered",
                            "tails", NULL};
    PyObject *numbers, *asks, *cards, *rules, *groups, *reader, *edits, *derivations, *tails;
    Py_ssize_t remembered;
    int kind;
    State *state = PyType_GetModuleState(type);
    if (state == NULL || !PyArg_ParseTupleAndKeywords(args, kwargs, "iO!O!O!OO!OO!O!nU:Scales", names, &kind, &PyDict_Type,
                                                      &numbers, &PyDict_Type, &asks, &PyTuple_Type, &cards, &rules,
                                                      &PyTuple_Type, &groups, &reader, &PyTuple_Type, &edits,
                                                      &PyFrozenSet_Type, &derivations, &remembered, &tails))
        return NULL;
    if ((PyObject *)Py_TYPE(rules) != state->rules_type || (PyObject *)Py_TYPE(reader) != state->reader_type) {
        PyErr_SetString(PyExc_TypeError,
                        "Scales(kind, numbers, asks, cards, rules: Rules, groups, reader: Reader, edits, derivations, "
                        "remembered, tails)");
        return NULL;
    }
    Scales *scales = (Scales *)allocate(type, 0);
    if (scales == NULL)
        return NULL;
    scales->kind = kind;
    scales->rules = held(rules);
    scales->derivations = held(derivations);
    scales->reader = (Reader *)held(reader);
    scales->marks = (Marks *)held((PyObject *)scales->reader->marks);
    scales->name_type = (PyTypeObject *)held(state->name_type);
    scales->table_type = (PyTypeObject *)held(state->table_type);
    scales->side_type = (PyTypeObject *)held(state->side_type);
    scales->remembered = remembered;
    for (; scales->tails_size < PyUnicode_GetLength(tails) && scales->tails_size < MOST_TAILS; scales->tails_size++)
        scales->tails[scales->tails_size] = PyUnicode_ReadChar(tails, scales->tails_size);
    if (PyUnicode_GetLength(tails) > MOST_TAILS)
        PyErr_SetString(PyExc_ValueError, "too many signs of a tail");
    if (PyErr_Occurred() || (scales->names = PyDict_New()) == NULL ||
        read_scales(scales, numbers, asks, cards, state->card_type) < 0 ||
        read_groups(scales, groups, state->rules_type) < 0 ||
        read_all_edits(scales, edits, state->edits_type) < 0) {
        Py_DECREF((PyObject *)scales);
        return NULL;
    }
    return (PyObject *)scales;
}

#endif
