/* The spellings that a scanner has met, with their folded forms, and the keys of gazetteers; part of _scan.c.
 *
 * What a spelling is folded to is asked of Python where its letters do not tell, once. Whether a run of spellings is a
 * key is remembered by their numbers.
 */
#ifndef SCAN_STORE_H
#define SCAN_STORE_H

#include "../../gazetteer/_hash.h" /* the hash of a key is that of the tables that are looked up */

/* As in letters.py and plain_scan.py. */
enum { FIRST = 1, INSIDE = 2, APOSTROPHE = 4, LETTER = 8, CAPITAL = 16, LOWER = 32, UNSPACED_SCRIPT = 64, JOINS = 128 };
enum { AFTER_STOP = 1, SPACE_AFTER = 2, ALL_CAPITALS = 4, UNSPACED_WORD = 8, NO_CASE = 16, SPACE_BEFORE = 32,
       POINT_AFTER = 64 };
enum { PAGE = 256, SILENT = 1, MOST_WORDS = 6, MOST_SMALL = 3, ABBREVIATION = 3, LOOK_BACK = 8 };

#define PAGES (0x110000 / PAGE)
#define MOST_SPELLINGS (1 << 16) /* remembered from text to text: those of some 10 MB of news, 6 MB of memory */
#define MOST_TABLES 64
#define MEMO (1 << 19) /* runs whose answer is remembered, a power of two: those of a megabyte of text, and room */
#define EXACT_LAYER 0 /* as in hashing.py */
#define KEY_ROOM 4096 /* bytes of a key that is looked up: longer ones are no names */

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
    uint64_t digest = hash_of(EXACT_LAYER, (const char *)key, (ptrdiff_t)size);
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

#endif
