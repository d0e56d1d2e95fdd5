/* Keys farther from a query than is recorded for, that kept a piece in place: the arithmetic of far.py; part of _near.c. */
#ifndef NEAR_FAR_H
#define NEAR_FAR_H

#include "_near_search.h"

#define FAR_EDITS 6 /* these three as in far.py */
#define FAR_MOVED 2
#define FAR_SHORTEST 8
#define AHEAD 16 /* texts that wait for memory together */
#define MOST_PLACES (2 * FAR_MOVED + 1) /* of a piece in a query; lengths of keys */
#define MOST_HASHES_FAR ((MOST_EDITS + 1) * MOST_PLACES)
#define MOST_RANGES (MOST_HASHES_FAR * MOST_PLACES)

static int far_edits_for(Py_ssize_t length)
{
    if (length < FAR_SHORTEST || length > LONGEST_KEY)
        return 0;
    return length * 3 / 8 < FAR_EDITS ? (int)(length * 3 / 8) : FAR_EDITS;
}

/* Where the keys of a bucket stand. */
typedef struct {
    Py_ssize_t start, stop;
} Far;

/* A key, and in how many bits of its signature it differs from the query. */
typedef struct {
    uint32_t bits, number;
} Unlike;

static int by_size(const void *a, const void *b)
{
    const Far *x = a, *y = b;
    Py_ssize_t one = x->stop - x->start, other = y->stop - y->start;
    return one != other ? (one > other) - (one < other) : (x->start > y->start) - (x->start < y->start);
}

static int by_unlikeness(const void *a, const void *b)
{
    const Unlike *x = a, *y = b;
    return x->bits != y->bits ? (x->bits > y->bits) - (x->bits < y->bits)
                              : (x->number > y->number) - (x->number < y->number);
}

/* The buckets of what can be a piece of a key of this length, moved by FAR_MOVED places at most. */
static int far_buckets(const Crc *crc, const Query *query, Py_ssize_t length, int shift, uint32_t *found)
{
    int parts = edits_for(length) + 1, count = 0;
    Py_ssize_t piece = length / parts, longer = length % parts, start = 0;
    for (int position = 0; position < parts; position++) {
        Py_ssize_t width = piece + (position >= parts - longer), last = start + FAR_MOVED;
        last = last < query->size - width ? last : query->size - width;
        for (Py_ssize_t at = start > FAR_MOVED ? start - FAR_MOVED : 0; at <= last; at++)
            found[count++] = crc_text(crc, query->text + at, width, seed_of(length, position)) >> shift;
        start += width;
    }
    return count;
}

/* The buckets that are to be read, the smallest first, each once; -1 on failure. */
static int far_ranges(const View *lengths, const View *buckets, const Crc *crc, const Query *query, Far *ranges)
{
    int count = 0, kept = 0, bits = 1;
    while ((Py_ssize_t)1 << bits < buckets->count - 1)
        bits++;
    for (Py_ssize_t length = query->size - FAR_MOVED; length <= query->size + FAR_MOVED; length++) {
        Py_ssize_t first, last;
        if (far_edits_for(length) == 0)
            continue;
        if (view_pair(lengths, length, &first, &last) < 0)
            return -1;
        uint32_t found[MOST_HASHES_FAR];
        int of_length = first == last ? 0 : far_buckets(crc, query, length, 32 - bits, found);
        for (int i = 0; i < of_length; i++)
            view_expect(buckets, found[i]);
        for (int i = 0; i < of_length; i++) {
            Far *range = &ranges[count];
            if (view_pair(buckets, (Py_ssize_t)found[i], &range->start, &range->stop) < 0)
                return -1;
            count += range->start < range->stop;
        }
    }
    qsort(ranges, (size_t)count, sizeof *ranges, by_size);
    for (int i = 0; i < count; i++)
        if (kept == 0 || ranges[kept - 1].start != ranges[i].start)
            ranges[kept++] = ranges[i];
    return kept;
}

/* The keys in the first ranges, of which there are at most `most`, some more than once; whether more ranges were left, or
   -1. Their signatures are asked for at once, so that they wait for memory together. */
static int far_read(const View *keys, const View *signatures, const Far *ranges, int count, Py_ssize_t most,
                    uint32_t *numbers, Py_ssize_t *met)
{
    int whole = 0;
    while (whole < count && most >= ranges[whole].stop - ranges[whole].start) {
        most -= ranges[whole].stop - ranges[whole].start;
        view_expect(keys, (uint64_t)ranges[whole++].start);
    }
    *met = 0;
    for (int i = 0; i < whole; i++) {
        if (view_check(keys, ranges[i].start, ranges[i].stop) < 0)
            return -1;
        for (Py_ssize_t at = ranges[i].start; at < ranges[i].stop; at++) {
            uint64_t number = view_number(keys, at);
            view_expect(signatures, number);
            numbers[(*met)++] = (uint32_t)number;
        }
    }
    return whole < count;
}

/* The keys by how unlike their letters are to the query's, without those that are too unlike; how many, or -1. */
static Py_ssize_t far_unlike(const View *signatures, const Query *query, const uint32_t *numbers, Py_ssize_t count,
                             Unlike *found)
{
    Py_ssize_t met = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint64_t bits;
        if (!view_had(signatures, numbers[i], &bits) && view_get(signatures, (Py_ssize_t)numbers[i], &bits) < 0)
            return -1;
        int more = popcount(bits & ~query->signature), less = popcount(query->signature & ~bits);
        if (more <= FAR_EDITS && less <= FAR_EDITS)
            found[met++] = (Unlike){(uint32_t)(more + less), numbers[i]};
    }
    return met;
}

/* Sorts the keys below a limit, each once, into `likest`; returns how many these are. */
static Py_ssize_t far_below(const Unlike *found, Py_ssize_t count, uint32_t limit, Unlike *likest)
{
    Py_ssize_t below = 0, kept = 0;
    for (Py_ssize_t i = 0; i < count; i++)
        if (found[i].bits < limit)
            likest[below++] = found[i];
    qsort(likest, (size_t)below, sizeof *likest, by_unlikeness);
    for (Py_ssize_t i = 0; i < below; i++)
        if (kept == 0 || likest[kept - 1].number != likest[i].number)
            likest[kept++] = likest[i];
    return kept;
}

/* The `most` likest keys, in order, each once; sorts no more of them than it takes. `more`: whether others are left. */
static Py_ssize_t far_likest(const Unlike *found, Py_ssize_t count, Py_ssize_t most, Unlike *likest, int *more)
{
    Py_ssize_t of_bits[2 * FAR_EDITS + 1] = {0}, within = 0, kept = 0;
    for (Py_ssize_t i = 0; i < count; i++)
        of_bits[found[i].bits]++;
    for (uint32_t limit = 0; limit <= 2 * FAR_EDITS && kept <= most;) {
        do
            within += of_bits[limit++];
        while (limit <= 2 * FAR_EDITS && within <= most);
        kept = far_below(found, count, limit, likest);
        within = kept;
    }
    *more = kept > most;
    return kept < most ? kept : most;
}

#endif
