/* Keys within a few edits of a query: the arithmetic of pieces.py and candidates.py; part of _near.c. */
#ifndef NEAR_SEARCH_H
#define NEAR_SEARCH_H

#include "_near_view.h"
#include "_pieces.h"

#define MOST_HASHES 64 /* of one length: four pieces, each at seven places at most */

static int popcount(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int)(bits * 0x0101010101010101u >> 56);
}

static int by_hash(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t seed_of(Py_ssize_t length, int position)
{
    return (uint32_t)((uint64_t)(length << 8 | position) * 0x9E3779B1u);
}

/* The hashes of the substrings that can be a piece of a key of this length, rising, each once; of a key that is cut in
   two also the first piece as it is where the letters on both sides of the cut were exchanged. */
static int hashes_of(const Crc *crc, const Py_UCS4 *query, Py_ssize_t asked, Py_ssize_t length, int edits, uint32_t *found)
{
    int tau = edits_for(length), parts = tau + 1, count = 0;
    Py_ssize_t shift = asked - length, piece = length / parts, longer = length % parts, start = 0;
    for (int position = 0; position < parts; position++) {
        Py_ssize_t width = piece + (position >= parts - longer), left = position < edits ? position : edits;
        Py_ssize_t right = tau - position < edits ? tau - position : edits, first = start - left, last = start + left;
        first = first > start + shift - right ? first : start + shift - right;
        first = first > 0 ? first : 0;
        last = last < start + shift + right ? last : start + shift + right;
        last = last < asked - width ? last : asked - width;
        uint32_t seed = seed_of(length, position);
        for (Py_ssize_t at = first; at <= last && count < MOST_HASHES; at++)
            found[count++] = crc_text(crc, query + at, width, seed);
        start += width;
    }
    if (tau == 1 && shift == 0 && count < MOST_HASHES) {
        Py_UCS4 exchanged[LONGEST_KEY];
        memcpy(exchanged, query, (size_t)piece * sizeof *exchanged);
        exchanged[piece - 1] = query[piece];
        found[count++] = crc_text(crc, exchanged, piece, seed_of(length, 0));
    }
    qsort(found, (size_t)count, sizeof *found, by_hash);
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (kept == 0 || found[kept - 1] != found[i])
            found[kept++] = found[i];
    return kept;
}

#define MOST_AT_ONCE 64 /* letters of a query, a bit for each */

/* A query, ready to be compared with many keys: where each of its letters stands, if it has at most MOST_AT_ONCE. */
typedef struct {
    const Py_UCS4 *text;
    Py_ssize_t size;
    int edits;
    uint64_t signature, ascii[128], places[MOST_AT_ONCE];
    Py_UCS4 letters[MOST_AT_ONCE]; /* those that are not ASCII */
    int others;
} Query;

static uint64_t *places_of(Query *query, Py_UCS4 letter)
{
    if (letter < 128)
        return &query->ascii[letter];
    for (int i = 0; i < query->others; i++)
        if (query->letters[i] == letter)
            return &query->places[i];
    return NULL;
}

static void query_init(Query *query, const Py_UCS4 *text, Py_ssize_t size, int edits)
{
    memset(query, 0, sizeof *query);
    query->text = text;
    query->size = size;
    query->edits = edits;
    query->signature = signature(text, size);
    for (Py_ssize_t at = 0; at < size && size <= MOST_AT_ONCE; at++) {
        uint64_t *places = places_of(query, text[at]);
        if (places == NULL) {
            query->letters[query->others] = text[at];
            places = &query->places[query->others++];
        }
        *places |= (uint64_t)1 << at;
    }
}

/* The edits between a query of at most MOST_AT_ONCE letters and a text: the algorithm of `candidates.edits`. */
static int distance_at_once(Query *query, const Py_UCS4 *text, Py_ssize_t size)
{
    uint64_t plus = ~(uint64_t)0, minus = 0, diagonal = 0, before = 0, last = (uint64_t)1 << (query->size - 1);
    int score = (int)query->size;
    for (Py_ssize_t at = 0; at < size; at++) {
        const uint64_t *places = places_of(query, text[at]);
        uint64_t equal = places == NULL ? 0 : *places, exchanged = (~diagonal & equal) << 1 & before;
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus | exchanged;
        uint64_t up = minus | ~(diagonal | plus), down = plus & diagonal;
        score += (up & last) != 0;
        score -= (down & last) != 0;
        up = up << 1 | 1;
        plus = down << 1 | ~(diagonal | up);
        minus = up & diagonal;
        before = equal;
    }
    return score;
}

/* The edits between two texts of any length if they are at most `limit`, else limit + 1: only cells that near the
   diagonal can matter. */
static int distance_by_rows(const Py_UCS4 *a, Py_ssize_t size_a, const Py_UCS4 *b, Py_ssize_t size_b, int limit)
{
    int rows[3][LONGEST_KEY + MOST_EDITS + 2], *row = rows[0], *above = rows[1], *over = rows[2];
    int far = limit + 1, least = 0, least_above;
    Py_ssize_t gap = size_a > size_b ? size_a - size_b : size_b - size_a;
    if (gap > limit)
        return far;
    for (Py_ssize_t j = 0; j <= size_b; j++)
        row[j] = j <= limit ? (int)j : far;
    for (Py_ssize_t i = 1; i <= size_a; i++) {
        Py_ssize_t from = i - limit > 1 ? i - limit : 1, to = i + limit < size_b ? i + limit : size_b;
        int *oldest = over;
        over = above;
        above = row;
        row = oldest;
        least_above = least;
        least = row[from - 1] = from == 1 && i <= limit ? (int)i : far;
        for (Py_ssize_t j = from; j <= to; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (j < i + limit && above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && over[j - 2] + 1 < best)
                best = over[j - 2] + 1;
            row[j] = best < far ? best : far;
            least = row[j] < least ? row[j] : least;
        }
        if (least > limit && least_above >= limit)
            return far;
    }
    return row[size_b];
}

/* The edits between a query and a text if they are at most `limit`, else more than that; two neighbours exchanged are
   one edit. */
static int distance(Query *query, const Py_UCS4 *text, Py_ssize_t size, int limit)
{
    if (query->size == 0 || query->size > MOST_AT_ONCE)
        return distance_by_rows(query->text, query->size, text, size, limit);
    Py_ssize_t gap = query->size > size ? query->size - size : size - query->size;
    return gap > limit ? limit + 1 : distance_at_once(query, text, size);
}

#endif
