/* Blocks of rules, and how they are read; part of _table.c. */
#ifndef TABLE_RULES_H
#define TABLE_RULES_H

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

#endif
