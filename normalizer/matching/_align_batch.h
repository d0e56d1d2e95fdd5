/* Many pairs of names compared in one call, each answer made as compare._scored makes it; part of _align.c.
 *
 * What is no matter of arithmetic is left to Python, pair by pair: names that may be equal when folded, tails of places,
 * and what the scales leave to it.
 */
#ifndef ALIGN_BATCH_H
#define ALIGN_BATCH_H

#include "_align_scales.h"

enum { COMPARISON_FIELDS = 5 }; /* a, b, score, same, reasons */

/* How the answers of a batch are made. */
typedef struct {
    PyTypeObject *type;
    PyObject *names[COMPARISON_FIELDS], *reasons, *known;
    double highest, threshold;
} Answers;

/* Whether a letter is of a script that has no form in ASCII's letters. */
static int is_foreign(Py_UCS4 point)
{
    return point >= 0x370 && is_alnum(point) == 1;
}

/* Whether two strings may be one when folded (unicode.fold_letters): not where they are of other lengths, which are not
 * asked, nor where a letter stands for another one behind what is the same in ASCII. */
static int may_fold_alike(PyObject *a, PyObject *b)
{
    Py_ssize_t size = PyUnicode_GetLength(a);
    if (a == b || size != PyUnicode_GetLength(b))
        return a == b;
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 x = PyUnicode_ReadChar(a, i), y = PyUnicode_ReadChar(b, i);
        if (is_ascii_letter(x) && is_ascii_letter(y)) {
            if ((x | 0x20) != (y | 0x20))
                return 0;
        } else if ((is_ascii_letter(x) && is_foreign(y)) || (is_foreign(x) && is_ascii_letter(y)))
            return 0;
        else if (x != y || x >= 128)
            return 1;
    }
    return 1;
}

/* Log-odds as a score: model.probability. */
static double score_of(double log_odds, double highest)
{
    if (!(log_odds > -500))
        return 0.0;
    double score = 1.0 / (1.0 + exp(-log_odds));
    return score < highest ? score : highest;
}

/* The answer to a pair, a new reference. */
static PyObject *answer(const Answers *answers, PyObject *a, PyObject *b, double log_odds)
{
    double score = score_of(log_odds, answers->highest);
    PyObject *number = PyFloat_FromDouble(score), *made = number == NULL ? NULL : allocate(answers->type, 0);
    PyObject *values[] = {a, b, number, score >= answers->threshold ? Py_True : Py_False, answers->reasons};
    for (int i = 0; made != NULL && i < COMPARISON_FIELDS; i++)
        if (PyObject_GenericSetAttr(made, answers->names[i], values[i]) < 0)
            Py_CLEAR(made);
    if (made != NULL && PyType_HasFeature(answers->type, Py_TPFLAGS_HAVE_GC))
        PyObject_GC_UnTrack(made); /* strings, numbers and reasons lead to no cycle, and the collector need not look at it */
    Py_XDECREF(number);
    return made;
}

/* The answer to a pair of strings, or None where Python must compare them; a new reference. */
static PyObject *answer_pair(Scales *scales, const Answers *answers, PyObject *pair)
{
    PyObject *one = PyTuple_CheckExact(pair) && PyTuple_Size(pair) == 2 ? PyTuple_GetItem(pair, 0) : NULL;
    PyObject *other = one == NULL ? NULL : PyTuple_GetItem(pair, 1);
    if (one == NULL || !PyUnicode_CheckExact(one) || !PyUnicode_CheckExact(other) || may_fold_alike(one, other))
        return held(Py_None);
    PyObject *a = scales_ready((PyObject *)scales, one), *b = a == NULL ? NULL : scales_ready((PyObject *)scales, other);
    PyObject *found = NULL;
    double total = 0.0;
    int left = b == NULL ? FAILED : LEAVE;
    if (left == LEAVE && a != Py_None && b != Py_None && !((Name *)a)->tailed && !((Name *)b)->tailed)
        left = weigh_names(scales, (Name *)a, (Name *)b, answers->known, &total);
    if (left != FAILED)
        found = left == LEAVE ? held(Py_None) : answer(answers, one, other, total);
    Py_XDECREF(a);
    Py_XDECREF(b);
    return found;
}

static void release_answers(Answers *answers)
{
    for (int i = 0; i < COMPARISON_FIELDS; i++)
        Py_CLEAR(answers->names[i]);
}

/* compare_many(pairs, known, type, names, reasons, highest, threshold) -> list of answers, None where Python must. */
static PyObject *scales_compare_many(PyObject *self, PyObject *args)
{
    PyObject *pairs, *type, *names;
    Answers answers = {NULL, {NULL}, NULL, NULL, 0.0, 0.0};
    if (!PyArg_ParseTuple(args, "O!OO!O!Odd:compare_many", &PyList_Type, &pairs, &answers.known, &PyType_Type, &type,
                          &PyTuple_Type, &names, &answers.reasons, &answers.highest, &answers.threshold))
        return NULL;
    if (PyTuple_Size(names) != COMPARISON_FIELDS || !(PyType_GetFlags((PyTypeObject *)type) & Py_TPFLAGS_HEAPTYPE)) {
        PyErr_SetString(PyExc_TypeError, "an answer is of a class of Python's, and has five fields");
        return NULL;
    }
    answers.type = (PyTypeObject *)type;
    for (Py_ssize_t i = 0; i < COMPARISON_FIELDS; i++)
        answers.names[i] = held(PyTuple_GetItem(names, i));
    PyObject *made = PyList_New(0);
    for (Py_ssize_t i = 0; made != NULL && i < PyList_Size(pairs); i++) { /* what Python is asked might change the list */
        PyObject *pair = held(PyList_GetItem(pairs, i));
        PyObject *found = answer_pair((Scales *)self, &answers, pair);
        Py_DECREF(pair);
        if (found == NULL || PyList_Append(made, found) < 0)
            Py_CLEAR(made);
        Py_XDECREF(found);
    }
    release_answers(&answers);
    return made;
}

static PyMethodDef scales_methods[] = {
    {"weigh", (PyCFunction)(void (*)(void))scales_weigh, METH_FASTCALL,
     "weigh(a, b, known=None) -> log-odds that two names are one, or None for names that are not for this quick way"},
    {"ready", scales_ready, METH_O, "ready(name) -> Name, remembered; None for a name without words of its own"},
    {"compare", (PyCFunction)(void (*)(void))scales_compare, METH_FASTCALL,
     "compare(a, b, known) -> what `weigh` tells of two strings, None where one has no words of its own"},
    {"compare_many", scales_compare_many, METH_VARARGS,
     "compare_many(pairs, known, type, names, reasons, highest, threshold) -> answers of this type with these fields (two "
     "strings, score, whether it reaches the threshold, reasons), None where Python must compare"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot scales_slots[] = {
    {Py_tp_doc,
     "Scales(kind, numbers, asks, cards, rules, groups, reader, edits, derivations, remembered, tails): names of one kind "
     "weighed, pair by pair."},
    {Py_tp_new, scales_new},
    {Py_tp_dealloc, scales_dealloc},
    {Py_tp_methods, scales_methods},
    {0, NULL},
};

static PyType_Spec scales_spec = {
    .name = "normalizer.matching._align.Scales",
    .basicsize = sizeof(Scales),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = scales_slots,
};

#endif
