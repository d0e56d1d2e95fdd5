/* Names cut into words, as tokens.py cuts them where no digit and no sign but ASCII's is in the way; part of _align.c. */
#ifndef ALIGN_CUTTING_H
#define ALIGN_CUTTING_H

#include "_align_names.h"

/* Where a word stands, on which may depend what part it plays: not the first, the last, before a full stop; before the
 * word whose Arabic article it is. Of a word that a hyphen ties to the one before Python makes a Part for each name. */
enum { LATER = 1, LAST = 2, DOTTED = 4, ARTICLE = 8, PLACES = 9, TIED = 16 };

/* A word in the text of a name: where it stands there and in the name, whether it is of ASCII letters. */
typedef struct {
    Py_ssize_t start, end;
    int ascii, place, tied;
} Cut;

/* Apostrophes that may stand inside a word, as in tokens.py; those that are letters as well are taken for such. */
static int is_apostrophe(Py_UCS4 point)
{
    return point == '\'' || point == '`' || point == 0x2019 || point == 0x2018 || point == 0xB4 || point == 0x2032;
}

static int is_ascii_letter(Py_UCS4 point)
{
    return (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
}

/* Whether a letter may begin or go on with a word: of other letters than ASCII's Python says whether they do. */
static int is_letter(Py_UCS4 point)
{
    return is_ascii_letter(point) || (point >= 128 && !is_apostrophe(point));
}

/* Whether a sign parts words, here where no digit and no underscore is. */
static int is_between(Py_UCS4 point)
{
    return is_apostrophe(point) || (point >= ' ' && point < 127 && !is_ascii_letter(point) && point != '_' &&
                                    (point < '0' || point > '9'));
}

/* The rows of letters that have no marks among them; -1 for all others, of which it is not known here. */
static int is_alnum(Py_UCS4 point)
{
    static const Py_UCS4 rows[][2] = {{0xC0, 0xD6},   {0xD8, 0xF6},     {0xF8, 0x24F},    {0x386, 0x386},
                                      {0x388, 0x38A}, {0x3A3, 0x3E1},   {0x400, 0x481},   {0x48A, 0x52F},
                                      {0x5D0, 0x5EA}, {0x620, 0x64A},   {0x10D0, 0x10FA}, {0x3041, 0x3096},
                                      {0x30A1, 0x30FA}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}};
    if (point < 128 || is_apostrophe(point))
        return is_ascii_letter(point);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (point >= rows[i][0] && point <= rows[i][1])
            return 1;
    return -1;
}

/* Where a word that begins here ends. */
static Py_ssize_t end_of(const Py_UCS4 *letters, Py_ssize_t size, Py_ssize_t at, int *ascii)
{
    for (*ascii = 1; at < size; at++) {
        if (is_ascii_letter(letters[at]))
            continue;
        int inner = is_apostrophe(letters[at]);
        if (inner ? at + 1 == size || !is_letter(letters[at + 1]) : letters[at] < 128)
            break;
        *ascii = 0;
    }
    return at;
}

/* Cuts a text into words, at most so many; their number, 0 where the name is Python's business. orders: whether a comma
 * tells the order of the words. */
static int cut_words(const Py_UCS4 *letters, Py_ssize_t size, int most, int orders, Cut *cuts)
{
    int count = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 point = letters[at];
        if (point == '.' && at + 1 < size && is_letter(letters[at + 1]))
            return 0; /* initials, perhaps: J.R. */
        if (is_between(point)) {
            if (point == ',' && orders)
                return 0;
            continue;
        }
        if (!is_letter(point) || count == most)
            return 0;
        Cut *cut = cuts + count;
        int after = at > 1 && letters[at - 1] == '-' ? is_alnum(letters[at - 2]) : 0;
        if (after < 0)
            return 0;
        cut->start = at;
        cut->end = end_of(letters, size, at, &cut->ascii);
        cut->tied = after;
        cut->place = (count ? LATER : 0) | (cut->end < size && letters[cut->end] == '.' ? DOTTED : 0);
        at = cut->end - 1;
        count++;
    }
    if (count)
        cuts[count - 1].place |= LAST;
    return count;
}

/* Whether letters begin with others, in lower case. */
static int begin_with(const Py_UCS4 *letters, Py_ssize_t size, const char *other, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        if (i >= size || (letters[i] | 0x20) != (Py_UCS4)other[i])
            return 0;
    return 1;
}

/* Whether a word is the Arabic article of the next one, which a hyphen ties to it: words._is_article; -1: unknown. */
static int is_article(const Py_UCS4 *letters, const Cut *cut)
{
    static const char *const ends[] = {"l", "d", "n", "r", "s", "t", "z", "th", "dh", "sh", "ch"};
    Py_ssize_t size = cut->end - cut->start;
    if (size > 3)
        return 0;
    for (Py_ssize_t at = cut->start; at < cut->end; at++)
        if ((letters[at] >= 0x370 && letters[at] < 0x1D00) || (letters[at] >= 0x2E80 && letters[at] < 0xFB00))
            return 0; /* no Latin letter */
    if (is_ascii_letter(letters[cut->start]) && memchr("aeiou", (int)(letters[cut->start] | 0x20), 5) == NULL)
        return 0; /* an article begins with a vowel, whatever the other letters are without their accents */
    if (!cut->ascii)
        return -1;
    if (size < 2)
        return 0;
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        Py_ssize_t count = (Py_ssize_t)strlen(ends[i]);
        if (size != 1 + count || !begin_with(letters + cut->start + 1, count, ends[i], count))
            continue;
        if (i == 0)
            return 1;
        return cut[1].ascii ? begin_with(letters + cut[1].start, cut[1].end - cut[1].start, ends[i], count) : -1;
    }
    return 0;
}

#endif
