/* Texts without capitals rewritten by the rules of a romanisation table: what table.py does with regular expressions.
 *
 * A block of rules is run over a text once: at each place the first rule whose source stands there and whose contexts
 * hold writes its target, else the letter is written as the table of single letters has it, or as it is. Which rules
 * there are and what their contexts mean is told by context.py, from which the expressions are made too, so that both
 * give the same (tests/romanization/test_rewriting.py). What a letter is (of a word, a letter, a mark) is asked once.
 *
 * Only the limited API of CPython 3.11 is used: one build serves every later version.
 */
#include "_table_rules.h"

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
