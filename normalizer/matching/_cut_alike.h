/* How alike two texts are: the share of letters in their longest common subsequence; part of _cut.c.
 *
 * As rapidfuzz.fuzz.ratio, to the last bit: the arithmetic of Hyyrö (2004), 64 letters of the query at a time, and the
 * same order of operations at the end.
 */
#ifndef CUT_ALIKE_H
#define CUT_ALIKE_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Py_UCS4 *letters;
    Py_ssize_t size, room;
} Text;

static int text_room(Text *text, Py_ssize_t wanted)
{
    if (wanted <= text->room)
        return 0;
    Py_ssize_t room = wanted < 64 ? 64 : 2 * wanted;
    Py_UCS4 *grown = PyMem_Realloc(text->letters, (size_t)room * sizeof *grown);
    if (grown == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    text->letters = grown;
    text->room = room;
    return 0;
}

static int text_add(Text *text, Py_UCS4 letter)
{
    if (text->size == text->room && text_room(text, text->size + 1) < 0)
        return -1;
    text->letters[text->size++] = letter;
    return 0;
}

static int text_read(Text *text, PyObject *string)
{
    Py_ssize_t size = PyUnicode_GetLength(string);
    if (size < 0 || text_room(text, size + 1) < 0)
        return -1;
    if (PyUnicode_AsUCS4(string, text->letters, text->room, 0) == NULL && size)
        return -1;
    text->size = size;
    return 0;
}

static int text_equal(const Text *a, const Text *b)
{
    return a->size == b->size
           && (a->size == 0 || memcmp(a->letters, b->letters, (size_t)a->size * sizeof *a->letters) == 0);
}

static void text_free(Text *text)
{
    PyMem_Free(text->letters);
    text->letters = NULL;
    text->size = text->room = 0;
}

#define PLAIN 128 /* letters whose masks are found by index */

/* A text of the query, with the places of each of its letters as bits. */
typedef struct {
    Text text;
    Py_ssize_t blocks, count; /* 64 letters each; different letters */
    Py_UCS4 *letters;         /* slot -> letter; slot 0 is for letters that it has not */
    uint64_t *masks, *left;   /* slot * blocks; what is left of each block while counting */
    uint16_t plain[PLAIN];    /* letter -> slot */
} Pattern;

static void pattern_free(Pattern *pattern)
{
    text_free(&pattern->text);
    PyMem_Free(pattern->letters);
    PyMem_Free(pattern->masks);
    PyMem_Free(pattern->left);
    pattern->letters = NULL;
    pattern->masks = pattern->left = NULL;
}

static Py_ssize_t pattern_slot(const Pattern *pattern, Py_UCS4 letter)
{
    if (letter < PLAIN)
        return pattern->plain[letter];
    for (Py_ssize_t slot = 1; slot <= pattern->count; slot++)
        if (pattern->letters[slot] == letter)
            return slot;
    return 0;
}

/* From the text that has been read into it. */
static int pattern_make(Pattern *pattern)
{
    Py_ssize_t size = pattern->text.size;
    pattern->blocks = size ? (size + 63) / 64 : 1;
    pattern->count = 0;
    memset(pattern->plain, 0, sizeof pattern->plain);
    pattern->letters = PyMem_Calloc((size_t)size + 1, sizeof *pattern->letters);
    pattern->masks = PyMem_Calloc((size_t)(size + 1) * (size_t)pattern->blocks, sizeof *pattern->masks);
    pattern->left = PyMem_Calloc((size_t)pattern->blocks, sizeof *pattern->left);
    if (pattern->letters == NULL || pattern->masks == NULL || pattern->left == NULL || size >= UINT16_MAX) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 letter = pattern->text.letters[at];
        Py_ssize_t slot = pattern_slot(pattern, letter);
        if (slot == 0) {
            slot = ++pattern->count;
            pattern->letters[slot] = letter;
            if (letter < PLAIN)
                pattern->plain[letter] = (uint16_t)slot;
        }
        pattern->masks[slot * pattern->blocks + at / 64] |= (uint64_t)1 << at % 64;
    }
    return 0;
}

static int ones(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int)(bits * 0x0101010101010101u >> 56);
}

/* The length of the longest common subsequence. */
static Py_ssize_t common(const Pattern *pattern, const Text *text)
{
    Py_ssize_t blocks = pattern->blocks, found = 0;
    uint64_t *left = pattern->left;
    for (Py_ssize_t block = 0; block < blocks; block++)
        left[block] = ~(uint64_t)0;
    for (Py_ssize_t at = 0; at < text->size; at++) {
        const uint64_t *mask = pattern->masks + pattern_slot(pattern, text->letters[at]) * blocks;
        uint64_t carry = 0;
        for (Py_ssize_t block = 0; block < blocks; block++) {
            uint64_t old = left[block], met = old & mask[block], sum = old + met, more = sum + carry;
            carry = (sum < old) | (more < sum);
            left[block] = more | (old - met);
        }
    }
    for (Py_ssize_t block = 0; block < blocks; block++)
        found += ones(~left[block]);
    return found;
}

static double share(Py_ssize_t apart, Py_ssize_t all)
{
    return 1.0 - (all ? (double)apart / (double)all : 0.0);
}

/* 0..100; 0 where it is below `least`. */
static double ratio(const Pattern *pattern, const Text *text, double least)
{
    Py_ssize_t a = pattern->text.size, b = text->size;
    least /= 100;
    if (share(a > b ? a - b : b - a, a + b) < least)
        return 0;
    double alike = share(a + b - 2 * common(pattern, text), a + b);
    return alike >= least ? alike * 100 : 0;
}

#endif
