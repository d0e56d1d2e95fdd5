/* Words encoded for one side of a cost table; part of _align.c. */
#ifndef ALIGN_WORDS_H
#define ALIGN_WORDS_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__ /* GCC leaves the operations of C11 as they are written by itself */
#pragma STDC FP_CONTRACT OFF
#endif

#define MAX_LETTERS 64 /* as in plain.py; one machine word of bits in `spelling` */
#define MAX_SIDE 4096  /* letters of an alphabet */

typedef struct {
    double gap;
    uint32_t code;
} Letter;

typedef struct {
    PyObject_VAR_HEAD
    Py_ssize_t size;
    uint32_t highest; /* the highest code, to be below the table's number of letters */
    Letter letters[1];
} Word;

typedef struct {
    PyObject *word_type, *side_type, *table_type, *rules_type, *card_type, *edits_type, *term_type, *name_type,
        *marks_type, *levels_type, *reader_type;
} State;

/* ---- reading numbers ---- */

static int read_double(PyObject *value, double *target)
{
    *target = PyFloat_AsDouble(value);
    return *target == -1.0 && PyErr_Occurred() ? -1 : 0;
}

/* `size` numbers of a sequence into `target`. */
static int read_row(PyObject *sequence, double *target, Py_ssize_t size)
{
    PyObject *row = PySequence_Tuple(sequence);
    if (row == NULL)
        return -1;
    int failed = PyTuple_Size(row) != size;
    if (failed)
        PyErr_SetString(PyExc_ValueError, "rows of different lengths");
    for (Py_ssize_t i = 0; i < size && !failed; i++)
        failed = read_double(PyTuple_GetItem(row, i), target + i) < 0;
    Py_DECREF(row);
    return failed ? -1 : 0;
}

/* A sequence of `height` rows of `width` numbers, in new memory. */
static double *read_rows(PyObject *sequence, Py_ssize_t height, Py_ssize_t width)
{
    PyObject *rows = PySequence_Tuple(sequence);
    if (rows == NULL)
        return NULL;
    double *numbers = NULL;
    if (PyTuple_Size(rows) != height)
        PyErr_SetString(PyExc_ValueError, "another number of rows than letters");
    else if ((numbers = PyMem_Malloc((size_t)(height * width + 1) * sizeof(double))) == NULL)
        PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < height && numbers != NULL; i++)
        if (read_row(PyTuple_GetItem(rows, i), numbers + i * width, width) < 0) {
            PyMem_Free(numbers);
            numbers = NULL;
        }
    Py_DECREF(rows);
    return numbers;
}

/* What every deallocation ends with: instances of heap types own a reference to their type. */
static void release(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release_memory = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release_memory(self);
    Py_DECREF((PyObject *)type);
}

static PyObject *allocate(PyTypeObject *type, Py_ssize_t items)
{
    allocfunc make = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    return make(type, items);
}

/* The type of words of the module that `type` belongs to; a new reference. */
static PyTypeObject *word_type_of(PyTypeObject *type)
{
    State *state = PyType_GetModuleState(type);
    if (state == NULL)
        return NULL;
    Py_INCREF(state->word_type);
    return (PyTypeObject *)state->word_type;
}

/* ---- words ---- */

static Word *make_word(PyTypeObject *type, Py_ssize_t size)
{
    Word *word = (Word *)allocate(type, size);
    if (word != NULL) {
        word->size = size;
        word->highest = 0;
    }
    return word;
}

static PyObject *word_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"codes", "gaps", NULL};
    PyObject *codes, *gaps;
    double numbers[MAX_LETTERS];
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO:Word", names, &codes, &gaps))
        return NULL;
    codes = PySequence_Tuple(codes);
    if (codes == NULL)
        return NULL;
    Py_ssize_t size = PyTuple_Size(codes);
    Word *word = NULL;
    if (size > MAX_LETTERS)
        PyErr_Format(PyExc_ValueError, "a word has at most %d letters", MAX_LETTERS);
    else if (read_row(gaps, numbers, size) == 0)
        word = make_word(type, size);
    for (Py_ssize_t i = 0; i < size && word != NULL; i++) {
        long code = PyLong_AsLong(PyTuple_GetItem(codes, i));
        if (code < 0 || code >= MAX_SIDE) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no such letter number");
            Py_DECREF(word);
            word = NULL;
            break;
        }
        word->letters[i].code = (uint32_t)code;
        word->letters[i].gap = numbers[i];
        if (word->highest < (uint32_t)code)
            word->highest = (uint32_t)code;
    }
    Py_DECREF(codes);
    return (PyObject *)word;
}

static PyObject *word_get(PyObject *self, void *which)
{
    const Word *word = (Word *)self;
    Py_ssize_t size = word->size;
    PyObject *values = PyTuple_New(size);
    for (Py_ssize_t i = 0; i < size && values != NULL; i++) {
        PyObject *value = which == NULL ? PyLong_FromUnsignedLong(word->letters[i].code)
                                        : PyFloat_FromDouble(word->letters[i].gap);
        if (value == NULL || PyTuple_SetItem(values, i, value) < 0)
            Py_CLEAR(values);
    }
    return values;
}

static PyGetSetDef word_getset[] = {
    {"codes", word_get, NULL, "letter numbers", NULL},
    {"gaps", word_get, NULL, "the odds that each letter is dropped", (void *)1},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot word_slots[] = {
    {Py_tp_doc, "A word encoded for one side of a table."},
    {Py_tp_new, word_new},
    {Py_tp_dealloc, release},
    {Py_tp_getset, word_getset},
    {0, NULL},
};

static PyType_Spec word_spec = {
    .name = "normalizer.matching._align.Word",
    .basicsize = offsetof(Word, letters),
    .itemsize = sizeof(Letter),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = word_slots,
};

#endif
