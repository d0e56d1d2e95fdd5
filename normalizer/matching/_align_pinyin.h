/* Latin words of syllables of Pinyin, which other systems respell: evidence.may_be_pinyin, evidence._respelled; part of
 * _align.c. */
#ifndef ALIGN_PINYIN_H
#define ALIGN_PINYIN_H

#include "_align_asked.h"

#define LONGEST_SYLLABLE 6
#define MOST_SYLLABLES 4 /* of a word: see evidence.py */

/* Whether a word may be cut into a few syllables and nothing else. */
static int is_of_syllables(const Pieces *syllables, const Text *word)
{
    char letters[MOST_SYLLABLES * LONGEST_SYLLABLE];
    uint64_t here = 1, last = (uint64_t)1 << word->size;
    if (word->size == 0 || word->size > MOST_SYLLABLES * LONGEST_SYLLABLE)
        return 0;
    for (int at = 0; at < word->size; at++) {
        if (word->letters[at] > 127)
            return 0;
        letters[at] = (char)word->letters[at];
    }
    for (int count = 0; count < MOST_SYLLABLES && here; count++) {
        uint64_t next = 0; /* the places that so many syllables may end at */
        for (int at = 0; at < word->size; at++) {
            uint64_t sizes = here >> at & 1 ? syllables->sizes[(unsigned char)letters[at]] : 0;
            for (int size = 1; size <= LONGEST_SYLLABLE && at + size <= word->size; size++)
                if (sizes >> size & 1 && piece_at(syllables, letters + at, size)->size)
                    next |= (uint64_t)1 << (at + size);
        }
        if (next & last)
            return 1;
        here = next;
    }
    return 0;
}

/* Whether a Latin word may be Pinyin, once its reading is known; FAILED with an exception. */
static int learn_pinyin(const Scales *scales, Term *term)
{
    long long found = 0;
    if (term->has_pinyin)
        return DONE;
    if (term->has_reading && (term->flags & (PLAIN_TERM | LETTERED_TERM)))
        found = is_of_syllables(&scales->marks->syllables, term->reading);
    else if (ask_number(scales->asks.pinyin, term, &found) < 0)
        return FAILED;
    term->pinyin = found != 0;
    term->has_pinyin = 1;
    return DONE;
}

/* What the systems make of a word, a dictionary; borrowed. */
static PyObject *learn_respelled(const Scales *scales, Term *term)
{
    if (term->respelled != NULL)
        return term->respelled;
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.respelled, term->text, NULL);
    if (found != NULL && !PyDict_Check(found)) {
        PyErr_SetString(PyExc_TypeError, "what a word is respelled to is a dict");
        Py_CLEAR(found);
    }
    if (found != NULL && term->respelled == NULL)
        term->respelled = found;
    else
        Py_XDECREF(found);
    return term->respelled;
}

/* A word of known letters as `respelled` has words, a new reference. */
static PyObject *reading_of(const Scales *scales, const Term *term)
{
    Form form;
    if (term->flags & PLAIN_TERM)
        return held(term->low);
    int known = write_form(&scales->marks->alphabets, term->low, READING_FORM, &form);
    return known < 0 ? NULL : PyUnicode_FromStringAndSize(form.bytes, known ? form.size : 0);
}

/* Whether a system makes `other` of a word that may be Pinyin: 1, 0 or FAILED. */
static int makes(const Scales *scales, Term *pinyin, const Term *other)
{
    PyObject *made = pinyin->pinyin ? learn_respelled(scales, pinyin) : NULL;
    if (made == NULL)
        return pinyin->pinyin ? FAILED : 0;
    PyObject *wanted = reading_of(scales, other);
    int found = wanted == NULL ? FAILED : PyDict_Contains(made, wanted);
    Py_XDECREF(wanted);
    return found;
}

/* Whether one of two Latin words is the other by a system that respells Pinyin: 1, 0, ASKED where Python must be asked of
 * the whole, FAILED. */
enum { ASKED = 2 };

static int is_respelled(const Scales *scales, Term *a, Term *b)
{
    int known = PLAIN_TERM | LETTERED_TERM;
    if (learn_pinyin(scales, a) < 0 || learn_pinyin(scales, b) < 0)
        return FAILED;
    if (!a->pinyin && !b->pinyin)
        return 0;
    if (!(a->flags & known) || !(b->flags & known))
        return ASKED;
    int found = makes(scales, a, b);
    return found ? found : makes(scales, b, a);
}

#endif
