/* Words that were not met yet, folded, and the terms of those that mean themselves: as words.py and terms.py make them;
 * part of _align.c. What a reader of names knows is here too. */
#ifndef ALIGN_FOLDING_H
#define ALIGN_FOLDING_H

#include "_align_cutting.h"
#include "_align_levels.h"
#include "_align_marks.h"
#include "_align_names.h"

#define LONGEST_READ 400 /* letters of a name: MAX_NAME_LENGTH; longer ones are left to Python */
#define MOST_SCRIPTS 32

/* Of the script of names: its number, its class, and what is known of such names. */
typedef struct {
    int number, script_class, flags;
} Script;

typedef struct {
    PyObject_HEAD
    PyTypeObject *term_type, *name_type;
    Marks *marks;
    Levels *levels;
    PyObject *special; /* words that play parts, or begin legal forms */
    PyObject *words, *spans, *script, *patronymic, *rarity; /* functions of reader.py and others */
    PyObject *forms, *legal, *raised; /* first words of legal forms and their rests; make terms of forms, of lesser words */
    PyObject *rarities, *listed;                     /* gives the table of rarities or None; the table, or NULL */
    PyObject *anywhere, *placed[PLACES];             /* words and their terms: wherever they stand, or there */
    Pieces starts, ends;                             /* of words that may mean a direction */
    PyObject *attached;                              /* gives lesser words that may be written together with a name, */
    Pieces attached_starts, attached_ends;           /* as they are asked for when the first word of signs is met */
    double rare;
    Py_ssize_t remembered; /* orders: whether a comma tells the order of the words */
    int of_people, orders, group, shortest_rest, most_tokens, scripts, letters; /* letters: that stand apart are a form */
    Script plain, known[MOST_SCRIPTS];               /* of ASCII names, of others */
} Reader;

static int all_of(const char *word, int size, const char *letters)
{
    for (int i = 0; i < size; i++)
        if (strchr(letters, word[i]) == NULL)
            return 0;
    return 1;
}

/* The rarity of a word; the table is asked for when there is one. */
static int rarity_of(Reader *reader, PyObject *low, double *rarity)
{
    if (reader->listed == NULL) {
        PyObject *listed = PyObject_CallFunctionObjArgs(reader->rarities, NULL);
        if (listed == NULL)
            return -1;
        if (PyDict_Check(listed) && reader->listed == NULL)
            reader->listed = listed;
        else
            Py_DECREF(listed);
    }
    if (reader->listed == NULL) {
        PyObject *found = PyObject_CallFunctionObjArgs(reader->rarity, low, NULL);
        int failed = found == NULL ? -1 : read_double(found, rarity);
        Py_XDECREF(found);
        return failed;
    }
    PyObject *found = PyDict_GetItemWithError(reader->listed, low);
    *rarity = reader->rare;
    return found != NULL ? read_double(found, rarity) : PyErr_Occurred() ? -1 : 0;
}

/* A word that was not met yet: in lower case, folded, in plain letters, all of which may be one string. */
typedef struct {
    PyObject *low, *folded, *plain;
    Form form; /* folded */
    Script script;
    int group, flags, beside; /* beside: letters that a piece of it leaves which means a direction */
} Folded_word;

static void free_word(Folded_word *word)
{
    Py_CLEAR(word->low);
    Py_CLEAR(word->folded);
    Py_CLEAR(word->plain);
}

/* A word of ASCII letters; 1, or -1 with an exception. */
static int fold_ascii(const Reader *reader, PyObject *text, Folded_word *word)
{
    Form *form = &word->form;
    Py_ssize_t size = PyUnicode_GetLength(text);
    int changed = 0;
    if (size > LONGEST_READ)
        return 0;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size); /* of ASCII letters: as it stands */
    if (bytes == NULL)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        form->bytes[i] = bytes[i];
        changed |= form->bytes[i] < 'a';
        form->bytes[i] |= 0x20;
    }
    form->size = form->points = (int)size;
    word->low = changed ? PyUnicode_FromStringAndSize(form->bytes, size) : held(text);
    if (word->low == NULL)
        return -1;
    word->folded = held(word->low);
    word->plain = held(word->low);
    word->script = reader->plain;
    word->group = reader->group;
    word->flags = LATIN_TERM | ASCII_TEXT | ASCII_MEANING | PLAIN_TERM;
    word->beside = reader->shortest_rest;
    return 1;
}

/* A form of a word as a string: `same` where it is that. */
static PyObject *string_of(const Form *form, PyObject *same)
{
    PyObject *made = PyUnicode_FromStringAndSize(form->bytes, form->size);
    if (made != NULL && same != NULL && PyUnicode_Compare(made, same) == 0) {
        Py_DECREF(made);
        return held(same);
    }
    return made;
}

/* Whether a piece stands at the edge of a word that pieces are of, whatever it leaves. */
static int has_piece(const Pieces *pieces, const char *word, Py_ssize_t size)
{
    uint64_t sizes = size ? pieces->sizes[(unsigned char)word[pieces->at_end ? size - 1 : 0]] : 0;
    for (int of = 1; of <= size && of <= LONGEST_PIECE; of++)
        if (sizes >> of & 1 && piece_at(pieces, word + (pieces->at_end ? size - of : 0), of)->size)
            return 1;
    return 0;
}

/* Asks for what may be written together with a word. */
static int learn_attached(Reader *reader)
{
    PyObject *starts, *ends, *said = PyObject_CallFunctionObjArgs(reader->attached, NULL);
    int failed = said == NULL || !PyArg_ParseTuple(said, "O!O!", &PyDict_Type, &starts, &PyDict_Type, &ends);
    if (!failed && reader->attached_starts.pieces == NULL) /* another thread may have been here */
        failed = read_pieces(&reader->attached_starts, starts, 0) < 0 || read_pieces(&reader->attached_ends, ends, 1) < 0;
    Py_XDECREF(said);
    return failed ? -1 : 0;
}

/* Whether a lesser word may be written together with a word, which Python cuts then (attached.py); -1 with an exception. */
static int may_be_attached(Reader *reader, PyObject *text)
{
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes == NULL || (reader->attached_ends.pieces == NULL && learn_attached(reader) < 0))
        return -1;
    return has_piece(&reader->attached_ends, bytes, size) || has_piece(&reader->attached_starts, bytes, size);
}

/* A word of letters of one script that are folded letter by letter; 1, 0 for others, -1 with an exception. */
static int fold_lettered(Reader *reader, PyObject *text, Folded_word *word)
{
    Alphabets *alphabets = &reader->marks->alphabets;
    const Lettered *letter = one_script(alphabets, text);
    Form low, plain;
    if (letter == NULL)
        return PyErr_Occurred() ? -1 : 0;
    if (letter->flags & SIGNS_TERM) {
        int attached = may_be_attached(reader, text);
        if (attached)
            return attached < 0 ? -1 : 0;
    }
    word->script.number = letter->script;
    word->group = letter->group;
    word->flags = letter->flags | LETTERED_TERM;
    word->beside = letter->beside;
    int known = write_form(alphabets, text, LOW_FORM, &low);
    if (known > 0)
        known = write_form(alphabets, text, FOLDED_FORM, &word->form);
    if (known > 0)
        known = write_form(alphabets, text, PLAIN_FORM, &plain);
    if (known <= 0)
        return known;
    word->low = string_of(&low, text);
    word->folded = word->low == NULL ? NULL : string_of(&word->form, word->low);
    word->plain = word->folded == NULL ? NULL : string_of(&plain, word->folded);
    if (word->form.size == word->form.points)
        word->flags |= ASCII_MEANING;
    return word->plain == NULL ? -1 : 1;
}

#define ARABIC_ARTICLE "\xd8\xa7\xd9\x84" /* ال, which is cut off: words.py */

/* Whether a word is one of the name wherever it stands, and means itself; -1 with an exception. */
static int means_itself(const Reader *reader, const Folded_word *word)
{
    const Form *form = &word->form;
    if (form->points < 2 || all_of(form->bytes, form->size, "ivx") ||
        (form->size >= 3 && memcmp(form->bytes, "abd", 3) == 0) ||
        (form->size >= 4 && memcmp(form->bytes, ARABIC_ARTICLE, 4) == 0))
        return 0; /* an initial, perhaps; a number in Roman letters; Abdul */
    int listed = PySet_Contains(reader->special, word->folded);
    return listed < 0 ? -1 : !listed;
}

/* The rarity of a word, by its plain letters where it is not listed itself. */
static int rarity_of_word(Reader *reader, const Folded_word *word, double *rarity)
{
    if (rarity_of(reader, word->folded, rarity) < 0)
        return -1;
    if (reader->listed != NULL && *rarity == reader->rare && word->plain != word->folded)
        return rarity_of(reader, word->plain, rarity);
    return 0;
}

/* The term of a word that means itself. */
static PyObject *plain_term(Reader *reader, PyObject *text, const Folded_word *word)
{
    double rarity;
    if (rarity_of_word(reader, word, &rarity) < 0)
        return NULL;
    PyObject *last = PyUnicode_Substring(word->low, PyUnicode_GetLength(word->low) - 1, PyUnicode_GetLength(word->low));
    Term *term = last == NULL ? NULL : make_term(reader->term_type, text, word->folded, word->plain, word->low, last);
    Py_XDECREF(last);
    if (term != NULL) {
        term->role = NAME_ROLE;
        term->group = word->group;
        term->script = word->script.number;
        term->flags = word->flags;
        term->says = (int)(all_pieces(&reader->starts, &word->form, word->beside) |
                           all_pieces(&reader->ends, &word->form, word->beside));
        term->weight = word->form.points;
        term->rarity = rarity;
    }
    return (PyObject *)term;
}

#endif
