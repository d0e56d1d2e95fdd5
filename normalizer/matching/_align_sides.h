/* The sides of a cost table, which encode words; part of _align.c. */
#ifndef ALIGN_SIDES_H
#define ALIGN_SIDES_H

#include "_align_words.h"

typedef struct {
    uint32_t point; /* code point + 1; 0 where no letter is */
    uint32_t code;
} Slot;

#define MOST_BARE 4     /* codes of a letter's bare form that are remembered */
#define BARE_SLOTS 256  /* letters whose bare forms are remembered, twice the most */

/* The codes of the bare form of a letter that the table does not have. */
typedef struct {
    uint32_t point; /* code point + 1; 0 where no letter is */
    int count;
    uint32_t codes[MOST_BARE];
} Bare;

typedef struct {
    PyObject_HEAD
    PyTypeObject *word_type;
    Py_ssize_t size, limit;
    size_t mask; /* of the hash table */
    Slot *slots;
    Bare *bares; /* made when needed, with the function that knew them */
    int bares_size;
    PyObject *bare;
    double *drop, *before, *after;
} Side;

static size_t place_of(const Side *side, Py_UCS4 point)
{
    size_t place = (point * 2654435761u) & side->mask;
    while (side->slots[place].point != 0 && side->slots[place].point != point + 1)
        place = (place + 1) & side->mask;
    return place;
}

static int number_letters(Side *side, PyObject *letters)
{
    size_t slots = 64;
    while (slots < 4 * (size_t)side->size)
        slots *= 2;
    side->mask = slots - 1;
    side->slots = PyMem_Calloc(slots, sizeof(Slot));
    if (side->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < side->size; i++) {
        Py_UCS4 point = PyUnicode_ReadChar(letters, i);
        Slot *slot = side->slots + place_of(side, point);
        slot->point = point + 1;
        slot->code = (uint32_t)i;
    }
    return 0;
}

static void side_dealloc(PyObject *self)
{
    Side *side = (Side *)self;
    PyMem_Free(side->slots);
    PyMem_Free(side->bares);
    Py_XDECREF(side->bare);
    PyMem_Free(side->drop);
    PyMem_Free(side->before);
    PyMem_Free(side->after);
    Py_XDECREF((PyObject *)side->word_type);
    release(self);
}

static PyObject *side_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"letters", "drop", "before", "after", "limit", NULL};
    PyObject *letters, *drop, *before, *after;
    Py_ssize_t limit;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "UOOOn:Side", names, &letters, &drop, &before, &after, &limit))
        return NULL;
    Py_ssize_t size = PyUnicode_GetLength(letters);
    if (size > MAX_SIDE || limit < 0 || limit > MAX_LETTERS) {
        PyErr_Format(PyExc_ValueError, "at most %d letters, and %d in a word", MAX_SIDE, MAX_LETTERS);
        return NULL;
    }
    Side *side = (Side *)allocate(type, 0);
    if (side == NULL)
        return NULL;
    side->size = size;
    side->limit = limit;
    if ((side->word_type = word_type_of(type)) == NULL || number_letters(side, letters) < 0 ||
        (side->drop = PyMem_Malloc((size_t)(size + 1) * sizeof(double))) == NULL ||
        read_row(drop, side->drop, size) < 0 || (side->before = read_rows(before, size + 1, size)) == NULL ||
        (side->after = read_rows(after, size, size + 1)) == NULL) {
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        Py_DECREF(side);
        return NULL;
    }
    return (PyObject *)side;
}

/* Adds the code of one code point, if there is one; whether there was. */
static int add_code(const Side *side, Py_UCS4 point, uint32_t *codes, Py_ssize_t *count)
{
    const Slot *slot = side->slots + place_of(side, point);
    if (slot->point == 0)
        return 0;
    codes[(*count)++] = slot->code;
    return 1;
}

/* The place where a bare form is remembered, or would be; NULL where there is no more room. */
static Bare *bare_slot(const Side *side, Py_UCS4 point)
{
    size_t at = (point * 2654435761u) % BARE_SLOTS;
    while (side->bares[at].point != 0 && side->bares[at].point != point + 1)
        at = (at + 1) % BARE_SLOTS;
    return side->bares[at].point == 0 && 2 * side->bares_size >= BARE_SLOTS ? NULL : side->bares + at;
}

/* Remembers the codes of a letter's bare form, if they are few, for the first function that is asked; whether it could. */
static int keep_bare(Side *side, Py_UCS4 point, PyObject *bare, PyObject *forms)
{
    uint32_t codes[MOST_BARE];
    Py_ssize_t count = 0, size = PyUnicode_GetLength(forms);
    if (size > MOST_BARE || (side->bare != NULL && side->bare != bare))
        return 0;
    for (Py_ssize_t i = 0; i < size; i++)
        add_code(side, PyUnicode_ReadChar(forms, i), codes, &count);
    if (side->bares == NULL && (side->bares = PyMem_Calloc(BARE_SLOTS, sizeof(Bare))) == NULL)
        return 0;
    Bare *slot = bare_slot(side, point);
    if (slot == NULL)
        return 0;
    if (side->bare == NULL) {
        Py_INCREF(bare);
        side->bare = bare;
    }
    side->bares_size += slot->point == 0;
    slot->point = point + 1;
    slot->count = (int)count;
    memcpy(slot->codes, codes, (size_t)count * sizeof(uint32_t));
    return 1;
}

/* The codes of a letter's bare form, which `bare` knows. */
static int add_bare(Side *side, Py_UCS4 point, PyObject *bare, uint32_t *codes, Py_ssize_t *count)
{
    const Bare *known = side->bare == bare && side->bares != NULL ? bare_slot(side, point) : NULL;
    if (known != NULL && known->point != 0) {
        for (int i = 0; i < known->count && *count < side->limit; i++)
            codes[(*count)++] = known->codes[i];
        return 0;
    }
    PyObject *letter = PyUnicode_FromOrdinal((int)point);
    PyObject *forms = letter == NULL ? NULL : PyObject_CallFunctionObjArgs(bare, letter, NULL);
    Py_XDECREF(letter);
    if (forms == NULL)
        return -1;
    int failed = !PyUnicode_Check(forms);
    if (failed)
        PyErr_SetString(PyExc_TypeError, "a bare form is a str");
    else
        keep_bare(side, point, bare, forms);
    Py_ssize_t size = failed ? 0 : PyUnicode_GetLength(forms);
    for (Py_ssize_t i = 0; i < size && *count < side->limit; i++)
        add_code(side, PyUnicode_ReadChar(forms, i), codes, count);
    Py_DECREF(forms);
    return failed ? -1 : 0;
}

/* The word of these letters, with how easily each is dropped beside its neighbours. */
static PyObject *word_of(const Side *side, const uint32_t *codes, Py_ssize_t count)
{
    Word *word = make_word(side->word_type, count);
    for (Py_ssize_t i = 0; i < count && word != NULL; i++) {
        uint32_t code = codes[i];
        size_t previous = i > 0 ? codes[i - 1] : (size_t)side->size;
        size_t next = i + 1 < count ? codes[i + 1] : (size_t)side->size;
        word->letters[i].code = code;
        word->letters[i].gap = side->drop[code] * side->before[previous * (size_t)side->size + code] *
                               side->after[code * ((size_t)side->size + 1) + next];
        if (word->highest < code)
            word->highest = code;
    }
    return (PyObject *)word;
}

/* Letters encoded as a word; `bare` is asked for those that are not in the table. */
static PyObject *encode_letters(Side *side, const Py_UCS4 *letters, Py_ssize_t size, PyObject *bare)
{
    uint32_t codes[MAX_LETTERS];
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < size && count < side->limit; i++)
        if (!add_code(side, letters[i], codes, &count) && add_bare(side, letters[i], bare, codes, &count) < 0)
            return NULL;
    return word_of(side, codes, count);
}

/* A word encoded; of a long one as much as may count. */
static PyObject *encode(Side *side, PyObject *text, PyObject *bare)
{
    Py_UCS4 few[MAX_LETTERS], *many;
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size <= MAX_LETTERS)
        return PyUnicode_AsUCS4(text, few, MAX_LETTERS, 0) == NULL ? NULL : encode_letters(side, few, size, bare);
    if ((many = PyUnicode_AsUCS4Copy(text)) == NULL)
        return NULL;
    PyObject *word = encode_letters(side, many, size, bare);
    PyMem_Free(many);
    return word;
}

static PyObject *side_encode(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs != 2 || !PyUnicode_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "encode(letters: str, bare: callable)");
        return NULL;
    }
    return encode((Side *)self, args[0], args[1]);
}

static PyMethodDef side_methods[] = {
    {"encode", (PyCFunction)(void (*)(void))side_encode, METH_FASTCALL,
     "encode(letters, bare) -> Word; bare(letter) is asked about letters that are not in the table"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot side_slots[] = {
    {Py_tp_doc, "Side(letters, drop, before, after, limit): one side's letters."},
    {Py_tp_new, side_new},
    {Py_tp_dealloc, side_dealloc},
    {Py_tp_methods, side_methods},
    {0, NULL},
};

static PyType_Spec side_spec = {
    .name = "normalizer.matching._align.Side",
    .basicsize = sizeof(Side),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = side_slots,
};

#endif
