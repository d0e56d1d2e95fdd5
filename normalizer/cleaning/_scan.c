/* The scanner of texts, compiled: the twin of plain_scan.py, where everything is explained.
 *
 * A text is one pass over its code points. A word that was met before, in this text or an earlier one, is found again by
 * its letters in a table of spellings, with its folded form, so that folding costs nothing after the first time; only
 * words that take part in a run are folded at all. A key is looked up in the tables of the gazetteers as they are mapped:
 * BLAKE2b (RFC 7693) of layer and key, as gazetteer/hashing.py has it.
 *
 * The tables of a Scanner grow while it scans and it calls back into Python to fill them, so one thread at a time may
 * scan (scan.py holds a lock). They are emptied when they have grown to MOST_SPELLINGS, so that memory stays bounded
 * however long a stream is. Only the limited API of CPython 3.11 is used.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "_scan_text.h"

#define INTERFACE 4 /* as in scan.py */

static int read_skip(PyObject *given, Column *skip)
{
    PyObject *rows = PySequence_Tuple(given);
    if (rows == NULL)
        return 0;
    int done = 1;
    for (Py_ssize_t i = 0; done && i < PyTuple_Size(rows); i++) {
        int start, end;
        PyObject *row = PySequence_Tuple(PyTuple_GetItem(rows, i));
        done = row != NULL && PyArg_ParseTuple(row, "ii", &start, &end) && add(skip, start) && add(skip, end);
        Py_XDECREF(row);
    }
    Py_DECREF(rows);
    return done;
}

static PyObject *bytes_of(const Column *column)
{
    return PyBytes_FromStringAndSize((const char *)column->at, (Py_ssize_t)(column->used * sizeof(int32_t)));
}

/* What a scan found, in the order of plain_scan.Columns. */
static PyObject *columns_of(const Scan *scan)
{
    const Column *columns[] = {&scan->starts, &scan->ends, &scan->small, &scan->at, &scan->masks,
                               &scan->flags, &scan->numbers, &scan->order, &scan->bounds};
    Py_ssize_t count = (Py_ssize_t)(sizeof columns / sizeof *columns);
    PyObject *result = PyTuple_New(count);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *column = bytes_of(columns[i]);
        if (column == NULL || PyTuple_SetItem(result, i, column) < 0)
            Py_CLEAR(result);
    }
    return result;
}

static PyObject *scanner_scan(PyObject *object, PyObject *args)
{
    Scanner *self = (Scanner *)object;
    PyObject *text, *skipped, *result = NULL;
    if (!PyArg_ParseTuple(args, "UO:scan", &text, &skipped))
        return NULL;
    Scan scan = {0};
    Column skip = {0};
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size > INT32_MAX - 8) {
        PyErr_SetString(PyExc_OverflowError, "a text of more than two thousand million characters: give it in parts");
        return NULL;
    }
    Py_UCS4 *letters = PyUnicode_AsUCS4Copy(text);
    if (letters == NULL)
        return NULL;
    scan.text = letters;
    scan.size = (size_t)size;
    if (self->count > MOST_SPELLINGS)
        forget_spellings(self);
    int32_t distinct = 0;
    if (read_skip(skipped, &skip) && cut_words(self, &scan, &skip) && find_names(self, &scan, &distinct) &&
        sort_names(&scan, distinct))
        result = columns_of(&scan);
    PyMem_Free(letters);
    Column *made[] = {&scan.starts, &scan.ends, &scan.ids, &scan.small, &scan.at, &scan.masks,
                      &scan.flags, &scan.numbers, &scan.order, &scan.bounds, &skip};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        PyMem_Free(made[i]->at);
    return result;
}

/* Whether a key is held that begins with `key` and goes on with one word of each of the rows from `at` on; -1 with an
 * exception. What is longer than KEY_ROOM is no name. */
static int holds_from(const Scanner *self, PyObject *rows, Py_ssize_t at, uint8_t *key, size_t size)
{
    if (at == PyTuple_Size(rows))
        return is_key(self, key, size);
    PyObject *words = PySequence_Tuple(PyTuple_GetItem(rows, at));
    int found = words == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; !found && i < PyTuple_Size(words); i++) {
        char *bytes;
        Py_ssize_t length;
        PyObject *utf8 = PyUnicode_AsEncodedString(PyTuple_GetItem(words, i), "utf-8", "surrogatepass");
        size_t gap = at > 0;
        if (utf8 == NULL || PyBytes_AsStringAndSize(utf8, &bytes, &length) < 0)
            found = -1;
        else if (size + gap + (size_t)length <= KEY_ROOM) {
            if (gap)
                key[size] = ' ';
            memcpy(key + size + gap, bytes, (size_t)length);
            found = holds_from(self, rows, at + 1, key, size + gap + (size_t)length);
        }
        Py_XDECREF(utf8);
    }
    Py_XDECREF(words);
    return found;
}

/* Whether a key is held that has one word of each row. */
static PyObject *scanner_holds_any(PyObject *object, PyObject *given)
{
    uint8_t key[KEY_ROOM];
    PyObject *rows = PySequence_Tuple(given);
    if (rows == NULL)
        return NULL;
    int found = PyTuple_Size(rows) ? holds_from((Scanner *)object, rows, 0, key, 0) : 0;
    Py_DECREF(rows);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

/* (buckets, fragments, bits) of each gazetteer. */
static int read_tables(Scanner *self, PyObject *tables)
{
    PyObject *rows = PySequence_Tuple(tables);
    if (rows == NULL)
        return 0;
    Py_ssize_t count = PyTuple_Size(rows);
    if (count > MOST_TABLES)
        PyErr_Format(PyExc_ValueError, "%zd gazetteers are more than a scanner reads", count);
    for (Py_ssize_t i = 0; i < count && !PyErr_Occurred(); i++) {
        PyObject *bucket, *fragment, *row = PyTuple_GetItem(rows, i);
        Keys *keys = self->keys + self->tables;
        if (!PyArg_ParseTuple(row, "OOi", &bucket, &fragment, &keys->bits) ||
            PyObject_GetBuffer(bucket, &keys->bucket, PyBUF_SIMPLE) < 0)
            break;
        if (PyObject_GetBuffer(fragment, &keys->fragment, PyBUF_SIMPLE) < 0) {
            PyBuffer_Release(&keys->bucket);
            break;
        }
        self->tables++;
        if (keys->bits < 1 || keys->bits > 32)
            PyErr_SetString(PyExc_ValueError, "a directory has between 2 and 2**32 buckets");
    }
    Py_DECREF(rows);
    return !PyErr_Occurred();
}

static void scanner_dealloc(PyObject *object)
{
    Scanner *self = (Scanner *)object;
    PyTypeObject *type = Py_TYPE(object);
    for (size_t i = 0; i < PAGES; i++)
        PyMem_Free(self->pages[i]);
    for (int i = 0; i < self->tables; i++) {
        PyBuffer_Release(&self->keys[i].bucket);
        PyBuffer_Release(&self->keys[i].fragment);
    }
    PyMem_Free(self->slots);
    PyMem_Free(self->memo);
    PyMem_Free(self->spellings);
    PyMem_Free(self->letters);
    PyMem_Free(self->folded);
    Py_XDECREF(self->page);
    Py_XDECREF(self->fold);
    Py_XDECREF(self->particles);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

/* Scanner(page, fold, tables, particles): as in plain_scan.py, with the tables of keys instead of `holds`. */
static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *page, *fold_word, *tables, *particles;
    if (kwargs != NULL && PyDict_Size(kwargs) != 0) {
        PyErr_SetString(PyExc_TypeError, "Scanner takes no keyword arguments");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OOOO:Scanner", &page, &fold_word, &tables, &particles))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Scanner *self = (Scanner *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->page = Py_NewRef(page);
    self->fold = Py_NewRef(fold_word);
    self->slot_count = 1 << 12;
    self->slots = PyMem_Calloc(self->slot_count, sizeof *self->slots);
    self->memo = PyMem_Calloc(MEMO, sizeof *self->memo);
    self->particles = PySet_New(NULL);
    if (self->slots == NULL || self->memo == NULL)
        PyErr_NoMemory();
    PyObject *words = self->particles ? PySequence_Tuple(particles) : NULL;
    for (Py_ssize_t i = 0; words != NULL && !PyErr_Occurred() && i < PyTuple_Size(words); i++) {
        PyObject *word = PyUnicode_AsUTF8String(PyTuple_GetItem(words, i));
        if (word != NULL)
            PySet_Add(self->particles, word);
        Py_XDECREF(word);
    }
    Py_XDECREF(words);
    if (PyErr_Occurred() || !read_tables(self, tables))
        Py_CLEAR(self);
    return (PyObject *)self;
}

static PyMethodDef methods[] = {
    {"scan", scanner_scan, METH_VARARGS, "The words of a text and the runs of them that are keys, as in plain_scan.py."},
    {"holds_any", scanner_holds_any, METH_O, "Whether a key of some words is held, as in plain_scan.py."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot slots[] = {
    {Py_tp_new, scanner_new}, {Py_tp_dealloc, scanner_dealloc}, {Py_tp_methods, methods}, {0, NULL}};
static PyType_Spec spec = {"normalizer.cleaning._scan.Scanner", sizeof(Scanner), 0, Py_TPFLAGS_DEFAULT, slots};

static int fill(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&spec);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Scanner", type) < 0 ||
                 PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_scan", "The scanner of texts, compiled.", 0, NULL,
                                    module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__scan(void)
{
    return PyModuleDef_Init(&module);
}
