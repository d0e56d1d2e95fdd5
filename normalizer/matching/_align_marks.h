/* What endings and lists tell of words of ASCII letters, as person.py, diminutive.py and families.py; part of _align.c.
 *
 * Words of other letters are Python's business. The tables are handed over once: the large ones as Python's own
 * dictionaries, endings and beginnings as pieces, since a word is sought in them at every length.
 */
#ifndef ALIGN_MARKS_H
#define ALIGN_MARKS_H

#include "_align_words.h"

#define LONGEST_PIECE 16 /* letters */
#define STEMS 4          /* kinds of pieces, by the letters that must stand beside them: FEWEST_BESIDE and more */
#define FEWEST_BESIDE 2
#define LONGEST_MARKED 96 /* letters of a word; longer ones are left to Python */

/* Bits of what endings tell, beside those of `genders` in _align_names.h. */
#define PATRONYMIC_ENDING ((long long)1 << 60)
#define ANY_ENDING ((long long)1 << 61)

/* ---- pieces: short strings of ASCII letters that words begin or end with ---- */

typedef struct {
    int size;
    char letters[LONGEST_PIECE];
    long long bits[STEMS];
} Piece;

typedef struct {
    uint32_t mask;
    int at_end;          /* whether they are ends of words */
    uint32_t sizes[128]; /* by the letter at the edge of the word: the sizes of pieces, as bits */
    Piece *pieces;
} Pieces;

static uint32_t hash_letters(const char *letters, int size)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (int i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)letters[i]) * 16777619u;
    return hash;
}

static Piece *piece_at(const Pieces *pieces, const char *letters, int size)
{
    uint32_t at = hash_letters(letters, size) & pieces->mask;
    while (pieces->pieces[at].size &&
           (pieces->pieces[at].size != size || memcmp(pieces->pieces[at].letters, letters, (size_t)size)))
        at = (at + 1) & pieces->mask;
    return pieces->pieces + at;
}

/* A short ASCII string into `letters`; its size, 0 for any other string, -1 with an exception. */
static int read_piece(PyObject *text, char *letters, int most)
{
    Py_ssize_t size = PyUnicode_GetLength(text);
    for (Py_ssize_t i = 0; i < size && size <= most; i++) {
        Py_UCS4 letter = PyUnicode_ReadChar(text, i);
        if (letter >= 128)
            return 0;
        letters[i] = (char)letter;
    }
    if (size > most)
        PyErr_Format(PyExc_ValueError, "a piece of a word has at most %d letters", most);
    return size > most ? -1 : (int)size;
}

static int add_piece(Pieces *pieces, PyObject *form, PyObject *bits)
{
    char letters[LONGEST_PIECE];
    int size = PyUnicode_Check(form) ? read_piece(form, letters, LONGEST_PIECE) : 0;
    if (size <= 0)
        return size;
    if (!PyTuple_Check(bits) || PyTuple_Size(bits) != STEMS) {
        PyErr_SetString(PyExc_TypeError, "pieces are a form and its bits, by the letters beside it");
        return -1;
    }
    Piece *piece = piece_at(pieces, letters, size);
    piece->size = size;
    memcpy(piece->letters, letters, (size_t)size);
    pieces->sizes[(int)letters[pieces->at_end ? size - 1 : 0]] |= (uint32_t)1 << size;
    for (Py_ssize_t i = 0; i < STEMS; i++)
        piece->bits[i] = PyLong_AsLongLong(PyTuple_GetItem(bits, i));
    return PyErr_Occurred() ? -1 : 0;
}

/* All pieces of a dictionary; forms of other letters than ASCII's are passed over. */
static int read_pieces(Pieces *pieces, PyObject *given, int at_end)
{
    Py_ssize_t count = PyDict_Size(given), at = 0;
    PyObject *form, *bits;
    uint32_t slots = 64;
    while ((Py_ssize_t)slots < 2 * count)
        slots *= 2;
    pieces->mask = slots - 1;
    pieces->at_end = at_end;
    pieces->pieces = PyMem_Calloc(slots, sizeof(Piece));
    if (pieces->pieces == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    while (PyDict_Next(given, &at, &form, &bits))
        if (add_piece(pieces, form, bits) < 0)
            return -1;
    return 0;
}

/* What a piece of this size says of a word that has so many letters beside it. */
static long long bits_of_piece(const Pieces *pieces, const char *letters, int size, int beside)
{
    const Piece *piece = piece_at(pieces, letters, size);
    long long bits = 0;
    for (int kind = 0; kind < STEMS && piece->size && beside >= FEWEST_BESIDE + kind; kind++)
        bits |= piece->bits[kind];
    return bits;
}

/* What all pieces say that leave so many letters beside them. */
static long long all_pieces(const Pieces *pieces, const char *word, int size, int beside)
{
    uint32_t sizes = size ? pieces->sizes[(int)word[pieces->at_end ? size - 1 : 0]] : 0;
    long long bits = 0;
    for (int of = 1; of <= size - beside && of <= LONGEST_PIECE; of++)
        if (sizes >> of & 1)
            bits |= bits_of_piece(pieces, pieces->at_end ? word + size - of : word, of, size - of);
    return bits;
}

/* ---- marks ---- */

#define MOST_REPLACED 24
#define LONGEST_REPLACED 8
#define MOST_ADDED 8

typedef struct {
    int size, with;
    char letters[LONGEST_REPLACED], by[LONGEST_REPLACED];
} Replaced;

typedef struct {
    PyObject_HEAD
    Pieces endings;
    PyObject *given, *forms, *families; /* dictionaries: see Marks in ready.py */
    int replaced, added, longest_family;
    Replaced replacements[MOST_REPLACED], letters[128], adds[MOST_ADDED];
} Marks;

static void marks_dealloc(PyObject *self)
{
    Marks *marks = (Marks *)self;
    PyMem_Free(marks->endings.pieces);
    Py_XDECREF(marks->given);
    Py_XDECREF(marks->forms);
    Py_XDECREF(marks->families);
    release(self);
}

static int read_replaced(Replaced *replaced, PyObject *letters, PyObject *by)
{
    replaced->size = PyUnicode_Check(letters) ? read_piece(letters, replaced->letters, LONGEST_REPLACED) : 0;
    replaced->with = PyUnicode_Check(by) ? read_piece(by, replaced->by, LONGEST_REPLACED) : 0;
    if (replaced->size > 0 && replaced->with >= 0 && replaced->with <= replaced->size + 1)
        return 0;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "letters and what stands for them, at most one letter more");
    return -1;
}

static int read_replacements(Marks *marks, PyObject *replacements, PyObject *letters, PyObject *added)
{
    PyObject *from, *by;
    Py_ssize_t at = 0;
    if (PyTuple_Size(replacements) > MOST_REPLACED || PyTuple_Size(added) > MOST_ADDED) {
        PyErr_SetString(PyExc_ValueError, "too many replacements");
        return -1;
    }
    for (; marks->replaced < PyTuple_Size(replacements); marks->replaced++) {
        PyObject *pair = PyTuple_GetItem(replacements, marks->replaced);
        if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2) {
            PyErr_SetString(PyExc_TypeError, "a replacement is two strings");
            return -1;
        }
        if (read_replaced(marks->replacements + marks->replaced, PyTuple_GetItem(pair, 0), PyTuple_GetItem(pair, 1)))
            return -1;
    }
    for (int letter = 0; letter < 128; letter++)
        marks->letters[letter] = (Replaced){1, 1, {(char)letter}, {(char)letter}};
    while (PyDict_Next(letters, &at, &from, &by)) {
        Replaced one;
        if (read_replaced(&one, from, by) < 0)
            return -1;
        marks->letters[(int)one.letters[0]] = one;
    }
    for (; marks->added < PyTuple_Size(added); marks->added++) {
        PyObject *end = PyTuple_GetItem(added, marks->added);
        Replaced *add = marks->adds + marks->added;
        if (!PyUnicode_Check(end) || (add->size = read_piece(end, add->letters, LONGEST_REPLACED)) < 0)
            return -1;
    }
    return 0;
}

static PyObject *marks_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"endings",  "given",          "added",        "forms",
                            "families", "longest_family", "replacements", "letters", NULL};
    PyObject *endings, *given, *added, *forms, *families, *replacements, *letters;
    int longest;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!O!O!O!iO!O!:Marks", names, &PyDict_Type, &endings, &PyDict_Type,
                                     &given, &PyTuple_Type, &added, &PyDict_Type, &forms, &PyDict_Type, &families,
                                     &longest, &PyTuple_Type, &replacements, &PyDict_Type, &letters))
        return NULL;
    Marks *marks = (Marks *)allocate(type, 0);
    if (marks == NULL)
        return NULL;
    Py_INCREF(given);
    Py_INCREF(forms);
    Py_INCREF(families);
    marks->given = given;
    marks->forms = forms;
    marks->families = families;
    marks->longest_family = longest;
    if (read_pieces(&marks->endings, endings, 1) < 0 || read_replacements(marks, replacements, letters, added) < 0) {
        Py_DECREF((PyObject *)marks);
        return NULL;
    }
    return (PyObject *)marks;
}

/* What the longest ending of a word says that fits at all: person.endings_of. */
static long long ending_of(const Marks *marks, const char *word, int size)
{
    uint32_t sizes = size ? marks->endings.sizes[(int)word[size - 1]] : 0;
    for (int of = size - FEWEST_BESIDE < LONGEST_PIECE ? size - FEWEST_BESIDE : LONGEST_PIECE; of > 0; of--) {
        long long bits = sizes >> of & 1 ? bits_of_piece(&marks->endings, word + size - of, of, size - of) : 0;
        if (bits)
            return bits;
    }
    return 0;
}

/* A word of ASCII letters in lower case; its size, or 0 where it is not for this. */
static int read_marked(PyObject *low, char *word)
{
    Py_ssize_t size = PyUnicode_GetLength(low);
    if (size > LONGEST_MARKED)
        return 0;
    for (Py_ssize_t i = 0; i < size; i++)
        word[i] = (char)PyUnicode_ReadChar(low, i);
    return (int)size;
}

/* Every `replaced` in a word by what stands for it; the new size. */
static int replace_all(const Replaced *replaced, char *word, int size)
{
    int to = 0;
    for (int at = 0; at < size;) {
        if (word[at] == replaced->letters[0] && at + replaced->size <= size &&
            memcmp(word + at, replaced->letters, (size_t)replaced->size) == 0) {
            memcpy(word + to, replaced->by, (size_t)replaced->with);
            to += replaced->with;
            at += replaced->size;
        } else
            word[to++] = word[at++];
    }
    return to;
}

/* The rough sound of a word: diminutive._rough. */
static int rough_sound(const Marks *marks, const char *word, int size, char *rough)
{
    char letters[LONGEST_MARKED];
    int count = 0;
    memcpy(letters, word, (size_t)size);
    for (int i = 0; i < marks->replaced; i++)
        if (memchr(letters, marks->replacements[i].letters[0], (size_t)size) != NULL)
            size = replace_all(marks->replacements + i, letters, size);
    for (int at = 0; at < size; at++) {
        const Replaced *by = marks->letters + (int)letters[at];
        for (int k = 0; k < by->with; k++)
            if (count == 0 || rough[count - 1] != by->by[k])
                rough[count++] = by->by[k];
    }
    return count;
}

#define FEWEST_ROUGH 2 /* letters of a short form, as in diminutive.py */

/* Whether a word is a patronymic, in the list of short forms, a Korean family name: ready._shorts. 1 if it is known. */
static int plain_shorts(const Marks *marks, PyObject *low, long long *shorts)
{
    char word[LONGEST_MARKED], rough[2 * LONGEST_MARKED];
    int size = read_marked(low, word), found = 0;
    if (size == 0)
        return 0;
    *shorts = ending_of(marks, word, size) & PATRONYMIC_ENDING ? 1 : 0;
    int letters = rough_sound(marks, word, size, rough);
    if (letters >= FEWEST_ROUGH) {
        PyObject *key = PyUnicode_FromStringAndSize(rough, letters);
        found = key == NULL ? -1 : PyDict_Contains(marks->forms, key);
        Py_XDECREF(key);
        *shorts |= found > 0 ? 2 : 0;
    }
    if (found >= 0 && size <= marks->longest_family) {
        found = PyDict_Contains(marks->families, low);
        *shorts |= found > 0 ? 4 : 0;
    }
    return found >= 0;
}

/* Marks of a word's gender: ready._genders. 1 if they are known. */
static int plain_genders(const Marks *marks, PyObject *low, long long *genders)
{
    char word[LONGEST_MARKED];
    int size = read_marked(low, word);
    if (size == 0)
        return 0;
    *genders = ending_of(marks, word, size) & ~(PATRONYMIC_ENDING | ANY_ENDING);
    PyObject *given = PyDict_GetItemWithError(marks->given, low);
    if (given != NULL)
        *genders |= PyUnicode_ReadChar(given, 0) == 'm' ? 1 : 2;
    for (int i = 0; i < marks->added; i++) {
        const Replaced *add = marks->adds + i;
        if (add->size && size >= add->size && memcmp(word + size - add->size, add->letters, (size_t)add->size) == 0)
            *genders |= 4;
    }
    return given != NULL || !PyErr_Occurred();
}

/* What is known of a word of ASCII letters in lower case, for tests. */
static PyObject *marks_of(PyObject *self, PyObject *low)
{
    long long shorts, genders;
    if (!PyUnicode_Check(low) || PyUnicode_GetLength(low) == 0) {
        PyErr_SetString(PyExc_TypeError, "of(low: str), a word of ASCII letters in lower case");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyUnicode_GetLength(low); i++)
        if (PyUnicode_ReadChar(low, i) < 'a' || PyUnicode_ReadChar(low, i) > 'z') {
            PyErr_SetString(PyExc_ValueError, "of(low: str), a word of ASCII letters in lower case");
            return NULL;
        }
    if (plain_shorts((Marks *)self, low, &shorts) && plain_genders((Marks *)self, low, &genders))
        return Py_BuildValue("(LL)", shorts, genders);
    return PyErr_Occurred() ? NULL : Py_BuildValue("");
}

static PyMethodDef marks_methods[] = {
    {"of", marks_of, METH_O, "of(low) -> (shorts, genders) of a word of ASCII letters, or None for a long one"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot marks_slots[] = {
    {Py_tp_doc, "Marks(endings, given, added, forms, families, longest_family, replacements, letters): tables that tell "
                "of words of ASCII letters."},
    {Py_tp_new, marks_new},
    {Py_tp_dealloc, marks_dealloc},
    {Py_tp_methods, marks_methods},
    {0, NULL},
};

static PyType_Spec marks_spec = {
    .name = "normalizer.matching._align.Marks",
    .basicsize = sizeof(Marks),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = marks_slots,
};

#endif
