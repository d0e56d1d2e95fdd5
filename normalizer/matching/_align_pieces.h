/* Short strings that words begin or end with, and what they tell of them; part of _align.c. */
#ifndef ALIGN_PIECES_H
#define ALIGN_PIECES_H

#include "_align_letters.h"

#define LONGEST_PIECE 48 /* bytes */
#define STEMS 4          /* kinds of pieces, by the letters that must stand beside them: FEWEST_BESIDE and more */
#define FEWEST_BESIDE 2

typedef struct {
    int size, points;
    char letters[LONGEST_PIECE];
    long long bits[STEMS];
} Piece;

typedef struct {
    uint32_t mask;
    int at_end;          /* whether they are ends of words */
    uint64_t sizes[256]; /* by the byte at the edge of the word: the sizes of pieces, as bits */
    Piece *pieces;
} Pieces;

static uint32_t hash_letters(const char *letters, int size)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (int i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)letters[i]) * 16777619u;
    return hash;
}

static Piece *piece_at(const Pieces *pieces, const char *letters, int size)
{
    uint32_t at = hash_letters(letters, size) & pieces->mask;
    while (pieces->pieces[at].size &&
           (pieces->pieces[at].size != size || memcmp(pieces->pieces[at].letters, letters, (size_t)size)))
        at = (at + 1) & pieces->mask;
    return pieces->pieces + at;
}

/* A short string into `letters`, in UTF-8; its size, or -1 with an exception. */
static int read_piece(PyObject *text, char *letters, int most)
{
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes == NULL || size > most) {
        if (!PyErr_Occurred())
            PyErr_Format(PyExc_ValueError, "a piece of a word has at most %d bytes", most);
        return -1;
    }
    memcpy(letters, bytes, (size_t)size);
    return (int)size;
}

static int count_points(const char *bytes, int size)
{
    int points = 0;
    for (int i = 0; i < size; i++)
        points += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return points;
}

static int add_piece(Pieces *pieces, PyObject *form, PyObject *bits)
{
    char letters[LONGEST_PIECE];
    int size = PyUnicode_Check(form) ? read_piece(form, letters, LONGEST_PIECE) : 0;
    if (size <= 0)
        return size;
    if (!PyTuple_Check(bits) || PyTuple_Size(bits) != STEMS) {
        PyErr_SetString(PyExc_TypeError, "pieces are a form and its bits, by the letters beside it");
        return -1;
    }
    Piece *piece = piece_at(pieces, letters, size);
    piece->size = size;
    piece->points = count_points(letters, size);
    memcpy(piece->letters, letters, (size_t)size);
    pieces->sizes[(unsigned char)letters[pieces->at_end ? size - 1 : 0]] |= (uint64_t)1 << size;
    for (Py_ssize_t i = 0; i < STEMS; i++)
        piece->bits[i] = PyLong_AsLongLong(PyTuple_GetItem(bits, i));
    return PyErr_Occurred() ? -1 : 0;
}

/* All pieces of a dictionary. */
static int read_pieces(Pieces *pieces, PyObject *given, int at_end)
{
    Py_ssize_t count = PyDict_Size(given), at = 0;
    PyObject *form, *bits;
    uint32_t slots = 64;
    while ((Py_ssize_t)slots < 2 * count)
        slots *= 2;
    pieces->mask = slots - 1;
    pieces->at_end = at_end;
    pieces->pieces = PyMem_Calloc(slots, sizeof(Piece));
    if (pieces->pieces == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    while (PyDict_Next(given, &at, &form, &bits))
        if (add_piece(pieces, form, bits) < 0)
            return -1;
    return 0;
}

/* What a piece says that has this many bytes of a word of so many letters, with no fewer than `beside` left. */
static long long bits_of_piece(const Pieces *pieces, const char *letters, int size, int points, int beside)
{
    const Piece *piece = piece_at(pieces, letters, size);
    long long bits = 0;
    int left = points - piece->points;
    for (int kind = 0; kind < STEMS && piece->size && left >= beside && left >= FEWEST_BESIDE + kind; kind++)
        bits |= piece->bits[kind];
    return bits;
}

/* What all pieces say that leave so many letters beside them. */
static long long all_pieces(const Pieces *pieces, const Form *word, int beside)
{
    int size = word->size;
    uint64_t sizes = size ? pieces->sizes[(unsigned char)word->bytes[pieces->at_end ? size - 1 : 0]] : 0;
    long long bits = 0;
    for (int of = 1; of < size && of <= LONGEST_PIECE; of++)
        if (sizes >> of & 1)
            bits |= bits_of_piece(pieces, word->bytes + (pieces->at_end ? size - of : 0), of, word->points, beside);
    return bits;
}

#endif
