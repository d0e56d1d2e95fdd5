/* Codes of sounds and classes of consonants of Latin words, compiled.
 *
 * The tables come from sounds.py and keys.py, and plain_sounds.py is the twin: the same spellings give the same codes
 * (tests/matching/test_sounds.py). A table is kept as a tree of letters, so that the longest spelling at a place is found
 * in one walk. Words are ASCII; any other has no code. Only the limited API of CPython 3.11 is used, nothing is global.
 */
#include "_sounds_units.h"

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
