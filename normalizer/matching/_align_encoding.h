/* Words encoded for the tables of their scripts, and their letters compared, as align.py does; part of _align.c. */
#ifndef ALIGN_ENCODING_H
#define ALIGN_ENCODING_H

#include "_align_asked.h"

static Way *way_between(Scales *scales, const Term *a, const Term *b)
{
    Way *way = &scales->ways[a->group][b->group];
    if (way->table != NULL)
        return way;
    PyObject *found = PyObject_CallFunction(scales->asks.route, "ii", a->group, b->group);
    PyObject *fields = found == NULL ? NULL : PySequence_Tuple(found);
    Py_XDECREF(found);
    if (fields == NULL)
        return NULL;
    PyObject *table, *of_a, *of_b, *side_a, *side_b;
    int turned, written_a, written_b;
    if (!PyArg_ParseTuple(fields, "OOOpOOii", &table, &of_a, &of_b, &turned, &side_a, &side_b, &written_a, &written_b)) {
        way = NULL;
    } else if (Py_TYPE(table) != scales->table_type || Py_TYPE(side_a) != scales->side_type ||
               Py_TYPE(side_b) != scales->side_type) {
        PyErr_SetString(PyExc_TypeError, "a route is (table, words of a, words of b, turned, side of a, side of b, how each is "
                                         "written)");
        way = NULL;
    } else if (way->table == NULL)
        *way = (Way){held(table), held(of_a), held(of_b), held(side_a), held(side_b), turned, written_a, written_b};
    Py_DECREF(fields);
    return way;
}

/* How a group's words are written for its tables (align.py): as they stand; in ASCII, letter by letter; in jamo. */
enum { AS_IT_STANDS, IN_ASCII, IN_JAMO };

/* Syllables of Hangul: the first, their number, of how many a leading letter has, of how many a leading letter and a vowel;
 * the first letters that lead, follow and end (Unicode, 3.12). */
enum { SYLLABLE = 0xAC00, SYLLABLES = 11172, OF_LEAD = 588, OF_VOWEL = 28, LEADING = 0x1100, VOWEL = 0x1161, ENDING = 0x11A7 };

/* The letters of a word in a way of writing; how many, 0 where only Python knows them, FAILED. */
static int write_letters(const Scales *scales, const Term *term, int written, Py_UCS4 *letters)
{
    Form form;
    int count = 0, size = (int)PyUnicode_GetLength(term->low);
    if (!(term->flags & LETTERED_TERM) || size > MAX_LETTERS / 3)
        return 0;
    if (written == IN_ASCII) {
        int known = write_form(&scales->marks->alphabets, term->low, ROUGH_FORM, &form);
        for (; known > 0 && count < form.size && count < MAX_LETTERS; count++) {
            if (form.bytes[count] < 'a' || form.bytes[count] > 'z')
                return 0;
            letters[count] = (Py_UCS4)form.bytes[count];
        }
        return known < 0 ? FAILED : count;
    }
    for (int i = 0; i < size && written == IN_JAMO; i++) {
        Py_UCS4 at = PyUnicode_ReadChar(term->low, i) - SYLLABLE;
        if (at >= SYLLABLES)
            return 0;
        letters[count++] = LEADING + at / OF_LEAD;
        letters[count++] = VOWEL + at % OF_LEAD / OF_VOWEL;
        if (at % OF_VOWEL)
            letters[count++] = ENDING + at % OF_VOWEL;
    }
    return count;
}

/* A word encoded for a side of a table, a new reference: here where its letters are known, else as `encoded` has it. */
static PyObject *encode_term(const Scales *scales, const Term *term, PyObject *encoded, PyObject *side, int written)
{
    Py_UCS4 letters[MAX_LETTERS];
    if (written == AS_IT_STANDS && (term->flags & (PLAIN_TERM | LETTERED_TERM)))
        return encode((Side *)side, term->low, scales->asks.bare);
    int count = written == AS_IT_STANDS ? 0 : write_letters(scales, term, written, letters);
    if (count < 0)
        return NULL;
    return count ? encode_letters((Side *)side, letters, count, scales->asks.bare) : PyObject_GetItem(encoded, term->text);
}

/* The word as `encoded` has it, remembered with the term; borrowed. */
static PyObject *word_in(const Scales *scales, Term *term, PyObject *encoded, PyObject *side, int written)
{
    for (int i = 0; i < term->coded_size; i++)
        if (term->coded[i].encoded == encoded)
            return term->coded[i].word;
    PyObject *word = encode_term(scales, term, encoded, side, written);
    if (word == NULL)
        return NULL;
    Coded *more = PyMem_Realloc(term->coded, (size_t)(term->coded_size + 1) * sizeof(Coded));
    if (more == NULL) {
        Py_DECREF(word);
        PyErr_NoMemory();
        return NULL;
    }
    term->coded = more;
    term->coded[term->coded_size++] = (Coded){held(encoded), word};
    return word;
}

/* Log-odds of the letters of two words, as align.word_log_odds. */
static int letters_of(Scales *scales, Term *a, Term *b, double *odds)
{
    const Way *way = way_between(scales, a, b);
    PyObject *of_a = way == NULL ? NULL : word_in(scales, a, way->encoded_a, way->side_a, way->written_a);
    PyObject *of_b = of_a == NULL ? NULL : word_in(scales, b, way->encoded_b, way->side_b, way->written_b);
    if (of_b == NULL)
        return FAILED;
    const Table *table = (Table *)way->table;
    const Word *x = word_for(table, way->turned ? of_b : of_a, table->size_x);
    const Word *y = x == NULL ? NULL : word_for(table, way->turned ? of_a : of_b, table->size_y);
    if (y == NULL)
        return FAILED;
    *odds = log_odds(table, x, y);
    return DONE;
}

#endif
