/* Words encoded for one side of a cost table, and the sides that encode them; part of _align.c. */
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
    uint32_t point; /* code point + 1; 0 where no letter is */
    uint32_t code;
} Slot;

typedef struct {
    PyObject_HEAD
    PyTypeObject *word_type;
    Py_ssize_t size, limit;
    size_t mask; /* of the hash table */
    Slot *slots;
    double *drop, *before, *after;
} Side;

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

/* ---- sides ---- */

static size_t place_of(const Side *side, Py_UCS4 point)
{
    size_t place = (point * 2654435761u) & side->mask;
    while (side->slots[place].point != 0 && side->slots[place].point != point + 1)
        place = (place + 1) & side->mask;
    return place;
}

static int number_letters(Side *side, PyObject *letters)
{
    size_t slots = 64;
    while (slots < 4 * (size_t)side->size)
        slots *= 2;
    side->mask = slots - 1;
    side->slots = PyMem_Calloc(slots, sizeof(Slot));
    if (side->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < side->size; i++) {
        Py_UCS4 point = PyUnicode_ReadChar(letters, i);
        Slot *slot = side->slots + place_of(side, point);
        slot->point = point + 1;
        slot->code = (uint32_t)i;
    }
    return 0;
}

static void side_dealloc(PyObject *self)
{
    Side *side = (Side *)self;
    PyMem_Free(side->slots);
    PyMem_Free(side->drop);
    PyMem_Free(side->before);
    PyMem_Free(side->after);
    Py_XDECREF((PyObject *)side->word_type);
    release(self);
}

static PyObject *side_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"letters", "drop", "before", "after", "limit", NULL};
    PyObject *letters, *drop, *before, *after;
    Py_ssize_t limit;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "UOOOn:Side", names, &letters, &drop, &before, &after, &limit))
        return NULL;
    Py_ssize_t size = PyUnicode_GetLength(letters);
    if (size > MAX_SIDE || limit < 0 || limit > MAX_LETTERS) {
        PyErr_Format(PyExc_ValueError, "at most %d letters, and %d in a word", MAX_SIDE, MAX_LETTERS);
        return NULL;
    }
    Side *side = (Side *)allocate(type, 0);
    if (side == NULL)
        return NULL;
    side->size = size;
    side->limit = limit;
    if ((side->word_type = word_type_of(type)) == NULL || number_letters(side, letters) < 0 ||
        (side->drop = PyMem_Malloc((size_t)(size + 1) * sizeof(double))) == NULL ||
        read_row(drop, side->drop, size) < 0 || (side->before = read_rows(before, size + 1, size)) == NULL ||
        (side->after = read_rows(after, size, size + 1)) == NULL) {
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        Py_DECREF(side);
        return NULL;
    }
    return (PyObject *)side;
}

/* Adds the code of one code point, if there is one; whether there was. */
static int add_code(const Side *side, Py_UCS4 point, uint32_t *codes, Py_ssize_t *count)
{
    const Slot *slot = side->slots + place_of(side, point);
    if (slot->point == 0)
        return 0;
    codes[(*count)++] = slot->code;
    return 1;
}

/* The codes of a letter's bare form, which `bare` knows. */
static int add_bare(const Side *side, Py_UCS4 point, PyObject *bare, uint32_t *codes, Py_ssize_t *count)
{
    PyObject *letter = PyUnicode_FromOrdinal((int)point);
    PyObject *forms = letter == NULL ? NULL : PyObject_CallFunctionObjArgs(bare, letter, NULL);
    Py_XDECREF(letter);
    if (forms == NULL)
        return -1;
    int failed = !PyUnicode_Check(forms);
    if (failed)
        PyErr_SetString(PyExc_TypeError, "a bare form is a str");
    Py_ssize_t size = failed ? 0 : PyUnicode_GetLength(forms);
    for (Py_ssize_t i = 0; i < size && *count < side->limit; i++)
        add_code(side, PyUnicode_ReadChar(forms, i), codes, count);
    Py_DECREF(forms);
    return failed ? -1 : 0;
}

/* The word of these letters, with how easily each is dropped beside its neighbours. */
static PyObject *word_of(const Side *side, const uint32_t *codes, Py_ssize_t count)
{
    Word *word = make_word(side->word_type, count);
    for (Py_ssize_t i = 0; i < count && word != NULL; i++) {
        uint32_t code = codes[i];
        size_t previous = i > 0 ? codes[i - 1] : (size_t)side->size;
        size_t next = i + 1 < count ? codes[i + 1] : (size_t)side->size;
        word->letters[i].code = code;
        word->letters[i].gap = side->drop[code] * side->before[previous * (size_t)side->size + code] *
                               side->after[code * ((size_t)side->size + 1) + next];
        if (word->highest < code)
            word->highest = code;
    }
    return (PyObject *)word;
}

/* A word encoded; `bare` is asked for letters that are not in the table. */
static PyObject *encode(const Side *side, PyObject *letters, PyObject *bare)
{
    uint32_t codes[MAX_LETTERS];
    Py_UCS4 few[MAX_LETTERS];
    Py_ssize_t count = 0, size = PyUnicode_GetLength(letters);
    int copied = size <= MAX_LETTERS;
    if (copied && PyUnicode_AsUCS4(letters, few, MAX_LETTERS, 0) == NULL)
        return NULL;
    for (Py_ssize_t i = 0; i < size && count < side->limit; i++) {
        Py_UCS4 point = copied ? few[i] : PyUnicode_ReadChar(letters, i);
        if (!add_code(side, point, codes, &count) && add_bare(side, point, bare, codes, &count) < 0)
            return NULL;
    }
    return word_of(side, codes, count);
}

static PyObject *side_encode(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs != 2 || !PyUnicode_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "encode(letters: str, bare: callable)");
        return NULL;
    }
    return encode((Side *)self, args[0], args[1]);
}

static PyMethodDef side_methods[] = {
    {"encode", (PyCFunction)(void (*)(void))side_encode, METH_FASTCALL,
     "encode(letters, bare) -> Word; bare(letter) is asked about letters that are not in the table"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot side_slots[] = {
    {Py_tp_doc, "Side(letters, drop, before, after, limit): one side's letters."},
    {Py_tp_new, side_new},
    {Py_tp_dealloc, side_dealloc},
    {Py_tp_methods, side_methods},
    {0, NULL},
};

static PyType_Spec side_spec = {
    .name = "normalizer.matching._align.Side",
    .basicsize = sizeof(Side),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = side_slots,
};

#endif
