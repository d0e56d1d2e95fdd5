/* The postings of a batch of names, as rows of numbers that are sorted later; part of _pack.c. */
#ifndef PACK_ROWS_H
#define PACK_ROWS_H

#include "_pieces.h"

#include "_hash.h"

#define LAYERS 4
#define TABLES 2

typedef struct {
    uint64_t digest, value;
} Row;

static int by_row(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    if (x->digest != y->digest)
        return x->digest < y->digest ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

typedef struct {
    PyObject_HEAD
    PyObject *layer[LAYERS], *sets, *typo, *schemes; /* schemes: of the key before, under `number` */
    unsigned char table[LAYERS];
    uint64_t number;
    Row *rows[TABLES];
    Py_ssize_t count[TABLES], room[TABLES];
} Rows;

static void rows_dealloc(PyObject *object)
{
    Rows *self = (Rows *)object;
    PyTypeObject *type = Py_TYPE(object);
    for (int i = 0; i < LAYERS; i++)
        Py_XDECREF(self->layer[i]);
    for (int i = 0; i < TABLES; i++)
        PyMem_Free(self->rows[i]);
    Py_XDECREF(self->sets);
    Py_XDECREF(self->typo);
    Py_XDECREF(self->schemes);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF((PyObject *)type);
}

static PyObject *rows_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"layers", "tables", "sets", "typo", NULL};
    PyObject *layers, *sets, *typo;
    const char *tables;
    Py_ssize_t size;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!y#O!O!:Rows", names, &PyTuple_Type, &layers, &tables, &size,
                                     &PyDict_Type, &sets, &PyDict_Type, &typo))
        return NULL;
    if (size != LAYERS || PyTuple_Size(layers) != LAYERS) {
        PyErr_SetString(PyExc_ValueError, "the layers are not those of the compiled core");
        return NULL;
    }
    Rows *self = (Rows *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (self == NULL)
        return NULL;
    for (int i = 0; i < LAYERS; i++) {
        self->layer[i] = Py_NewRef(PyTuple_GetItem(layers, i));
        self->table[i] = (unsigned char)tables[i] % TABLES;
    }
    self->sets = Py_NewRef(sets);
    self->typo = Py_NewRef(typo);
    return (PyObject *)self;
}

/* The number of a layer; -1 with an error for what is none. */
static int layer_of(const Rows *self, PyObject *layer)
{
    for (int i = 0; i < LAYERS; i++)
        if (self->layer[i] == layer)
            return i;
    for (int i = 0; i < LAYERS; i++) {
        int same = PyObject_RichCompareBool(self->layer[i], layer, Py_EQ);
        if (same)
            return same < 0 ? -1 : i;
    }
    PyErr_SetObject(PyExc_KeyError, layer);
    return -1;
}

/* The number of a set of schemes, which the dictionary gives where it is new. */
static int number_of(Rows *self, PyObject *schemes)
{
    if (schemes == self->schemes)
        return 0;
    PyObject *number = PyObject_GetItem(self->sets, schemes);
    if (number == NULL)
        return -1;
    self->number = PyLong_AsUnsignedLongLong(number) & 0xFFFFFFFFu;
    Py_DECREF(number);
    if (PyErr_Occurred())
        return -1;
    Py_XDECREF(self->schemes);
    self->schemes = Py_NewRef(schemes);
    return 0;
}

static int note_typo(PyObject *typo, PyObject *key, int layer)
{
    PyObject *known = PyDict_GetItemWithError(typo, key);
    if (known == NULL && PyErr_Occurred())
        return -1;
    long bits = known == NULL ? 0 : PyLong_AsLong(known);
    if (bits == -1 && PyErr_Occurred())
        return -1;
    PyObject *now = PyLong_FromLong(bits | 1L << layer);
    int done = now == NULL ? -1 : PyDict_SetItem(typo, key, now);
    Py_XDECREF(now);
    return done;
}

static int put_row(Rows *self, int table, uint64_t digest, uint64_t value)
{
    if (self->count[table] == self->room[table]) {
        Py_ssize_t room = self->room[table] ? 2 * self->room[table] : 1024;
        Row *grown = PyMem_Realloc(self->rows[table], (size_t)room * sizeof *grown);
        if (grown == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        self->rows[table] = grown;
        self->room[table] = room;
    }
    self->rows[table][self->count[table]++] = (Row){digest, value};
    return 0;
}

/* Takes (position of the name, key form); returns whether the key is empty, or -1. */
static int take_key(Rows *self, PyObject *pair, Py_ssize_t first, Py_ssize_t count, PyObject *owner)
{
    PyObject *form = PyTuple_Size(pair) == 2 ? PyTuple_GetItem(pair, 1) : NULL;
    if (form == NULL || PyTuple_Size(form) != 4) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a key is (position, KeyForm)");
        return -1;
    }
    Py_ssize_t position = PyLong_AsSsize_t(PyTuple_GetItem(pair, 0)), size;
    if (position == -1 && PyErr_Occurred())
        return -1;
    if (position < 0 || position >= count) {
        PyErr_Format(PyExc_ValueError, "key for name %zd of %U, which has %zd", position, owner, count);
        return -1;
    }
    PyObject *key = PyTuple_GetItem(form, 1);
    Py_ssize_t length = PyUnicode_GetLength(key);
    int layer = length < 0 ? -1 : layer_of(self, PyTuple_GetItem(form, 0));
    if (layer < 0 || length == 0)
        return layer < 0 ? -1 : 1;
    PyObject *encoded = NULL;
    const char *text = PyUnicode_AsUTF8AndSize(key, &size);
    if (text == NULL) { /* half a surrogate pair */
        PyErr_Clear();
        encoded = PyUnicode_AsEncodedString(key, "utf-8", "surrogatepass");
        text = encoded == NULL ? NULL : PyBytes_AsString(encoded);
        size = encoded == NULL ? 0 : PyBytes_Size(encoded);
    }
    if (text == NULL || number_of(self, PyTuple_GetItem(form, 2)) < 0) {
        Py_XDECREF(encoded);
        return -1;
    }
    uint64_t value = (uint64_t)(first + position) << 32 | self->number;
    int failed = put_row(self, self->table[layer], hash_of((uint8_t)layer, text, size), value) < 0;
    Py_XDECREF(encoded);
    if (!failed && length >= SHORTEST_KEY && length <= LONGEST_KEY) {
        int typo = PyObject_IsTrue(PyTuple_GetItem(form, 3));
        failed = typo < 0 || (typo && note_typo(self->typo, key, layer) < 0);
    }
    return failed ? -1 : 0;
}

static PyObject *rows_add(PyObject *object, PyObject *args)
{
    PyObject *keys, *owner, *pair;
    Py_ssize_t first, count, empty = 0;
    if (!PyArg_ParseTuple(args, "OnnU:add", &keys, &first, &count, &owner))
        return NULL;
    PyObject *each = PyObject_GetIter(keys);
    if (each == NULL)
        return NULL;
    while ((pair = PyIter_Next(each)) != NULL) {
        int taken = take_key((Rows *)object, pair, first, count, owner);
        Py_DECREF(pair);
        if (taken < 0)
            break;
        empty += taken;
    }
    Py_DECREF(each);
    return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(empty);
}

static PyObject *rows_ordered(PyObject *object, PyObject *argument)
{
    Rows *self = (Rows *)object;
    Py_ssize_t table = PyLong_AsSsize_t(argument);
    if (table < 0 || table >= TABLES) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "there is no such table");
        return NULL;
    }
    Py_ssize_t count = self->count[table];
    Row *rows = self->rows[table];
    if (count > 1)
        qsort(rows, (size_t)count, sizeof *rows, by_row);
    uint64_t *numbers = PyMem_Malloc((size_t)(2 * count + 1) * sizeof *numbers);
    if (numbers == NULL)
        return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < count; i++) {
        numbers[i] = rows[i].digest;
        numbers[count + i] = rows[i].value;
    }
    Py_ssize_t size = count * (Py_ssize_t)sizeof *numbers;
    PyObject *told = Py_BuildValue("y#y#", (const char *)numbers, size, (const char *)(numbers + count), size);
    PyMem_Free(numbers);
    return told;
}

static PyMethodDef ROWS_METHODS[] = {
    {"add", rows_add, METH_VARARGS, "As plain_pack.Rows.add."},
    {"ordered", rows_ordered, METH_O, "As plain_pack.Rows.ordered."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot ROWS_SLOTS[] = {
    {Py_tp_new, rows_new}, {Py_tp_dealloc, rows_dealloc}, {Py_tp_methods, ROWS_METHODS},
    {Py_tp_doc, "The postings of a batch."}, {0, NULL},
};

static PyType_Spec ROWS_SPEC = {"gazetteer._pack.Rows", sizeof(Rows), 0, Py_TPFLAGS_DEFAULT, ROWS_SLOTS};

#endif
