/* Keys near a query, within the edits that are recorded for and beyond; part of _near.c, whose Reader it reads. */
#ifndef NEAR_KEYS_H
#define NEAR_KEYS_H

#include "_near_far.h"
#include "_near_search.h"

typedef struct {
    uint32_t *numbers;
    Py_ssize_t count, room;
} Numbers;

static int keep(Numbers *kept, uint32_t number)
{
    if (kept->count == kept->room) {
        Py_ssize_t room = kept->room ? 2 * kept->room : 256;
        uint32_t *grown = PyMem_Realloc(kept->numbers, (size_t)room * sizeof *grown);
        if (grown == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        kept->numbers = grown;
        kept->room = room;
    }
    kept->numbers[kept->count++] = number;
    return 0;
}

/* The keys at these places that their signature does not rule out. */
static int survivors(const View *views, Py_ssize_t start, Py_ssize_t stop, const Query *query, Numbers *kept)
{
    uint64_t asked = query->signature;
    int edits = query->edits;
    if (view_check(&views[PIECE_KEY], start, stop) < 0)
        return -1;
    for (Py_ssize_t at = start; at < stop; at++)
        view_expect(&views[TYPO_SIGNATURE], view_number(&views[PIECE_KEY], at));
    for (Py_ssize_t at = start; at < stop; at++) {
        uint64_t number = view_number(&views[PIECE_KEY], at), bits;
        if (!view_had(&views[TYPO_SIGNATURE], number, &bits)
            && view_get(&views[TYPO_SIGNATURE], (Py_ssize_t)number, &bits) < 0)
            return -1;
        if (popcount(bits & ~asked) <= edits && popcount(asked & ~bits) <= edits && keep(kept, (uint32_t)number) < 0)
            return -1;
    }
    return 0;
}

/* All candidates, within the limits, nearest lengths first; returns whether something was left unread, or -1. */
static int collect(const Reader *self, const Query *query, Py_ssize_t per_piece, Py_ssize_t left, Numbers *kept)
{
    const View *views = self->views;
    Py_ssize_t asked = query->size;
    int cut = 0, bits = 1;
    while ((Py_ssize_t)1 << bits < views[PIECE_BUCKET].count - 1)
        bits++;
    for (int step = 0; step < 2 * query->edits + 1; step++) {
        int away = (step + 1) / 2;
        Py_ssize_t length = step % 2 ? asked - away : asked + away, first, last;
        if (length < SHORTEST_KEY || length > LONGEST_KEY || away > edits_for(length))
            continue;
        if (view_pair(&views[TYPO_LENGTH], length, &first, &last) < 0)
            return -1;
        uint32_t hashes[MOST_HASHES];
        int count = first == last ? 0 : hashes_of(&self->crc, query->text, asked, length, query->edits, hashes);
        for (int i = 0; i < count; i++) {
            Py_ssize_t start, stop;
            if (view_pair(&views[PIECE_BUCKET], (Py_ssize_t)(hashes[i] >> (32 - bits)), &start, &stop) < 0)
                return -1;
            Py_ssize_t allowed = per_piece < left ? per_piece : left;
            if (stop - start > allowed) {
                stop = start + allowed;
                cut = 1;
            }
            left -= stop - start;
            if (survivors(views, start, stop, query, kept) < 0)
                return -1;
        }
    }
    return cut;
}

/* The code points of a recorded key; returns how many, or -1 on failure. */
static Py_ssize_t key_read(const View *text, Py_ssize_t from, Py_ssize_t to, Py_UCS4 *key)
{
    if (view_check(text, from, to) < 0)
        return -1;
    const unsigned char *bytes = (const unsigned char *)text->data.buf + from;
    Py_ssize_t size = to - from, at = 0;
    for (; at < size && at < LONGEST_KEY && bytes[at] < 0x80; at++)
        key[at] = bytes[at];
    if (at == size)
        return size;
    PyObject *read = view_text(text, from, to);
    if (read == NULL)
        return -1;
    Py_ssize_t length = PyUnicode_GetLength(read);
    if (length <= LONGEST_KEY && PyUnicode_AsUCS4(read, key, LONGEST_KEY, 0) == NULL)
        length = -1;
    Py_DECREF(read);
    return length;
}

static PyObject *key_text(const View *views, Py_ssize_t number)
{
    Py_ssize_t from, to;
    if (view_place(&views[TYPO_SIZE], &views[TYPO_START], number, &from, &to) < 0)
        return NULL;
    return view_text(&views[TYPO_TEXT], from, to);
}

/* The distance of a key from the query; 0 when it is none that counts, -1 on failure. */
static int distance_of(const View *views, Py_ssize_t number, Query *query)
{
    Py_ssize_t from, to;
    if (view_place(&views[TYPO_SIZE], &views[TYPO_START], number, &from, &to) < 0)
        return -1;
    Py_UCS4 key[LONGEST_KEY];
    Py_ssize_t length = key_read(&views[TYPO_TEXT], from, to, key);
    if (length < 0)
        return -1;
    int limit = edits_for(length); /* 0 for what is longer than any key */
    limit = limit < query->edits ? limit : query->edits;
    int found = limit > 0 ? distance(query, key, length, limit) : 0;
    return found <= limit ? found : 0;
}

static PyObject *compare_all(const View *views, Numbers *kept, Query *query)
{
    PyObject *found[MOST_EDITS] = {NULL, NULL, NULL}, *all = NULL;
    for (int i = 0; i < MOST_EDITS; i++)
        if ((found[i] = PyList_New(0)) == NULL)
            goto done;
    if (kept->count)
        qsort(kept->numbers, (size_t)kept->count, sizeof *kept->numbers, by_hash);
    for (Py_ssize_t i = 0; i < kept->count; i++) {
        if (i && kept->numbers[i] == kept->numbers[i - 1])
            continue;
        int away = distance_of(views, kept->numbers[i], query);
        if (away < 0)
            goto done;
        if (away > 0) {
            PyObject *key = key_text(views, kept->numbers[i]);
            PyObject *row = key == NULL ? NULL : Py_BuildValue("iIN", away, kept->numbers[i], key);
            int failed = row == NULL || PyList_Append(found[away - 1], row) < 0;
            Py_XDECREF(row);
            if (failed)
                goto done;
        }
    }
    all = PySequence_Concat(found[0], found[1]);
    if (all != NULL) {
        PyObject *longer = PySequence_Concat(all, found[2]);
        Py_DECREF(all);
        all = longer;
    }
done:
    for (int i = 0; i < MOST_EDITS; i++)
        Py_XDECREF(found[i]);
    return all;
}

static PyObject *reader_near(PyObject *self, PyObject *args)
{
    PyObject *text;
    int edits;
    Py_ssize_t per_piece, most;
    const View *views = opened(self);
    if (views == NULL || !PyArg_ParseTuple(args, "Uinn:near", &text, &edits, &per_piece, &most))
        return NULL;
    Py_UCS4 letters[LONGEST_KEY + MOST_EDITS + 1];
    Py_ssize_t asked = PyUnicode_GetLength(text);
    edits = edits < MOST_EDITS ? edits : MOST_EDITS;
    if (asked > LONGEST_KEY + MOST_EDITS || edits < 1 || views[TYPO_SIGNATURE].count == 0)
        return Py_BuildValue("[]O", Py_False);
    if (PyUnicode_AsUCS4(text, letters, LONGEST_KEY + MOST_EDITS + 1, 0) == NULL)
        return NULL;
    Query query;
    query_init(&query, letters, asked, edits);
    Numbers kept = {NULL, 0, 0};
    int cut = collect((Reader *)self, &query, per_piece, most, &kept);
    PyObject *keys = cut < 0 ? NULL : compare_all(views, &kept, &query);
    PyMem_Free(kept.numbers);
    return keys == NULL ? NULL : Py_BuildValue("NO", keys, cut ? Py_True : Py_False);
}

/* ---- farther than is recorded for ---- */

/* Adds (edits, number, text) of a key that is not too far; returns -1 on failure. */
static int add_far(const View *views, Query *query, uint32_t number, const Py_ssize_t *place, PyObject *rows)
{
    Py_UCS4 key[LONGEST_KEY];
    Py_ssize_t length = key_read(&views[TYPO_TEXT], place[0], place[1], key);
    if (length < 0)
        return -1;
    int limit = far_edits_for(length), away = limit ? distance(query, key, length, limit) : 0;
    if (away < 1 || away > limit)
        return 0;
    PyObject *text = view_text(&views[TYPO_TEXT], place[0], place[1]);
    PyObject *row = text == NULL ? NULL : Py_BuildValue("iIN", away, number, text);
    int done = row == NULL ? -1 : PyList_Append(rows, row);
    Py_XDECREF(row);
    return done;
}

/* The keys that are not too far, a new list, or NULL; AHEAD at a time, so that they wait for memory together. */
static PyObject *compare_far(const View *views, Query *query, const Unlike *met, Py_ssize_t count)
{
    PyObject *rows = PyList_New(0);
    Py_ssize_t places[AHEAD][2];
    for (Py_ssize_t from = 0; rows != NULL && from < count; from += AHEAD) {
        Py_ssize_t to = from + AHEAD < count ? from + AHEAD : count;
        for (Py_ssize_t i = from; i < to; i++) {
            view_expect(&views[TYPO_SIZE], met[i].number - met[i].number % EVERY);
            view_expect(&views[TYPO_START], met[i].number / EVERY);
        }
        for (Py_ssize_t i = from; rows != NULL && i < to; i++) {
            Py_ssize_t *place = places[i - from];
            if (view_place(&views[TYPO_SIZE], &views[TYPO_START], met[i].number, &place[0], &place[1]) < 0)
                Py_CLEAR(rows);
            else
                view_expect(&views[TYPO_TEXT], (uint64_t)place[0]);
        }
        for (Py_ssize_t i = from; rows != NULL && i < to; i++)
            if (add_far(views, query, met[i].number, places[i - from], rows) < 0)
                Py_CLEAR(rows);
    }
    return rows;
}

/* What a query brings up, with room for the numbers met, and twice for how unlike they are; a new list, or NULL. */
static PyObject *far_of(const Reader *self, Query *query, Py_ssize_t most, Py_ssize_t compared, uint32_t *numbers,
                        Unlike *met, Unlike *likest, int *cut)
{
    const View *views = self->views, *signatures = &views[TYPO_SIGNATURE];
    Far ranges[MOST_RANGES];
    Py_ssize_t count;
    int more, read = far_ranges(&views[TYPO_LENGTH], &views[PIECE_BUCKET], &self->crc, query, ranges);
    if (read < 0 || (*cut = far_read(&views[PIECE_KEY], signatures, ranges, read, most, numbers, &count)) < 0)
        return NULL;
    count = far_unlike(signatures, query, numbers, count, met);
    if (count < 0)
        return NULL;
    count = far_likest(met, count, compared, likest, &more);
    *cut |= more;
    return compare_far(views, query, likest, count);
}

static PyObject *reader_far(PyObject *self, PyObject *args)
{
    PyObject *text;
    Py_ssize_t most, compared;
    const View *views = opened(self);
    if (views == NULL || !PyArg_ParseTuple(args, "Unn:far", &text, &most, &compared))
        return NULL;
    Py_UCS4 letters[MOST_AT_ONCE + 1];
    Py_ssize_t asked = PyUnicode_GetLength(text);
    if (asked > MOST_AT_ONCE || views[TYPO_SIGNATURE].count == 0 || most < 0)
        return Py_BuildValue("[]O", Py_False);
    if (PyUnicode_AsUCS4(text, letters, MOST_AT_ONCE + 1, 0) == NULL)
        return NULL;
    Query query;
    query_init(&query, letters, asked, FAR_EDITS);
    size_t room = (size_t)most + 1;
    int cut = 0;
    uint32_t *numbers = PyMem_Malloc(room * sizeof *numbers);
    Unlike *met = PyMem_Malloc(2 * room * sizeof *met);
    PyObject *rows = numbers == NULL || met == NULL
                         ? PyErr_NoMemory()
                         : far_of((Reader *)self, &query, most, compared, numbers, met, met + room, &cut);
    PyMem_Free(numbers);
    PyMem_Free(met);
    return rows == NULL ? NULL : Py_BuildValue("NO", rows, cut ? Py_True : Py_False);
}

#endif
