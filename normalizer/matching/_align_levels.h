/* Plain letters folded to consonants, sounds and vowels, as in plain_levels.py; part of _align.c. */
#ifndef ALIGN_LEVELS_H
#define ALIGN_LEVELS_H

#include "_align_words.h"

#define MOST_GRAPHEMES 128
#define LONGEST_GRAPHEME 8  /* letters, and consonants that they stand for */
#define LONGEST_FOLDED 1024 /* letters; longer strings, and others than ASCII, are folded by Python */
#define SILENT 1            /* what is left out at once; no letter is so */

typedef struct {
    int size, stands_for;
    char letters[LONGEST_GRAPHEME], consonants[LONGEST_GRAPHEME];
} Grapheme;

typedef struct {
    PyObject_HEAD
    PyObject *twin; /* folds what is not plain */
    int size, first[128]; /* the first grapheme that begins so; `next` of each leads on */
    int next[MOST_GRAPHEMES];
    Grapheme graphemes[MOST_GRAPHEMES];
    char sounds[128], vowel[128];
} Levels;

static void levels_dealloc(PyObject *self)
{
    Py_XDECREF(((Levels *)self)->twin);
    release(self);
}

/* A short ASCII string into `target`; its length or -1. */
static int read_ascii(PyObject *text, char *target, Py_ssize_t most)
{
    Py_ssize_t size = PyUnicode_Check(text) ? PyUnicode_GetLength(text) : -1;
    for (Py_ssize_t i = 0; i < size && size <= most; i++) {
        Py_UCS4 letter = PyUnicode_ReadChar(text, i);
        if (letter < 2 || letter >= 128)
            return -1;
        target[i] = (char)letter;
    }
    return size <= most ? (int)size : -1;
}

static int read_grapheme(Levels *levels, PyObject *letters, PyObject *consonants)
{
    Grapheme *grapheme = levels->graphemes + levels->size;
    if (levels->size == MOST_GRAPHEMES || (grapheme->size = read_ascii(letters, grapheme->letters, LONGEST_GRAPHEME)) < 1 ||
        (grapheme->stands_for = read_ascii(consonants, grapheme->consonants, LONGEST_GRAPHEME)) < 0) {
        PyErr_SetString(PyExc_ValueError, "a grapheme without letters, or too many or others than ASCII");
        return -1;
    }
    int *place = levels->first + grapheme->letters[0];
    while (*place >= 0)
        place = levels->next + *place;
    *place = levels->size;
    levels->next[levels->size++] = -1;
    return 0;
}

static int read_sound(Levels *levels, PyObject *letter, PyObject *sound)
{
    char from = 0, to = SILENT;
    if (read_ascii(letter, &from, 1) != 1 || read_ascii(sound, &to, 1) < 0) {
        PyErr_SetString(PyExc_ValueError, "a sound is a letter for a letter, or nothing");
        return -1;
    }
    levels->sounds[(int)from] = to;
    return 0;
}

/* Reads all items of a mapping, in order. */
static int read_items(Levels *levels, PyObject *mapping, int (*read)(Levels *, PyObject *, PyObject *))
{
    PyObject *items = PyMapping_Items(mapping);
    Py_ssize_t size = items == NULL ? -1 : PyList_Size(items);
    int failed = size < 0 ? -1 : 0;
    for (Py_ssize_t i = 0; i < size && !failed; i++) {
        PyObject *item = PyList_GetItem(items, i);
        failed = read(levels, PyTuple_GetItem(item, 0), PyTuple_GetItem(item, 1));
    }
    Py_XDECREF(items);
    return failed;
}

static PyObject *levels_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"graphemes", "sounds", "no_vowels", "twin", NULL};
    PyObject *graphemes, *sounds, *no_vowels, *twin;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOUO:Levels", names, &graphemes, &sounds, &no_vowels, &twin))
        return NULL;
    Levels *levels = (Levels *)allocate(type, 0);
    if (levels == NULL)
        return NULL;
    Py_INCREF(twin);
    levels->twin = twin;
    for (int letter = 0; letter < 128; letter++) {
        levels->first[letter] = -1;
        levels->sounds[letter] = (char)letter;
        levels->vowel[letter] = 1;
    }
    int failed = read_items(levels, graphemes, read_grapheme) < 0 || read_items(levels, sounds, read_sound) < 0;
    for (Py_ssize_t i = 0; i < PyUnicode_GetLength(no_vowels) && !failed; i++) {
        Py_UCS4 letter = PyUnicode_ReadChar(no_vowels, i);
        if (letter < 128)
            levels->vowel[letter] = 0;
    }
    if (failed) {
        Py_DECREF((PyObject *)levels);
        return NULL;
    }
    return (PyObject *)levels;
}

/* The first grapheme of the list that stands at `at`, or NULL. */
static const Grapheme *grapheme_at(const Levels *levels, const char *letters, int at, int size)
{
    for (int g = levels->first[(int)letters[at]]; g >= 0; g = levels->next[g]) {
        const Grapheme *grapheme = levels->graphemes + g;
        int same = 1; /* letters of the list's grapheme, of which the first is the same */
        while (same < grapheme->size && same < size - at && grapheme->letters[same] == letters[at + same])
            same++;
        if (same == grapheme->size)
            return grapheme;
    }
    return NULL;
}

/* What letters are folded to; there is room for LONGEST_FOLDED letters. */
typedef struct {
    int count, heard, open;
    char consonants[LONGEST_FOLDED * LONGEST_GRAPHEME], sounds[LONGEST_FOLDED], vowels[LONGEST_FOLDED];
} Folded;

static void fold_letters(const Levels *levels, const char *letters, int size, Folded *folded)
{
    char before = SILENT;
    folded->count = folded->heard = folded->open = 0;
    for (int at = 0; at < size;) {
        const Grapheme *grapheme = grapheme_at(levels, letters, at, size);
        for (int k = 0; grapheme != NULL && k < grapheme->stands_for; k++)
            if (folded->count == 0 || folded->consonants[folded->count - 1] != grapheme->consonants[k])
                folded->consonants[folded->count++] = grapheme->consonants[k];
        at += grapheme == NULL ? 1 : grapheme->size;
    }
    for (int at = 0; at < size; at++) {
        char sound = levels->sounds[(int)letters[at]];
        if (levels->vowel[(int)letters[at]])
            folded->vowels[folded->open++] = letters[at];
        if (sound == SILENT || sound == before)
            continue;
        before = sound;
        if (sound != '0')
            folded->sounds[folded->heard++] = sound;
    }
}

static PyObject *levels_fold(PyObject *self, PyObject *argument)
{
    const Levels *levels = (Levels *)self;
    char letters[LONGEST_FOLDED];
    Folded folded;
    int size = read_ascii(argument, letters, LONGEST_FOLDED);
    if (size < 0 || memchr(letters, '\n', (size_t)size) != NULL)
        return PyObject_CallFunctionObjArgs(levels->twin, argument, NULL);
    fold_letters(levels, letters, size, &folded);
    return Py_BuildValue("(s#s#s#)", folded.consonants, (Py_ssize_t)folded.count, folded.sounds,
                         (Py_ssize_t)folded.heard, folded.vowels, (Py_ssize_t)folded.open);
}

static PyMethodDef levels_methods[] = {
    {"fold", levels_fold, METH_O, "fold(letters) -> (consonants, sounds, vowels)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot levels_slots[] = {
    {Py_tp_doc, "Levels(graphemes, sounds, no_vowels, twin): tables of folding; the twin folds what is not plain."},
    {Py_tp_new, levels_new},
    {Py_tp_dealloc, levels_dealloc},
    {Py_tp_methods, levels_methods},
    {0, NULL},
};

static PyType_Spec levels_spec = {
    .name = "normalizer.matching._align.Levels",
    .basicsize = sizeof(Levels),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = levels_slots,
};

#endif
