/* The wide look-up, compiled: keys a few edits away, postings, names that share parts with a question, texts of names.
 *
 * It reads the mapped file as candidates.py, keytable.py, sharing.py and lookup.py do, and gives the same answers
 * (tests/gazetteer/test_compiled.py). Nothing but reading is here: what a key is, and what answers mean, stays in Python.
 * A block of the file is verified when it is first touched; what does not add up is refused by the method of the
 * section that would refuse it in Python. Only the limited API of CPython 3.11 is used, and nothing is global.
 */
#include "_near_view.h"

#include "_near_hash.h"
#include "_near_far.h"
#include "_near_search.h"
#include "_near_sums.h"

#include <math.h>

#define INTERFACE 7 /* as in compiled.py */
#define MANY 255    /* as in keytable.py */
#define PART_LAYER 3 /* as in hashing.py */
#define ENTRY 64     /* names between two of which it is noted whose they are: a sixteenth of a byte a name */
#define MOST_POSTINGS ((uint64_t)PY_SSIZE_T_MAX / 4) /* of a file that is whole, and far from where numbers end */

enum {
    TYPO_TEXT, TYPO_SIZE, TYPO_START, TYPO_SIGNATURE, TYPO_LENGTH, PIECE_BUCKET, PIECE_KEY,
    PART_BUCKET, PART_START, PART_FRAGMENT, PART_COUNT, PART_MANY, PART_SIZE, PART_NAME,
    KEY_BUCKET, KEY_START, KEY_FRAGMENT, KEY_COUNT, KEY_MANY, KEY_SIZE, KEY_NAME, KEY_SCHEMES,
    ENTITY_CLASS, ENTITY_WEIGHT, ENTITY_SIZE, ENTITY_START, NAME_TAG, NAME_TEXT, NAME_SIZE, NAME_START, VIEWS
};

static const char *const NAMES[VIEWS] = {
    "typo.text", "typo.size", "typo.start", "typo.signature", "typo.length", "piece.bucket", "piece.key",
    "part.bucket", "part.start", "part.fragment", "part.count", "part.many", "part.size", "part.name",
    "key.bucket", "key.start", "key.fragment", "key.count", "key.many", "key.size", "key.name", "key.schemes",
    "entity.class", "entity.weight", "entity.size", "entity.start", "name.tag", "name.text", "name.size", "name.start",
};

typedef struct {
    PyObject_HEAD
    View views[VIEWS];
    Crc crc;
    uint32_t *first_owner; /* in which sixteen entities is whose each ENTRY-th name is, where their places rise; else NULL */
    int asked_for_owners;
} Reader;

static PyObject *reader_close(PyObject *self, PyObject *unused)
{
    (void)unused;
    for (int i = 0; i < VIEWS; i++)
        view_close(&((Reader *)self)->views[i]);
    Py_RETURN_NONE;
}

static void reader_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(((Reader *)self)->first_owner);
    Py_XDECREF(reader_close(self, NULL));
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

/* Opens the sections, each by its name; that of schemes is left out of a file where no key is made by one. */
static int open_views(Reader *self, PyObject *section, PyObject *has)
{
    for (int i = 0; i < VIEWS; i++) {
        if (i == KEY_SCHEMES) {
            PyObject *there = PyObject_CallFunction(has, "s", NAMES[i]);
            int known = there == NULL ? -1 : PyObject_IsTrue(there);
            Py_XDECREF(there);
            if (known < 0)
                return -1;
            if (!known)
                continue;
        }
        PyObject *found = PyObject_CallFunction(section, "s", NAMES[i]);
        int done = found == NULL ? -1 : view_open(&self->views[i], found);
        Py_XDECREF(found);
        if (done < 0)
            return -1;
    }
    return 0;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"section", "has", NULL};
    PyObject *section, *has;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO:Reader", names, &section, &has))
        return NULL;
    Reader *self = (Reader *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (self == NULL)
        return NULL;
    crc_init(&self->crc);
    if (open_views(self, section, has) < 0) {
        Py_DECREF((PyObject *)self);
        return NULL;
    }
    return (PyObject *)self;
}

/* The views, unless the reader has been closed. */
static const View *opened(PyObject *self)
{
    const View *views = ((Reader *)self)->views;
    if (views[VIEWS - 1].section != NULL)
        return views;
    PyErr_SetString(PyExc_ValueError, "the gazetteer has been closed");
    return NULL;
}

#include "_near_keys.h"

#include "_near_tables.h"

/* ---- postings of many keys ---- */

static PyObject *reader_spans(PyObject *self, PyObject *args)
{
    PyObject *digests;
    int whole;
    const View *views = opened(self);
    if (views == NULL || !PyArg_ParseTuple(args, "Op:spans", &digests, &whole))
        return NULL;
    Py_ssize_t count = PyList_Size(digests);
    PyObject *spans = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; spans != NULL && i < count; i++) {
        Py_ssize_t start, stop;
        uint64_t digest = PyLong_AsUnsignedLongLong(PyList_GetItem(digests, i));
        int found = PyErr_Occurred() ? -1 : span_of(&views[whole ? KEY_BUCKET : PART_BUCKET], digest, &start, &stop);
        PyObject *span = found < 0 ? NULL : found ? Py_BuildValue("nn", start, stop) : Py_NewRef(Py_None);
        if (span == NULL)
            Py_CLEAR(spans);
        else
            PyList_SetItem(spans, i, span);
    }
    return spans;
}

/* One posting of a whole name: (name, entity, weight, set of schemes, text, tag). */
static PyObject *named_row(const Reader *self, Py_ssize_t at)
{
    const View *views = self->views;
    uint64_t name = view_number(&views[KEY_NAME], at), weight, schemes = 0, tag;
    uint32_t owner;
    Py_ssize_t from, to;
    if (name > UINT32_MAX) {
        view_refuse(&views[NAME_SIZE], "check", (Py_ssize_t)name, (Py_ssize_t)name + 1);
        return NULL;
    }
    if (owner_of(self, (uint32_t)name, &owner) < 0 || view_get(&views[ENTITY_WEIGHT], (Py_ssize_t)owner, &weight) < 0
        || (views[KEY_SCHEMES].section != NULL && view_get(&views[KEY_SCHEMES], at, &schemes) < 0)
        || view_get(&views[NAME_TAG], (Py_ssize_t)name, &tag) < 0
        || view_place(&views[NAME_SIZE], &views[NAME_START], (Py_ssize_t)name, &from, &to) < 0)
        return NULL;
    PyObject *text = view_text(&views[NAME_TEXT], from, to);
    return text == NULL ? NULL
                        : Py_BuildValue("KIKKNK", (unsigned long long)name, owner, (unsigned long long)weight,
                                        (unsigned long long)schemes, text, (unsigned long long)tag);
}

/* All of ENTITY_START has been verified. */
static PyObject *reader_named(PyObject *self, PyObject *args)
{
    unsigned long long digest;
    Py_ssize_t limit, start, stop;
    const View *views = opened(self);
    if (views == NULL || !PyArg_ParseTuple(args, "Kn:named", &digest, &limit))
        return NULL;
    int found = span_of(&views[KEY_BUCKET], digest, &start, &stop);
    if (found < 1)
        return found < 0 ? NULL : Py_NewRef(Py_None);
    int cut = stop - start > limit;
    stop = cut ? start + limit : stop;
    PyObject *rows = view_check(&views[KEY_NAME], start, stop) < 0 ? NULL : PyList_New(stop - start);
    for (Py_ssize_t at = start; rows != NULL && at < stop; at++) {
        PyObject *row = named_row((Reader *)self, at);
        if (row == NULL)
            Py_CLEAR(rows);
        else
            PyList_SetItem(rows, at - start, row);
    }
    return rows == NULL ? NULL : Py_BuildValue("NO", rows, cut ? Py_True : Py_False);
}

#include "_near_pool.h"

/* ---- texts of many names ---- */

static PyObject *reader_texts(PyObject *self, PyObject *numbers)
{
    const View *views = opened(self);
    Py_ssize_t count = views == NULL ? -1 : PyList_Size(numbers), from, to;
    PyObject *texts = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; texts != NULL && i < count; i++) {
        Py_ssize_t number = PyLong_AsSsize_t(PyList_GetItem(numbers, i));
        PyObject *text = NULL;
        if (!PyErr_Occurred() && view_place(&views[NAME_SIZE], &views[NAME_START], number, &from, &to) == 0)
            text = view_text(&views[NAME_TEXT], from, to);
        if (text == NULL)
            Py_CLEAR(texts);
        else
            PyList_SetItem(texts, i, text);
    }
    return texts;
}

static PyMethodDef METHODS[] = {
    {"near", reader_near, METH_VARARGS, "As StandardReader.find, with the limits."},
    {"far", reader_far, METH_VARARGS, "As StandardReader.far, in the order of unlikeness."},
    {"spans", reader_spans, METH_VARARGS, "As KeyTable.span for many; None where it has to say what is wrong."},
    {"named", reader_named, METH_VARARGS, "As Gazetteer.named, with numbers; None where it has to say what is wrong."},
    {"pool", reader_pool, METH_VARARGS, "As sharing.pooled; None where the twin has to."},
    {"texts", reader_texts, METH_O, "As Gazetteer.text for many."},
    {"close", reader_close, METH_NOARGS, "Give the sections back."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SLOTS[] = {
    {Py_tp_new, reader_new},
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_methods, METHODS},
    {Py_tp_doc, "Reads what wide look-ups need of an open gazetteer file."},
    {0, NULL},
};

static PyType_Spec SPEC = {"gazetteer._near.Reader", sizeof(Reader), 0, Py_TPFLAGS_DEFAULT, SLOTS};

static int execute(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &SPEC, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Reader", type) < 0;
    Py_XDECREF(type);
    return failed || PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0 ? -1 : 0;
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_near", "The wide look-up, compiled.", 0, NULL, MODULE_SLOTS, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__near(void)
{
    return PyModuleDef_Init(&MODULE);
}
