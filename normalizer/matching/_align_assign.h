/* The assignment with the greatest total, as in assign.py; part of _align.c. */
#ifndef ALIGN_ASSIGN_H
#define ALIGN_ASSIGN_H

#include "_align_words.h"

#define EXACT 6 /* words a side that are assigned exactly, as in assign.py */

typedef struct {
    double gain;
    Py_ssize_t row, column;
} Cell;

/* Best gain first; of equal ones the first row, then the first column. */
static int by_gain(const void *a, const void *b)
{
    const Cell *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static int assign_greedily(const double *gains, Py_ssize_t rows, Py_ssize_t columns, Py_ssize_t *chosen)
{
    size_t count = (size_t)rows * (size_t)columns;
    Cell *cells = PyMem_Malloc(count * sizeof(Cell));
    char *taken = PyMem_Calloc((size_t)columns, 1);
    if (cells == NULL || taken == NULL) {
        PyMem_Free(cells);
        PyMem_Free(taken);
        PyErr_NoMemory();
        return -1;
    }
    for (size_t k = 0; k < count; k++)
        cells[k] = (Cell){gains[k], (Py_ssize_t)k / columns, (Py_ssize_t)k % columns};
    qsort(cells, count, sizeof(Cell), by_gain);
    for (Py_ssize_t i = 0; i < rows; i++)
        chosen[i] = -1;
    for (size_t k = 0; k < count; k++)
        if (chosen[cells[k].row] < 0 && !taken[cells[k].column]) {
            chosen[cells[k].row] = cells[k].column;
            taken[cells[k].column] = 1;
        }
    PyMem_Free(cells);
    PyMem_Free(taken);
    return 0;
}

/* Sets of columns by rows: best total and, four bits a row, the columns chosen, first row highest. */
static void assign_exactly(const double *gains, Py_ssize_t rows, Py_ssize_t columns, Py_ssize_t *chosen)
{
    enum { SETS = 1 << EXACT };
    double total[SETS];
    uint32_t path[SETS];
    int size[SETS];
    int best = -1;
    size[0] = 0;
    total[0] = 0.0;
    path[0] = 0;
    for (int set = 1; set < 1 << columns; set++) {
        size[set] = size[set & (set - 1)] + 1;
        if (size[set] > rows)
            continue;
        const double *row = gains + (size[set] - 1) * columns;
        int found = 0;
        for (int j = 0; j < columns; j++) {
            if (!(set >> j & 1))
                continue;
            double value = total[set & ~(1 << j)] + row[j];
            uint32_t way = path[set & ~(1 << j)] << 4 | (uint32_t)j;
            if (!found || value > total[set] || (value == total[set] && way < path[set])) {
                found = 1;
                total[set] = value;
                path[set] = way;
            }
        }
        if (size[set] == rows &&
            (best < 0 || total[set] > total[best] || (total[set] == total[best] && path[set] < path[best])))
            best = set;
    }
    for (Py_ssize_t i = 0; i < rows; i++)
        chosen[i] = path[best] >> 4 * (rows - 1 - i) & 15;
}

static int assign_few_rows(const double *gains, Py_ssize_t rows, Py_ssize_t columns, Py_ssize_t *chosen)
{
    if (rows == 1) {
        chosen[0] = 0;
        for (Py_ssize_t j = 1; j < columns; j++)
            if (gains[j] > gains[chosen[0]])
                chosen[0] = j;
        return 0;
    }
    if (columns > EXACT)
        return assign_greedily(gains, rows, columns, chosen);
    assign_exactly(gains, rows, columns, chosen);
    return 0;
}

/* Tuple of (row, column) in order of rows; `chosen` has for each of `size` its partner or -1. */
static PyObject *pairs_of(const Py_ssize_t *chosen, Py_ssize_t size)
{
    Py_ssize_t count = 0, at = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        count += chosen[i] >= 0;
    PyObject *pairs = PyTuple_New(count);
    for (Py_ssize_t i = 0; i < size && pairs != NULL; i++) {
        if (chosen[i] < 0)
            continue;
        PyObject *pair = Py_BuildValue("(nn)", i, chosen[i]);
        if (pair == NULL || PyTuple_SetItem(pairs, at++, pair) < 0)
            Py_CLEAR(pairs);
    }
    return pairs;
}

/* For each row its column or -1, so that the total is greatest; both sizes are above 0. */
static int assign_rows(const double *gains, Py_ssize_t rows, Py_ssize_t columns, Py_ssize_t *chosen)
{
    if (rows <= columns)
        return assign_few_rows(gains, rows, columns, chosen);
    double *turned = PyMem_Malloc((size_t)rows * (size_t)columns * sizeof(double));
    Py_ssize_t *partners = PyMem_Malloc((size_t)columns * sizeof(Py_ssize_t));
    int failed = turned == NULL || partners == NULL;
    if (failed)
        PyErr_NoMemory();
    for (Py_ssize_t k = 0; k < rows * columns && !failed; k++)
        turned[k % columns * rows + k / columns] = gains[k];
    failed = failed || assign_few_rows(turned, columns, rows, partners) < 0;
    for (Py_ssize_t i = 0; i < rows; i++)
        chosen[i] = -1;
    for (Py_ssize_t j = 0; j < columns && !failed; j++)
        if (partners[j] >= 0)
            chosen[partners[j]] = j;
    PyMem_Free(turned);
    PyMem_Free(partners);
    return failed ? -1 : 0;
}

static PyObject *assign_matrix(const double *gains, Py_ssize_t rows, Py_ssize_t columns)
{
    if (rows == 0 || columns == 0)
        return PyTuple_New(0);
    Py_ssize_t *chosen = PyMem_Malloc((size_t)rows * sizeof(Py_ssize_t));
    if (chosen == NULL)
        return PyErr_NoMemory();
    PyObject *pairs = assign_rows(gains, rows, columns, chosen) < 0 ? NULL : pairs_of(chosen, rows);
    PyMem_Free(chosen);
    return pairs;
}

static PyObject *module_assign(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *rows = PySequence_Tuple(argument);
    if (rows == NULL)
        return NULL;
    PyObject *pairs = NULL;
    Py_ssize_t height = PyTuple_Size(rows);
    Py_ssize_t width = height ? PySequence_Size(PyTuple_GetItem(rows, 0)) : 0;
    double *gains = width < 0 ? NULL : read_rows(rows, height, width);
    if (gains != NULL) {
        for (Py_ssize_t k = 0; k < height * width; k++)
            if (isnan(gains[k]))
                gains[k] = -INFINITY; /* nothing sorts with a gain that has no order */
        pairs = assign_matrix(gains, height, width);
        PyMem_Free(gains);
    }
    Py_DECREF(rows);
    return pairs;
}

#endif
