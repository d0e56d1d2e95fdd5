/* The hash of a key, as `hashing.key_hash` takes it; part of _near.c. */
#ifndef NEAR_HASH_H
#define NEAR_HASH_H

#include "_hash.h"
#include "_near_view.h"

/* The hash of a key of a layer. */
static int key_hash(uint8_t layer, PyObject *key, uint64_t *digest)
{
    Py_ssize_t size;
    const char *data = PyUnicode_AsUTF8AndSize(key, &size);
    if (data != NULL) {
        *digest = hash_of(layer, data, size);
        return 0;
    }
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        return -1;
    PyErr_Clear();
    PyObject *bytes = PyUnicode_AsEncodedString(key, "utf-8", "surrogatepass");
    if (bytes == NULL)
        return -1;
    *digest = hash_of(layer, PyBytes_AsString(bytes), PyBytes_Size(bytes));
    Py_DECREF(bytes);
    return 0;
}

#endif
