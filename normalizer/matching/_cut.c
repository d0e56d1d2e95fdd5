/* The first cut of a wide look-up, compiled: how alike a query and hundreds of recorded names look.
 *
 * The twin of the loop in cut.py, with the same points to the last bit (tests/matching/test_cut.py). What a letter is
 * folded to, which script it is of and which spellings are made one is asked of Python, a letter once; what depends
 * on its neighbours there (marks, syllables) is left to Python as a whole name. Only the limited API of CPython
 * 3.11 is used, and nothing is global.
 */
#include "_cut_letters.h"

/* ---- names ---- */

typedef struct {
    Text raw, folded, loose, ordered;
    int script;
} Seen;

static void seen_free(Seen *seen)
{
    text_free(&seen->raw);
    text_free(&seen->folded);
    text_free(&seen->loose);
    text_free(&seen->ordered);
}

/* The script of a name, 0 for none; SEVERAL when there are more, -1 on failure. Whether some letter has to be looked at
   among its neighbours. */
static int script_of(Cut *cut, const Text *raw, int *by_neighbours)
{
    int found = 0;
    *by_neighbours = 0;
    for (Py_ssize_t at = 0; at < raw->size; at++) {
        const Letter *letter = letter_of(cut, raw->letters[at]);
        if (letter == NULL)
            return -1;
        *by_neighbours |= letter->state == BY_NEIGHBOURS;
        if (letter->script)
            found = found && found != letter->script ? SEVERAL : letter->script;
        if (found == SEVERAL)
            return SEVERAL;
    }
    return found;
}

/* Letter by letter, with single spaces between words and none at the ends. */
static int fold(Cut *cut, const Text *raw, int latin, Text *folded)
{
    folded->size = 0;
    for (Py_ssize_t at = 0; at < raw->size; at++) {
        Letter *letter = letter_of(cut, raw->letters[at]);
        if (letter == NULL)
            return -1;
        if (letter->folded[latin] == NULL && learn_folded(cut, raw->letters[at], latin, letter) < 0)
            return -1;
        const Py_UCS4 *written = letter->folded[latin];
        for (int i = 0; i < letter->sizes[latin]; i++) {
            int space = written[i] == ' ' && (folded->size == 0 || folded->letters[folded->size - 1] == ' ');
            if (!space && text_add(folded, written[i]) < 0)
                return -1;
        }
    }
    if (folded->size && folded->letters[folded->size - 1] == ' ')
        folded->size--;
    return 0;
}

static const Spelling *spelling_at(const Cut *cut, const Text *folded, Py_ssize_t at)
{
    Py_UCS4 first = folded->letters[at];
    if (first >= PLAIN || !cut->begins[first])
        return NULL;
    for (Py_ssize_t i = 0; i < cut->count; i++) {
        const Spelling *spelling = cut->spellings + i;
        if (at + spelling->size <= folded->size
            && memcmp(folded->letters + at, spelling->from, spelling->size * sizeof *spelling->from) == 0)
            return spelling;
    }
    return NULL;
}

static int add_once(Text *loose, Py_UCS4 letter)
{
    if (letter >= 'a' && letter <= 'z' && loose->size && loose->letters[loose->size - 1] == letter)
        return 0;
    return text_add(loose, letter);
}

/* Spellings that differ everywhere made one, and doubled letters single. */
static int loosen(const Cut *cut, const Text *folded, Text *loose)
{
    loose->size = 0;
    for (Py_ssize_t at = 0; at < folded->size;) {
        const Spelling *spelling = spelling_at(cut, folded, at);
        if (spelling == NULL) {
            if (add_once(loose, folded->letters[at++]) < 0)
                return -1;
            continue;
        }
        for (int i = 0; i < spelling->becomes; i++)
            if (add_once(loose, spelling->to[i]) < 0)
                return -1;
        at += spelling->size;
    }
    return 0;
}

typedef struct {
    const Py_UCS4 *letters;
    Py_ssize_t size;
} Word;

static int before(const Word *a, const Word *b)
{
    Py_ssize_t size = a->size < b->size ? a->size : b->size;
    for (Py_ssize_t i = 0; i < size; i++)
        if (a->letters[i] != b->letters[i])
            return a->letters[i] < b->letters[i];
    return a->size < b->size;
}

/* The words in alphabetical order. */
static int order(const Text *loose, Text *ordered)
{
    Py_ssize_t count = 1, found = 0, start = 0;
    for (Py_ssize_t at = 0; at < loose->size; at++)
        count += loose->letters[at] == ' ';
    Word few[16], *words = count <= 16 ? few : PyMem_Malloc((size_t)count * sizeof *words);
    if (words == NULL || text_room(ordered, loose->size + 1) < 0) {
        if (words != few)
            PyMem_Free(words);
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t at = 0; at <= loose->size; at++)
        if (at == loose->size || loose->letters[at] == ' ') {
            Word word = {loose->letters + start, at - start};
            Py_ssize_t place = found++;
            for (; place > 0 && before(&word, &words[place - 1]); place--)
                words[place] = words[place - 1];
            words[place] = word;
            start = at + 1;
        }
    ordered->size = 0;
    for (Py_ssize_t i = 0; i < found; i++) {
        if (i)
            ordered->letters[ordered->size++] = ' ';
        if (words[i].size)
            memcpy(ordered->letters + ordered->size, words[i].letters, (size_t)words[i].size * sizeof *words[i].letters);
        ordered->size += words[i].size;
    }
    if (words != few)
        PyMem_Free(words);
    return 0;
}

/* Asks Python for a whole name: (script, loose, ordered). */
static int see_whole(Cut *cut, PyObject *name, Seen *seen)
{
    PyObject *told = PyObject_CallFunctionObjArgs(cut->whole, name, NULL), *loose, *ordered;
    if (told == NULL)
        return -1;
    unsigned char script;
    int done = PyArg_ParseTuple(told, "bUU:name", &script, &loose, &ordered) ? 0 : -1;
    if (done == 0 && (text_read(&seen->loose, loose) < 0 || text_read(&seen->ordered, ordered) < 0))
        done = -1;
    seen->script = done == 0 ? script : 0;
    Py_DECREF(told);
    return done;
}

/* The forms of a name, unless `lettered` is given and its script is numbered higher: then only the script. */
static int see(Cut *cut, PyObject *name, int lettered, Seen *seen)
{
    if (text_read(&seen->raw, name) < 0)
        return -1;
    int by_neighbours;
    seen->script = script_of(cut, &seen->raw, &by_neighbours);
    if (seen->script < 0)
        return -1;
    if (lettered && (seen->script == 0 || seen->script > lettered))
        return 0;
    if (by_neighbours || seen->script == SEVERAL)
        return see_whole(cut, name, seen);
    if (fold(cut, &seen->raw, seen->script <= 1, &seen->folded) < 0 || loosen(cut, &seen->folded, &seen->loose) < 0)
        return -1;
    return order(&seen->loose, &seen->ordered);
}

/* ---- the cut ---- */

typedef struct {
    Pattern loose, ordered;
} Reading;

typedef struct {
    Reading *readings;
    Py_ssize_t count;
    Pattern key;      /* of the query in its own letters */
    PyObject *native; /* folds a name in the script of the query; NULL for a query in Latin letters */
    int script, lettered;
} Query;

static void query_free(Query *query)
{
    for (Py_ssize_t i = 0; i < query->count; i++) {
        pattern_free(&query->readings[i].loose);
        pattern_free(&query->readings[i].ordered);
    }
    PyMem_Free(query->readings);
    pattern_free(&query->key);
}

static int read_query(Query *query, PyObject *readings, PyObject *key)
{
    Py_ssize_t count = PyTuple_Size(readings);
    if (count < 0)
        return -1;
    if ((query->readings = PyMem_Calloc((size_t)count + 1, sizeof *query->readings)) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    query->count = count;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *loose, *ordered;
        Reading *reading = query->readings + i;
        if (!PyArg_ParseTuple(PyTuple_GetItem(readings, i), "UU:reading", &loose, &ordered)
            || text_read(&reading->loose.text, loose) < 0 || pattern_make(&reading->loose) < 0
            || text_read(&reading->ordered.text, ordered) < 0 || pattern_make(&reading->ordered) < 0)
            return -1;
    }
    return text_read(&query->key.text, key) < 0 ? -1 : pattern_make(&query->key);
}

static double higher(double a, double b)
{
    return a > b ? a : b;
}

static double likeness(const Query *query, PyObject *name, Seen *seen, double least)
{
    double best = 0.0;
    int in_order = text_equal(&seen->loose, &seen->ordered);
    for (Py_ssize_t i = 0; i < query->count; i++) {
        const Reading *reading = query->readings + i;
        best = higher(best, ratio(&reading->loose, &seen->loose, higher(best, least)));
        if (!in_order || !text_equal(&reading->loose.text, &reading->ordered.text))
            best = higher(best, ratio(&reading->ordered, &seen->ordered, higher(best, least)));
    }
    if (query->native != NULL && seen->script == query->script) {
        PyObject *folded = PyObject_CallFunctionObjArgs(query->native, name, NULL);
        if (folded != NULL && text_read(&seen->folded, folded) == 0)
            best = higher(best, ratio(&query->key, &seen->folded, higher(best, least)));
        Py_XDECREF(folded);
    }
    return best;
}

static int keep(PyObject *kept, Py_ssize_t at, double points, int own)
{
    PyObject *row = Py_BuildValue("ndO", at, points, own ? Py_True : Py_False);
    int failed = row == NULL || PyList_Append(kept, row) < 0;
    Py_XDECREF(row);
    return failed ? -1 : 0;
}

static int cut_names(Cut *cut, const Query *query, PyObject *names, PyObject *bases, double behind, Seen *seen,
                     PyObject *kept, double *least)
{
    Py_ssize_t count = PyList_Size(names);
    if (count != PyList_Size(bases)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "each name has its points");
        return -1;
    }
    *least = -INFINITY;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *name = PyList_GetItem(names, at);
        double points = PyFloat_AsDouble(PyList_GetItem(bases, at));
        if (PyErr_Occurred())
            return -1;
        if (points + MOST_ALIKE < *least)
            continue;
        if (see(cut, name, query->lettered, seen) < 0)
            return -1;
        if (query->lettered && (seen->script == 0 || seen->script > query->lettered))
            continue;
        points += likeness(query, name, seen, *least - points);
        if (PyErr_Occurred())
            return -1;
        if (points >= *least) {
            *least = higher(*least, points - behind);
            if (keep(kept, at, points, seen->script == query->script) < 0)
                return -1;
        }
    }
    return 0;
}

static PyObject *cut_best(PyObject *self, PyObject *args)
{
    PyObject *names, *bases, *readings, *key, *native;
    double behind, least;
    Query query;
    Seen seen;
    memset(&query, 0, sizeof query);
    memset(&seen, 0, sizeof seen);
    if (!PyArg_ParseTuple(args, "O!O!dO!UOii:best", &PyList_Type, &names, &PyList_Type, &bases, &behind, &PyTuple_Type,
                          &readings, &key, &native, &query.script, &query.lettered))
        return NULL;
    query.native = native == Py_None ? NULL : native;
    PyObject *kept = PyList_New(0), *result = NULL;
    if (kept != NULL && read_query(&query, readings, key) == 0
        && cut_names((Cut *)self, &query, names, bases, behind, &seen, kept, &least) == 0)
        result = Py_BuildValue("Od", kept, least);
    Py_XDECREF(kept);
    query_free(&query);
    seen_free(&seen);
    return result;
}

static PyMethodDef METHODS[] = {
    {"best", cut_best, METH_VARARGS, "As `plain_best` of cut.py."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SLOTS[] = {
    {Py_tp_new, cut_new},
    {Py_tp_dealloc, cut_dealloc},
    {Py_tp_methods, METHODS},
    {Py_tp_doc, "Letters and spellings of names, as they have been met, for the first cut."},
    {0, NULL},
};

static PyType_Spec SPEC = {"normalizer.matching._cut.Cut", sizeof(Cut), 0, Py_TPFLAGS_DEFAULT, SLOTS};

static int execute(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &SPEC, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Cut", type) < 0;
    Py_XDECREF(type);
    return failed || PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0 ? -1 : 0;
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_cut", "The first cut of a wide look-up, compiled.", 0, NULL, MODULE_SLOTS, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__cut(void)
{
    return PyModuleDef_Init(&MODULE);
}
