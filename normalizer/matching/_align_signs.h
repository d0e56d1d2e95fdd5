/* The chance that characters spell a word by their sound, over all ways to cut it, as in plain_signs.py; part of _align.c. */
#ifndef ALIGN_SIGNS_H
#define ALIGN_SIGNS_H

#include "_align_words.h"

/* A piece of words that a character may stand for, and its share. */
typedef struct {
    const char *letters;
    Py_ssize_t size;
    double share;
} Sign_piece;

typedef struct {
    const char *word;
    int size, longest;
    double silent, unlisted, inserted, chance[MAX_LETTERS];
} Cut_word;

/* The pieces of a character, in new memory; how many, or -1. */
static Py_ssize_t read_sign(PyObject *listed, Sign_piece **pieces)
{
    Py_ssize_t count = PyTuple_Check(listed) ? PyTuple_Size(listed) : -1;
    *pieces = count < 0 ? NULL : PyMem_Malloc((size_t)(count + 1) * sizeof(Sign_piece));
    if (*pieces == NULL) {
        if (count < 0)
            PyErr_SetString(PyExc_TypeError, "the pieces of a character are a tuple");
        else
            PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        Sign_piece *piece = *pieces + i;
        PyObject *pair = PyTuple_GetItem(listed, i);
        if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2 || !PyUnicode_Check(PyTuple_GetItem(pair, 0))) {
            PyErr_SetString(PyExc_TypeError, "a piece is (letters, share)");
            return -1;
        }
        piece->letters = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(pair, 0), &piece->size);
        if (piece->letters == NULL || read_double(PyTuple_GetItem(pair, 1), &piece->share) < 0)
            return -1;
    }
    return count;
}

/* One character more: `reached`, how a word is reached up to each letter, becomes what it is with it. */
static void add_sign(const Cut_word *word, const Sign_piece *pieces, Py_ssize_t count, double *reached)
{
    double following[MAX_LETTERS + 1], unlisted = (count ? word->unlisted : 1.0) / word->longest;
    for (int at = 0; at <= word->size; at++)
        following[at] = reached[at] * word->silent;
    for (int start = 0; start < word->size; start++) {
        double weight = reached[start], letters = weight * unlisted;
        if (weight == 0.0)
            continue;
        for (Py_ssize_t i = 0; i < count; i++)
            if (pieces[i].size <= word->size - start &&
                memcmp(word->word + start, pieces[i].letters, (size_t)pieces[i].size) == 0)
                following[start + pieces[i].size] += weight * pieces[i].share;
        for (int end = start; end < word->size && end < start + word->longest; end++) {
            letters *= word->chance[end];
            following[end + 1] += letters;
        }
    }
    for (int at = 0; at < word->size; at++)
        following[at + 1] += following[at] * word->inserted * word->chance[at];
    memcpy(reached, following, ((size_t)word->size + 1) * sizeof(double));
}

/* cuts(listed, word, chance, silent, unlisted, longest, inserted): see plain_signs.py. */
static PyObject *module_cuts(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *listed, *text, *chance;
    Cut_word word;
    Py_ssize_t size;
    double reached[MAX_LETTERS + 1] = {1.0};
    if (!PyArg_ParseTuple(args, "O!UO!ddid:cuts", &PyTuple_Type, &listed, &text, &PyTuple_Type, &chance, &word.silent,
                          &word.unlisted, &word.longest, &word.inserted) ||
        (word.word = PyUnicode_AsUTF8AndSize(text, &size)) == NULL)
        return NULL;
    if (size > MAX_LETTERS || size != PyUnicode_GetLength(text) || size != PyTuple_Size(chance) || word.longest < 1) {
        PyErr_Format(PyExc_ValueError, "a word is at most %d letters of ASCII, each with its chance", MAX_LETTERS);
        return NULL;
    }
    word.size = (int)size;
    for (int i = 0; i < word.size; i++)
        if (read_double(PyTuple_GetItem(chance, i), word.chance + i) < 0)
            return NULL;
    for (Py_ssize_t i = 0; i < PyTuple_Size(listed); i++) {
        Sign_piece *pieces;
        Py_ssize_t count = read_sign(PyTuple_GetItem(listed, i), &pieces);
        if (count >= 0)
            add_sign(&word, pieces, count, reached);
        PyMem_Free(pieces);
        if (count < 0)
            return NULL;
    }
    return PyFloat_FromDouble(reached[word.size]);
}

#endif
