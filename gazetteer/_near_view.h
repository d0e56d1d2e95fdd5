/* Sections of a mapped file, each verified where it is touched; part of _near.c.
 *
 * The file may be damaged or forged, so no number read from it is used as a place before it has been compared with
 * what it points into. What is wrong is never reported here: the method of the section that checks the same thing in
 * Python is called, and it raises.
 */
#ifndef NEAR_VIEW_H
#define NEAR_VIEW_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EVERY 16 /* as in ends.py */

typedef struct {
    PyObject *section; /* NULL when closed */
    Py_buffer data, verified;
    Py_ssize_t start, count, width; /* first byte in the body; elements; bytes of one */
    int shift;                      /* a block has so many bits of bytes: dividing by it would be most of a check */
} View;

static void view_close(View *view)
{
    if (view->section == NULL)
        return;
    PyBuffer_Release(&view->data);
    PyBuffer_Release(&view->verified);
    Py_CLEAR(view->section);
}

/* Takes a section: `Section.raw` gives its bytes, the flags of all blocks, its place, its width, the size of a block. */
static int view_open(View *view, PyObject *section)
{
    PyObject *raw = PyObject_CallMethod(section, "raw", NULL), *data, *verified;
    if (raw == NULL)
        return -1;
    int done = -1;
    Py_ssize_t block;
    if (PyArg_ParseTuple(raw, "OOnnn:raw", &data, &verified, &view->start, &view->width, &block)
        && PyObject_GetBuffer(data, &view->data, PyBUF_SIMPLE) == 0) {
        if (PyObject_GetBuffer(verified, &view->verified, PyBUF_SIMPLE) == 0) {
            view->count = view->data.len / view->width;
            view->shift = 0;
            while ((Py_ssize_t)1 << view->shift < block) /* a power of two */
                view->shift++;
            view->section = Py_NewRef(section);
            done = 0;
        } else
            PyBuffer_Release(&view->data);
    }
    Py_DECREF(raw);
    return done;
}

/* For what must be wrong: lets the section say it. */
static int view_refuse(const View *view, const char *method, Py_ssize_t start, Py_ssize_t stop)
{
    PyObject *told = PyObject_CallMethod(view->section, method, "nn", start, stop);
    if (told != NULL) {
        Py_DECREF(told);
        PyErr_SetString(PyExc_SystemError, "a section holds what it was refused for");
    }
    return -1;
}

/* Verifies the elements start..stop, each block once. */
static int view_check(const View *view, Py_ssize_t start, Py_ssize_t stop)
{
    if (start < 0 || stop < start || stop > view->count)
        return view_refuse(view, "check", start, stop);
    if (start == stop)
        return 0;
    const char *flags = view->verified.buf;
    Py_ssize_t first = (view->start + start * view->width) >> view->shift;
    Py_ssize_t last = (view->start + stop * view->width - 1) >> view->shift;
    for (Py_ssize_t block = first; block <= last && block < view->verified.len; block++)
        if (!flags[block]) {
            PyObject *done = PyObject_CallMethod(view->section, "check", "nn", start, stop);
            if (done == NULL)
                return -1;
            Py_DECREF(done);
            break;
        }
    return 0;
}

/* An element that has been verified; files are little-endian, and only such machines map them. Each width is told, so
   that the compiler copies in place: a copy of so many bytes as a variable says is a call of the library. */
static uint64_t view_number(const View *view, Py_ssize_t at)
{
    const unsigned char *place = (const unsigned char *)view->data.buf + at * view->width;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (view->width) {
    case 1: return place[0];
    case 2: memcpy(&two, place, 2); return two;
    case 3: return place[0] | (uint64_t)place[1] << 8 | (uint64_t)place[2] << 16;
    case 4: memcpy(&four, place, 4); return four;
    default: memcpy(&eight, place, 8); return eight;
    }
}

/* Says that a place will be read soon, so that many waits for memory become one; reads nothing itself. */
static void expect(const void *place)
{
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(place);
#else
    (void)place;
#endif
}

static void view_expect(const View *view, uint64_t at)
{
    if (at < (uint64_t)view->count)
        expect((const char *)view->data.buf + at * (uint64_t)view->width);
}

static int view_get(const View *view, Py_ssize_t at, uint64_t *number)
{
    if (view_check(view, at, at + 1) < 0)
        return -1;
    *number = view_number(view, at);
    return 0;
}

/* As view_get for elements of eight bytes, where they have been verified before; returns whether they have. */
static int view_had(const View *view, uint64_t at, uint64_t *number)
{
    if (at >= (uint64_t)view->count)
        return 0;
    const char *flags = view->verified.buf;
    Py_ssize_t place = view->start + (Py_ssize_t)(8 * at);
    if (!flags[place >> view->shift] || !flags[(place + 7) >> view->shift])
        return 0;
    memcpy(number, (const char *)view->data.buf + 8 * at, 8);
    return 1;
}

/* Elements `at` and `at + 1` of an array of offsets. */
static int view_pair(const View *view, Py_ssize_t at, Py_ssize_t *start, Py_ssize_t *stop)
{
    if (view_check(view, at, at + 2) < 0)
        return -1;
    *start = (Py_ssize_t)view_number(view, at);
    *stop = (Py_ssize_t)view_number(view, at + 1);
    if (*start > *stop) {
        PyObject *told = PyObject_CallMethod(view->section, "pair", "n", at);
        Py_XDECREF(told);
        if (told != NULL)
            PyErr_SetString(PyExc_SystemError, "offsets run backwards");
        return -1;
    }
    return 0;
}

/* Where text `at` stands, from the sizes of the texts and the place of every sixteenth. */
static int view_place(const View *size, const View *start, Py_ssize_t at, Py_ssize_t *from, Py_ssize_t *to)
{
    uint64_t place;
    Py_ssize_t first = at >= 0 ? at - at % EVERY : at;
    if (view_check(size, first, at + 1) < 0 || view_get(start, at / EVERY, &place) < 0)
        return -1;
    for (Py_ssize_t i = first; i < at; i++)
        place += view_number(size, i);
    *from = (Py_ssize_t)place;
    *to = (Py_ssize_t)(place + view_number(size, at));
    return 0;
}

/* The text that stands there. */
static PyObject *view_text(const View *text, Py_ssize_t from, Py_ssize_t to)
{
    if (view_check(text, from, to) < 0)
        return NULL;
    PyObject *read = PyUnicode_DecodeUTF8((const char *)text->data.buf + from, to - from, "surrogatepass");
    if (read == NULL && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) {
        PyErr_Clear();
        view_refuse(text, "text", from, to);
    }
    return read;
}

#endif
