/* Letters of scripts that are folded letter by letter, learnt of Python one by one; part of _align.c.
 *
 * Of most letters the folded form, the plain Latin letters and the reading do not depend on what stands beside them
 * (reader.py says of which), so a word of them needs no Python once its letters are known.
 */
#ifndef ALIGN_LETTERS_H
#define ALIGN_LETTERS_H

#include "_align_words.h"

#define LONGEST_WRITTEN 12  /* bytes of what stands for a letter */
#define LETTER_SLOTS 8192   /* letters that are remembered, twice the most */
#define LONGEST_LETTERED 64 /* letters of a word; longer ones are left to Python */
#define LETTERED_BYTES 512

typedef struct {
    int size;
    char bytes[LONGEST_WRITTEN];
} Bytes;

/* A letter of a script: number, group and term flags of the script; its forms in UTF-8 as reader.py explains them. */
typedef struct {
    Py_UCS4 point;
    int known; /* 1: a letter for this; -1: none */
    int script, group, flags, beside, unwritten;
    Bytes low, folded, rough, plain, reading;
} Lettered;

typedef struct {
    PyObject *ask;
    int count;
    Lettered *slots;
} Alphabets;

/* A form of a word: its letters in UTF-8 and how many they are. */
typedef struct {
    int size, points;
    char bytes[LETTERED_BYTES];
} Form;

static int read_bytes(PyObject *text, Bytes *bytes)
{
    Py_ssize_t size;
    const char *utf8 = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &size) : NULL;
    if (utf8 == NULL || size > LONGEST_WRITTEN) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "what stands for a letter is a short str");
        return -1;
    }
    bytes->size = (int)size;
    memcpy(bytes->bytes, utf8, (size_t)size);
    return 0;
}

/* Asks Python about a letter; -1 with an exception. */
static int learn_letter(PyObject *ask, Py_UCS4 point, Lettered *letter)
{
    PyObject *low, *folded, *rough, *plain, *reading;
    PyObject *said = PyObject_CallFunction(ask, "I", (unsigned int)point);
    int failed = said == NULL;
    letter->point = point;
    letter->known = -1;
    if (!failed && said != Py_None) {
        letter->known = 1;
        failed = !PyArg_ParseTuple(said, "iiiiiOOOOO", &letter->script, &letter->group, &letter->flags, &letter->beside,
                                   &letter->unwritten, &low, &folded, &rough, &plain, &reading) ||
                 read_bytes(low, &letter->low) < 0 || read_bytes(folded, &letter->folded) < 0 ||
                 read_bytes(rough, &letter->rough) < 0 || read_bytes(plain, &letter->plain) < 0 ||
                 read_bytes(reading, &letter->reading) < 0;
    }
    Py_XDECREF(said);
    return failed ? -1 : 0;
}

static Lettered *letter_slot(const Alphabets *alphabets, Py_UCS4 point)
{
    size_t at = (point * 2654435761u) % LETTER_SLOTS;
    while (alphabets->slots[at].known && alphabets->slots[at].point != point)
        at = (at + 1) % LETTER_SLOTS;
    return alphabets->slots + at;
}

/* What is known of a letter; NULL with an exception. */
static const Lettered *letter_at(Alphabets *alphabets, Py_UCS4 point)
{
    Lettered *slot = letter_slot(alphabets, point);
    if (slot->known)
        return slot;
    Lettered learnt;
    memset(&learnt, 0, sizeof(learnt));
    if (learn_letter(alphabets->ask, point, &learnt) < 0)
        return NULL;
    if (2 * alphabets->count >= LETTER_SLOTS) {
        memset(alphabets->slots, 0, LETTER_SLOTS * sizeof(Lettered));
        alphabets->count = 0;
    }
    slot = letter_slot(alphabets, point); /* another thread may have been here */
    alphabets->count += !slot->known;
    *slot = learnt;
    return slot;
}

enum { LOW_FORM, FOLDED_FORM, ROUGH_FORM, PLAIN_FORM, READING_FORM, FORMS_OF_LETTERS };

static const Bytes *form_of_letter(const Lettered *letter, int form)
{
    const Bytes *forms[] = {&letter->low, &letter->folded, &letter->rough, &letter->plain, &letter->reading};
    return forms[form];
}

/* One form of a word of such letters; 1, 0 where one is no such letter or the word is long, -1 with an exception. */
static int write_form(Alphabets *alphabets, PyObject *text, int form, Form *written)
{
    Py_ssize_t size = PyUnicode_GetLength(text);
    written->size = written->points = 0;
    if (size > LONGEST_LETTERED)
        return 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        const Lettered *letter = letter_at(alphabets, PyUnicode_ReadChar(text, i));
        if (letter == NULL)
            return -1;
        const Bytes *bytes = form_of_letter(letter, form);
        if (letter->known < 0 || written->size + bytes->size > LETTERED_BYTES)
            return 0;
        memcpy(written->bytes + written->size, bytes->bytes, (size_t)bytes->size);
        written->size += bytes->size;
        for (int k = 0; k < bytes->size; k++)
            written->points += ((unsigned char)bytes->bytes[k] & 0xC0) != 0x80;
    }
    return 1;
}

/* The first letter of a word whose letters are all of one script; NULL where they are not, or with an exception. */
static const Lettered *one_script(Alphabets *alphabets, PyObject *text)
{
    const Lettered *first = NULL;
    Py_ssize_t size = PyUnicode_GetLength(text);
    int script = 0;
    for (Py_ssize_t i = size - 1; i >= 0 && size <= LONGEST_LETTERED; i--) {
        first = letter_at(alphabets, PyUnicode_ReadChar(text, i));
        if (first == NULL || first->known < 0 || (script && first->script != script))
            return NULL;
        script = first->script;
    }
    return first;
}

#endif
