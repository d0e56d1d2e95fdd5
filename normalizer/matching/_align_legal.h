/* What all words of a name make of some: legal forms of several words, as legal.legal_spans finds them, and lesser words
 * where there is no other; part of _align.c. */
#ifndef ALIGN_LEGAL_H
#define ALIGN_LEGAL_H

#include "_align_folding.h"

/* A name while it is read. */
typedef struct {
    PyObject *terms[MOST_WORDS];
    unsigned char places[MOST_WORDS];
    int size, ascii, firsts; /* firsts: whether a word may begin a legal form of several */
} Reading;

/* A word as lists have it, borrowed; NULL where only Python knows it. */
static PyObject *listed_form(const Term *term)
{
    if (term->flags & ASCII_TEXT)
        return term->low;
    return term->flags & LETTERED_TERM ? term->meaning : NULL;
}

/* How many words from here are a form, whose class is `meaning`, borrowed; 0 where none is, -1 with an exception. */
static int form_at(const Reader *reader, PyObject *const *lows, int count, int at, PyObject **meaning)
{
    PyObject *forms = PyDict_GetItemWithError(reader->forms, lows[at]);
    Py_ssize_t listed = forms == NULL ? 0 : PyTuple_Size(forms);
    for (Py_ssize_t i = 0; i < listed; i++) {
        PyObject *form = PyTuple_GetItem(forms, i), *rest = PyTuple_GetItem(form, 0);
        int size = rest == NULL ? -1 : (int)PyTuple_Size(rest);
        if (size < 0)
            return -1;
        int fits = at + 1 + size <= count, apart = PyUnicode_GetLength(lows[at]) == 1;
        for (int k = 0; k < size && fits; k++) {
            PyObject *word = PyTuple_GetItem(rest, k);
            fits = PyUnicode_Compare(word, lows[at + 1 + k]) == 0;
            apart = apart && PyUnicode_GetLength(word) == 1;
        }
        /* letters that stand apart are a form at the end of an organisation's name alone */
        if (fits && (!apart || (reader->letters && at && at + 1 + size == count))) {
            *meaning = PyTuple_GetItem(form, 1);
            return 1 + size;
        }
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* The term of a form of these words, a new reference. */
static PyObject *legal_term(const Reader *reader, PyObject *const *terms, int size, PyObject *meaning)
{
    PyObject *text = held(((Term *)terms[0])->text), *space = PyUnicode_FromString(" ");
    for (int i = 1; i < size && text != NULL && space != NULL; i++) {
        PyObject *begun = PyUnicode_Concat(text, space);
        Py_DECREF(text);
        text = begun == NULL ? NULL : PyUnicode_Concat(begun, ((Term *)terms[i])->text);
        Py_XDECREF(begun);
    }
    PyObject *found = text == NULL || space == NULL ? NULL
                                                    : PyObject_CallFunctionObjArgs(reader->legal, text, meaning, NULL);
    Py_XDECREF(text);
    Py_XDECREF(space);
    if (found != NULL && Py_TYPE(found) != reader->term_type) {
        PyErr_SetString(PyExc_TypeError, "a legal form is a Term");
        Py_CLEAR(found);
    }
    return found;
}

/* Makes one word of each legal form; 1, 0 where the name is Python's business, -1 with an exception. count: the words of
 * which the terms were made. */
static int join_forms(const Reader *reader, Reading *reading, int count)
{
    PyObject *lows[MOST_WORDS];
    if (reading->size != count)
        return 0;
    for (int i = 0; i < count; i++)
        if ((lows[i] = listed_form((Term *)reading->terms[i])) == NULL)
            return 0;
    int to = 0, failed = 0;
    PyObject *made[MOST_WORDS];
    unsigned char places[MOST_WORDS];
    for (int at = 0; at < count && !failed;) {
        PyObject *meaning = NULL;
        int size = form_at(reader, lows, count, at, &meaning);
        failed = size < 0;
        made[to] = failed ? NULL : size ? legal_term(reader, reading->terms + at, size, meaning) : held(reading->terms[at]);
        failed = made[to] == NULL;
        places[to] = reading->places[at];
        to += !failed;
        at += size ? size : 1;
    }
    for (int i = 0; i < count && !failed; i++)
        Py_DECREF(reading->terms[i]);
    for (int i = 0; i < to && failed; i++)
        Py_DECREF(made[i]);
    if (failed)
        return -1;
    memcpy(reading->terms, made, (size_t)to * sizeof(*made));
    memcpy(reading->places, places, (size_t)to);
    reading->size = to;
    return 1;
}

/* ---- names of lesser words alone ---- */

/* A lesser word as one of the name, kept with it; borrowed. */
static PyObject *learn_raised(const Reader *reader, Term *term)
{
    if (term->raised != NULL || term->part == NULL)
        return term->raised;
    PyObject *found = PyObject_CallFunctionObjArgs(reader->raised, term->part, NULL);
    if (found != NULL && Py_TYPE(found) != reader->term_type) {
        PyErr_SetString(PyExc_TypeError, "a word of the name is a Term");
        Py_CLEAR(found);
    }
    if (found != NULL && term->raised == NULL)
        term->raised = found;
    else
        Py_XDECREF(found);
    return term->raised;
}

/* A name of lesser words alone is made of those of one part: words._with_a_name. 1, 0 where the name is Python's business,
 * -1 with an exception. */
static int raise_words(const Reader *reader, Reading *reading)
{
    static const int raised[] = {DIRECTION_ROLE, TITLE_ROLE, SUFFIX_ROLE, GENERIC_ROLE, LEGAL_ROLE, PARTICLE_ROLE};
    int roles = 0, role = INITIAL_ROLE;
    for (int i = 0; i < reading->size; i++)
        roles |= 1 << ((Term *)reading->terms[i])->role;
    if (roles & 1 << NAME_ROLE)
        return 1;
    if (roles & 1 << NUMBER_ROLE)
        return roles >> INITIAL_ROLE & 1;
    for (int i = 0; i < 6 && role == INITIAL_ROLE && !(reader->letters && roles >> INITIAL_ROLE & 1); i++)
        role = roles >> raised[i] & 1 ? raised[i] : role;
    if (!(roles >> role & 1) || (role == INITIAL_ROLE && !reader->letters))
        return 0;
    for (int i = 0; i < reading->size; i++) {
        Term *term = (Term *)reading->terms[i];
        PyObject *found = term->role == role ? learn_raised(reader, term) : (PyObject *)term;
        if (found == NULL)
            return PyErr_Occurred() ? -1 : 0;
        if (found == (PyObject *)term)
            continue;
        reading->terms[i] = held(found);
        reading->places[i] = TIED;
        Py_DECREF((PyObject *)term);
    }
    return 1;
}

#endif
