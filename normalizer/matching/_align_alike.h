/* How alike two plain names look: the numbers of sketch.likeness, to the last bit; part of _align.c.
 *
 * Letters are ASCII and at most MAX_LETTERS, so that one machine word holds a column (Hyyrö 2003, 2004); names that
 * are longer or have other letters are left to sketch.py.
 */
#ifndef ALIGN_ALIKE_H
#define ALIGN_ALIKE_H

#include "_align_spelling.h"

#define LIKENESS 19          /* numbers of sketch.Likeness */

typedef struct {
    int size;
    unsigned char letters[MAX_LETTERS];
} Plain;

/* One name on several levels of folding; the fields of sketch.Sketch. */
typedef struct {
    Plain words, ordered, letters, consonants, sounds, vowels;
    int length;
} Sketch;

/* For each letter the places where a string has it. */
typedef struct {
    uint64_t places[128];
} Places;

static void place_letters(const Plain *text, Places *places)
{
    memset(places, 0, sizeof(Places));
    for (int i = 0; i < text->size; i++)
        places->places[text->letters[i]] |= (uint64_t)1 << i;
}

static uint64_t lowest_bits(int count)
{
    return count >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1;
}

static uint64_t next_open(uint64_t open, uint64_t match)
{
    uint64_t used = open & match;
    return (open + used) | (open - used);
}

/* Letters in common in order. */
static int common_letters(const Places *of_a, int size_a, const unsigned char *b, int size_b)
{
    uint64_t open = ~(uint64_t)0;
    for (int j = 0; j < size_b; j++)
        open = next_open(open, of_a->places[b[j]]);
    return bits_of(~open & lowest_bits(size_a));
}

static int plain_edits(const Places *of_a, int size_a, const Plain *b)
{
    if (size_a == 0)
        return b->size;
    uint64_t last = (uint64_t)1 << (size_a - 1), up = ~(uint64_t)0, down = 0;
    int edits = size_a;
    for (int j = 0; j < b->size; j++) {
        uint64_t match = of_a->places[b->letters[j]];
        uint64_t diagonal = (((match & up) + up) ^ up) | match | down;
        uint64_t rises = down | ~(diagonal | up), falls = up & diagonal;
        edits += (rises & last) != 0;
        edits -= (falls & last) != 0;
        rises = rises << 1 | 1;
        falls <<= 1;
        up = falls | ~(diagonal | rises);
        down = rises & diagonal;
    }
    return edits;
}

/* Likeness of two strings with so many letters, of which so many are common. */
static double indel_share(int common, int letters)
{
    return letters ? 1.0 - (double)(letters - 2 * common) / letters : 1.0;
}

/* By way of per cent and back, as rapidfuzz gives it. */
static double hundredth(double share)
{
    return share * 100.0 / 100.0;
}

static double indel(const Plain *a, const Plain *b)
{
    Places places;
    place_letters(a, &places);
    return indel_share(common_letters(&places, a->size, b->letters, b->size), a->size + b->size);
}

/* Jaro-Winkler by bits: each letter takes the first free place within reach. */
static double winkler(const Places *of_a, const Plain *a, const Plain *b)
{
    int size_a = a->size, size_b = b->size, longer = size_a > size_b ? size_a : size_b;
    if (size_a == 0 || size_b == 0)
        return size_a == size_b ? 1.0 : 0.0;
    int reach = longer / 2 - 1 > 0 ? longer / 2 - 1 : 0, common = 0, crossed = 0, start = 0;
    uint64_t taken_a = 0, taken_b = 0;
    for (int j = 0; j < size_b; j++) {
        uint64_t within = lowest_bits(j + reach + 1) & ~lowest_bits(j > reach ? j - reach : 0);
        uint64_t free_places = of_a->places[b->letters[j]] & within & ~taken_a;
        if (free_places) {
            taken_a |= free_places & (~free_places + 1);
            taken_b |= (uint64_t)1 << j;
            common++;
        }
    }
    if (common == 0)
        return 0.0;
    for (int i = 0, j = 0; i < size_a; i++) {
        if (!(taken_a >> i & 1))
            continue;
        while (!(taken_b >> j & 1))
            j++;
        crossed += a->letters[i] != b->letters[j++];
    }
    double found = common;
    double alike = (found / size_a + found / size_b + (found - crossed / 2) / found) / 3.0;
    while (start < 4 && start < size_a && start < size_b && a->letters[start] == b->letters[start])
        start++;
    if (alike > 0.7) /* Winkler's threshold for counting the common beginning */
        alike += start * 0.1 * (1.0 - alike);
    return alike > 1.0 ? 1.0 : alike;
}

/* The likest stretch of the longer string: its beginnings, stretches as long as the shorter one, and its ends. */
static double partial_of(const Plain *a, const Plain *b)
{
    Places forth, back;
    uint64_t all = lowest_bits(a->size), open = ~(uint64_t)0;
    double best = 0.0, share;
    place_letters(a, &forth);
    memset(&back, 0, sizeof(back));
    for (int i = 0; i < a->size; i++)
        back.places[a->letters[i]] |= (uint64_t)1 << (a->size - 1 - i);
    for (int j = 0; j < a->size - 1; j++) {
        open = next_open(open, forth.places[b->letters[j]]);
        share = indel_share(bits_of(~open & all), a->size + j + 1);
        best = share > best ? share : best;
    }
    open = ~(uint64_t)0;
    for (int j = 0; j < a->size - 1; j++) {
        open = next_open(open, back.places[b->letters[b->size - 1 - j]]);
        share = indel_share(bits_of(~open & all), a->size + j + 1);
        best = share > best ? share : best;
    }
    int shared = 0; /* letters of the stretch that the shorter string has at all, which is as many as can be in common */
    for (int j = 0; j < a->size - 1; j++)
        shared += forth.places[b->letters[j]] != 0;
    for (int start = 0; start + a->size <= b->size; start++) {
        int more = forth.places[b->letters[start + a->size - 1]] != 0, most = shared + more;
        shared = most - (forth.places[b->letters[start]] != 0);
        if ((start && !more) || indel_share(most, 2 * a->size) <= best)
            continue; /* the stretch before it had no fewer letters in common, or one was likelier */
        share = indel_share(common_letters(&forth, a->size, b->letters + start, a->size), 2 * a->size);
        best = share > best ? share : best;
    }
    return best;
}

static double partial(const Plain *a, const Plain *b)
{
    if (a->size == 0 || b->size == 0)
        return a->size == b->size ? 1.0 : 0.0;
    double best = a->size <= b->size ? partial_of(a, b) : partial_of(b, a);
    if (a->size == b->size && best < 1.0) {
        double other = partial_of(b, a);
        best = other > best ? other : best;
    }
    return best;
}

static int same_plain(const Plain *a, const Plain *b)
{
    return a->size == b->size && memcmp(a->letters, b->letters, (size_t)a->size) == 0;
}

/* Whether both begin (`from_end`: end) with one letter, or have none. */
static int same_edge(const Plain *a, const Plain *b, int from_end)
{
    if (a->size == 0 || b->size == 0)
        return a->size == b->size;
    return a->letters[from_end ? a->size - 1 : 0] == b->letters[from_end ? b->size - 1 : 0];
}

/* The numbers of sketch.Likeness in their order. */
static void likeness(const Sketch *a, const Sketch *b, double *numbers)
{
    const Plain *x = &a->letters, *y = &b->letters, *cx = &a->consonants, *cy = &b->consonants;
    int shorter = x->size < y->size ? x->size : y->size, longer = x->size < y->size ? y->size : x->size;
    int longest = longer ? longer : 1, one_word = a->length < 2 && b->length < 2, start = 0, end = 0;
    Places of_x, of_cx;
    place_letters(x, &of_x);
    place_letters(cx, &of_cx);
    while (start < shorter && x->letters[start] == y->letters[start])
        start++;
    while (end < shorter && x->letters[x->size - 1 - end] == y->letters[y->size - 1 - end])
        end++;
    int edits = plain_edits(&of_x, x->size, y);
    double ratio = hundredth(indel(&a->words, &b->words));
    numbers[0] = ratio;
    numbers[1] = one_word ? ratio : hundredth(indel(&a->ordered, &b->ordered));
    numbers[2] = one_word ? ratio : hundredth(partial(&a->words, &b->words));
    numbers[3] = winkler(&of_x, x, y);
    numbers[4] = edits;
    numbers[5] = 1 - (double)edits / longest;
    numbers[6] = plain_edits(&of_cx, cx->size, cy);
    numbers[7] = indel_share(common_letters(&of_cx, cx->size, cy->letters, cy->size), cx->size + cy->size);
    numbers[8] = winkler(&of_cx, cx, cy);
    numbers[9] = same_plain(&a->sounds, &b->sounds);
    numbers[10] = indel(&a->sounds, &b->sounds);
    numbers[11] = indel(&a->vowels, &b->vowels);
    numbers[12] = same_edge(x, y, 0);
    numbers[13] = same_edge(x, y, 1);
    numbers[14] = same_edge(cx, cy, 1);
    numbers[15] = longer - shorter;
    numbers[16] = shorter;
    numbers[17] = (double)start / longest;
    numbers[18] = (double)end / longest;
}

/* A string as plain letters; whether it is short enough and ASCII. */
static int read_plain(PyObject *text, Plain *plain)
{
    Py_ssize_t size = PyUnicode_Check(text) ? PyUnicode_GetLength(text) : -1;
    if (size < 0 || size > MAX_LETTERS)
        return 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 letter = PyUnicode_ReadChar(text, i);
        if (letter >= 128)
            return 0;
        plain->letters[i] = (unsigned char)letter;
    }
    plain->size = (int)size;
    return 1;
}

/* The fields of a sketch.Sketch; 1 if all are plain, 0 if not, -1 with an exception. */
static int read_sketch(PyObject *fields, Sketch *sketch)
{
    Plain *levels[] = {&sketch->words,      &sketch->ordered, &sketch->letters,
                       &sketch->consonants, &sketch->sounds,  &sketch->vowels};
    if (!PyTuple_Check(fields) || PyTuple_Size(fields) != 7) {
        PyErr_SetString(PyExc_TypeError, "a sketch has seven fields");
        return -1;
    }
    for (int i = 0; i < 6; i++)
        if (!read_plain(PyTuple_GetItem(fields, i), levels[i]))
            return 0;
    Py_ssize_t length = PyNumber_AsSsize_t(PyTuple_GetItem(fields, 6), PyExc_OverflowError);
    sketch->length = (int)length;
    return length == -1 && PyErr_Occurred() ? -1 : 1;
}

static PyObject *module_alike(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    Sketch a, b;
    double numbers[LIKENESS];
    int plain = nargs == 2 ? read_sketch(args[0], &a) : 0;
    if (plain > 0)
        plain = read_sketch(args[1], &b);
    if (plain < 0)
        return NULL;
    if (!plain) {
        Py_INCREF(Py_None);
        return Py_None;
    }
    likeness(&a, &b, numbers);
    PyObject *row = PyTuple_New(LIKENESS);
    for (Py_ssize_t i = 0; i < LIKENESS && row != NULL; i++) {
        PyObject *value = PyFloat_FromDouble(numbers[i]);
        if (value == NULL || PyTuple_SetItem(row, i, value) < 0)
            Py_CLEAR(row);
    }
    return row;
}

#endif
