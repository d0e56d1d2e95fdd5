/* Spellings of a table with the sounds that each may have; part of _sounds.c. */
#ifndef SOUNDS_UNITS_H
#define SOUNDS_UNITS_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define INTERFACE 1     /* as in sounds.py */
#define LETTERS 26
#define MOST_NODES 512  /* letters of all spellings of a table, those that begin alike once */
#define MOST_UNITS 128  /* spellings of a table */
#define MOST_READINGS 4 /* of one spelling, and of one word */
#define LONGEST_READING 3
#define MOST_OTHERS 8   /* spellings whose other reading is tried */

typedef struct {
    int16_t next[MOST_NODES][LETTERS]; /* 0: none, since nothing leads to the root */
    int16_t unit[MOST_NODES];          /* -1: no spelling ends here */
    int16_t nodes, units;
    uint8_t count[MOST_UNITS];
    char reading[MOST_UNITS][MOST_READINGS][LONGEST_READING + 1];
} Units;

static int is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The node of a spelling, which is made where it is not there; -1 for what is no spelling. */
static int node_of(Units *units, const char *text, Py_ssize_t size)
{
    int node = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (text[i] < 'a' || text[i] > 'z')
            return -1;
        int16_t *next = &units->next[node][text[i] - 'a'];
        if (*next == 0) {
            if (units->nodes == MOST_NODES)
                return -1;
            memset(units->next[units->nodes], 0, sizeof units->next[0]);
            units->unit[units->nodes] = -1;
            *next = units->nodes++;
        }
        node = *next;
    }
    return node;
}

/* Adds a spelling with its readings, a tuple of str. */
static int add_unit(Units *units, PyObject *spelling, PyObject *readings)
{
    Py_ssize_t size, count = PyTuple_Size(readings);
    const char *text = count < 0 ? NULL : PyUnicode_AsUTF8AndSize(spelling, &size);
    if (text == NULL)
        return -1;
    int node = size ? node_of(units, text, size) : -1;
    if (node < 0 || count < 1 || count > MOST_READINGS || units->units == MOST_UNITS) {
        PyErr_Format(PyExc_ValueError, "the table of sounds has no room for %R", spelling);
        return -1;
    }
    int unit = units->units++;
    units->unit[node] = (int16_t)unit;
    units->count[unit] = (uint8_t)count;
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *reading = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(readings, i), &size);
        if (reading == NULL)
            return -1;
        if (size > LONGEST_READING) {
            PyErr_Format(PyExc_ValueError, "a reading of %R is too long", spelling);
            return -1;
        }
        memcpy(units->reading[unit][i], reading, (size_t)size + 1);
    }
    return unit;
}

/* Reads {spelling: (reading, ...)}. */
static int read_units(Units *units, PyObject *table)
{
    PyObject *spelling, *readings;
    Py_ssize_t at = 0;
    memset(units->next[0], 0, sizeof units->next[0]);
    units->unit[0] = -1;
    units->nodes = 1;
    units->units = 0;
    while (PyDict_Next(table, &at, &spelling, &readings))
        if (add_unit(units, spelling, readings) < 0)
            return -1;
    return 0;
}

/* The longest spelling at this place; -1 where none begins. */
static int unit_at(const Units *units, const char *text, Py_ssize_t left, Py_ssize_t *size)
{
    int node = 0, found = -1;
    for (Py_ssize_t i = 0; i < left && text[i] >= 'a' && text[i] <= 'z'; i++) {
        node = units->next[node][text[i] - 'a'];
        if (node == 0)
            break;
        if (units->unit[node] >= 0) {
            found = units->unit[node];
            *size = i + 1;
        }
    }
    return found;
}

/* A code that is being written; each class counts once in a row. */
typedef struct {
    char *text;
    Py_ssize_t size;
} Code;

static void put(Code *code, const char *classes)
{
    for (; *classes; classes++)
        if (code->size == 0 || code->text[code->size - 1] != *classes)
            code->text[code->size++] = *classes;
}

/* The text of an ASCII str; NULL without an error for others. */
static const char *ascii_of(PyObject *word, Py_ssize_t *size)
{
    const char *text = PyUnicode_AsUTF8AndSize(word, size);
    if (text == NULL && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        PyErr_Clear(); /* half a surrogate pair */
    return text != NULL && *size == PyUnicode_GetLength(word) ? text : NULL;
}

#endif
