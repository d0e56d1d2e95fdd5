/* What a script writes by ear, and how Latin letters follow each other: the tables of ear.py; part of _ear.c. */
#ifndef EAR_TABLES_H
#define EAR_TABLES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* As in plain_ear.py. */
#define LONGEST_NAME 24
#define PIECES 8
#define UNKNOWN 14
#define LONGEST_PIECE 6

#define EDGE 26  /* before a word, and after it */
#define OTHER 27 /* what is no plain letter */
#define SYMBOLS 28

typedef struct {
    PyObject_HEAD
    PyObject *cells;                      /* run -> its pieces as text */
    int costs[SYMBOLS][SYMBOLS][SYMBOLS]; /* decibans of a letter after two others */
} Ear;

typedef struct {
    int size, cost;
    uint8_t letters[LONGEST_PIECE]; /* 0 for a */
} Piece;

static int symbol_of(Py_UCS4 letter)
{
    return letter >= 'a' && letter <= 'z' ? (int)(letter - 'a') : letter == '^' ? EDGE : OTHER;
}

/* Reads "ab:12" up to a space or the end; the text after it, NULL where it is something else. */
static const char *read_piece(const char *text, Piece *piece)
{
    piece->size = piece->cost = 0;
    for (; *text && *text != ':'; text++) {
        int letter = symbol_of((unsigned char)*text);
        if (letter == OTHER || piece->size == LONGEST_PIECE)
            return NULL;
        piece->letters[piece->size++] = (uint8_t)letter;
    }
    if (*text++ != ':' || *text < '0' || *text > '9')
        return NULL;
    for (; *text >= '0' && *text <= '9'; text++)
        piece->cost = piece->cost * 10 + (*text - '0');
    return *text == ' ' ? text + 1 : *text ? NULL : text;
}

/* The pieces of a cell, at most so many; -1 with an exception. */
static int read_cell(PyObject *cell, Piece *pieces, int most)
{
    const char *text = PyUnicode_Check(cell) ? PyUnicode_AsUTF8AndSize(cell, NULL) : NULL;
    int count = 0;
    for (; text != NULL && *text && count < most; count++)
        text = read_piece(text, pieces + count);
    if (text != NULL)
        return count;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "pieces are plain letters, a colon and decibans");
    return -1;
}

/* The pieces of a part of a word; none for one that the table lacks; -1 with an exception. */
static int pieces_of(const Ear *ear, PyObject *word, Py_ssize_t from, Py_ssize_t to, Piece *pieces)
{
    PyObject *run = PyUnicode_Substring(word, from, to);
    PyObject *cell = run ? PyDict_GetItemWithError(ear->cells, run) : NULL;
    int count = cell ? read_cell(cell, pieces, PIECES) : PyErr_Occurred() ? -1 : 0;
    Py_XDECREF(run);
    return count;
}

/* Sets the costs after some letters; rests: whether on those after one fewer, which `costs` holds. */
static int set_costs(PyObject *row, int rests, int *costs)
{
    int back;
    PyObject *cell;
    Piece letters[SYMBOLS];
    if (!PyArg_ParseTuple(row, "iU:following", &back, &cell))
        return -1;
    int count = read_cell(cell, letters, SYMBOLS);
    for (int at = 0; at < SYMBOLS && rests; at++)
        costs[at] += back;
    for (int at = 0; at < count; at++) {
        if (letters[at].size != 1) {
            PyErr_SetString(PyExc_ValueError, "letters follow one by one");
            return -1;
        }
        costs[letters[at].letters[0]] = letters[at].cost;
    }
    return count < 0 ? -1 : 0;
}

/* As `set_costs`, of the letters by which the table knows them, where it does. */
static int set_known(PyObject *following, const char *before, int *costs)
{
    PyObject *key = PyUnicode_FromString(before), *row = key ? PyDict_GetItemWithError(following, key) : NULL;
    Py_XDECREF(key);
    if (row == NULL)
        return PyErr_Occurred() ? -1 : 0;
    return set_costs(row, *before != 0, costs);
}

/* Fills the costs of letters after two, after one and after none, of which each rests on the next. */
static int fill_costs(Ear *ear, PyObject *following)
{
    int none[SYMBOLS], one[SYMBOLS];
    for (int at = 0; at < SYMBOLS; at++)
        none[at] = UNKNOWN;
    if (set_known(following, "", none) < 0)
        return -1;
    for (int last = 0; last < SYMBOLS; last++) {
        char before[3] = {0, last == EDGE ? '^' : (char)('a' + last), 0};
        memcpy(one, none, sizeof none);
        if (last != OTHER && set_known(following, before + 1, one) < 0)
            return -1;
        for (int first = 0; first < SYMBOLS; first++) {
            int *costs = ear->costs[first][last];
            before[0] = first == EDGE ? '^' : (char)('a' + first);
            memcpy(costs, one, sizeof one);
            if (first != OTHER && last != OTHER && set_known(following, before, costs) < 0)
                return -1;
        }
    }
    return 0;
}

#endif
