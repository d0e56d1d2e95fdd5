/* Entities under several keys of a question, weighed by what they share with it: the twin of sharing.py. */
#ifndef NEAR_SUMS_H
#define NEAR_SUMS_H

#include "_near_view.h"

#define MOST_MASKS 64 /* different sets of words in one question; more are left to the twin */

typedef struct {
    uint32_t name, owner;
} Lead;

typedef struct {
    double sum;
    uint32_t owner;
} Weighed;

typedef struct {
    Py_ssize_t start, stop;
    double value;
    uint64_t words;
    int mask; /* the number of its set of words */
} Range;

static int by_weight(const void *a, const void *b)
{
    const Weighed *x = a, *y = b;
    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return (x->owner > y->owner) - (x->owner < y->owner);
}

static int one_bit(uint64_t words)
{
    return words != 0 && (words & (words - 1)) == 0;
}

static int two_bits(uint64_t words)
{
    return words != 0 && one_bit(words & (words - 1));
}

/* Numbers the sets of words in the order in which the twin meets them: the commonest key first. */
static int number_masks(Range *ranges, Py_ssize_t count, uint64_t *masks)
{
    int known = 0;
    for (Py_ssize_t i = count - 1; i >= 0; i--) {
        int mask = 0;
        while (mask < known && masks[mask] != ranges[i].words)
            mask++;
        if (mask == known) {
            if (known == MOST_MASKS)
                return -1;
            masks[known++] = ranges[i].words;
        }
        ranges[i].mask = mask;
    }
    return known;
}

/* What an entity shares; `values` has what each set of words counts for it, below 0 where it has none. The order of
   additions is that of the twin, to the last bit. Returns 0 if it shares nothing that counts. */
static int weigh(const double *values, const uint64_t *masks, int known, uint64_t whole, double *sum)
{
    double plain = 0.0;
    int any = 0;
    for (int i = 0; i < known; i++)
        if (values[i] >= 0 && one_bit(masks[i]) && masks[i] != whole) {
            plain += values[i];
            any = 1;
        }
    *sum = plain;
    for (int i = 0; i < known; i++)
        if (values[i] >= 0 && two_bits(masks[i])) {
            double singles = 0.0, value;
            for (uint64_t left = masks[i]; left; left &= left - 1)
                for (int j = 0; j < known; j++)
                    if (masks[j] == (left & (~left + 1)) && values[j] >= 0)
                        singles += values[j];
            value = plain - singles + values[i];
            *sum = value > *sum ? value : *sum;
            any = 1;
        }
    for (int i = 0; i < known; i++)
        if (masks[i] == whole && values[i] >= 0) {
            *sum = values[i] > *sum ? values[i] : *sum;
            any = 1;
        }
    return any;
}

/* What was met of each entity, found again by its number. */
typedef struct {
    uint32_t *owners, *slots; /* in the order in which they were met; slot -> place among these, and one more */
    double *values;           /* for each entity what each set of words counts, below 0 where it has none */
    Py_ssize_t count, room;   /* room: slots, a power of two */
    int known;
} Sums;

static void sums_free(Sums *sums)
{
    PyMem_Free(sums->owners);
    PyMem_Free(sums->slots);
    PyMem_Free(sums->values);
}

static int sums_make(Sums *sums, Py_ssize_t most, int known)
{
    sums->known = known;
    for (sums->room = 16; sums->room < 2 * most; sums->room *= 2)
        ;
    sums->owners = PyMem_Malloc((size_t)(most + 1) * sizeof *sums->owners);
    sums->slots = PyMem_Calloc((size_t)sums->room, sizeof *sums->slots);
    sums->values = PyMem_Malloc(((size_t)most * (size_t)known + 1) * sizeof *sums->values);
    if (sums->owners != NULL && sums->slots != NULL && sums->values != NULL)
        return 0;
    PyErr_NoMemory();
    return -1;
}

/* The slot of an entity, which is empty if it was not met. */
static uint32_t *sums_slot(const Sums *sums, uint32_t owner)
{
    size_t at = (owner * 2654435761u) & (size_t)(sums->room - 1);
    while (sums->slots[at] && sums->owners[sums->slots[at] - 1] != owner)
        at = (at + 1) & (size_t)(sums->room - 1);
    return &sums->slots[at];
}

/* An entity is met under a key: the first one of a set of words is the rarest, and has the word. */
static void sums_add(Sums *sums, uint32_t owner, const Range *range)
{
    uint32_t *slot = sums_slot(sums, owner);
    if (*slot == 0) {
        sums->owners[sums->count] = owner;
        for (int i = 0; i < sums->known; i++)
            sums->values[sums->count * sums->known + i] = -1.0;
        *slot = (uint32_t)++sums->count;
    }
    double *values = sums->values + (Py_ssize_t)(*slot - 1) * sums->known;
    if (values[range->mask] < 0)
        values[range->mask] = range->value;
}

#endif
