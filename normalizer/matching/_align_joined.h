/* Several words of a name as one, or as their first letters: merge_words.join_parts, legal.acronym_of; part of _align.c. */
#ifndef ALIGN_JOINED_H
#define ALIGN_JOINED_H

#include "_align_asked.h"

/* Words that are joined. */
typedef struct {
    Term **words;
    int size;
} Joined;

/* One word after the other, as they are written, meant, or in lower case; a new reference. */
enum { TEXTS, MEANINGS, LOWS };

static PyObject *join_texts(const Joined *asked, int which)
{
    PyObject *joined = NULL;
    for (int i = 0; i < asked->size; i++) {
        const Term *word = asked->words[i];
        PyObject *text = which == TEXTS                                      ? word->text
                         : which == MEANINGS && word->role == NAME_ROLE ? word->meaning
                                                                             : word->low;
        PyObject *longer = i == 0 ? held(text) : PyUnicode_Concat(joined, text);
        Py_XDECREF(joined);
        joined = longer;
        if (joined == NULL)
            return NULL;
    }
    return joined;
}

static int is_ascii(PyObject *text)
{
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    if (utf8 == NULL)
        PyErr_Clear(); /* half a surrogate pair */
    return utf8 != NULL && size == PyUnicode_GetLength(text);
}

/* Words of one script as one, as far as it is asked how alike it is to others: terms.joined_term. NULL without an
 * exception for words of several. */
static Term *join_alike_words(const Joined *asked)
{
    int flags = PLAIN_TERM | LETTERED_TERM | ASCII_TEXT | LATIN_TERM | SIGNS_TERM | HAN_TERM;
    const Term *first = asked->words[0], *last = asked->words[asked->size - 1];
    for (int i = 0; i < asked->size; i++) {
        const Term *word = asked->words[i];
        if (word->script != first->script)
            return NULL;
        int lettered = word->flags & LETTERED_TERM || (word->flags & PLAIN_TERM && same_text(word->low, word->meaning));
        flags &= (word->flags & ~LETTERED_TERM) | (lettered ? LETTERED_TERM : 0);
    }
    if (flags & PLAIN_TERM)
        flags &= ~LETTERED_TERM;
    PyObject *text = join_texts(asked, TEXTS), *meaning = join_texts(asked, MEANINGS), *low = NULL;
    Term *term = NULL;
    if (text != NULL && meaning != NULL) /* a letter in lower case may depend on its neighbours */
        low = flags & (PLAIN_TERM | LETTERED_TERM) ? join_texts(asked, LOWS) : PyObject_CallMethod(text, "lower", NULL);
    if (low != NULL)
        term = make_term(Py_TYPE((PyObject *)first), text, meaning, meaning, low, last->last);
    if (term != NULL) {
        term->role = NAME_ROLE;
        term->group = first->group;
        term->script = first->script;
        term->flags = flags | (is_ascii(meaning) ? ASCII_MEANING : 0);
    }
    Py_XDECREF(text);
    Py_XDECREF(meaning);
    Py_XDECREF(low);
    return term;
}

/* Words as one: by themselves, or by Python. */
static PyObject *join_words(const Scales *scales, const Joined *asked)
{
    Term *alike = join_alike_words(asked);
    if (alike != NULL || PyErr_Occurred())
        return (PyObject *)alike;
    PyObject *parts = PyTuple_New(asked->size);
    for (int i = 0; parts != NULL && i < asked->size; i++)
        if (learn_part(scales, asked->words[i]) < 0 || PyTuple_SetItem(parts, i, held(asked->words[i]->part)) < 0)
            Py_CLEAR(parts);
    PyObject *found = parts == NULL ? NULL : PyObject_CallFunctionObjArgs(scales->asks.joined, parts, NULL);
    Py_XDECREF(parts);
    if (found != NULL && Py_TYPE(found) != Py_TYPE((PyObject *)asked->words[0])) {
        PyErr_SetString(PyExc_TypeError, "joined words are a term");
        Py_CLEAR(found);
    }
    return found;
}

/* The term of joined words of a name, kept at one of so many places; borrowed. */
static Term *learn_joined(const Scales *scales, Term ***kept, int places, int place, const Joined *asked)
{
    if (*kept == NULL && (*kept = PyMem_Calloc((size_t)places, sizeof(Term *))) == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    if ((*kept)[place] != NULL)
        return (*kept)[place];
    PyObject *found = join_words(scales, asked);
    if (found != NULL && (*kept)[place] != NULL) /* another thread was here: what it made may be in use */
        Py_DECREF(found);
    else if (found != NULL)
        (*kept)[place] = (Term *)found;
    return found == NULL ? NULL : (*kept)[place];
}

/* Whether a word is made of the first letters of the words of a name, `small` ones (of, and) counted or not. */
static int has_first_letters(PyObject *low, const Name *name, int small)
{
    Py_ssize_t size = PyUnicode_GetLength(low), at = 0;
    for (int i = 0; i < name->size; i++) {
        const Term *term = name->all[i];
        if ((!small && (term->flags & SMALL_TERM)) || PyUnicode_GetLength(term->low) == 0)
            continue;
        if (at >= size || PyUnicode_ReadChar(low, at) != PyUnicode_ReadChar(term->low, 0))
            return 0;
        at++;
    }
    return at == size;
}

#define SHORTEST_WORTH 3 /* letters of an acronym that says something: see ACRONYM_LOG_ODDS */

static int is_acronym(const Name *one, const Name *other)
{
    PyObject *low = one->words[0]->low, *first = other->all[0]->low;
    if (one->words[0]->letters < SHORTEST_WORTH || other->size < 2 || PyUnicode_GetLength(first) == 0 ||
        PyUnicode_ReadChar(low, 0) != PyUnicode_ReadChar(first, 0))
        return 0;
    return has_first_letters(low, other, 1) || has_first_letters(low, other, 0);
}

#endif
