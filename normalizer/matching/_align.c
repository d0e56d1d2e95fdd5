/* The arithmetic of aligned letters, compiled: the twin of plain.py, plain_rules.py, plain_levels.py and assign.py.
 *
 * It holds what is asked for each pair of words of each pair of names: the sum over all alignments of two
 * encoded words, the matrix of two names and its best assignment, the cheapest way by rules, and how alike two
 * strings look. Whole names go in and come out in one call, since a call from Python costs as much as aligning two
 * short words; and pairs of names that were made ready (ready.py) are weighed in one call, which gives what features.py
 * and model.py give. What the functions mean is said in their twins; both must give the same numbers
 * (tests/matching/test_core.py, test_ready.py).
 *
 * Nothing is global. Values never change once made, but that terms and names keep what was asked of them, so any
 * number of threads may share them under the interpreter's lock. Words are checked against the table they are given to,
 * so that no mix of tables reads beyond its rows. Only the limited API of CPython 3.11 is used: one build serves every
 * later version.
 */
#include "_align_words.h"

#include "_align_alike.h"
#include "_align_assign.h"
#include "_align_batch.h"
#include "_align_card.h"
#include "_align_cutting.h"
#include "_align_edits.h"
#include "_align_elsewhere.h"
#include "_align_encoding.h"
#include "_align_folding.h"
#include "_align_joined.h"
#include "_align_legal.h"
#include "_align_letters.h"
#include "_align_levels.h"
#include "_align_marks.h"
#include "_align_meanings.h"
#include "_align_merging.h"
#include "_align_names.h"
#include "_align_others.h"
#include "_align_pair.h"
#include "_align_pieces.h"
#include "_align_pinyin.h"
#include "_align_reader.h"
#include "_align_rules.h"
#include "_align_scales.h"
#include "_align_sides.h"
#include "_align_signs.h"
#include "_align_sketching.h"
#include "_align_spelling.h"
#include "_align_table.h"
#include "_align_ways.h"
#include "_align_wholes.h"

#define INTERFACE 19 /* as in core.py */

/* ---- the module ---- */

static int add_type(PyObject *module, PyType_Spec *spec, PyObject **kept)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type == NULL)
        return -1;
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    if (kept != NULL && !failed)
        *kept = type;
    else
        Py_DECREF(type);
    return failed;
}

static int module_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    return add_type(module, &word_spec, &state->word_type) < 0 || add_type(module, &side_spec, &state->side_type) < 0 ||
                   add_type(module, &table_spec, &state->table_type) < 0 ||
                   add_type(module, &rules_spec, &state->rules_type) < 0 ||
                   add_type(module, &card_spec, &state->card_type) < 0 ||
                   add_type(module, &edits_spec, &state->edits_type) < 0 ||
                   add_type(module, &term_spec, &state->term_type) < 0 ||
                   add_type(module, &marks_spec, &state->marks_type) < 0 ||
                   add_type(module, &reader_spec, &state->reader_type) < 0 ||
                   add_type(module, &name_spec, &state->name_type) < 0 || add_type(module, &scales_spec, NULL) < 0 ||
                   add_type(module, &levels_spec, &state->levels_type) < 0 ||
                   PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0
               ? -1
               : 0;
}

static int module_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->word_type);
    Py_VISIT(state->table_type);
    Py_VISIT(state->rules_type);
    Py_VISIT(state->card_type);
    Py_VISIT(state->edits_type);
    Py_VISIT(state->term_type);
    Py_VISIT(state->name_type);
    Py_VISIT(state->side_type);
    Py_VISIT(state->marks_type);
    Py_VISIT(state->levels_type);
    Py_VISIT(state->reader_type);
    return 0;
}

static int module_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->word_type);
    Py_CLEAR(state->table_type);
    Py_CLEAR(state->rules_type);
    Py_CLEAR(state->card_type);
    Py_CLEAR(state->edits_type);
    Py_CLEAR(state->term_type);
    Py_CLEAR(state->name_type);
    Py_CLEAR(state->side_type);
    Py_CLEAR(state->marks_type);
    Py_CLEAR(state->levels_type);
    Py_CLEAR(state->reader_type);
    return 0;
}

static PyMethodDef module_methods[] = {
    {"assign", module_assign, METH_O, "assign(gains) -> pairs (row, column) with the greatest total gain"},
    {"cuts", module_cuts, METH_VARARGS,
     "cuts(listed, word, chance, silent, unlisted, longest, inserted) -> the chance that characters are cut into a word"},
    {"spelling", (PyCFunction)(void (*)(void))module_spelling, METH_FASTCALL,
     "spelling(a, b) -> how alike two strings look, six ways"},
    {"alike", (PyCFunction)(void (*)(void))module_alike, METH_FASTCALL,
     "alike(a, b) -> the numbers of two sketches, or None if they are not short and ASCII"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_align",
    .m_doc = "The arithmetic of aligned letters, compiled; see plain.py.",
    .m_size = sizeof(State),
    .m_methods = module_methods,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
};

PyMODINIT_FUNC PyInit__align(void)
{
    return PyModuleDef_Init(&module_definition);
}
