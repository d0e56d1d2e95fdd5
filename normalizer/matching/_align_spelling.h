/* How alike two strings look, as in plain.py; part of _align.c. */
#ifndef ALIGN_SPELLING_H
#define ALIGN_SPELLING_H

#include "_align_words.h"

typedef struct {
    int size; /* first, so that a short text may be kept in less room */
    Py_UCS4 letters[MAX_LETTERS];
} Text;

static int read_text(PyObject *object, Text *text)
{
    if (!PyUnicode_Check(object)) {
        PyErr_SetString(PyExc_TypeError, "spelling(a: str, b: str)");
        return -1;
    }
    Py_ssize_t size = PyUnicode_GetLength(object);
    text->size = size < MAX_LETTERS ? (int)size : MAX_LETTERS;
    if (size <= MAX_LETTERS)
        return PyUnicode_AsUCS4(object, text->letters, MAX_LETTERS, 0) == NULL ? -1 : 0;
    for (int i = 0; i < text->size; i++)
        text->letters[i] = PyUnicode_ReadChar(object, i);
    return 0;
}

static int bits_of(uint64_t bits)
{
    int count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* Letters in common in order, and the least number of edits, by bit-parallel columns (Hyyrö 2003, 2004). */
static void common_and_edits(const Text *a, const Text *b, int *common, int *edits)
{
    uint64_t last = (uint64_t)1 << (a->size - 1), all = last | (last - 1);
    uint64_t open = ~(uint64_t)0, up = ~(uint64_t)0, down = 0;
    *edits = a->size;
    for (int j = 0; j < b->size; j++) {
        uint64_t match = 0;
        for (int i = 0; i < a->size; i++)
            match |= (uint64_t)(a->letters[i] == b->letters[j]) << i;
        uint64_t used = open & match;
        open = (open + used) | (open - used);
        uint64_t diagonal = (((match & up) + up) ^ up) | match | down;
        uint64_t rises = down | ~(diagonal | up), falls = up & diagonal;
        *edits += (rises & last) != 0;
        *edits -= (falls & last) != 0;
        rises = rises << 1 | 1;
        falls <<= 1;
        up = falls | ~(diagonal | rises);
        down = rises & diagonal;
    }
    *common = bits_of(~open & all);
}

/* Jaro's similarity: letters in common within half the longer length, less those in another order. */
static double jaro(const Text *a, const Text *b)
{
    int longer = a->size > b->size ? a->size : b->size;
    int reach = longer / 2 - 1 > 0 ? longer / 2 - 1 : 0;
    uint64_t taken_a = 0, taken_b = 0;
    int common = 0, crossed = 0;
    for (int j = 0; j < b->size; j++) {
        int last = j + reach < a->size - 1 ? j + reach : a->size - 1;
        for (int i = j > reach ? j - reach : 0; i <= last; i++)
            if (!(taken_a >> i & 1) && a->letters[i] == b->letters[j]) {
                taken_a |= (uint64_t)1 << i;
                taken_b |= (uint64_t)1 << j;
                common++;
                break;
            }
    }
    if (common == 0)
        return 0.0;
    for (int i = 0, j = 0; i < a->size; i++) {
        if (!(taken_a >> i & 1))
            continue;
        while (!(taken_b >> j & 1))
            j++;
        crossed += a->letters[i] != b->letters[j++];
    }
    double found = common;
    return (found / a->size + found / b->size + (found - crossed / 2) / found) / 3.0;
}

static PyObject *module_spelling(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    Text a, b;
    if (nargs != 2) {
        PyErr_SetString(PyExc_TypeError, "spelling(a: str, b: str)");
        return NULL;
    }
    if (read_text(args[0], &a) < 0 || read_text(args[1], &b) < 0)
        return NULL;
    int shorter = a.size < b.size ? a.size : b.size, longer = a.size < b.size ? b.size : a.size;
    if (longer == 0)
        return Py_BuildValue("(dddddd)", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    if (shorter == 0)
        return Py_BuildValue("(dddddd)", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    int start = 0, end = 0, common, edits;
    while (start < shorter && a.letters[start] == b.letters[start])
        start++;
    while (end < shorter && a.letters[a.size - 1 - end] == b.letters[b.size - 1 - end])
        end++;
    common_and_edits(&a, &b, &common, &edits);
    double alike = jaro(&a, &b);
    if (alike > 0.7) /* Winkler's threshold for counting the common beginning */
        alike += 0.1 * (start < 4 ? start : 4) * (1.0 - alike);
    return Py_BuildValue("(dddddd)", (double)start / longer, (double)end / longer, (double)shorter / longer,
                         2.0 * common / (a.size + b.size), 1.0 - (double)edits / longer, alike);
}

#endif
