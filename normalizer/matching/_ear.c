/* Names written by ear, compiled: the search for Latin spellings, and the chance of two words.
 *
 * The twin of plain_ear.py, with the same answers to the last bit (tests/matching/test_ear.py). The tables are handed
 * over as they are read, rows of text; a cell is taken apart when its run is asked for, which is seldom the case for
 * most of them. Only the limited API of CPython 3.11 is used, and nothing is global.
 */
#include "_ear_tables.h"

#include <math.h>

#define INTERFACE 1

/* As in plain_ear.py. */
#define LONGEST_RUN 3
#define BEAM 12
#define FOLLOWING 0.5
#define LETTER 7.8
#define OTHERWISE 1e-6
#define LONGEST_OTHER 3

#define LETTERS (LONGEST_NAME * LONGEST_PIECE)
#define KEPT (LONGEST_RUN * BEAM * PIECES) /* beginnings that may reach one place */
#define HASHES 1024                        /* a power of two, three times as many as are kept */

typedef struct {
    double cost;
    uint32_t hash;
    int size;
    uint8_t letters[LETTERS];
} Beginning;

typedef struct {
    int count;
    uint16_t slots[HASHES]; /* a place in `all` and one, by the hash of the letters */
    Beginning all[KEPT];
} Place;

static void ear_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((Ear *)self)->cells);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF((PyObject *)type);
}

static PyObject *ear_new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    PyObject *cells, *following;
    if (!PyArg_ParseTuple(args, "O!O!:Ear", &PyDict_Type, &cells, &PyDict_Type, &following))
        return NULL;
    Ear *ear = (Ear *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (ear == NULL)
        return NULL;
    Py_INCREF(cells);
    ear->cells = cells;
    if (fill_costs(ear, following) == 0)
        return (PyObject *)ear;
    Py_DECREF((PyObject *)ear);
    return NULL;
}

/* ---- Latin spellings ---- */

/* What a piece adds to the costs of a word after its last two letters. */
static double follow(const Ear *ear, const Beginning *begun, const Piece *piece, int ends)
{
    int first = begun->letters[begun->size - 2], last = begun->letters[begun->size - 1];
    double total = 0.0;
    for (int at = 0; at < piece->size + ends; at++) {
        int letter = at < piece->size ? piece->letters[at] : EDGE;
        total += ear->costs[first][last][letter] - LETTER;
        first = last;
        last = letter;
    }
    return FOLLOWING * total;
}

/* Puts a longer beginning where it is reached, unless the same letters are there for less. */
static void reach(Place *place, const Beginning *begun, const Piece *piece, double cost)
{
    uint32_t hash = begun->hash;
    int size = begun->size + piece->size;
    for (int at = 0; at < piece->size; at++)
        hash = (hash ^ piece->letters[at]) * 0x01000193u;
    for (uint32_t slot = hash ^ hash >> 15;; slot++) {
        uint16_t *found = place->slots + (slot & (HASHES - 1));
        Beginning *here = place->all + (*found ? *found - 1 : place->count);
        if (*found && (here->hash != hash || here->size != size ||
                       memcmp(here->letters, begun->letters, (size_t)begun->size) != 0 ||
                       memcmp(here->letters + begun->size, piece->letters, (size_t)piece->size) != 0))
            continue;
        if (!*found) {
            *found = (uint16_t)++place->count;
            here->hash = hash;
            here->size = size;
            memcpy(here->letters, begun->letters, (size_t)begun->size);
            memcpy(here->letters + begun->size, piece->letters, (size_t)piece->size);
            here->cost = cost;
        } else if (cost < here->cost)
            here->cost = cost;
        return;
    }
}

/* Whether one is cheaper, or costs the same and stands before the other in the alphabet. */
static int is_before(const Beginning *a, const Beginning *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost;
    int size = a->size < b->size ? a->size : b->size, order = memcmp(a->letters, b->letters, (size_t)size);
    return order ? order < 0 : a->size < b->size;
}

/* The cheapest, in order; how many. */
static int best_of(const Place *place, const Beginning **best, int most)
{
    int count = 0;
    for (int at = 0; at < place->count; at++) {
        const Beginning *one = place->all + at;
        int to = count;
        if (count == most && (most == 0 || !is_before(one, best[most - 1])))
            continue;
        if (count == most)
            to--;
        else
            count++;
        for (; to > 0 && is_before(one, best[to - 1]); to--)
            best[to] = best[to - 1];
        best[to] = one;
    }
    return count;
}

static void empty(Place *place)
{
    place->count = 0;
    memset(place->slots, 0, sizeof place->slots);
}

/* Follows a word to its end; the places are used in turn, since a run reaches no farther. */
static int search(const Ear *ear, PyObject *word, int size, Place *places)
{
    const Beginning *begun[BEAM];
    Piece pieces[PIECES];
    for (int at = 0; at <= LONGEST_RUN; at++)
        empty(places + at);
    places[0].count = 1;
    places[0].all[0] = (Beginning){.cost = 0.0, .hash = 0x811C9DC5u, .size = 2, .letters = {EDGE, EDGE}};
    for (int at = 0; at < size; at++) {
        Place *here = places + at % (LONGEST_RUN + 1);
        int beginnings = best_of(here, begun, BEAM);
        for (int to = at + 1; to <= size && to <= at + LONGEST_RUN; to++) {
            int count = beginnings ? pieces_of(ear, word, at, to, pieces) : 0;
            if (count < 0)
                return -1;
            for (int i = 0; i < count; i++)
                for (int j = 0; j < beginnings; j++)
                    reach(places + to % (LONGEST_RUN + 1), begun[j], pieces + i,
                          begun[j]->cost + pieces[i].cost + follow(ear, begun[j], pieces + i, to == size));
        }
        empty(here);
    }
    return 0;
}

static PyObject *spelt(const Beginning *found)
{
    char letters[LETTERS];
    for (int at = 2; at < found->size; at++)
        letters[at - 2] = (char)('a' + found->letters[at]);
    return PyUnicode_FromStringAndSize(letters, found->size - 2);
}

/* The likeliest of so many that are no empty words, as a tuple. */
static PyObject *spellings_at(const Place *end, int most)
{
    const Beginning *best[KEPT];
    int count = best_of(end, best, most < KEPT ? most : KEPT), to = 0;
    PyObject *found = PyList_New(0), *all = NULL;
    for (int at = 0; at < count && found != NULL && to == 0; at++) {
        PyObject *one = best[at]->size > 2 ? spelt(best[at]) : NULL;
        if (best[at]->size > 2 && (one == NULL || PyList_Append(found, one) < 0))
            to = -1;
        Py_XDECREF(one);
    }
    if (found != NULL && to == 0)
        all = PyList_AsTuple(found);
    Py_XDECREF(found);
    return all;
}

static PyObject *ear_spellings(PyObject *self, PyObject *args)
{
    PyObject *word;
    int most;
    if (!PyArg_ParseTuple(args, "Ui:spellings", &word, &most))
        return NULL;
    Py_ssize_t size = PyUnicode_GetLength(word);
    if (size < 1 || size > LONGEST_NAME || most < 0) {
        PyErr_SetString(PyExc_ValueError, "a word of one to LONGEST_NAME letters, and no fewer than no spellings");
        return NULL;
    }
    Place *places = PyMem_Malloc((LONGEST_RUN + 1) * sizeof *places);
    if (places == NULL)
        return PyErr_NoMemory();
    PyObject *found = search((Ear *)self, word, (int)size, places) < 0
                          ? NULL
                          : spellings_at(places + size % (LONGEST_RUN + 1), most);
    PyMem_Free(places);
    return found;
}

/* ---- the chance of two words ---- */

/* Whether a Latin word goes on with a piece. */
static int goes_on(const Py_UCS4 *latin, int size, int end, const Piece *piece)
{
    if (end + piece->size > size)
        return 0;
    for (int at = 0; at < piece->size; at++)
        if (symbol_of(latin[end + at]) != piece->letters[at])
            return 0;
    return 1;
}

/* Adds the ways over all pieces that begin at a letter of the word, and over letters that no table has together. */
static int add_ways(const Ear *ear, PyObject *word, int letters, int at, const Py_UCS4 *latin, int size,
                    double (*reached)[LONGEST_NAME + 1])
{
    Piece pieces[PIECES];
    for (int to = at + 1; to <= letters && to <= at + LONGEST_RUN; to++) {
        int count = pieces_of(ear, word, at, to, pieces);
        if (count < 0)
            return -1;
        for (int i = 0; i < count; i++) {
            double share = exp(-(log(10.0) / 10) * pieces[i].cost);
            for (int end = 0; end <= size; end++)
                if (reached[at][end] != 0.0 && goes_on(latin, size, end, pieces + i))
                    reached[to][end + pieces[i].size] += reached[at][end] * share;
        }
    }
    for (int end = 0; end <= size; end++)
        for (int other = end; other <= size && other <= end + LONGEST_OTHER && reached[at][end] != 0.0; other++)
            reached[at + 1][other] += reached[at][end] * OTHERWISE;
    return 0;
}

/* A text of one to LONGEST_NAME letters; its size, -1 with an exception. */
static int read_letters(PyObject *text, Py_UCS4 *letters)
{
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size >= 1 && size <= LONGEST_NAME && PyUnicode_AsUCS4(text, letters, LONGEST_NAME + 1, 1) != NULL)
        return (int)size;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "a word of one to LONGEST_NAME letters");
    return -1;
}

static PyObject *ear_together(PyObject *self, PyObject *args)
{
    PyObject *word, *latin;
    Py_UCS4 written[LONGEST_NAME + 1], meant[LONGEST_NAME + 1];
    double reached[LONGEST_NAME + 1][LONGEST_NAME + 1] = {{1.0}};
    int letters, size;
    if (!PyArg_ParseTuple(args, "UU:together", &word, &latin) || (letters = read_letters(word, written)) < 0 ||
        (size = read_letters(latin, meant)) < 0)
        return NULL;
    for (int at = 0; at < letters; at++)
        if (add_ways((Ear *)self, word, letters, at, meant, size, reached) < 0)
            return NULL;
    return PyFloat_FromDouble(reached[letters][size]);
}

static PyObject *ear_usual(PyObject *self, PyObject *latin)
{
    const Ear *ear = (Ear *)self;
    Py_UCS4 letters[LONGEST_NAME + 1];
    int first = EDGE, last = EDGE, total = 0, size = PyUnicode_Check(latin) ? read_letters(latin, letters) : -1;
    if (size < 0)
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "a word is a str");
    for (int at = 0; at <= size; at++) {
        int letter = at < size ? symbol_of(letters[at]) : EDGE;
        total += ear->costs[first][last][letter];
        first = last;
        last = letter;
    }
    return PyLong_FromLong(total);
}

static PyMethodDef METHODS[] = {
    {"spellings", ear_spellings, METH_VARARGS, "As `Ear.spellings` of plain_ear.py."},
    {"together", ear_together, METH_VARARGS, "As `Ear.together` of plain_ear.py."},
    {"usual", ear_usual, METH_O, "As `Ear.usual` of plain_ear.py."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SLOTS[] = {
    {Py_tp_new, ear_new},
    {Py_tp_dealloc, ear_dealloc},
    {Py_tp_methods, METHODS},
    {Py_tp_doc, "Ear(cells, following): what a script writes by ear, and how Latin letters follow each other."},
    {0, NULL},
};

static PyType_Spec SPEC = {"normalizer.matching._ear.Ear", sizeof(Ear), 0, Py_TPFLAGS_DEFAULT, SLOTS};

static int execute(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &SPEC, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Ear", type) < 0;
    Py_XDECREF(type);
    return failed || PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0 ? -1 : 0;
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_ear", "Names written by ear, compiled.", 0, NULL, MODULE_SLOTS, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__ear(void)
{
    return PyModuleDef_Init(&MODULE);
}
