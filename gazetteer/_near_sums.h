/* Entities under several keys of a question, weighed by what they share with it: the twin of sharing.py. */
#ifndef NEAR_SUMS_H
#define NEAR_SUMS_H

#include "_near_view.h"

#define MOST_MASKS 64 /* different sets of words in one question; more are left to the twin */

typedef struct {
    uint32_t name, owner;
} Lead;

typedef struct {
    uint32_t owner, range;
} Met;

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

static int by_owner(const void *a, const void *b)
{
    const Met *x = a, *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return (x->range > y->range) - (x->range < y->range);
}

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

/* Sums by entity from what was met, which is sorted here; the number of entities that share anything. */
static Py_ssize_t weigh_all(Met *met, Py_ssize_t count, const Range *ranges, const uint64_t *masks, int known,
                            uint64_t whole, Weighed *weighed)
{
    Py_ssize_t found = 0;
    double values[MOST_MASKS];
    qsort(met, (size_t)count, sizeof *met, by_owner);
    for (Py_ssize_t at = 0; at < count;) {
        uint32_t owner = met[at].owner;
        for (int i = 0; i < known; i++)
            values[i] = -1.0;
        for (; at < count && met[at].owner == owner; at++) {
            const Range *range = ranges + met[at].range;
            if (values[range->mask] < 0) /* the rarest key has the word */
                values[range->mask] = range->value;
        }
        if (weigh(values, masks, known, whole, &weighed[found].sum))
            weighed[found++].owner = owner;
    }
    qsort(weighed, (size_t)found, sizeof *weighed, by_weight);
    return found;
}

#endif
