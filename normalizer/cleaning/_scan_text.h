/* The words of a text, the runs of them that are keys, and the words that may begin a name; part of _scan.c. */
#ifndef SCAN_TEXT_H
#define SCAN_TEXT_H

#include "_scan_store.h"

typedef struct {
    int32_t *at;
    size_t used, room;
} Column;

static inline int add(Column *column, int32_t value)
{
    if (column->used == column->room && !grow((void **)&column->at, &column->room, column->used, 1, sizeof(int32_t)))
        return 0;
    column->at[column->used++] = value;
    return 1;
}

typedef struct {
    const Py_UCS4 *text;
    size_t size;
    Column starts, ends, ids;
    Column small; /* where each spelling that begins no name stands first */
    Column at, masks, flags, numbers; /* of the words that can begin a name */
    Column order, bounds; /* those words by their numbers */
} Scan;

/* The words of the text; of `skip`, pairs of offsets in order, those that overlap are left out. */
static int cut_words(Scanner *self, Scan *scan, const Column *skip)
{
    const Py_UCS4 *text = scan->text;
    size_t at = 0, size = scan->size, skipped = 0;
    while (at < size) {
        int class = class_of(self, text[at]);
        if (class < 0)
            return 0;
        if (!(class & FIRST)) {
            at++;
            continue;
        }
        size_t end = at + 1;
        for (; end < size; end++) {
            if ((class = class_of(self, text[end])) < 0)
                return 0;
            if (class & INSIDE)
                continue;
            if (!(class & APOSTROPHE) || end + 1 >= size)
                break;
            if ((class = class_of(self, text[end + 1])) < 0)
                return 0;
            if (!(class & LETTER))
                break;
        }
        while (skipped < skip->used && (size_t)skip->at[skipped + 1] <= at)
            skipped += 2;
        if (skipped >= skip->used || (size_t)skip->at[skipped] >= end) {
            size_t last = end;
            if (end - at > 2 && (text[end - 1] == 's' || text[end - 1] == 'S') &&
                (text[end - 2] == '\'' || text[end - 2] == 0x2019))
                last = end - 2;
            int64_t id = spelling_of(self, text + at, last - at);
            if (id < 0 || !add(&scan->starts, (int32_t)at) || !add(&scan->ends, (int32_t)last) ||
                !add(&scan->ids, (int32_t)id))
                return 0;
        }
        at = end;
    }
    return 1;
}

static inline int is_space(Py_UCS4 code)
{
    return code == ' ' || code == 0xA0;
}

static int joined(Scanner *self, const Scan *scan, size_t at)
{
    size_t start = (size_t)scan->starts.at[at - 1], end = (size_t)scan->ends.at[at - 1];
    size_t next = (size_t)scan->starts.at[at], gap = next - end;
    if (gap == 1) {
        int class = class_of(self, scan->text[end]);
        if (class < 0 || class & JOINS)
            return class < 0 ? -1 : 1;
    }
    if ((gap != 1 && gap != 2) || scan->text[end] != '.' || end - start > ABBREVIATION)
        return 0;
    return gap == 1 || is_space(scan->text[end + 1]);
}

/* The mask of the runs from a word that are keys; -1 and an exception on failure. */
static int runs_from(Scanner *self, const Scan *scan, size_t first)
{
    uint8_t key[KEY_ROOM];
    size_t size = 0, count = scan->starts.used;
    int mask = 0, small = 0;
    uint64_t run = 0x9e3779b97f4a7c15u;
    for (size_t at = first; at < first + MOST_WORDS && at < count; at++) {
        if (at > first) {
            int join = joined(self, scan, at);
            if (join <= 0)
                return join < 0 ? -1 : mask;
        }
        int class = class_of(self, scan->text[scan->starts.at[at]]);
        if (class < 0 || !fold(self, (size_t)scan->ids.at[at]))
            return -1;
        const Spelling *word = self->spellings + scan->ids.at[at];
        if (at > first && !(class & CAPITAL) && !word->particle && (!(class & LOWER) || ++small > MOST_SMALL))
            return mask;
        if (size + word->folded_size + 1 > KEY_ROOM)
            return mask;
        if (at > first)
            key[size++] = ' ';
        memcpy(key + size, self->folded + word->folded, word->folded_size);
        size += word->folded_size;
        run = (run ^ (uint64_t)(scan->ids.at[at] + 1)) * 0xff51afd7ed558ccdu;
        run ^= run >> 32;
        if ((at == first || !word->particle || class & CAPITAL) && is_key_again(self, run, key, size))
            mask |= 1 << (at - first);
    }
    return mask;
}

static int is_opening(Py_UCS4 code)
{
    switch (code) {
    case ' ': case '\t': case 0xA0: case '"': case '\'': case 0xAB: case 0x201C: case 0x201E: case 0x2018:
    case '(': case '[': case 0x2014: case 0x2013: case '-':
        return 1;
    }
    return 0;
}

static int is_stop(Py_UCS4 code)
{
    switch (code) {
    case '.': case '!': case '?': case ':': case 0x2026: case '\n': case '\r':
        return 1;
    }
    return 0;
}

static int after_stop(const Scan *scan, size_t start)
{
    for (size_t back = 1; back <= LOOK_BACK && back <= start; back++)
        if (!is_opening(scan->text[start - back]))
            return is_stop(scan->text[start - back]);
    return 1;
}

static int manner(Scanner *self, const Scan *scan, size_t at, int class)
{
    size_t start = (size_t)scan->starts.at[at], end = (size_t)scan->ends.at[at];
    int flags = after_stop(scan, start) ? AFTER_STOP : 0;
    if (at > 0 && (size_t)scan->ends.at[at - 1] + 1 == start && is_space(scan->text[start - 1]))
        flags |= SPACE_BEFORE;
    if (at + 1 < scan->starts.used) {
        size_t gap = (size_t)scan->starts.at[at + 1] - end;
        if (gap == 1 && is_space(scan->text[end]))
            flags |= SPACE_AFTER;
        else if (scan->text[end] == '.' && (gap == 1 || (gap == 2 && is_space(scan->text[end + 1]))))
            flags |= POINT_AFTER;
    }
    int capitals = end - start > 1;
    for (size_t i = start; capitals && i < end; i++) {
        int inner = class_of(self, scan->text[i]);
        if (inner < 0)
            return -1;
        capitals = !(inner & LOWER);
    }
    flags |= capitals ? ALL_CAPITALS : 0;
    return flags | (class & UNSPACED_SCRIPT ? UNSPACED_WORD : 0) | (class & LOWER ? NO_CASE : 0);
}

/* The number of a spelling in this text; the next one when it was not met in it; -1 for one that begins no name. */
static int number_of(Scanner *self, Scan *scan, size_t at, int is_name, int32_t *distinct, int32_t *number)
{
    Spelling *spelling = self->spellings + scan->ids.at[at];
    if (spelling->scan != self->scans) {
        spelling->scan = self->scans;
        spelling->number = is_name ? (*distinct)++ : -1;
        if (!is_name && !add(&scan->small, (int32_t)at))
            return 0;
    }
    *number = spelling->number;
    return 1;
}

static int find_names(Scanner *self, Scan *scan, int32_t *distinct)
{
    self->scans++;
    for (size_t at = 0; at < scan->starts.used; at++) {
        int32_t number;
        int class = class_of(self, scan->text[scan->starts.at[at]]);
        if (class < 0 || !number_of(self, scan, at, class & CAPITAL, distinct, &number))
            return 0;
        if (!(class & CAPITAL))
            continue;
        int mask = class & UNSPACED_SCRIPT ? 0 : runs_from(self, scan, at);
        int flags = mask < 0 ? -1 : manner(self, scan, at, class);
        if (flags < 0 || !add(&scan->at, (int32_t)at) || !add(&scan->masks, mask) || !add(&scan->flags, flags) ||
            !add(&scan->numbers, number))
            return 0;
    }
    return 1;
}

/* The words that can begin a name, equal ones together in the order of the text: which stand where in `order`. */
static int sort_names(Scan *scan, int32_t distinct)
{
    Column *order = &scan->order, *bounds = &scan->bounds;
    size_t names = scan->numbers.used;
    if (!grow((void **)&order->at, &order->room, 0, names, sizeof(int32_t)) ||
        !grow((void **)&bounds->at, &bounds->room, 0, (size_t)distinct + 2, sizeof(int32_t)))
        return 0;
    order->used = names;
    bounds->used = (size_t)distinct + 1;
    memset(bounds->at, 0, ((size_t)distinct + 2) * sizeof(int32_t));
    for (size_t i = 0; i < names; i++)
        bounds->at[scan->numbers.at[i] + 2]++;
    for (int32_t number = 0; number < distinct; number++)
        bounds->at[number + 2] += bounds->at[number + 1];
    for (size_t i = 0; i < names; i++)
        order->at[bounds->at[scan->numbers.at[i] + 1]++] = (int32_t)i;
    return 1;
}

#endif
