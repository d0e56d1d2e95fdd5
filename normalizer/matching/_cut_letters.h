/* Letters that are folded, what is known of each, and the spellings that are made one; part of _cut.c. */
#ifndef CUT_LETTERS_H
#define CUT_LETTERS_H

#include "_cut_alike.h"

#include <math.h>

#define INTERFACE 2 /* as in cut.py */
#define PAGE 256
#define PAGES (0x110000 / PAGE)
#define LONGEST 3   /* letters of a spelling that is made another */
#define MOST_ALIKE 100.0
#define SEVERAL 256 /* scripts in one name: no number of one */

enum { UNKNOWN, KNOWN, BY_NEIGHBOURS };

/* A letter, and what it becomes in a name in other letters than Latin ones and in one in these; NULL until asked. */
typedef struct {
    Py_UCS4 *folded[2];
    uint16_t sizes[2];
    uint8_t state, script;
} Letter;

typedef struct {
    Py_UCS4 from[LONGEST], to[LONGEST];
    uint8_t size, becomes;
} Spelling;

typedef struct {
    PyObject_HEAD
    PyObject *script, *fold, *whole;
    Letter *pages[PAGES];
    Spelling *spellings; /* longest first */
    Py_ssize_t count;
    uint8_t begins[PLAIN]; /* whether a spelling begins with this letter */
} Cut;

static void cut_dealloc(PyObject *self)
{
    Cut *cut = (Cut *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (int page = 0; page < PAGES; page++) {
        for (int at = 0; cut->pages[page] != NULL && at < PAGE; at++)
            for (int latin = 0; latin < 2; latin++)
                PyMem_Free(cut->pages[page][at].folded[latin]);
        PyMem_Free(cut->pages[page]);
    }
    PyMem_Free(cut->spellings);
    Py_XDECREF(cut->script);
    Py_XDECREF(cut->fold);
    Py_XDECREF(cut->whole);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

static int read_spelling(Spelling *spelling, PyObject *from, PyObject *to)
{
    Py_UCS4 letters[LONGEST + 1];
    Py_ssize_t size = PyUnicode_GetLength(from), becomes = PyUnicode_GetLength(to);
    if (size < 0 || becomes < 0)
        return -1;
    if (size < 1 || size > LONGEST || becomes > LONGEST) {
        PyErr_SetString(PyExc_ValueError, "a spelling has one to three letters, and what it becomes three at most");
        return -1;
    }
    if (PyUnicode_AsUCS4(from, letters, LONGEST + 1, 0) == NULL)
        return -1;
    memcpy(spelling->from, letters, sizeof spelling->from);
    if (becomes && PyUnicode_AsUCS4(to, letters, LONGEST + 1, 0) == NULL)
        return -1;
    memcpy(spelling->to, letters, sizeof spelling->to);
    spelling->size = (uint8_t)size;
    spelling->becomes = (uint8_t)becomes;
    return 0;
}

/* Spellings as (from, to), those that are tried first before the others. */
static int read_spellings(Cut *cut, PyObject *listed)
{
    PyObject *rows = PySequence_Tuple(listed);
    if (rows == NULL)
        return -1;
    Py_ssize_t count = PyTuple_Size(rows);
    int done = -1;
    if ((cut->spellings = PyMem_Calloc((size_t)count + 1, sizeof *cut->spellings)) == NULL)
        PyErr_NoMemory();
    else {
        for (done = 0; done == 0 && cut->count < count; cut->count++) {
            PyObject *from, *to;
            Spelling *spelling = cut->spellings + cut->count;
            done = PyArg_ParseTuple(PyTuple_GetItem(rows, cut->count), "UU:spelling", &from, &to) ? 0 : -1;
            done = done == 0 ? read_spelling(spelling, from, to) : done;
            if (done == 0 && spelling->from[0] >= PLAIN) {
                PyErr_SetString(PyExc_ValueError, "a spelling begins with a plain letter");
                done = -1;
            } else if (done == 0)
                cut->begins[spelling->from[0]] = 1;
        }
    }
    Py_DECREF(rows);
    return done;
}

static PyObject *cut_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"script", "fold", "whole", "spellings", NULL};
    PyObject *script, *fold, *whole, *spellings;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOOO:Cut", names, &script, &fold, &whole, &spellings))
        return NULL;
    Cut *cut = (Cut *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (cut == NULL)
        return NULL;
    cut->script = Py_NewRef(script);
    cut->fold = Py_NewRef(fold);
    cut->whole = Py_NewRef(whole);
    if (read_spellings(cut, spellings) < 0) {
        Py_DECREF((PyObject *)cut);
        return NULL;
    }
    return (PyObject *)cut;
}

/* ---- letters ---- */

/* Asks for the number of a letter's script, and whether its neighbours tell what it is folded to. */
static int learn(Cut *cut, Py_UCS4 code, Letter *letter)
{
    int by_neighbours = 0;
    PyObject *told = PyObject_CallFunction(cut->script, "i", (int)code);
    int done = told != NULL && PyArg_ParseTuple(told, "bp:letter", &letter->script, &by_neighbours) ? 0 : -1;
    if (done == 0)
        letter->state = by_neighbours ? BY_NEIGHBOURS : KNOWN;
    Py_XDECREF(told);
    return done;
}

/* Asks what a letter is folded to. */
static int learn_folded(Cut *cut, Py_UCS4 code, int latin, Letter *letter)
{
    PyObject *told = PyObject_CallFunction(cut->fold, "iO", (int)code, latin ? Py_True : Py_False);
    Py_ssize_t size = told == NULL ? -1 : PyUnicode_GetLength(told);
    Py_UCS4 *folded = NULL;
    if (size > UINT16_MAX)
        PyErr_SetString(PyExc_ValueError, "no letter becomes so many");
    else if (size >= 0 && (folded = PyMem_Calloc((size_t)size + 1, sizeof *folded)) == NULL)
        PyErr_NoMemory();
    if (folded != NULL && PyUnicode_AsUCS4(told, folded, size + 1, 1) == NULL) {
        PyMem_Free(folded);
        folded = NULL;
    }
    Py_XDECREF(told);
    if (folded == NULL)
        return -1;
    PyMem_Free(letter->folded[latin]);
    letter->folded[latin] = folded;
    letter->sizes[latin] = (uint16_t)size;
    return 0;
}

static Letter *letter_of(Cut *cut, Py_UCS4 code)
{
    Letter **page = &cut->pages[code / PAGE];
    if (*page == NULL && (*page = PyMem_Calloc(PAGE, sizeof **page)) == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    Letter *letter = *page + code % PAGE;
    return letter->state == UNKNOWN && learn(cut, code, letter) < 0 ? NULL : letter;
}

#endif
