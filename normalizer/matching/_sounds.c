/* Codes of sounds and classes of consonants of Latin words, compiled.
 *
 * The tables come from sounds.py and keys.py, and plain_sounds.py is the twin: the same spellings give the same codes
 * (tests/matching/test_sounds.py). A table is kept as a tree of letters, so that the longest spelling at a place is found
 * in one walk. Words are ASCII; any other has no code. Only the limited API of CPython 3.11 is used, nothing is global.
 */
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define INTERFACE 1     /* as in sounds.py */
#define LETTERS 26
#define MOST_NODES 512  /* letters of all spellings of a table, those that begin alike once */
#define MOST_UNITS 128  /* spellings of a table */
#define MOST_READINGS 4 /* of one spelling, and of one word */
#define LONGEST_READING 3
#define MOST_OTHERS 8   /* spellings whose other reading is tried */

typedef struct {
    int16_t next[MOST_NODES][LETTERS]; /* 0: none, since nothing leads to the root */
    int16_t unit[MOST_NODES];          /* -1: no spelling ends here */
    int16_t nodes, units;
    uint8_t count[MOST_UNITS];
    char reading[MOST_UNITS][MOST_READINGS][LONGEST_READING + 1];
} Units;

static int is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The node of a spelling, which is made where it is not there; -1 for what is no spelling. */
static int node_of(Units *units, const char *text, Py_ssize_t size)
{
    int node = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (text[i] < 'a' || text[i] > 'z')
            return -1;
        int16_t *next = &units->next[node][text[i] - 'a'];
        if (*next == 0) {
            if (units->nodes == MOST_NODES)
                return -1;
            memset(units->next[units->nodes], 0, sizeof units->next[0]);
            units->unit[units->nodes] = -1;
            *next = units->nodes++;
        }
        node = *next;
    }
    return node;
}

/* Adds a spelling with its readings, a tuple of str. */
static int add_unit(Units *units, PyObject *spelling, PyObject *readings)
{
    Py_ssize_t size, count = PyTuple_Size(readings);
    const char *text = count < 0 ? NULL : PyUnicode_AsUTF8AndSize(spelling, &size);
    if (text == NULL)
        return -1;
    int node = size ? node_of(units, text, size) : -1;
    if (node < 0 || count < 1 || count > MOST_READINGS || units->units == MOST_UNITS) {
        PyErr_Format(PyExc_ValueError, "the table of sounds has no room for %R", spelling);
        return -1;
    }
    int unit = units->units++;
    units->unit[node] = (int16_t)unit;
    units->count[unit] = (uint8_t)count;
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *reading = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(readings, i), &size);
        if (reading == NULL)
            return -1;
        if (size > LONGEST_READING) {
            PyErr_Format(PyExc_ValueError, "a reading of %R is too long", spelling);
            return -1;
        }
        memcpy(units->reading[unit][i], reading, (size_t)size + 1);
    }
    return unit;
}

/* Reads {spelling: (reading, ...)}. */
static int read_units(Units *units, PyObject *table)
{
    PyObject *spelling, *readings;
    Py_ssize_t at = 0;
    memset(units->next[0], 0, sizeof units->next[0]);
    units->unit[0] = -1;
    units->nodes = 1;
    units->units = 0;
    while (PyDict_Next(table, &at, &spelling, &readings))
        if (add_unit(units, spelling, readings) < 0)
            return -1;
    return 0;
}

/* The longest spelling at this place; -1 where none begins. */
static int unit_at(const Units *units, const char *text, Py_ssize_t left, Py_ssize_t *size)
{
    int node = 0, found = -1;
    for (Py_ssize_t i = 0; i < left && text[i] >= 'a' && text[i] <= 'z'; i++) {
        node = units->next[node][text[i] - 'a'];
        if (node == 0)
            break;
        if (units->unit[node] >= 0) {
            found = units->unit[node];
            *size = i + 1;
        }
    }
    return found;
}

/* A code that is being written; each class counts once in a row. */
typedef struct {
    char *text;
    Py_ssize_t size;
} Code;

static void put(Code *code, const char *classes)
{
    for (; *classes; classes++)
        if (code->size == 0 || code->text[code->size - 1] != *classes)
            code->text[code->size++] = *classes;
}

/* The text of an ASCII str; NULL without an error for others. */
static const char *ascii_of(PyObject *word, Py_ssize_t *size)
{
    const char *text = PyUnicode_AsUTF8AndSize(word, size);
    if (text == NULL && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        PyErr_Clear(); /* half a surrogate pair */
    return text != NULL && *size == PyUnicode_GetLength(word) ? text : NULL;
}

/* ---- sounds of a word ---- */

typedef struct {
    PyObject_HEAD
    Units units;
} Sounds;

/* The readings of a word, at most MOST_READINGS, each in `room` bytes of `space`; returns how many. */
static int readings_of(const Units *units, const char *word, Py_ssize_t size, char *space, Py_ssize_t room, Code *codes)
{
    int count = 1;
    codes[0].text = space;
    codes[0].size = 0;
    put(&codes[0], size == 0 || is_vowel(word[0]) ? "A" : "");
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t long_is = 1;
        int unit = unit_at(units, word + at, size - at, &long_is);
        if (unit >= 0) {
            int ways = units->count[unit], made = count;
            for (int way = 1; way < ways && made < MOST_READINGS; way++) /* the first reading is put where it stands */
                for (int i = 0; i < count && made < MOST_READINGS; i++, made++) {
                    codes[made].text = space + made * room;
                    codes[made].size = codes[i].size;
                    memcpy(codes[made].text, codes[i].text, (size_t)codes[i].size);
                    const char *reading = units->reading[unit][way];
                    put(&codes[made], at == 0 && !*reading ? "A" : reading);
                }
            const char *first = units->reading[unit][0];
            for (int i = 0; i < count; i++)
                put(&codes[i], at == 0 && !*first ? "A" : first);
            count = made;
        }
        at += long_is;
    }
    return count;
}

/* A word without each r that follows a vowel and precedes none; returns its length. */
static Py_ssize_t without_silent(const char *word, Py_ssize_t size, char *made)
{
    Py_ssize_t kept = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        if (!(word[i] == 'r' && i > 0 && is_vowel(word[i - 1]) && !(i + 1 < size && is_vowel(word[i + 1]))))
            made[kept++] = word[i];
    return kept;
}

/* Those of the codes that have a letter, each once, the first `most` of them. */
static PyObject *told(const Code *codes, int count, int most)
{
    const Code *kept[MOST_READINGS + 1];
    int found = 0;
    for (int i = 0; i < count && found < most; i++) {
        int known = codes[i].size == 0;
        for (int j = 0; j < found && !known; j++)
            known = kept[j]->size == codes[i].size && memcmp(kept[j]->text, codes[i].text, (size_t)codes[i].size) == 0;
        if (!known)
            kept[found++] = &codes[i];
    }
    PyObject *tuple = PyTuple_New(found);
    for (int i = 0; tuple != NULL && i < found; i++) {
        PyObject *code = PyUnicode_DecodeASCII(kept[i]->text, kept[i]->size, NULL);
        if (code == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SetItem(tuple, i, code);
    }
    return tuple;
}

static PyObject *sounds_codes(PyObject *self, PyObject *word)
{
    const Units *units = &((Sounds *)self)->units;
    Py_ssize_t size;
    const char *text = ascii_of(word, &size);
    if (text == NULL)
        return PyErr_Occurred() ? NULL : PyTuple_New(0);
    Py_ssize_t room = LONGEST_READING * size + 2;
    char small[2048], *space = small;
    size_t wanted = (size_t)(2 * MOST_READINGS * room + size);
    if (wanted > sizeof small && (space = PyMem_Malloc(wanted)) == NULL)
        return PyErr_NoMemory();
    Code codes[MOST_READINGS + 1], quiet[MOST_READINGS];
    char *bare = space + 2 * MOST_READINGS * room;
    int count = readings_of(units, text, size, space, room, codes);
    Py_ssize_t left = without_silent(text, size, bare);
    if (left < size) { /* beside the first reading */
        readings_of(units, bare, left, space + MOST_READINGS * room, room, quiet);
        memmove(codes + 2, codes + 1, (size_t)(count - 1) * sizeof *codes);
        codes[1] = quiet[0];
        count++;
    }
    PyObject *found = told(codes, count, MOST_READINGS);
    if (space != small)
        PyMem_Free(space);
    return found;
}

static PyObject *sounds_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", NULL};
    PyObject *table;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:Sounds", names, &table))
        return NULL;
    PyObject *self = ((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (self != NULL && read_units(&((Sounds *)self)->units, table) < 0)
        Py_CLEAR(self);
    return self;
}

static void freed(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

/* ---- classes of consonants ---- */

typedef struct {
    PyObject_HEAD
    Units units;                     /* the first reading is the usual one, the second the other */
    struct {
        char text[8];
        int16_t unit, vowel;         /* vowel: its other reading makes a vowel of the letter */
    } others[MOST_OTHERS];
    int count, most;
} Classes;

static PyObject *classes_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "others", "most", NULL};
    PyObject *table, *others;
    int most;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOi:Classes", names, &table, &others, &most))
        return NULL;
    Classes *self = (Classes *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (self == NULL)
        return NULL;
    Py_ssize_t count = PyTuple_Size(others), size;
    int failed = count < 0 || read_units(&self->units, table) < 0;
    if (!failed && (count > MOST_OTHERS || most > MOST_OTHERS)) {
        PyErr_SetString(PyExc_ValueError, "too many spellings have another reading");
        failed = 1;
    }
    self->most = most;
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        const char *text = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(others, i), &size);
        Py_ssize_t found = 0;
        int unit = text == NULL ? -1 : unit_at(&self->units, text, size, &found);
        if (unit < 0 || found != size || size >= (Py_ssize_t)sizeof self->others[i].text || self->units.count[unit] < 2) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "a spelling that has another reading is not in the table");
            failed = 1;
            break;
        }
        memcpy(self->others[i].text, text, (size_t)size + 1);
        self->others[i].unit = (int16_t)unit;
        self->others[i].vowel = size == 1 && text[0] == 'j';
        self->count++;
    }
    if (failed)
        Py_CLEAR(self);
    return (PyObject *)self;
}

/* The classes of a word, where one spelling is read in its other way (-1: none). */
static void classes_of(const Classes *self, const char *word, Py_ssize_t size, int other, Code *code)
{
    int unit_read_otherwise = other < 0 ? -1 : self->others[other].unit;
    code->size = 0;
    if (size && (is_vowel(word[0]) || (other >= 0 && self->others[other].vowel && word[0] == 'j')))
        put(code, "A");
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t long_is = 1;
        int unit = unit_at(&self->units, word + at, size - at, &long_is);
        if (unit >= 0)
            put(code, self->units.reading[unit][unit == unit_read_otherwise]);
        at += long_is;
    }
}

static int by_text(const void *a, const void *b)
{
    const Code *x = a, *y = b;
    Py_ssize_t size = x->size < y->size ? x->size : y->size;
    int order = memcmp(x->text, y->text, (size_t)size);
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

static int has(const char *word, Py_ssize_t size, const char *letters)
{
    size_t wanted = strlen(letters);
    for (Py_ssize_t at = 0; at + (Py_ssize_t)wanted <= size; at++)
        if (memcmp(word + at, letters, wanted) == 0)
            return 1;
    return 0;
}

static PyObject *classes_skeletons(PyObject *object, PyObject *latin)
{
    const Classes *self = (Classes *)object;
    Py_ssize_t size, left = 0;
    const char *text = ascii_of(latin, &size);
    if (text == NULL)
        return PyErr_Occurred() ? NULL : PyTuple_New(0);
    Py_ssize_t room = LONGEST_READING * size + 2;
    char small[1024], *space = small;
    size_t wanted = (size_t)((self->most + 1) * room + size);
    if (wanted > sizeof small && (space = PyMem_Malloc(wanted)) == NULL)
        return PyErr_NoMemory();
    char *word = space + (self->most + 1) * room;
    for (Py_ssize_t i = 0; i < size; i++)
        if (text[i] != ' ')
            word[left++] = text[i];
    Code codes[MOST_OTHERS + 1];
    int found = 0;
    for (int other = -1; left && other < self->count && found < self->most; other++) {
        if (other >= 0 && !has(word, left, self->others[other].text))
            continue;
        codes[found].text = space + found * room;
        classes_of(self, word, left, other, &codes[found]);
        int known = 0;
        for (int i = 0; i < found && !known; i++)
            known = by_text(&codes[i], &codes[found]) == 0;
        found += !known;
    }
    int kept = 0;
    for (int i = 0; i < found; i++)
        if (codes[i].size > 1)
            codes[kept++] = codes[i];
    if (kept > 1)
        qsort(codes, (size_t)kept, sizeof *codes, by_text);
    PyObject *tuple = PyTuple_New(kept);
    for (int i = 0; tuple != NULL && i < kept; i++) {
        PyObject *code = PyUnicode_DecodeASCII(codes[i].text, codes[i].size, NULL);
        if (code == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SetItem(tuple, i, code);
    }
    if (space != small)
        PyMem_Free(space);
    return tuple;
}

/* ---- the module ---- */

static PyMethodDef SOUNDS_METHODS[] = {
    {"codes", sounds_codes, METH_O, "As plain_sounds.Sounds.codes."},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef CLASSES_METHODS[] = {
    {"skeletons", classes_skeletons, METH_O, "As plain_sounds.Classes.skeletons."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SOUNDS_SLOTS[] = {
    {Py_tp_new, sounds_new}, {Py_tp_dealloc, freed}, {Py_tp_methods, SOUNDS_METHODS},
    {Py_tp_doc, "The codes of words by a table of spellings."}, {0, NULL},
};

static PyType_Slot CLASSES_SLOTS[] = {
    {Py_tp_new, classes_new}, {Py_tp_dealloc, freed}, {Py_tp_methods, CLASSES_METHODS},
    {Py_tp_doc, "The classes of the consonants of words."}, {0, NULL},
};

static PyType_Spec SOUNDS_SPEC = {"normalizer.matching._sounds.Sounds", sizeof(Sounds), 0, Py_TPFLAGS_DEFAULT, SOUNDS_SLOTS};
static PyType_Spec CLASSES_SPEC = {
    "normalizer.matching._sounds.Classes", sizeof(Classes), 0, Py_TPFLAGS_DEFAULT, CLASSES_SLOTS,
};

static int add_type(PyObject *module, PyType_Spec *spec, const char *name)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, name, type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static int execute(PyObject *module)
{
    if (add_type(module, &SOUNDS_SPEC, "Sounds") < 0 || add_type(module, &CLASSES_SPEC, "Classes") < 0)
        return -1;
    return PyModule_AddIntConstant(module, "INTERFACE", INTERFACE);
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_sounds", "Codes of sounds, compiled.", 0, NULL, MODULE_SLOTS, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__sounds(void)
{
    return PyModuleDef_Init(&MODULE);
}
