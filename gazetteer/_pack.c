/* What a build does for every key, compiled: hashing, packing, sorting, grouping.
 *
 * plain_pack.py is the twin, with the same bytes (tests/gazetteer/test_pack.py), and says what each of these is for; what
 * the sections of a file mean is said in postings.py and typo.py. Nothing but numbers is here. Arrays come as buffers and
 * go as bytes, in this machine's order. Only the limited API of CPython 3.11 is used, and nothing is global.
 */
#include "_pack_rows.h"

#define INTERFACE 1 /* as in pack_core.py */
#define MANY 255    /* as in keytable.py */

/* ---- postings of a part ---- */

static void wrong_sizes(void)
{
    PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
}

/* The rows of a part in order, with the final numbers of the names. */
static Row *sorted_rows(const Py_buffer *digests, const Py_buffer *values, const Py_buffer *new_name)
{
    Py_ssize_t count = digests->len / 8, names = new_name->len / 4;
    Row *rows = PyMem_Malloc((size_t)(count + 1) * sizeof *rows);
    if (rows == NULL)
        return (Row *)PyErr_NoMemory();
    const uint64_t *digest = digests->buf, *value = values->buf;
    const uint32_t *moved = new_name->buf;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint64_t name = value[i] >> 32;
        if (name >= (uint64_t)names) {
            PyMem_Free(rows);
            PyErr_SetString(PyExc_IndexError, "a posting of a name that is not there");
            return NULL;
        }
        rows[i] = (Row){digest[i], (uint64_t)moved[name] << 32 | (value[i] & 0xFFFFFFFFu)};
    }
    if (count > 1)
        qsort(rows, (size_t)count, sizeof *rows, by_row);
    return rows;
}

/* Keys with their counts, and names and schemes of what stays; the numbers of both, or -1. */
static int group(const Row *rows, Py_ssize_t count, const Py_buffer *owner, uint64_t *keys, uint32_t *counts,
                 uint32_t *names, uint32_t *schemes, Py_ssize_t *key_count, Py_ssize_t *kept)
{
    const uint32_t *owners = owner->buf;
    Py_ssize_t of_entity = 0; /* where the postings of this entity under this key begin */
    uint32_t entity = 0;
    *key_count = *kept = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint32_t name = (uint32_t)(rows[i].value >> 32), made_by = (uint32_t)rows[i].value;
        if (name >= (uint64_t)(owner->len / 4)) {
            PyErr_SetString(PyExc_IndexError, "a name of nobody");
            return -1;
        }
        int is_new = i == 0 || rows[i].digest != rows[i - 1].digest;
        if (is_new) {
            keys[*key_count] = rows[i].digest;
            counts[(*key_count)++] = 0;
        }
        if (is_new || owners[name] != entity) {
            entity = owners[name];
            of_entity = *kept;
        }
        int met = 0;
        for (Py_ssize_t k = of_entity; k < *kept && !met; k++)
            met = schemes[k] == made_by;
        if (met)
            continue;
        counts[*key_count - 1]++;
        names[*kept] = name;
        schemes[(*kept)++] = made_by;
    }
    return 0;
}

static PyObject *grouped(PyObject *module, PyObject *args)
{
    Py_buffer digests, values, new_name, owner;
    PyObject *told = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*y*y*y*:grouped", &digests, &values, &new_name, &owner))
        return NULL;
    Py_ssize_t count = digests.len / 8, keys = 0, kept = 0;
    Row *rows = NULL;
    if (values.len == digests.len)
        rows = sorted_rows(&digests, &values, &new_name);
    else
        wrong_sizes();
    uint64_t *key = rows == NULL ? NULL : PyMem_Malloc((size_t)(count + 1) * (sizeof *key + 3 * sizeof(uint32_t)));
    if (key != NULL) {
        uint32_t *counts = (uint32_t *)(key + count), *names = counts + count, *schemes = names + count;
        if (group(rows, count, &owner, key, counts, names, schemes, &keys, &kept) == 0)
            told = Py_BuildValue("y#y#y#y#", (const char *)key, 8 * keys, (const char *)counts, 4 * keys,
                                 (const char *)names, 4 * kept, (const char *)schemes, 4 * kept);
    } else if (rows != NULL)
        PyErr_NoMemory();
    PyMem_Free(key);
    PyMem_Free(rows);
    PyBuffer_Release(&digests);
    PyBuffer_Release(&values);
    PyBuffer_Release(&new_name);
    PyBuffer_Release(&owner);
    return told;
}

static PyObject *fragments(PyObject *module, PyObject *args)
{
    Py_buffer keys, counts, keys_in, postings_in;
    int bits;
    PyObject *told = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*y*iw*w*:fragments", &keys, &counts, &bits, &keys_in, &postings_in))
        return NULL;
    Py_ssize_t count = keys.len / 8, buckets = keys_in.len / 4;
    uint32_t *made = PyMem_Malloc((size_t)(count + 1) * 5);
    if (bits < 1 || bits > 31 || buckets != ((Py_ssize_t)1 << bits) + 1 || postings_in.len != keys_in.len
        || counts.len != 4 * count)
        wrong_sizes();
    else if (made == NULL)
        PyErr_NoMemory();
    else {
        unsigned char *few = (unsigned char *)(made + count);
        const uint64_t *key = keys.buf;
        const uint32_t *number = counts.buf;
        for (Py_ssize_t i = 0; i < count; i++) {
            Py_ssize_t bucket = (Py_ssize_t)(key[i] >> (64 - bits)) + 1;
            ((uint32_t *)keys_in.buf)[bucket]++;
            ((uint32_t *)postings_in.buf)[bucket] += number[i];
            made[i] = (uint32_t)(key[i] >> (32 - bits));
            few[i] = (unsigned char)(number[i] < MANY ? number[i] : MANY);
        }
        told = Py_BuildValue("y#y#", (const char *)made, 4 * count, (const char *)few, count);
    }
    PyMem_Free(made);
    PyBuffer_Release(&keys);
    PyBuffer_Release(&counts);
    PyBuffer_Release(&keys_in);
    PyBuffer_Release(&postings_in);
    return told;
}

static PyObject *renumbered(PyObject *module, PyObject *args)
{
    Py_buffer values, sets;
    unsigned long long first;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*Ky*:renumbered", &values, &first, &sets))
        return NULL;
    Py_ssize_t count = values.len / 8;
    uint64_t *made = PyMem_Malloc((size_t)(count + 1) * sizeof *made);
    PyObject *told = NULL;
    if (made == NULL)
        PyErr_NoMemory();
    for (Py_ssize_t i = 0; made != NULL && i < count; i++) {
        uint64_t value = ((const uint64_t *)values.buf)[i], set = value & 0xFFFFFFFFu;
        if (set >= (uint64_t)(sets.len / 4)) {
            PyErr_SetString(PyExc_IndexError, "a posting of a set that is not there");
            break;
        }
        made[i] = ((value >> 32) + first) << 32 | ((const uint32_t *)sets.buf)[set];
    }
    if (made != NULL && !PyErr_Occurred())
        told = PyBytes_FromStringAndSize((const char *)made, 8 * count);
    PyMem_Free(made);
    PyBuffer_Release(&values);
    PyBuffer_Release(&sets);
    return told;
}

/* ---- the typo layer ---- */

/* The hashes of the pieces of a key, over its number, at `rows`; returns how many. */
static int pieces_of(const Crc *crc, const Py_UCS4 *key, Py_ssize_t length, uint32_t number, uint64_t *rows)
{
    int parts = edits_for(length) + 1;
    Py_ssize_t piece = length / parts, longer = length % parts, start = 0;
    for (int position = 0; position < parts; position++) {
        Py_ssize_t width = piece + (position >= parts - longer);
        uint32_t seed = (uint32_t)((uint64_t)(length << 8 | position) * 0x9E3779B1u);
        rows[position] = (uint64_t)crc_text(crc, key + start, width, seed) << 32 | number;
        start += width;
    }
    return parts;
}

static PyObject *typo_rows(PyObject *module, PyObject *args)
{
    PyObject *keys, *told = NULL;
    unsigned int first;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!I:typo_rows", &PyList_Type, &keys, &first))
        return NULL;
    Py_ssize_t count = PyList_Size(keys), found = 0;
    uint64_t *signatures = PyMem_Malloc((size_t)(count + 1) * (MOST_EDITS + 2) * sizeof *signatures);
    if (signatures == NULL)
        return PyErr_NoMemory();
    uint64_t *rows = signatures + count;
    Crc crc;
    crc_init(&crc);
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_UCS4 key[LONGEST_KEY + 1];
        PyObject *text = PyList_GetItem(keys, i);
        Py_ssize_t length = PyUnicode_GetLength(text);
        if (length < 0 || length > LONGEST_KEY || PyUnicode_AsUCS4(text, key, LONGEST_KEY + 1, 0) == NULL) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "a key is too long for the typo layer");
            goto done;
        }
        signatures[i] = signature(key, length);
        found += pieces_of(&crc, key, length, first + (uint32_t)i, rows + found);
    }
    if (found > 1)
        qsort(rows, (size_t)found, sizeof *rows, by_number);
    told = Py_BuildValue("y#y#", (const char *)rows, 8 * found, (const char *)signatures, 8 * count);
done:
    PyMem_Free(signatures);
    return told;
}

/* ---- the module ---- */

static PyMethodDef METHODS[] = {
    {"grouped", grouped, METH_VARARGS, "As plain_pack.grouped."},
    {"fragments", fragments, METH_VARARGS, "As plain_pack.fragments."},
    {"renumbered", renumbered, METH_VARARGS, "As plain_pack.renumbered."},
    {"typo_rows", typo_rows, METH_VARARGS, "As plain_pack.typo_rows."},
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &ROWS_SPEC, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Rows", type) < 0;
    Py_XDECREF(type);
    return failed || PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0 ? -1 : 0;
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "_pack", "What a build does for every key, compiled.", 0, METHODS, MODULE_SLOTS, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__pack(void)
{
    return PyModuleDef_Init(&MODULE);
}
