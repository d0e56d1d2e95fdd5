/* The scanner of texts, compiled: the twin of plain_scan.py, where everything is explained.
 *
 * A text is one pass over its code points. A word that was met before, in this text or an earlier one, is found again by
 * its letters in a table of spellings, with its folded form, so that folding costs nothing after the first time; only
 * words that take part in a run are folded at all. A key is looked up in the tables of the gazetteers as they are mapped:
 * BLAKE2b (RFC 7693) of layer and key, as gazetteer/hashing.py has it.
 *
 * The tables of a Scanner grow while it scans and it calls back into Python to fill them, so one thread at a time may
 * scan (scan.py holds a lock). They are emptied when they have grown to MOST_SPELLINGS, so that memory stays bounded
 * however long a stream is. Only the limited API of CPython 3.11 is used.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define INTERFACE 4 /* as in scan.py */

/* As in letters.py and plain_scan.py. */
enum { FIRST = 1, INSIDE = 2, APOSTROPHE = 4, LETTER = 8, CAPITAL = 16, LOWER = 32, UNSPACED_SCRIPT = 64, JOINS = 128 };
enum { AFTER_STOP = 1, SPACE_AFTER = 2, ALL_CAPITALS = 4, UNSPACED_WORD = 8, NO_CASE = 16, SPACE_BEFORE = 32,
       POINT_AFTER = 64 };
enum { PAGE = 256, SILENT = 1, MOST_WORDS = 6, MOST_SMALL = 3, ABBREVIATION = 3, LOOK_BACK = 8 };

#define PAGES (0x110000 / PAGE)
#define MOST_SPELLINGS (1 << 19)
#define MOST_TABLES 64
#define MEMO (1 << 19) /* runs whose answer is remembered, a power of two: those of a megabyte of text, and room */
#define KEY_ROOM 4096 /* bytes of a key that is looked up: longer ones are no names */

/* --- BLAKE2b, 8 bytes of digest, no key -------------------------------------------------------------------- */

static const uint64_t IV[8] = {
    0x6a09e667f3bcc908u, 0xbb67ae8584caa73bu, 0x3c6ef372fe94f82bu, 0xa54ff53a5f1d36f1u,
    0x510e527fade682d1u, 0x9b05688c2b3e6c1fu, 0x1f83d9abfb41bd6bu, 0x5be0cd19137e2179u};
static const uint8_t SIGMA[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

static inline uint64_t turn(uint64_t x, int by)
{
    return (x >> by) | (x << (64 - by));
}

#define MIX(a, b, c, d, x, y)     \
    a += b + (x);                 \
    d = turn(d ^ a, 32);          \
    c += d;                       \
    b = turn(b ^ c, 24);          \
    a += b + (y);                 \
    d = turn(d ^ a, 16);          \
    c += d;                       \
    b = turn(b ^ c, 63);

static void compress(uint64_t h[8], const uint8_t *block, uint64_t count, int last)
{
    uint64_t v[16], m[16];
    for (int i = 0; i < 16; i++) {
        const uint8_t *p = block + 8 * i;
        m[i] = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
               (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
    }
    for (int i = 0; i < 8; i++) {
        v[i] = h[i];
        v[i + 8] = IV[i];
    }
    v[12] ^= count;
    if (last)
        v[14] = ~v[14];
    for (int round = 0; round < 12; round++) {
        const uint8_t *s = SIGMA[round % 10];
        MIX(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]])
        MIX(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]])
        MIX(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]])
        MIX(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]])
        MIX(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]])
        MIX(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]])
        MIX(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]])
        MIX(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]])
    }
    for (int i = 0; i < 8; i++)
        h[i] ^= v[i] ^ v[i + 8];
}

/* The hash of a key of the exact layer: its number, 0, and the key's bytes. */
static uint64_t key_hash(const uint8_t *key, size_t size)
{
    uint64_t h[8];
    uint8_t block[128];
    size_t done = 0, total = size + 1;
    memcpy(h, IV, sizeof h);
    h[0] ^= 0x01010000u ^ 8u;
    for (;;) {
        size_t left = total - done, take = left > 128 ? 128 : left, from = done ? done - 1 : 0, at = done ? 0 : 1;
        if (!done)
            block[0] = 0;
        memcpy(block + at, key + from, take - at);
        memset(block + take, 0, 128 - take);
        done += take;
        compress(h, block, done, done == total);
        if (done == total)
            return h[0];
    }
}

/* --- the scanner ---------------------------------------------------------------------------------------- */

typedef struct {
    Py_buffer bucket, fragment;
    int bits;
} Keys;

typedef struct {
    uint8_t classes[PAGE];
    uint32_t folded[PAGE];
} Page;

/* A spelling: its letters and, once asked for, its folded form in UTF-8, both at places of the store. */
typedef struct {
    uint32_t hash, size, letters, folded_size;
    int64_t folded; /* -1: not asked for yet */
    int particle;
    int32_t number; /* among the spellings of names in the text that was scanned last with it, from 0 */
    uint64_t scan; /* which scan that was */
} Spelling;

typedef struct {
    PyObject_HEAD
    PyObject *page, *fold;
    Page *pages[PAGES];
    Keys keys[MOST_TABLES];
    int tables;
    PyObject *particles;
    uint32_t *slots; /* number of a spelling + 1 by its hash; 0 free */
    size_t slot_count;
    Spelling *spellings;
    size_t count, room;
    uint64_t scans; /* texts so far */
    Py_UCS4 *letters;
    size_t letters_used, letters_room;
    uint8_t *folded;
    size_t folded_used, folded_room;
    uint64_t *memo; /* at the hash of a run of spellings: that hash, with the answer as its last bit */
} Scanner;

/* Room for `more` elements beyond `used`; 0 and an exception when there is none. */
static int grow(void **store, size_t *room, size_t used, size_t more, size_t width)
{
    if (used + more <= *room)
        return 1;
    size_t wanted = *room * 2 > used + more ? *room * 2 : used + more + 1024;
    void *fresh = PyMem_Realloc(*store, wanted * width);
    if (fresh == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    *store = fresh;
    *room = wanted;
    return 1;
}

static const Page *read_page(Scanner *self, uint32_t number)
{
    Page *page = self->pages[number];
    if (page != NULL)
        return page;
    PyObject *read = PyObject_CallFunction(self->page, "I", (unsigned int)number);
    if (read == NULL)
        return NULL;
    PyObject *classes = PyTuple_GetItem(read, 0), *folded = classes ? PyTuple_GetItem(read, 1) : NULL;
    char *bytes;
    Py_ssize_t size;
    if (folded == NULL || PyBytes_AsStringAndSize(classes, &bytes, &size) < 0 || size != PAGE ||
        PyTuple_Size(folded) != PAGE || (page = PyMem_Calloc(1, sizeof *page)) == NULL) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "a page is 256 bytes and 256 code points");
        Py_DECREF(read);
        return NULL;
    }
    memcpy(page->classes, bytes, PAGE);
    for (int i = 0; i < PAGE; i++)
        page->folded[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(folded, i));
    Py_DECREF(read);
    if (PyErr_Occurred()) {
        PyMem_Free(page);
        return NULL;
    }
    return self->pages[number] = page;
}

/* The class of a code point; -1 and an exception when its page cannot be read. */
static inline int class_of(Scanner *self, Py_UCS4 code)
{
    const Page *page = self->pages[code / PAGE];
    if (page == NULL && (page = read_page(self, code / PAGE)) == NULL)
        return -1;
    return page->classes[code % PAGE];
}

static void forget_spellings(Scanner *self)
{
    self->count = self->letters_used = self->folded_used = 0;
    memset(self->slots, 0, self->slot_count * sizeof *self->slots);
    memset(self->memo, 0, MEMO * sizeof *self->memo);
}

static int more_slots(Scanner *self)
{
    size_t wanted = self->slot_count * 2;
    uint32_t *fresh = PyMem_Calloc(wanted, sizeof *fresh);
    if (fresh == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (size_t i = 0; i < self->count; i++) {
        size_t at = self->spellings[i].hash & (wanted - 1);
        while (fresh[at])
            at = (at + 1) & (wanted - 1);
        fresh[at] = (uint32_t)i + 1;
    }
    PyMem_Free(self->slots);
    self->slots = fresh;
    self->slot_count = wanted;
    return 1;
}

/* The number of a spelling, new or known; -1 and an exception without memory. */
static int64_t spelling_of(Scanner *self, const Py_UCS4 *word, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ word[i]) * 16777619u;
    hash ^= hash >> 15;
    size_t at = hash & (self->slot_count - 1);
    for (; self->slots[at]; at = (at + 1) & (self->slot_count - 1)) {
        const Spelling *known = self->spellings + self->slots[at] - 1;
        if (known->hash == hash && known->size == size &&
            memcmp(self->letters + known->letters, word, size * sizeof *word) == 0)
            return self->slots[at] - 1;
    }
    if (self->letters_used + size > UINT32_MAX || self->count + 1 >= UINT32_MAX) {
        PyErr_NoMemory();
        return -1;
    }
    if (!grow((void **)&self->spellings, &self->room, self->count, 1, sizeof *self->spellings) ||
        !grow((void **)&self->letters, &self->letters_room, self->letters_used, size, sizeof *self->letters))
        return -1;
    self->spellings[self->count] = (Spelling){hash, (uint32_t)size, (uint32_t)self->letters_used, 0, -1, 0, 0, 0};
    memcpy(self->letters + self->letters_used, word, size * sizeof *word);
    self->letters_used += size;
    self->slots[at] = (uint32_t)++self->count;
    if (self->count * 2 > self->slot_count && !more_slots(self))
        return -1;
    return (int64_t)self->count - 1;
}

static size_t put_utf8(uint8_t *to, Py_UCS4 code)
{
    if (code < 0x80) {
        to[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (uint8_t)(0xC0 | code >> 6);
        to[1] = (uint8_t)(0x80 | (code & 63));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (uint8_t)(0xE0 | code >> 12);
        to[1] = (uint8_t)(0x80 | (code >> 6 & 63));
        to[2] = (uint8_t)(0x80 | (code & 63));
        return 3;
    }
    to[0] = (uint8_t)(0xF0 | code >> 18);
    to[1] = (uint8_t)(0x80 | (code >> 12 & 63));
    to[2] = (uint8_t)(0x80 | (code >> 6 & 63));
    to[3] = (uint8_t)(0x80 | (code & 63));
    return 4;
}

/* A word folded as a whole by Python, appended to the store. */
static int fold_whole(Scanner *self, const Py_UCS4 *word, size_t size, size_t *written)
{
    int order = 0;
    PyObject *text = PyUnicode_DecodeUTF32((const char *)word, (Py_ssize_t)(size * 4), "surrogatepass", &order);
    PyObject *key = text ? PyObject_CallFunctionObjArgs(self->fold, text, NULL) : NULL;
    PyObject *utf8 = key ? PyUnicode_AsEncodedString(key, "utf-8", "surrogatepass") : NULL;
    char *bytes;
    Py_ssize_t length = 0;
    int done = utf8 != NULL && PyBytes_AsStringAndSize(utf8, &bytes, &length) == 0 &&
               grow((void **)&self->folded, &self->folded_room, self->folded_used, (size_t)length, 1);
    if (done)
        memcpy(self->folded + self->folded_used, bytes, (size_t)length);
    *written = (size_t)length;
    Py_XDECREF(utf8);
    Py_XDECREF(key);
    Py_XDECREF(text);
    return done;
}

/* Fold a spelling, once. */
static int fold(Scanner *self, size_t number)
{
    Spelling *spelling = self->spellings + number;
    if (spelling->folded >= 0)
        return 1;
    size_t size = spelling->size, used = self->folded_used, written = 0;
    if (!grow((void **)&self->folded, &self->folded_room, used, 4 * size, 1))
        return 0;
    const Py_UCS4 *word = self->letters + spelling->letters;
    for (size_t i = 0; i < size; i++) {
        if (class_of(self, word[i]) < 0)
            return 0;
        uint32_t folded = self->pages[word[i] / PAGE]->folded[word[i] % PAGE];
        if (folded == 0) {
            if (!fold_whole(self, word, size, &written))
                return 0;
            break;
        }
        if (folded != SILENT)
            written += put_utf8(self->folded + used + written, folded);
    }
    PyObject *key = PyBytes_FromStringAndSize((char *)self->folded + used, (Py_ssize_t)written);
    int particle = key ? PySet_Contains(self->particles, key) : -1;
    Py_XDECREF(key);
    if (particle < 0)
        return 0;
    spelling = self->spellings + number;
    spelling->folded = (int64_t)used;
    spelling->folded_size = (uint32_t)written;
    spelling->particle = particle;
    self->folded_used = used + written;
    return 1;
}

static int holds(const Scanner *self, const uint8_t *key, size_t size)
{
    uint64_t digest = key_hash(key, size);
    for (int i = 0; i < self->tables; i++) {
        const Keys *keys = self->keys + i;
        const uint32_t *ends = (const uint32_t *)keys->bucket.buf, *parts = (const uint32_t *)keys->fragment.buf;
        uint64_t bucket = digest >> (64 - keys->bits);
        uint32_t wanted = (uint32_t)(digest >> (32 - keys->bits));
        size_t buckets = (size_t)keys->bucket.len / 4, all = (size_t)keys->fragment.len / 4;
        if (bucket + 1 >= buckets)
            continue;
        for (size_t at = ends[bucket]; at < ends[bucket + 1] && at < all; at++)
            if (parts[at] == wanted)
                return 1;
    }
    return 0;
}

/* Whether a key is held, or its rest after the Arabic article. */
static int is_key(const Scanner *self, const uint8_t *key, size_t size)
{
    static const uint8_t ARTICLE[4] = {0xD8, 0xA7, 0xD9, 0x84};
    if (holds(self, key, size))
        return 1;
    return size >= 4 && memcmp(key, ARTICLE, 4) == 0 && holds(self, key + 4, size - 4);
}

/* `is_key`, remembered by the spellings of the run: texts say the same again. */
static int is_key_again(Scanner *self, uint64_t run, const uint8_t *key, size_t size)
{
    uint64_t *memo = self->memo + (run >> 20 & (MEMO - 1));
    if ((*memo | 1) != (run | 1))
        *memo = (run & ~(uint64_t)1) | (uint64_t)is_key(self, key, size);
    return (int)(*memo & 1);
}

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

static int read_skip(PyObject *given, Column *skip)
{
    PyObject *rows = PySequence_Tuple(given);
    if (rows == NULL)
        return 0;
    int done = 1;
    for (Py_ssize_t i = 0; done && i < PyTuple_Size(rows); i++) {
        int start, end;
        PyObject *row = PySequence_Tuple(PyTuple_GetItem(rows, i));
        done = row != NULL && PyArg_ParseTuple(row, "ii", &start, &end) && add(skip, start) && add(skip, end);
        Py_XDECREF(row);
    }
    Py_DECREF(rows);
    return done;
}

static PyObject *bytes_of(const Column *column)
{
    return PyBytes_FromStringAndSize((const char *)column->at, (Py_ssize_t)(column->used * sizeof(int32_t)));
}

/* What a scan found, in the order of plain_scan.Columns. */
static PyObject *columns_of(const Scan *scan)
{
    const Column *columns[] = {&scan->starts, &scan->ends, &scan->small, &scan->at, &scan->masks,
                               &scan->flags, &scan->numbers, &scan->order, &scan->bounds};
    Py_ssize_t count = (Py_ssize_t)(sizeof columns / sizeof *columns);
    PyObject *result = PyTuple_New(count);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *column = bytes_of(columns[i]);
        if (column == NULL || PyTuple_SetItem(result, i, column) < 0)
            Py_CLEAR(result);
    }
    return result;
}

static PyObject *scanner_scan(PyObject *object, PyObject *args)
{
    Scanner *self = (Scanner *)object;
    PyObject *text, *skipped, *result = NULL;
    if (!PyArg_ParseTuple(args, "UO:scan", &text, &skipped))
        return NULL;
    Scan scan = {0};
    Column skip = {0};
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size > INT32_MAX - 8) {
        PyErr_SetString(PyExc_OverflowError, "a text of more than two thousand million characters: give it in parts");
        return NULL;
    }
    Py_UCS4 *letters = PyUnicode_AsUCS4Copy(text);
    if (letters == NULL)
        return NULL;
    scan.text = letters;
    scan.size = (size_t)size;
    if (self->count > MOST_SPELLINGS)
        forget_spellings(self);
    int32_t distinct = 0;
    if (read_skip(skipped, &skip) && cut_words(self, &scan, &skip) && find_names(self, &scan, &distinct) &&
        sort_names(&scan, distinct))
        result = columns_of(&scan);
    PyMem_Free(letters);
    Column *made[] = {&scan.starts, &scan.ends, &scan.ids, &scan.small, &scan.at, &scan.masks,
                      &scan.flags, &scan.numbers, &scan.order, &scan.bounds, &skip};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        PyMem_Free(made[i]->at);
    return result;
}

/* Whether a key is held that begins with `key` and goes on with one word of each of the rows from `at` on; -1 with an
 * exception. What is longer than KEY_ROOM is no name. */
static int holds_from(const Scanner *self, PyObject *rows, Py_ssize_t at, uint8_t *key, size_t size)
{
    if (at == PyTuple_Size(rows))
        return is_key(self, key, size);
    PyObject *words = PySequence_Tuple(PyTuple_GetItem(rows, at));
    int found = words == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; !found && i < PyTuple_Size(words); i++) {
        char *bytes;
        Py_ssize_t length;
        PyObject *utf8 = PyUnicode_AsEncodedString(PyTuple_GetItem(words, i), "utf-8", "surrogatepass");
        size_t gap = at > 0;
        if (utf8 == NULL || PyBytes_AsStringAndSize(utf8, &bytes, &length) < 0)
            found = -1;
        else if (size + gap + (size_t)length <= KEY_ROOM) {
            if (gap)
                key[size] = ' ';
            memcpy(key + size + gap, bytes, (size_t)length);
            found = holds_from(self, rows, at + 1, key, size + gap + (size_t)length);
        }
        Py_XDECREF(utf8);
    }
    Py_XDECREF(words);
    return found;
}

/* Whether a key is held that has one word of each row. */
static PyObject *scanner_holds_any(PyObject *object, PyObject *given)
{
    uint8_t key[KEY_ROOM];
    PyObject *rows = PySequence_Tuple(given);
    if (rows == NULL)
        return NULL;
    int found = PyTuple_Size(rows) ? holds_from((Scanner *)object, rows, 0, key, 0) : 0;
    Py_DECREF(rows);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

/* (buckets, fragments, bits) of each gazetteer. */
static int read_tables(Scanner *self, PyObject *tables)
{
    PyObject *rows = PySequence_Tuple(tables);
    if (rows == NULL)
        return 0;
    Py_ssize_t count = PyTuple_Size(rows);
    if (count > MOST_TABLES)
        PyErr_Format(PyExc_ValueError, "%zd gazetteers are more than a scanner reads", count);
    for (Py_ssize_t i = 0; i < count && !PyErr_Occurred(); i++) {
        PyObject *bucket, *fragment, *row = PyTuple_GetItem(rows, i);
        Keys *keys = self->keys + self->tables;
        if (!PyArg_ParseTuple(row, "OOi", &bucket, &fragment, &keys->bits) ||
            PyObject_GetBuffer(bucket, &keys->bucket, PyBUF_SIMPLE) < 0)
            break;
        if (PyObject_GetBuffer(fragment, &keys->fragment, PyBUF_SIMPLE) < 0) {
            PyBuffer_Release(&keys->bucket);
            break;
        }
        self->tables++;
        if (keys->bits < 1 || keys->bits > 32)
            PyErr_SetString(PyExc_ValueError, "a directory has between 2 and 2**32 buckets");
    }
    Py_DECREF(rows);
    return !PyErr_Occurred();
}

static void scanner_dealloc(PyObject *object)
{
    Scanner *self = (Scanner *)object;
    PyTypeObject *type = Py_TYPE(object);
    for (size_t i = 0; i < PAGES; i++)
        PyMem_Free(self->pages[i]);
    for (int i = 0; i < self->tables; i++) {
        PyBuffer_Release(&self->keys[i].bucket);
        PyBuffer_Release(&self->keys[i].fragment);
    }
    PyMem_Free(self->slots);
    PyMem_Free(self->memo);
    PyMem_Free(self->spellings);
    PyMem_Free(self->letters);
    PyMem_Free(self->folded);
    Py_XDECREF(self->page);
    Py_XDECREF(self->fold);
    Py_XDECREF(self->particles);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

/* Scanner(page, fold, tables, particles): as in plain_scan.py, with the tables of keys instead of `holds`. */
static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *page, *fold_word, *tables, *particles;
    if (kwargs != NULL && PyDict_Size(kwargs) != 0) {
        PyErr_SetString(PyExc_TypeError, "Scanner takes no keyword arguments");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OOOO:Scanner", &page, &fold_word, &tables, &particles))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Scanner *self = (Scanner *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->page = Py_NewRef(page);
    self->fold = Py_NewRef(fold_word);
    self->slot_count = 1 << 12;
    self->slots = PyMem_Calloc(self->slot_count, sizeof *self->slots);
    self->memo = PyMem_Calloc(MEMO, sizeof *self->memo);
    self->particles = PySet_New(NULL);
    if (self->slots == NULL || self->memo == NULL)
        PyErr_NoMemory();
    PyObject *words = self->particles ? PySequence_Tuple(particles) : NULL;
    for (Py_ssize_t i = 0; words != NULL && !PyErr_Occurred() && i < PyTuple_Size(words); i++) {
        PyObject *word = PyUnicode_AsUTF8String(PyTuple_GetItem(words, i));
        if (word != NULL)
            PySet_Add(self->particles, word);
        Py_XDECREF(word);
    }
    Py_XDECREF(words);
    if (PyErr_Occurred() || !read_tables(self, tables))
        Py_CLEAR(self);
    return (PyObject *)self;
}

static PyMethodDef methods[] = {
    {"scan", scanner_scan, METH_VARARGS, "The words of a text and the runs of them that are keys, as in plain_scan.py."},
    {"holds_any", scanner_holds_any, METH_O, "Whether a key of some words is held, as in plain_scan.py."},
    {NULL, NULL, 0, NULL}};
static PyType_Slot slots[] = {
    {Py_tp_new, scanner_new}, {Py_tp_dealloc, scanner_dealloc}, {Py_tp_methods, methods}, {0, NULL}};
static PyType_Spec spec = {"normalizer.cleaning._scan.Scanner", sizeof(Scanner), 0, Py_TPFLAGS_DEFAULT, slots};

static int fill(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&spec);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Scanner", type) < 0 ||
                 PyModule_AddIntConstant(module, "INTERFACE", INTERFACE) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_scan", "The scanner of texts, compiled.", 0, NULL,
                                    module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__scan(void)
{
    return PyModuleDef_Init(&module);
}
