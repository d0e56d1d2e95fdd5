/* Rules of letters and the cheapest way by them, as in plain_rules.py; part of _align.c. */
#ifndef ALIGN_RULES_H
#define ALIGN_RULES_H

#include "_align_words.h"

#include "_align_spelling.h"

#define LONGEST_LEFT 7   /* as in plain_rules.py */
#define LONGEST_RULE 16  /* letters on a side that there is room for */
#define BUCKETS 64       /* lists of rules by the first letter of a side, and one more for sides that have none */
#define MOST_RULES 30000
#define WHERES 4

typedef struct {
    Py_UCS4 left[LONGEST_RULE], right[LONGEST_RULE];
    int left_size, right_size, where, number;
    double cost;
} Rule;

#define SEEN_FIRST 2 /* letters of a side that are looked at before the rest of a rule */

/* What of a rule tells most pairs of places that it is not for them. */
typedef struct {
    Py_UCS4 left[SEEN_FIRST], right[SEEN_FIRST];
    unsigned char left_size, right_size, where;
} Seen;

typedef struct {
    PyObject_HEAD
    Py_ssize_t size;
    double highest, doubled;
    Rule *rules; /* by the buckets of both sides, then by length of the left side, then as given */
    Seen *seen;  /* of each rule */
    uint16_t start[(BUCKETS + 1) * (BUCKETS + 1) + 1];
} Rules;

enum { ANYWHERE, AT_START, AT_END, UNWRITTEN };

static const char *const where_names[WHERES] = {"any", "start", "end", "unwritten"};

static int bucket_of(const Py_UCS4 *letters, int size)
{
    return size ? (int)(letters[0] % BUCKETS) : BUCKETS;
}

/* The list that a rule is in: by the first letters of both sides. Two rules that lead from one place to one other have the
 * same letters, so in what order lists are gone through makes no difference. */
static int list_of(int left, int right)
{
    return left * (BUCKETS + 1) + right;
}

static int list_of_rule(const Rule *rule)
{
    return list_of(bucket_of(rule->left, rule->left_size), bucket_of(rule->right, rule->right_size));
}

static int by_bucket(const void *a, const void *b)
{
    const Rule *x = a, *y = b;
    int of_x = list_of_rule(x), of_y = list_of_rule(y);
    if (of_x != of_y)
        return of_x < of_y ? -1 : 1;
    if (x->left_size != y->left_size)
        return x->left_size < y->left_size ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static int read_letters(PyObject *text, Py_UCS4 *letters, int *size)
{
    Py_ssize_t length = PyUnicode_Check(text) ? PyUnicode_GetLength(text) : -1;
    if (length < 0 || length > LONGEST_RULE) {
        PyErr_Format(PyExc_ValueError, "a side of a rule is a str of at most %d letters", LONGEST_RULE);
        return -1;
    }
    for (Py_ssize_t i = 0; i < length; i++)
        letters[i] = PyUnicode_ReadChar(text, i);
    *size = (int)length;
    return 0;
}

/* One rule (left, right, where, cost). */
static int read_rule(PyObject *object, Rule *rule)
{
    PyObject *fields = PySequence_Tuple(object);
    if (fields == NULL)
        return -1;
    int failed = 1;
    if (PyTuple_Size(fields) != 4) {
        PyErr_SetString(PyExc_ValueError, "a rule is (left, right, where, cost)");
    } else if (read_letters(PyTuple_GetItem(fields, 0), rule->left, &rule->left_size) == 0 &&
               read_letters(PyTuple_GetItem(fields, 1), rule->right, &rule->right_size) == 0 &&
               read_double(PyTuple_GetItem(fields, 3), &rule->cost) == 0) {
        PyObject *where = PyTuple_GetItem(fields, 2);
        for (rule->where = 0; rule->where < WHERES; rule->where++)
            if (PyUnicode_Check(where) && PyUnicode_CompareWithASCIIString(where, where_names[rule->where]) == 0)
                break;
        failed = rule->where == WHERES || rule->left_size + rule->right_size == 0;
        if (failed)
            PyErr_SetString(PyExc_ValueError, "a rule without letters, or for no known place");
    }
    Py_DECREF(fields);
    return failed ? -1 : 0;
}

static void rules_dealloc(PyObject *self)
{
    PyMem_Free(((Rules *)self)->rules);
    PyMem_Free(((Rules *)self)->seen);
    release(self);
}

static int fill_rules(Rules *rules, PyObject *given)
{
    rules->size = PyTuple_Size(given);
    if (rules->size > MOST_RULES) {
        PyErr_SetString(PyExc_ValueError, "too many rules of letters");
        return -1;
    }
    rules->rules = PyMem_Calloc((size_t)rules->size + 1, sizeof(Rule));
    rules->seen = PyMem_Calloc((size_t)rules->size + 1, sizeof(Seen));
    if (rules->rules == NULL || rules->seen == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < rules->size; i++) {
        rules->rules[i].number = (int)i;
        if (read_rule(PyTuple_GetItem(given, i), rules->rules + i) < 0)
            return -1;
    }
    qsort(rules->rules, (size_t)rules->size, sizeof(Rule), by_bucket);
    for (Py_ssize_t i = 0; i < rules->size; i++) {
        const Rule *rule = rules->rules + i;
        Seen *seen = rules->seen + i;
        *seen = (Seen){.left_size = (unsigned char)rule->left_size,
                       .right_size = (unsigned char)rule->right_size,
                       .where = (unsigned char)rule->where};
        memcpy(seen->left, rule->left, sizeof(seen->left));
        memcpy(seen->right, rule->right, sizeof(seen->right));
    }
    uint16_t at = 0;
    for (int list = 0; list <= (BUCKETS + 1) * (BUCKETS + 1); list++) {
        while (at < rules->size && list_of_rule(rules->rules + at) < list)
            at++;
        rules->start[list] = at;
    }
    return 0;
}

static PyObject *rules_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"rules", "highest", "doubled", NULL};
    PyObject *given;
    double highest, doubled;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "Odd:Rules", names, &given, &highest, &doubled))
        return NULL;
    given = PySequence_Tuple(given);
    Rules *rules = given == NULL ? NULL : (Rules *)allocate(type, 0);
    if (rules != NULL) {
        rules->highest = highest;
        rules->doubled = doubled;
        if (fill_rules(rules, given) < 0) {
            Py_DECREF((PyObject *)rules);
            rules = NULL;
        }
    }
    Py_XDECREF(given);
    return (PyObject *)rules;
}

/* How a cell (letters of a used, letters of b used) is reached: at what cost, from where, by which rule or -1. */
typedef struct {
    double total;
    int from, rule;
} Reached;

typedef struct {
    const Rules *rules;
    const Text *a, *b;
    int unwritten;
    Reached *cells;
} Search;

static void reach(const Search *search, int from, int i, int j, double cost, int rule)
{
    int cell = i * (search->b->size + 1) + j;
    double total = search->cells[from].total + cost;
    Reached *there = search->cells + cell;
    if (total <= search->rules->highest && (there->from < 0 || total < there->total))
        *there = (Reached){total, from, rule};
}

/* Whether a rule may be used at a place, by where it stands. */
static int stands(const Search *search, const Seen *rule, int i, int j)
{
    int at_start = i == 0 && j == 0;
    int at_end = i + rule->left_size == search->a->size && j + rule->right_size == search->b->size;
    switch (rule->where) {
    case AT_START:
        return at_start;
    case AT_END:
        return at_end;
    case UNWRITTEN:
        return search->unwritten && !at_start && !at_end;
    default:
        return 1;
    }
}

static int same_letters(const Py_UCS4 *x, const Py_UCS4 *y, int size)
{
    for (int k = 0; k < size; k++)
        if (x[k] != y[k])
            return 0;
    return 1;
}

/* Whether a side of a rule stands in a word from a place on that has room for it: `seen` its first letters. */
static int is_side(const Py_UCS4 *letters, const Py_UCS4 *seen, const Py_UCS4 *side, int size)
{
    if (size <= SEEN_FIRST)
        return same_letters(letters, seen, size);
    return letters[0] == seen[0] && letters[1] == seen[1] && same_letters(letters, side, size);
}

static void apply_list(const Search *search, int list, int i, int j)
{
    const Rules *rules = search->rules;
    const Text *a = search->a, *b = search->b;
    int from = i * (b->size + 1) + j;
    for (int k = rules->start[list]; k < rules->start[list + 1]; k++) {
        const Seen *seen = rules->seen + k;
        if (seen->left_size > LONGEST_LEFT || i + seen->left_size > a->size)
            break; /* the rest of the list is no shorter */
        if (j + seen->right_size > b->size || (seen->where && !stands(search, seen, i, j)))
            continue;
        const Rule *rule = rules->rules + k;
        if (is_side(a->letters + i, seen->left, rule->left, seen->left_size) &&
            is_side(b->letters + j, seen->right, rule->right, seen->right_size))
            reach(search, from, i + seen->left_size, j + seen->right_size, rule->cost, rule->number);
    }
}

/* The rules that begin with a letter, or nothing, on the left. */
static void apply_bucket(const Search *search, int bucket, int i, int j)
{
    if (j < search->b->size)
        apply_list(search, list_of(bucket, bucket_of(search->b->letters + j, 1)), i, j);
    apply_list(search, list_of(bucket, BUCKETS), i, j);
}

static void move_on(const Search *search, int i, int j)
{
    const Text *a = search->a, *b = search->b;
    const Py_UCS4 *x = a->letters + i, *y = b->letters + j;
    int from = i * (b->size + 1) + j;
    double doubled = search->rules->doubled;
    if (i < a->size && j < b->size && x[0] == y[0])
        reach(search, from, i + 1, j + 1, 0.0, -1);
    if (0 < i && i < a->size && j > 0 && x[0] == x[-1] && x[0] == y[-1])
        reach(search, from, i + 1, j, doubled, -1);
    if (0 < j && j < b->size && i > 0 && y[0] == y[-1] && y[0] == x[-1])
        reach(search, from, i, j + 1, doubled, -1);
    apply_bucket(search, BUCKETS, i, j);
    if (i < a->size)
        apply_bucket(search, bucket_of(x, 1), i, j);
}

/* (cost, numbers of the rules on the way to the last cell). */
static PyObject *way_to(const Reached *cells, int last)
{
    Py_ssize_t count = 0;
    for (int cell = last; cell != 0; cell = cells[cell].from)
        count += cells[cell].rule >= 0;
    PyObject *numbers = PyTuple_New(count);
    for (int cell = last; cell != 0 && numbers != NULL; cell = cells[cell].from) {
        if (cells[cell].rule < 0)
            continue;
        PyObject *number = PyLong_FromLong(cells[cell].rule);
        if (number == NULL || PyTuple_SetItem(numbers, --count, number) < 0)
            Py_CLEAR(numbers);
    }
    return numbers == NULL ? NULL : Py_BuildValue("(dN)", cells[last].total, numbers);
}

/* Fills the cells that can be reached; the last one is that of the whole words. */
static void search_ways(const Search *search)
{
    int last = (search->a->size + 1) * (search->b->size + 1) - 1;
    for (int cell = 1; cell <= last; cell++)
        search->cells[cell].from = -1;
    search->cells[0] = (Reached){0.0, 0, -1};
    for (int i = 0; i <= search->a->size; i++)
        for (int j = 0; j <= search->b->size; j++)
            if (search->cells[i * (search->b->size + 1) + j].from >= 0)
                move_on(search, i, j);
}

#define FEW_CELLS 256 /* of most pairs of words: they need no memory of their own */

/* The least cost of a way; 1, 0 where there is none, -1 with an exception. */
static int least_cost(const Rules *rules, const Text *a, const Text *b, int unwritten, double *cost)
{
    Reached few[FEW_CELLS];
    int last = (a->size + 1) * (b->size + 1) - 1;
    Reached *cells = last < FEW_CELLS ? few : PyMem_Malloc((size_t)(last + 1) * sizeof(Reached));
    if (cells == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Search search = {rules, a, b, unwritten, cells};
    search_ways(&search);
    int found = cells[last].from >= 0;
    *cost = cells[last].total;
    if (cells != few)
        PyMem_Free(cells);
    return found;
}

static PyObject *rules_cheapest(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    Text a, b;
    if (nargs != 3) {
        PyErr_SetString(PyExc_TypeError, "cheapest(a, b, unwritten)");
        return NULL;
    }
    int unwritten = PyObject_IsTrue(args[2]);
    if (unwritten < 0 || read_text(args[0], &a) < 0 || read_text(args[1], &b) < 0)
        return NULL;
    int last = (a.size + 1) * (b.size + 1) - 1;
    Reached *cells = PyMem_Malloc((size_t)(last + 1) * sizeof(Reached));
    if (cells == NULL)
        return PyErr_NoMemory();
    Search search = {(Rules *)self, &a, &b, unwritten, cells};
    search_ways(&search);
    PyObject *way = Py_None;
    if (cells[last].from < 0)
        Py_INCREF(way);
    else
        way = way_to(cells, last);
    PyMem_Free(cells);
    return way;
}

static PyMethodDef rules_methods[] = {
    {"cheapest", (PyCFunction)(void (*)(void))rules_cheapest, METH_FASTCALL,
     "cheapest(a, b, unwritten) -> (cost, numbers of the rules used), or None"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot rules_slots[] = {
    {Py_tp_doc, "Rules(rules, highest, doubled): rules of letters ready to use."},
    {Py_tp_new, rules_new},
    {Py_tp_dealloc, rules_dealloc},
    {Py_tp_methods, rules_methods},
    {0, NULL},
};

static PyType_Spec rules_spec = {
    .name = "normalizer.matching._align.Rules",
    .basicsize = sizeof(Rules),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = rules_slots,
};

#endif
