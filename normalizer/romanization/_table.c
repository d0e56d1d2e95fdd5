/* Texts without capitals rewritten by the rules of a romanisation table: what table.py does with regular expressions.
 *
 * A block of rules is run over a text once: at each place the first rule whose source stands there and whose contexts
 * hold writes its target, else the letter is written as the table of single letters has it, or as it is. Which rules
 * there are and what their contexts mean is told by context.py, from which the expressions are made too, so that both
 * give the same (tests/romanization/test_rewriting.py). What a letter is (of a word, a letter, a mark) is asked once.
 *
 * Only the limited API of CPython 3.11 is used: one build serves every later version.
 */
#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define INTERFACE 1 /* as in rewriting.py */
#define LONGEST 480 /* letters; longer texts are left to Python, as are */
#define LONGEST_WRITTEN 4096 /* those whose result takes more bytes */
#define SLOTS 128   /* letters that are remembered with what they are */

/* What a letter is, as in rewriting.py: of a word, a letter, in a word by the scheme's marks, an apostrophe. */
enum { WORD = 1, LETTER = 2, MARK = 4, APOSTROPHE = 8, KNOWN = 16 };

/* Kinds of contexts, as in context.py. */
enum { START, END, NOT_START, NOT_END, ONE_OF, LETTER_BUT, STRING, KINDS };

typedef struct {
    Py_ssize_t size;
    Py_UCS4 *points; /* sorted */
} Set;

typedef struct {
    int kind, before, size; /* size: of sets */
    Set *sets;              /* one, or of a string one for each letter */
} Look;

typedef struct {
    int size;
    Look *looks;
} Way;

typedef struct {
    int size, ways_size, target_size;
    Set *source;
    unsigned char *inside; /* of each letter of the source whether it must stand inside a word */
    Way *ways;             /* any of them must hold; none where any context does */
    char *target;          /* UTF-8 */
} Rule;

/* A letter, and the rule that may begin with it or what stands for it. */
typedef struct {
    Py_UCS4 point;
    int number;
} Entry;

typedef struct {
    PyObject_HEAD
    PyObject *ask;
    struct {
        Py_UCS4 point;
        int is;
    } known[SLOTS];
    int size, starts_size, plain_size;
    Rule *rules;
    Entry *starts, *plain;
    char **written; /* for single letters, UTF-8 */
    int *written_size;
} Block;

/* ---- reading rules ---- */

static int by_point(const void *a, const void *b)
{
    Py_UCS4 x = *(const Py_UCS4 *)a, y = *(const Py_UCS4 *)b;
    return (x > y) - (x < y);
}

static int by_entry(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    return x->point != y->point ? (x->point > y->point) - (x->point < y->point) : x->number - y->number;
}

static void *room_for(Py_ssize_t count, size_t size)
{
    void *room = PyMem_Calloc((size_t)(count > 0 ? count : 1), size);
    if (room == NULL)
        PyErr_NoMemory();
    return room;
}

static int refuse(const char *what)
{
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, what);
    return -1;
}

static int read_set(PyObject *text, Set *set)
{
    if (!PyUnicode_Check(text))
        return refuse("a set of letters is a str");
    set->size = PyUnicode_GetLength(text);
    set->points = room_for(set->size + 1, sizeof(Py_UCS4));
    if (set->points == NULL || PyUnicode_AsUCS4(text, set->points, set->size + 1, 1) == NULL)
        return -1;
    qsort(set->points, (size_t)set->size, sizeof(Py_UCS4), by_point);
    return 0;
}

/* A str as bytes in memory of its own; its size, or -1. */
static int read_text(PyObject *text, char **target)
{
    Py_ssize_t size;
    const char *bytes = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &size) : NULL;
    if (bytes == NULL || size > LONGEST_WRITTEN)
        return refuse("what is written is a short str");
    *target = room_for(size, 1);
    if (*target == NULL)
        return -1;
    memcpy(*target, bytes, (size_t)size);
    return (int)size;
}

static int read_look(PyObject *given, Look *look)
{
    PyObject *sets;
    if (!PyTuple_Check(given) || !PyArg_ParseTuple(given, "ipO!", &look->kind, &look->before, &PyTuple_Type, &sets))
        return refuse("a context is (kind, before, sets)");
    Py_ssize_t size = PyTuple_Size(sets);
    if (look->kind < 0 || look->kind >= KINDS || ((look->kind == ONE_OF || look->kind == LETTER_BUT) && size != 1))
        return refuse("no such context");
    look->sets = room_for(size, sizeof(Set));
    for (Py_ssize_t i = 0; look->sets != NULL && i < size; i++) {
        look->size++;
        if (read_set(PyTuple_GetItem(sets, i), look->sets + i) < 0)
            return -1;
    }
    return look->sets == NULL ? -1 : 0;
}

static int read_way(PyObject *given, Way *way)
{
    Py_ssize_t size = PyTuple_Check(given) ? PyTuple_Size(given) : refuse("a way is a tuple of contexts");
    if (size < 0 || (way->looks = room_for(size, sizeof(Look))) == NULL)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        way->size++; /* also one that fails: what it holds is freed */
        if (read_look(PyTuple_GetItem(given, i), way->looks + i) < 0)
            return -1;
    }
    return 0;
}

static int read_rule(PyObject *given, Rule *rule)
{
    PyObject *source, *target, *ways;
    if (!PyTuple_Check(given) ||
        !PyArg_ParseTuple(given, "O!UO!", &PyTuple_Type, &source, &target, &PyTuple_Type, &ways))
        return refuse("a rule is (source, target, ways)");
    Py_ssize_t size = PyTuple_Size(source), count = PyTuple_Size(ways);
    rule->source = room_for(size, sizeof(Set));
    rule->inside = room_for(size, 1);
    rule->ways = room_for(count, sizeof(Way));
    if (size == 0)
        return refuse("a rule without a source");
    if (rule->source == NULL || rule->inside == NULL || rule->ways == NULL)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *letters;
        int inside;
        rule->size++;
        if (!PyArg_ParseTuple(PyTuple_GetItem(source, i), "Up", &letters, &inside))
            return -1;
        rule->inside[i] = (unsigned char)inside;
        if (read_set(letters, rule->source + i) < 0)
            return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        rule->ways_size++;
        if (read_way(PyTuple_GetItem(ways, i), rule->ways + i) < 0)
            return -1;
    }
    return (rule->target_size = read_text(target, &rule->target)) < 0 ? -1 : 0;
}

/* The rules that may begin with each letter, in order. */
static int sort_starts(Block *block)
{
    Py_ssize_t count = 0;
    for (int i = 0; i < block->size; i++)
        count += block->rules[i].source[0].size;
    block->starts = room_for(count, sizeof(Entry));
    if (block->starts == NULL)
        return -1;
    for (int i = 0; i < block->size; i++)
        for (Py_ssize_t k = 0; k < block->rules[i].source[0].size; k++)
            block->starts[block->starts_size++] = (Entry){block->rules[i].source[0].points[k], i};
    qsort(block->starts, (size_t)block->starts_size, sizeof(Entry), by_entry);
    return 0;
}

static int read_plain(Block *block, PyObject *plain)
{
    Py_ssize_t size = PyDict_Size(plain), at = 0;
    PyObject *point, *text;
    block->plain = room_for(size, sizeof(Entry));
    block->written = room_for(size, sizeof(char *));
    block->written_size = room_for(size, sizeof(int));
    if (block->plain == NULL || block->written == NULL || block->written_size == NULL)
        return -1;
    while (PyDict_Next(plain, &at, &point, &text)) {
        int number = block->plain_size;
        block->plain[number] = (Entry){(Py_UCS4)PyLong_AsUnsignedLong(point), number};
        if (PyErr_Occurred() || (block->written_size[number] = read_text(text, block->written + number)) < 0)
            return -1;
        block->plain_size++;
    }
    qsort(block->plain, (size_t)block->plain_size, sizeof(Entry), by_entry);
    return 0;
}

static void free_sets(Set *sets, int size)
{
    for (int i = 0; sets != NULL && i < size; i++)
        PyMem_Free(sets[i].points);
    PyMem_Free(sets);
}

static void block_dealloc(PyObject *self)
{
    Block *block = (Block *)self;
    for (int i = 0; block->rules != NULL && i < block->size; i++) {
        Rule *rule = block->rules + i;
        free_sets(rule->source, rule->size);
        for (int w = 0; rule->ways != NULL && w < rule->ways_size; w++) {
            for (int k = 0; rule->ways[w].looks != NULL && k < rule->ways[w].size; k++)
                free_sets(rule->ways[w].looks[k].sets, rule->ways[w].looks[k].size);
            PyMem_Free(rule->ways[w].looks);
        }
        PyMem_Free(rule->ways);
        PyMem_Free(rule->inside);
        PyMem_Free(rule->target);
    }
    for (int i = 0; block->written != NULL && i < block->plain_size; i++)
        PyMem_Free(block->written[i]);
    PyMem_Free(block->rules);
    PyMem_Free(block->starts);
    PyMem_Free(block->plain);
    PyMem_Free(block->written);
    PyMem_Free(block->written_size);
    Py_XDECREF(block->ask);
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF((PyObject *)type);
}

static PyObject *block_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"rules", "plain", "ask", NULL};
    PyObject *rules, *plain, *ask;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!O:Block", names, &PyTuple_Type, &rules, &PyDict_Type, &plain,
                                     &ask))
        return NULL;
    allocfunc make = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Block *block = (Block *)make(type, 0);
    if (block == NULL)
        return NULL;
    Py_INCREF(ask);
    block->ask = ask;
    Py_ssize_t size = PyTuple_Size(rules);
    int failed = (block->rules = room_for(size, sizeof(Rule))) == NULL;
    while (!failed && block->size < size) {
        failed = read_rule(PyTuple_GetItem(rules, block->size), block->rules + block->size) < 0;
        block->size++;
    }
    if (failed || sort_starts(block) < 0 || read_plain(block, plain) < 0) {
        Py_DECREF((PyObject *)block);
        return NULL;
    }
    return (PyObject *)block;
}

/* ---- what letters are ---- */

typedef struct {
    Block *block;
    const Py_UCS4 *letters;
    Py_ssize_t size;
    int failed;
} Text;

/* What the letter at a place is: 0 outside the text. */
static int is_at(Text *text, Py_ssize_t at)
{
    if (at < 0 || at >= text->size)
        return 0;
    Py_UCS4 point = text->letters[at];
    Block *block = text->block;
    size_t slot = point % SLOTS;
    if (block->known[slot].point == point && block->known[slot].is)
        return block->known[slot].is;
    PyObject *said = PyObject_CallFunction(block->ask, "I", (unsigned int)point);
    int is = said == NULL ? 0 : (int)PyLong_AsLong(said) | KNOWN;
    Py_XDECREF(said);
    if (PyErr_Occurred()) {
        text->failed = 1;
        return 0;
    }
    block->known[slot].point = point;
    block->known[slot].is = is;
    return is;
}

static int has_point(const Set *set, Py_UCS4 point)
{
    Py_ssize_t low = 0, high = set->size;
    while (low < high) {
        Py_ssize_t middle = (low + high) / 2;
        if (set->points[middle] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->size && set->points[low] == point;
}

static int stands(const Text *text, Py_ssize_t at, const Set *set)
{
    return at >= 0 && at < text->size && has_point(set, text->letters[at]);
}

/* Whether a context holds for what stands from `start` to `end`. */
static int holds(Text *text, const Look *look, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t beside = look->before ? start - 1 : end;
    switch (look->kind) {
    case START:
        return !(is_at(text, start - 1) & (WORD | MARK)) &&
               !((is_at(text, start - 1) & APOSTROPHE) && (is_at(text, start - 2) & (WORD | MARK)));
    case END:
        return !(is_at(text, end) & (WORD | MARK)) && !((is_at(text, end) & APOSTROPHE) && (is_at(text, end + 1) & WORD));
    case NOT_START:
        return (is_at(text, start - 1) & (WORD | MARK | APOSTROPHE)) != 0;
    case NOT_END:
        return (is_at(text, end) & (WORD | MARK | APOSTROPHE)) != 0;
    case ONE_OF:
        return stands(text, beside, look->sets);
    case LETTER_BUT:
        return (is_at(text, beside) & LETTER) && !stands(text, beside, look->sets);
    }
    for (int i = 0; i < look->size; i++)
        if (!stands(text, look->before ? start - look->size + i : end + i, look->sets + i))
            return 0;
    return 1;
}

static int fits(Text *text, const Rule *rule, Py_ssize_t at)
{
    for (int i = 0; i < rule->size; i++)
        if (!stands(text, at + i, rule->source + i) ||
            (rule->inside[i] && !((is_at(text, at + i - 1) & WORD) && (is_at(text, at + i + 1) & WORD))))
            return 0;
    for (int w = 0; w < rule->ways_size; w++) {
        int hold = 1;
        for (int k = 0; k < rule->ways[w].size && hold; k++)
            hold = holds(text, rule->ways[w].looks + k, at, at + rule->size);
        if (hold)
            return 1;
    }
    return rule->ways_size == 0;
}

/* ---- writing ---- */

typedef struct {
    int size;
    char bytes[LONGEST_WRITTEN];
} Written;

static int write_bytes(Written *written, const char *bytes, int size)
{
    if (written->size + size > LONGEST_WRITTEN)
        return 0;
    memcpy(written->bytes + written->size, bytes, (size_t)size);
    written->size += size;
    return 1;
}

/* A letter as UTF-8; 0 where there is no room, or for half a pair, which has none. */
static int write_point(Written *written, Py_UCS4 point)
{
    char bytes[4];
    int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (point >= 0xD800 && point < 0xE000)
        return 0;
    for (int i = size - 1; i > 0; i--, point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(size == 1 ? point : (0xF00 >> size & 0xFF) | point);
    return write_bytes(written, bytes, size);
}

/* The first entry of a letter, or of the next one. */
static int first_of(const Entry *entries, int size, Py_UCS4 point)
{
    int low = 0, high = size;
    while (low < high) {
        int middle = (low + high) / 2;
        if (entries[middle].point < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const Rule *rule_at(Text *text, Py_ssize_t at)
{
    const Block *block = text->block;
    Py_UCS4 point = text->letters[at];
    for (int i = first_of(block->starts, block->starts_size, point);
         i < block->starts_size && block->starts[i].point == point; i++)
        if (fits(text, block->rules + block->starts[i].number, at))
            return block->rules + block->starts[i].number;
    return NULL;
}

static int write_letter(const Block *block, Written *written, Py_UCS4 point)
{
    int entry = first_of(block->plain, block->plain_size, point);
    if (entry == block->plain_size || block->plain[entry].point != point)
        return write_point(written, point);
    int number = block->plain[entry].number;
    return write_bytes(written, block->written[number], block->written_size[number]);
}

static PyObject *block_rewrite(PyObject *self, PyObject *given)
{
    Py_UCS4 letters[LONGEST + 1];
    Written written;
    if (!PyUnicode_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "rewrite(text: str)");
        return NULL;
    }
    Text text = {(Block *)self, letters, PyUnicode_GetLength(given), 0};
    int room = text.size <= LONGEST;
    if (room && PyUnicode_AsUCS4(given, letters, LONGEST + 1, 1) == NULL)
        return NULL;
    written.size = 0;
    for (Py_ssize_t at = 0; at < text.size && room;) {
        const Rule *rule = rule_at(&text, at);
        if (text.failed)
            return NULL;
        room = rule ? write_bytes(&written, rule->target, rule->target_size)
                    : write_letter(text.block, &written, letters[at]);
        at += rule ? rule->size : 1;
    }
    return room ? PyUnicode_FromStringAndSize(written.bytes, written.size) : Py_BuildValue("");
}

/* ---- the module ---- */

static PyMethodDef block_methods[] = {
    {"rewrite", block_rewrite, METH_O, "rewrite(text) -> a text without capitals by the rules; None for a long one"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot block_slots[] = {
    {Py_tp_doc, "Block(rules, plain, ask): a block of rules; see rewriting.py."},
    {Py_tp_new, block_new},
    {Py_tp_dealloc, block_dealloc},
    {Py_tp_methods, block_methods},
    {0, NULL},
};

static PyType_Spec block_spec = {
    .name = "normalizer.romanization._table.Block",
    .basicsize = sizeof(Block),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = block_slots,
};

static int module_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &block_spec, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Block", type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : PyModule_AddIntConstant(module, "INTERFACE", INTERFACE);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "_table", "Texts rewritten by rules, compiled; see table.py.", 0, NULL, module_slots,
    NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__table(void)
{
    return PyModuleDef_Init(&module_definition);
}
