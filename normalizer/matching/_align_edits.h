/* What the letters in which two words differ are worth, as in plain_edits.py; part of _align.c. */
#ifndef ALIGN_EDITS_H
#define ALIGN_EDITS_H

#include "_align_spelling.h"

#define ALPHABET 26
#define HIGHEST_POINTS 4096
#define ONE_EDIT (1 << 20) /* more than all points of MAX_LETTERS edits: fewer edits go before more points */

enum { IS_DOUBLED, IS_FIRST, IS_LAST, IS_INSIDE, PLACES_OF_LETTERS };

typedef struct {
    PyObject_HEAD
    int32_t more[PLACES_OF_LETTERS][ALPHABET]; /* what each costs: ONE_EDIT less its points */
    int32_t other[ALPHABET][ALPHABET];         /* of a letter in place of itself: nothing */
} Edits;

static void edits_dealloc(PyObject *self)
{
    release(self);
}

static int read_points(PyObject *object, int32_t *costs, Py_ssize_t size)
{
    PyObject *points = PySequence_Tuple(object);
    int failed = points == NULL;
    if (!failed && PyTuple_Size(points) != size) {
        PyErr_SetString(PyExc_ValueError, "edits are worth 4 times 26 points and 26 times 26");
        failed = 1;
    }
    for (Py_ssize_t i = 0; i < size && !failed; i++) {
        long long read = PyLong_AsLongLong(PyTuple_GetItem(points, i));
        if (!(failed = read == -1 && PyErr_Occurred()) && (read > HIGHEST_POINTS || read < -HIGHEST_POINTS)) {
            PyErr_Format(PyExc_ValueError, "an edit is worth %d hundredths at most", HIGHEST_POINTS);
            failed = 1;
        }
        costs[i] = (int32_t)(ONE_EDIT - read);
    }
    Py_XDECREF(points);
    return failed ? -1 : 0;
}

static PyObject *edits_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"more", "other", NULL};
    PyObject *more, *other;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO:Edits", names, &more, &other))
        return NULL;
    Edits *edits = (Edits *)allocate(type, 0);
    if (edits != NULL && (read_points(more, edits->more[0], PLACES_OF_LETTERS * ALPHABET) < 0 ||
                          read_points(other, edits->other[0], ALPHABET * ALPHABET) < 0)) {
        Py_DECREF((PyObject *)edits);
        return NULL;
    }
    for (int letter = 0; edits != NULL && letter < ALPHABET; letter++)
        edits->other[letter][letter] = 0;
    return (PyObject *)edits;
}

static int is_plain_letter(Py_UCS4 letter)
{
    return letter >= 'a' && letter <= 'z';
}

/* A letter that only its word has. */
static int32_t cost_of_more(const Edits *edits, const Text *word, int at)
{
    Py_UCS4 letter = word->letters[at];
    int last = at == word->size - 1, place = at == 0 ? IS_FIRST : last ? IS_LAST : IS_INSIDE;
    if (!is_plain_letter(letter))
        return ONE_EDIT;
    if ((at && word->letters[at - 1] == letter) || (!last && word->letters[at + 1] == letter))
        place = IS_DOUBLED;
    return edits->more[place][letter - 'a'];
}

/* A letter in place of another, or of itself. */
static int32_t cost_of_other(const Edits *edits, Py_UCS4 a, Py_UCS4 b)
{
    return a == b ? 0 : is_plain_letter(a) && is_plain_letter(b) ? edits->other[a - 'a'][b - 'a'] : ONE_EDIT;
}

/* One row more: the letter `x` of one word, `more_x` where only its word has it, beside all letters of the other. */
static void add_letter(const Edits *edits, Py_UCS4 x, int32_t more_x, const Text *b, const int32_t *more_b, int plain,
                       int32_t *row)
{
    const int32_t *other = edits->other[plain ? x - 'a' : 0];
    int32_t before = row[0], left = before + more_x;
    row[0] = left;
    for (int j = 0; j < b->size; j++) {
        int32_t least = before + (plain ? other[b->letters[j] - 'a'] : cost_of_other(edits, x, b->letters[j]));
        before = row[j + 1];
        least = before + more_x < least ? before + more_x : least;
        left += more_b[j];
        left = left < least ? left : least;
        row[j + 1] = left;
    }
}

static int is_plain_text(const Text *word)
{
    int plain = 1;
    for (int i = 0; i < word->size; i++)
        plain &= is_plain_letter(word->letters[i]);
    return plain;
}

/* Log-odds of the least costly way from one word to the other: rows over the letters of `a`, of which one is kept. */
static double points_of_edits(const Edits *edits, const Text *a, const Text *b)
{
    int32_t row[MAX_LETTERS + 1], more_b[MAX_LETTERS + 1];
    int plain = is_plain_text(a) && is_plain_text(b);
    row[0] = 0;
    for (int j = 0; j < b->size; j++) {
        more_b[j] = cost_of_more(edits, b, j);
        row[j + 1] = row[j] + more_b[j];
    }
    for (int i = 0; i < a->size; i++)
        add_letter(edits, a->letters[i], cost_of_more(edits, a, i), b, more_b, plain, row);
    int32_t total = row[b->size], count = (total + ONE_EDIT / 2) / ONE_EDIT;
    return (double)(count * ONE_EDIT - total) / 100.0;
}

static PyObject *edits_points(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    Text a, b;
    if (nargs != 2) {
        PyErr_SetString(PyExc_TypeError, "points(a: str, b: str)");
        return NULL;
    }
    if (read_text(args[0], &a) < 0 || read_text(args[1], &b) < 0)
        return NULL;
    return PyFloat_FromDouble(points_of_edits((Edits *)self, &a, &b));
}

static PyMethodDef edits_methods[] = {
    {"points", (PyCFunction)(void (*)(void))edits_points, METH_FASTCALL,
     "points(a, b) -> log-odds of the letters in which two words differ"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot edits_slots[] = {
    {Py_tp_doc, "Edits(more, other): what each edit between two words is worth, in hundredths of log-odds."},
    {Py_tp_new, edits_new},
    {Py_tp_dealloc, edits_dealloc},
    {Py_tp_methods, edits_methods},
    {0, NULL},
};

static PyType_Spec edits_spec = {
    .name = "normalizer.matching._align.Edits",
    .basicsize = sizeof(Edits),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = edits_slots,
};

#endif
