/* Han characters that are read in another language beside the other name, and compared by that reading: features._sketches,
 * features._spelt; part of _align.c. */
#ifndef ALIGN_ELSEWHERE_H
#define ALIGN_ELSEWHERE_H

#include "_align_others.h"

#define HAN_SCRIPT ('H' << 24 | 'a' << 16 | 'n' << 8 | 'i') /* as terms.number has it */

/* The sketch of the reading in which two words are one. LEAVE where it is not plain. */
static int sketch_reading(const Scales *scales, const Elsewhere *elsewhere, PyObject *known, Sketch *sketch)
{
    PyObject *said = ask_words_of(elsewhere->ask, elsewhere->a, elsewhere->b, known);
    PyObject *shown = said != NULL && PyTuple_Check(said) && PyTuple_Size(said) > 2 ? PyTuple_GetItem(said, 2) : NULL;
    PyObject *fields = shown == NULL ? NULL : PyObject_CallFunctionObjArgs(scales->asks.sketched, shown, NULL);
    int plain = fields == NULL ? FAILED : read_sketch(fields, sketch);
    if (said != NULL && shown == NULL)
        PyErr_SetString(PyExc_TypeError, "what is read elsewhere is (log-odds, rule, reading)");
    Py_XDECREF(said);
    Py_XDECREF(fields);
    return plain < 0 ? FAILED : plain ? DONE : LEAVE;
}

/* Whether a name is in Han characters, so that it is compared by the reading. */
static int is_han_name(const Name *name)
{
    return name->script == HAN_SCRIPT;
}

/* The sketches of two names of which one is read elsewhere, and how alike they are; which is read is kept in `sketches`. */
static int measure_read_looks(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    int of_a = is_han_name(a);
    const Name *other = of_a ? b : a;
    if (!other->plain)
        return LEAVE;
    int left = sketch_reading(scales, &pair->elsewhere, pair->known, &pair->read);
    if (left)
        return left;
    pair->sketches[0] = of_a ? &pair->read : &a->looks;
    pair->sketches[1] = of_a ? &b->looks : &pair->read;
    likeness(pair->sketches[0], pair->sketches[1], pair->numbers + LOOKS);
    return DONE;
}

/* Whether two names, of which one is read elsewhere, are one word each so; then `a` and `b` are their letters. */
static int are_lone_readings(const Pair *pair, Text *a, Text *b)
{
    Text *texts[] = {a, b};
    for (int i = 0; i < 2; i++) {
        const Sketch *sketch = pair->sketches[i];
        if (sketch == NULL || sketch->length != 1)
            return 0;
        texts[i]->size = sketch->letters.size;
        for (int k = 0; k < sketch->letters.size; k++)
            texts[i]->letters[k] = sketch->letters.letters[k];
    }
    return 1;
}

#endif
