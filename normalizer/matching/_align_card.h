/* A scorecard: curves of straight lines, summed; as in plain_card.py. Part of _align.c. */
#ifndef ALIGN_CARD_H
#define ALIGN_CARD_H

#include "_align_words.h"

typedef struct {
    Py_ssize_t place, first, size; /* of the number it is about; its knots in `knots` and `points` */
} Curve;

typedef struct {
    PyObject_HEAD
    double bias;
    Py_ssize_t size;
    Curve *curves;
    double *knots, *points;
} Card;

static void card_dealloc(PyObject *self)
{
    PyMem_Free(((Card *)self)->curves);
    PyMem_Free(((Card *)self)->knots);
    PyMem_Free(((Card *)self)->points);
    release(self);
}

/* Reads the numbers of a sequence into `into`, when it is there, which has room for `room`; how many there are, or -1. */
static Py_ssize_t read_numbers(PyObject *object, double *into, Py_ssize_t room)
{
    PyObject *numbers = PySequence_Tuple(object);
    if (numbers == NULL)
        return -1;
    Py_ssize_t size = PyTuple_Size(numbers);
    if (into != NULL && size > room) {
        PyErr_SetString(PyExc_ValueError, "a curve has as many points as knots, and at least one");
        size = -1;
    }
    for (Py_ssize_t i = 0; into != NULL && i < size; i++)
        if (read_double(PyTuple_GetItem(numbers, i), into + i) < 0) {
            Py_DECREF(numbers);
            return -1;
        }
    Py_DECREF(numbers);
    return size;
}

/* One curve (place, knots, points): counted when the card has no room yet, else read into it. */
static Py_ssize_t read_curve(PyObject *object, Card *card, Py_ssize_t number, Py_ssize_t first, Py_ssize_t total)
{
    PyObject *fields = PySequence_Tuple(object);
    if (fields == NULL)
        return -1;
    Py_ssize_t size = -1;
    if (PyTuple_Size(fields) != 3) {
        PyErr_SetString(PyExc_ValueError, "a curve is (place, knots, points)");
    } else {
        double *knots = card->knots == NULL ? NULL : card->knots + first;
        double *points = card->points == NULL ? NULL : card->points + first;
        size = read_numbers(PyTuple_GetItem(fields, 1), knots, total - first);
        if (size >= 0 && (size == 0 || read_numbers(PyTuple_GetItem(fields, 2), points, size) != size)) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "a curve has as many points as knots, and at least one");
            size = -1;
        }
        if (size > 0 && knots != NULL) {
            card->curves[number].place = PyNumber_AsSsize_t(PyTuple_GetItem(fields, 0), PyExc_OverflowError);
            card->curves[number].first = first;
            card->curves[number].size = size;
            if (card->curves[number].place < 0) {
                if (!PyErr_Occurred())
                    PyErr_SetString(PyExc_ValueError, "a curve is about a number at a place from 0 on");
                size = -1;
            }
        }
    }
    Py_DECREF(fields);
    return size;
}

static int fill_card(Card *card, PyObject *curves)
{
    Py_ssize_t total = 0;
    card->size = PyTuple_Size(curves);
    for (int pass = 0; pass < 2; pass++) {
        Py_ssize_t first = 0;
        for (Py_ssize_t i = 0; i < card->size; i++) {
            Py_ssize_t size = read_curve(PyTuple_GetItem(curves, i), card, i, first, total);
            if (size < 0)
                return -1;
            first += size;
        }
        if (pass == 0) {
            total = first;
            card->curves = PyMem_Calloc((size_t)card->size + 1, sizeof(Curve));
            card->knots = PyMem_Calloc((size_t)total + 1, sizeof(double));
            card->points = PyMem_Calloc((size_t)total + 1, sizeof(double));
            if (card->curves == NULL || card->knots == NULL || card->points == NULL) {
                PyErr_NoMemory();
                return -1;
            }
        }
    }
    return 0;
}

static PyObject *card_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"bias", "curves", NULL};
    PyObject *given;
    double bias;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "dO:Card", names, &bias, &given))
        return NULL;
    given = PySequence_Tuple(given);
    Card *card = given == NULL ? NULL : (Card *)allocate(type, 0);
    if (card != NULL) {
        card->bias = bias;
        if (fill_card(card, given) < 0) {
            Py_DECREF((PyObject *)card);
            card = NULL;
        }
    }
    Py_XDECREF(given);
    return (PyObject *)card;
}

static double curve_points(const Card *card, const Curve *curve, double value)
{
    const double *knots = card->knots + curve->first, *points = card->points + curve->first;
    Py_ssize_t last = curve->size - 1;
    if (!(value > knots[0]))
        return points[0];
    if (value >= knots[last])
        return points[last];
    Py_ssize_t at = 0;
    while (knots[at + 1] <= value)
        at++;
    return points[at] + (points[at + 1] - points[at]) / (knots[at + 1] - knots[at]) * (value - knots[at]);
}

/* The bias and the points of all curves; every curve is about a number that is there. */
static double card_points(const Card *card, const double *numbers)
{
    double total = card->bias;
    for (Py_ssize_t i = 0; i < card->size; i++)
        total += curve_points(card, card->curves + i, numbers[card->curves[i].place]);
    return total;
}

/* Whether an object is a card for rows of so many numbers; an exception if not. */
static int fits_card(PyObject *object, PyObject *card_type, Py_ssize_t size)
{
    int fits = (PyObject *)Py_TYPE(object) == card_type;
    const Card *card = (const Card *)object;
    for (Py_ssize_t i = 0; fits && i < card->size; i++)
        fits = card->curves[i].place < size;
    if (!fits)
        PyErr_SetString(PyExc_TypeError, "no Card, or one about numbers that there are not");
    return fits;
}

static PyObject *card_total(PyObject *self, PyObject *row)
{
    const Card *card = (const Card *)self;
    if (!PyTuple_Check(row)) {
        PyErr_SetString(PyExc_TypeError, "the numbers are a tuple");
        return NULL;
    }
    double total = card->bias;
    Py_ssize_t size = PyTuple_Size(row);
    for (Py_ssize_t i = 0; i < card->size; i++) {
        double value;
        if (card->curves[i].place >= size) {
            PyErr_SetString(PyExc_IndexError, "fewer numbers than the curves are about");
            return NULL;
        }
        if (read_double(PyTuple_GetItem(row, card->curves[i].place), &value) < 0)
            return NULL;
        total += curve_points(card, card->curves + i, value);
    }
    return PyFloat_FromDouble(total);
}

static PyMethodDef card_methods[] = {
    {"total", card_total, METH_O, "The bias and the points of all curves at these numbers."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot card_slots[] = {
    {Py_tp_doc, "Card(bias, curves): a scorecard; a curve is (place, knots, points)."},
    {Py_tp_new, card_new},
    {Py_tp_dealloc, card_dealloc},
    {Py_tp_methods, card_methods},
    {0, NULL},
};

static PyType_Spec card_spec = {
    .name = "normalizer.matching._align.Card",
    .basicsize = sizeof(Card),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = card_slots,
};

#endif
