/* What endings and lists tell of words of known letters, as person.py, diminutive.py and families.py; part of _align.c.
 *
 * Words of other letters (_align_letters.h) are Python's business. The tables are handed over once: the large ones as
 * Python's own dictionaries, endings and beginnings as pieces, since a word is sought in them at every length.
 */
#ifndef ALIGN_MARKS_H
#define ALIGN_MARKS_H

#include "_align_letters.h"
#include "_align_pieces.h"

#define LONGEST_MARKED 96 /* bytes of a word; longer ones are left to Python */

/* Bits of what endings tell, beside those of `genders` in _align_names.h. */
#define PATRONYMIC_ENDING ((long long)1 << 60)
#define ANY_ENDING ((long long)1 << 61)

#define MOST_REPLACED 24
#define LONGEST_REPLACED 8
#define MOST_ADDED 8

typedef struct {
    int size, with;
    char letters[LONGEST_REPLACED], by[LONGEST_REPLACED];
    uint64_t needs; /* bits of its letters */
} Replaced;

typedef struct {
    PyObject_HEAD
    Pieces endings, syllables; /* syllables: of Pinyin, or what looks like them */
    PyObject *given, *ask_given;   /* given names by their first letter, and what is asked for those of a letter */
    PyObject *forms, *families;    /* dictionaries: see Marks in reader.py */
    PyObject *lasts;                    /* letters that patronymics end in */
    int replaced, added, longest_family;
    Replaced replacements[MOST_REPLACED], letters[128], adds[MOST_ADDED];
    Alphabets alphabets;
} Marks;

static void marks_dealloc(PyObject *self)
{
    Marks *marks = (Marks *)self;
    PyMem_Free(marks->endings.pieces);
    PyMem_Free(marks->syllables.pieces);
    PyMem_Free(marks->alphabets.slots);
    Py_XDECREF(marks->alphabets.ask);
    Py_XDECREF(marks->given);
    Py_XDECREF(marks->ask_given);
    Py_XDECREF(marks->forms);
    Py_XDECREF(marks->families);
    Py_XDECREF(marks->lasts);
    release(self);
}

/* A bit for each letter, which others may share. */
static uint64_t letter_bits(const char *letters, int size)
{
    uint64_t bits = 0;
    for (int i = 0; i < size; i++)
        bits |= (uint64_t)1 << (letters[i] & 63);
    return bits;
}

static int read_replaced(Replaced *replaced, PyObject *letters, PyObject *by)
{
    replaced->size = PyUnicode_Check(letters) ? read_piece(letters, replaced->letters, LONGEST_REPLACED) : 0;
    replaced->with = PyUnicode_Check(by) ? read_piece(by, replaced->by, LONGEST_REPLACED) : 0;
    if (replaced->size > 0 && replaced->with >= 0 && replaced->with <= replaced->size + 1) {
        replaced->needs = letter_bits(replaced->letters, replaced->size);
        return 0;
    }
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
        marks->letters[letter] = (Replaced){1, 1, {(char)letter}, {(char)letter}, 0};
    while (PyDict_Next(letters, &at, &from, &by)) {
        Replaced one;
        if (read_replaced(&one, from, by) < 0)
            return -1;
        marks->letters[one.letters[0] & 127] = one;
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
                            "families", "longest_family", "replacements", "letters", "syllables", "lasts", "letter", NULL};
    PyObject *endings, *given, *added, *forms, *families, *replacements, *letters, *syllables, *lasts, *letter;
    int longest;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!OO!O!O!iO!O!O!O!O:Marks", names, &PyDict_Type, &endings,
                                     &given, &PyTuple_Type, &added, &PyDict_Type, &forms, &PyDict_Type, &families,
                                     &longest, &PyTuple_Type, &replacements, &PyDict_Type, &letters, &PyDict_Type, &syllables,
                                     &PyFrozenSet_Type, &lasts, &letter))
        return NULL;
    Marks *marks = (Marks *)allocate(type, 0);
    if (marks == NULL)
        return NULL;
    Py_INCREF(given);
    Py_INCREF(forms);
    Py_INCREF(families);
    Py_INCREF(lasts);
    Py_INCREF(letter);
    marks->alphabets.ask = letter;
    marks->ask_given = given;
    marks->given = PyDict_New();
    marks->forms = forms;
    marks->families = families;
    marks->lasts = lasts;
    marks->longest_family = longest;
    marks->alphabets.slots = PyMem_Calloc(LETTER_SLOTS, sizeof(Lettered));
    if (marks->alphabets.slots == NULL)
        PyErr_NoMemory();
    if (marks->given == NULL || marks->alphabets.slots == NULL || read_pieces(&marks->endings, endings, 1) < 0 ||
        read_pieces(&marks->syllables, syllables, 0) < 0 || read_replacements(marks, replacements, letters, added) < 0) {
        Py_DECREF((PyObject *)marks);
        return NULL;
    }
    return (PyObject *)marks;
}

/* What the longest ending of a word says that fits at all: person.endings_of. */
static long long ending_of(const Marks *marks, const Form *word)
{
    int size = word->size;
    uint64_t sizes = size ? marks->endings.sizes[(unsigned char)word->bytes[size - 1]] : 0;
    for (int of = size - 1 < LONGEST_PIECE ? size - 1 : LONGEST_PIECE; of > 0; of--) {
        long long bits = sizes >> of & 1
                             ? bits_of_piece(&marks->endings, word->bytes + size - of, of, word->points, FEWEST_BESIDE)
                             : 0;
        if (bits)
            return bits;
    }
    return 0;
}

/* A form of a word (of ASCII letters: its lower case); 1, 0 where it is not for this, -1 with an exception. */
static int read_marked(Marks *marks, PyObject *low, int ascii, int form, Form *word)
{
    Py_ssize_t size = PyUnicode_GetLength(low);
    if (size > LONGEST_MARKED || size == 0)
        return 0;
    if (!ascii) {
        int found = write_form(&marks->alphabets, low, form, word);
        return found > 0 && word->size > LONGEST_MARKED ? 0 : found;
    }
    const char *bytes = PyUnicode_AsUTF8AndSize(low, &size);
    if (bytes == NULL)
        return -1;
    memcpy(word->bytes, bytes, (size_t)size);
    word->size = word->points = (int)size;
    return 1;
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
    uint64_t has = letter_bits(word, size); /* most replacements have a letter that the word has not */
    memcpy(letters, word, (size_t)size);
    for (int i = 0; i < marks->replaced; i++) {
        const Replaced *one = marks->replacements + i;
        if (one->needs & ~has)
            continue;
        size = replace_all(one, letters, size);
        has |= letter_bits(one->by, one->with);
    }
    for (int at = 0; at < size; at++) {
        const Replaced *by = marks->letters + (letters[at] & 127);
        for (int k = 0; k < by->with; k++)
            if (count == 0 || rough[count - 1] != by->by[k])
                rough[count++] = by->by[k];
    }
    return count;
}

#define FEWEST_ROUGH 2 /* letters of a short form, as in diminutive.py */

/* Whether a word is in the list of short forms; -1 with an exception. */
static int has_forms(const Marks *marks, const Form *latin)
{
    char rough[2 * LONGEST_MARKED];
    int letters = rough_sound(marks, latin->bytes, latin->size, rough);
    if (letters < FEWEST_ROUGH)
        return 0;
    PyObject *key = PyUnicode_FromStringAndSize(rough, letters);
    int found = key == NULL ? -1 : PyDict_Contains(marks->forms, key);
    Py_XDECREF(key);
    return found;
}

/* What the list of short forms has of a word, a tuple of the rows that have it as the formal name and of those that have it
 * as a short form; borrowed. 1, 0 where it has nothing or the word is not for this, -1 with an exception. */
static int forms_of(Marks *marks, PyObject *low, int ascii, PyObject **forms)
{
    Form latin;
    char rough[2 * LONGEST_MARKED];
    int known = read_marked(marks, low, ascii, ascii ? FOLDED_FORM : ROUGH_FORM, &latin);
    if (known <= 0)
        return known;
    PyObject *key = PyUnicode_FromStringAndSize(rough, rough_sound(marks, latin.bytes, latin.size, rough));
    *forms = key == NULL ? NULL : PyDict_GetItemWithError(marks->forms, key);
    Py_XDECREF(key);
    return *forms == NULL ? (PyErr_Occurred() ? -1 : 0) : PyTuple_Check(*forms) && PyTuple_Size(*forms) == 2;
}

/* Whether two tuples of numbers have one in common; -1 with an exception. */
static int share_number(PyObject *a, PyObject *b)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(a); i++)
        for (Py_ssize_t j = 0; j < PyTuple_Size(b); j++) {
            int same = PyObject_RichCompareBool(PyTuple_GetItem(a, i), PyTuple_GetItem(b, j), Py_EQ);
            if (same)
                return same;
        }
    return PyErr_Occurred() ? -1 : 0;
}

/* Whether one word is a short form of the other, by what the list has of both: diminutive.diminutive. */
static int is_short_form(PyObject *a, PyObject *b)
{
    int found = share_number(PyTuple_GetItem(a, 1), PyTuple_GetItem(b, 0));
    return found ? found : share_number(PyTuple_GetItem(a, 0), PyTuple_GetItem(b, 1));
}

/* Whether the last letter of a word has lost nothing by folding: person.is_patronymic asks for it as it is written. */
static int keeps_last(PyObject *low, const Form *folded)
{
    char bytes[4];
    Bytes last = {0, {0}};
    Py_UCS4 point = PyUnicode_ReadChar(low, PyUnicode_GetLength(low) - 1);
    last.size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (int i = last.size - 1; i > 0; i--, point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(last.size == 1 ? point : (0xF00 >> last.size & 0xFF) | point);
    return folded->size >= last.size && memcmp(folded->bytes + folded->size - last.size, bytes, (size_t)last.size) == 0;
}

/* Whether a word is a patronymic, in the list of short forms, a Korean family name: ready.shorts_of. 1 if it is known,
 * 0 if not, -1 with an exception. low: the word in lower case, of ASCII letters or of those of _align_letters.h. */
static int plain_shorts(Marks *marks, PyObject *low, int ascii, long long *shorts)
{
    Form folded, latin;
    int known = read_marked(marks, low, ascii, FOLDED_FORM, &folded), found = 0;
    if (known <= 0)
        return known;
    int patronymic = (ending_of(marks, &folded) & PATRONYMIC_ENDING) != 0;
    if (patronymic && !ascii && !keeps_last(low, &folded))
        return 0;
    if (!ascii && (known = read_marked(marks, low, ascii, ROUGH_FORM, &latin)) <= 0)
        return known;
    found = has_forms(marks, ascii ? &folded : &latin);
    *shorts = (patronymic ? 1 : 0) | (found > 0 ? 2 : 0);
    if (found >= 0 && ascii && folded.size <= marks->longest_family) {
        found = PyDict_Contains(marks->families, low);
        *shorts |= found > 0 ? 4 : 0;
    }
    return found < 0 ? -1 : 1;
}

/* What the lists say of a given name, "m", "f" or "fm"; NULL where they lack it, or with an exception. */
static PyObject *said_of_given(Marks *marks, PyObject *folded)
{
    PyObject *letter = PyUnicode_Substring(folded, 0, 1), *said = NULL;
    PyObject *names = letter ? PyDict_GetItemWithError(marks->given, letter) : NULL;
    if (letter != NULL && names == NULL && !PyErr_Occurred()) {
        PyObject *asked = PyObject_CallFunctionObjArgs(marks->ask_given, letter, NULL);
        if (asked != NULL && PyDict_SetItem(marks->given, letter, asked) == 0)
            names = asked; /* which the dictionary keeps */
        Py_XDECREF(asked);
    }
    if (names != NULL)
        said = PyDict_GetItemWithError(names, folded);
    Py_XDECREF(letter);
    return said;
}

/* Marks of a word's gender: ready.genders_of; as `plain_shorts`. folded: the word folded. */
static int plain_genders(Marks *marks, PyObject *low, PyObject *folded, int ascii, long long *genders)
{
    Form word;
    int known = read_marked(marks, low, ascii, FOLDED_FORM, &word);
    if (known <= 0)
        return known;
    *genders = ending_of(marks, &word) & ~(PATRONYMIC_ENDING | ANY_ENDING);
    PyObject *given = said_of_given(marks, folded);
    if (given != NULL)
        for (Py_ssize_t i = 0; i < PyUnicode_GetLength(given); i++)
            *genders |= PyUnicode_ReadChar(given, i) == 'm' ? 1 : 2;
    for (int i = 0; i < marks->added; i++) {
        const Replaced *add = marks->adds + i;
        if (add->size && word.size >= add->size &&
            memcmp(word.bytes + word.size - add->size, add->letters, (size_t)add->size) == 0)
            *genders |= 4;
    }
    return given != NULL || !PyErr_Occurred() ? 1 : -1;
}

/* What is known of a word in lower case, for tests; None where it is not for this. */
static PyObject *marks_of(PyObject *self, PyObject *args)
{
    Marks *marks = (Marks *)self;
    PyObject *low, *folded;
    long long shorts, genders;
    int ascii = 1;
    if (!PyArg_ParseTuple(args, "UU:of", &low, &folded))
        return NULL;
    for (Py_ssize_t i = 0; i < PyUnicode_GetLength(low); i++)
        ascii = ascii && PyUnicode_ReadChar(low, i) >= 'a' && PyUnicode_ReadChar(low, i) <= 'z';
    int known = plain_shorts(marks, low, ascii, &shorts);
    if (known > 0)
        known = plain_genders(marks, low, folded, ascii, &genders);
    return known > 0 ? Py_BuildValue("(LL)", shorts, genders) : known == 0 ? Py_BuildValue("") : NULL;
}

static PyMethodDef marks_methods[] = {
    {"of", marks_of, METH_VARARGS, "of(low, folded) -> (shorts, genders) of a word, or None where it is not for this"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot marks_slots[] = {
    {Py_tp_doc, "Marks(endings, given, added, forms, families, longest_family, replacements, letters, syllables, lasts, "
                "letter): "
                "tables that tell of words of known letters."},
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
