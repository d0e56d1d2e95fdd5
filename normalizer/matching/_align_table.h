/* The odds of letter pairs, and names compared by them, as in plain.py; part of _align.c. */
#ifndef ALIGN_TABLE_H
#define ALIGN_TABLE_H

#include "_align_assign.h"
#include "_align_words.h"

#define LEAST 1e-300 /* as in plain.py */

typedef struct {
    PyObject_HEAD
    PyTypeObject *word_type;
    Py_ssize_t size_x, size_y;
    double first, scale, shift, pad, empty;
    double *pair;
} Table;

static void table_dealloc(PyObject *self)
{
    Table *table = (Table *)self;
    PyMem_Free(table->pair);
    Py_XDECREF((PyObject *)table->word_type);
    release(self);
}

static PyObject *table_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"pair", "first", "scale", "shift", "pad", "empty", NULL};
    PyObject *pair;
    double first, scale, shift, pad, empty;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "Oddddd:Table", names, &pair, &first, &scale, &shift, &pad, &empty))
        return NULL;
    PyObject *rows = PySequence_Tuple(pair);
    if (rows == NULL)
        return NULL;
    Py_ssize_t height = PyTuple_Size(rows);
    Py_ssize_t width = height ? PySequence_Size(PyTuple_GetItem(rows, 0)) : 0;
    Table *table = width < 0 ? NULL : (Table *)allocate(type, 0);
    if (table != NULL) {
        table->size_x = height;
        table->size_y = width;
        table->first = first;
        table->scale = scale;
        table->shift = shift;
        table->pad = pad;
        table->empty = empty;
        if ((table->word_type = word_type_of(type)) == NULL || (table->pair = read_rows(rows, height, width)) == NULL)
            Py_CLEAR(table);
    }
    Py_DECREF(rows);
    return (PyObject *)table;
}

/* The word that `object` is, if it can stand on a side of `size` letters. */
static const Word *word_for(const Table *table, PyObject *object, Py_ssize_t size)
{
    if (Py_TYPE(object) != table->word_type) {
        PyErr_SetString(PyExc_TypeError, "not a Word");
        return NULL;
    }
    const Word *word = (Word *)object;
    if (word->size > 0 && (Py_ssize_t)word->highest >= size) {
        PyErr_SetString(PyExc_IndexError, "the word was encoded for another table");
        return NULL;
    }
    return word;
}

/* The sum over all alignments; the order of operations is that of plain.py, to the last bit. */
static double evidence(const Table *table, const Word *x, const Word *y)
{
    double row[MAX_LETTERS + 1];
    Py_ssize_t size_x = x->size, size_y = y->size;
    double first = table->first;
    row[0] = 1.0;
    for (Py_ssize_t j = 0; j < size_y; j++)
        row[j + 1] = row[j] * y->letters[j].gap;
    for (Py_ssize_t i = 0; i < size_x; i++) {
        const double *weights = table->pair + (Py_ssize_t)x->letters[i].code * table->size_y;
        double gap = x->letters[i].gap;
        double corner = row[0] * first;
        double left = row[0] * gap;
        first = 1.0;
        row[0] = left;
        for (Py_ssize_t j = 0; j < size_y; j++) {
            double above = row[j + 1];
            left = corner * weights[y->letters[j].code] + above * gap + left * y->letters[j].gap;
            corner = above;
            row[j + 1] = left;
        }
    }
    return log(LEAST > row[size_y] ? LEAST : row[size_y]);
}

static double log_odds(const Table *table, const Word *x, const Word *y)
{
    if (x->size == 0 || y->size == 0)
        return table->empty;
    double letters = (double)(x->size + y->size);
    return table->scale * evidence(table, x, y) / (letters + table->pad) + table->shift;
}

typedef double (*Measure)(const Table *, const Word *, const Word *);

static PyObject *measure(PyObject *self, PyObject *const *args, Py_ssize_t nargs, Measure measured)
{
    const Table *table = (Table *)self;
    if (nargs != 2) {
        PyErr_SetString(PyExc_TypeError, "two words are compared");
        return NULL;
    }
    const Word *x = word_for(table, args[0], table->size_x);
    const Word *y = x == NULL ? NULL : word_for(table, args[1], table->size_y);
    return y == NULL ? NULL : PyFloat_FromDouble(measured(table, x, y));
}

static PyObject *table_evidence(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    return measure(self, args, nargs, evidence);
}

static PyObject *table_log_odds(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    return measure(self, args, nargs, log_odds);
}

/* Two names: their words, and the log-odds of each with each, row by row. */
typedef struct {
    PyObject *a, *b; /* tuples of words */
    Py_ssize_t rows, columns;
    double *values;
} Matrix;

static void clear_matrix(Matrix *matrix)
{
    Py_XDECREF(matrix->a);
    Py_XDECREF(matrix->b);
    PyMem_Free(matrix->values);
}

static int check_words(const Table *table, PyObject *words, Py_ssize_t size)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(words); i++)
        if (word_for(table, PyTuple_GetItem(words, i), size) == NULL)
            return -1;
    return 0;
}

static int fill_matrix(const Table *table, PyObject *a, PyObject *b, int turned, Matrix *matrix)
{
    *matrix = (Matrix){PySequence_Tuple(a), NULL, 0, 0, NULL};
    if (matrix->a == NULL || (matrix->b = PySequence_Tuple(b)) == NULL ||
        check_words(table, matrix->a, turned ? table->size_y : table->size_x) < 0 ||
        check_words(table, matrix->b, turned ? table->size_x : table->size_y) < 0)
        return -1;
    matrix->rows = PyTuple_Size(matrix->a);
    matrix->columns = PyTuple_Size(matrix->b);
    matrix->values = PyMem_Malloc(((size_t)matrix->rows * (size_t)matrix->columns + 1) * sizeof(double));
    if (matrix->values == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    double *value = matrix->values;
    for (Py_ssize_t i = 0; i < matrix->rows; i++) {
        const Word *x = (Word *)PyTuple_GetItem(matrix->a, i);
        for (Py_ssize_t j = 0; j < matrix->columns; j++) {
            const Word *y = (Word *)PyTuple_GetItem(matrix->b, j);
            *value++ = turned ? log_odds(table, y, x) : log_odds(table, x, y);
        }
    }
    return 0;
}

static PyObject *rows_of(const Matrix *matrix)
{
    PyObject *rows = PyTuple_New(matrix->rows);
    for (Py_ssize_t i = 0; i < matrix->rows && rows != NULL; i++) {
        PyObject *row = PyTuple_New(matrix->columns);
        for (Py_ssize_t j = 0; j < matrix->columns && row != NULL; j++) {
            PyObject *value = PyFloat_FromDouble(matrix->values[i * matrix->columns + j]);
            if (value == NULL || PyTuple_SetItem(row, j, value) < 0)
                Py_CLEAR(row);
        }
        if (row == NULL || PyTuple_SetItem(rows, i, row) < 0)
            Py_CLEAR(rows);
    }
    return rows;
}

static PyObject *table_matrix(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs < 2 || nargs > 3) {
        PyErr_SetString(PyExc_TypeError, "matrix(a, b, turned=False)");
        return NULL;
    }
    int turned = nargs > 2 ? PyObject_IsTrue(args[2]) : 0;
    Matrix matrix;
    if (turned < 0)
        return NULL;
    PyObject *rows = fill_matrix((Table *)self, args[0], args[1], turned, &matrix) < 0 ? NULL : rows_of(&matrix);
    clear_matrix(&matrix);
    return rows;
}

static PyObject *table_pair_up(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs < 2 || nargs > 4) {
        PyErr_SetString(PyExc_TypeError, "pair_up(a, b, turned=False, bonus=0.0)");
        return NULL;
    }
    int turned = nargs > 2 ? PyObject_IsTrue(args[2]) : 0;
    double bonus = 0.0;
    if (turned < 0 || (nargs > 3 && read_double(args[3], &bonus) < 0))
        return NULL;
    Matrix matrix;
    PyObject *rows = fill_matrix((Table *)self, args[0], args[1], turned, &matrix) < 0 ? NULL : rows_of(&matrix);
    PyObject *pairs = NULL;
    if (rows != NULL) {
        for (Py_ssize_t i = 0; i < matrix.rows && i < matrix.columns; i++)
            matrix.values[i * matrix.columns + i] += bonus;
        pairs = assign_matrix(matrix.values, matrix.rows, matrix.columns);
    }
    clear_matrix(&matrix);
    PyObject *both = pairs == NULL ? NULL : PyTuple_Pack(2, rows, pairs);
    Py_XDECREF(rows);
    Py_XDECREF(pairs);
    return both;
}

static PyMethodDef table_methods[] = {
    {"evidence", (PyCFunction)(void (*)(void))table_evidence, METH_FASTCALL,
     "evidence(x, y) -> log of the sum over all alignments"},
    {"log_odds", (PyCFunction)(void (*)(void))table_log_odds, METH_FASTCALL,
     "log_odds(x, y) -> log-odds that two words are one name"},
    {"matrix", (PyCFunction)(void (*)(void))table_matrix, METH_FASTCALL,
     "matrix(a, b, turned=False) -> log_odds of each word of a with each of b"},
    {"pair_up", (PyCFunction)(void (*)(void))table_pair_up, METH_FASTCALL,
     "pair_up(a, b, turned=False, bonus=0.0) -> the matrix, and which words go together"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot table_slots[] = {
    {Py_tp_doc, "Table(pair, first, scale, shift, pad, empty): the odds of letter pairs."},
    {Py_tp_new, table_new},
    {Py_tp_dealloc, table_dealloc},
    {Py_tp_methods, table_methods},
    {0, NULL},
};

static PyType_Spec table_spec = {
    .name = "normalizer.matching._align.Table",
    .basicsize = sizeof(Table),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = table_slots,
};

#endif
