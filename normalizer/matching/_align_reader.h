/* Names read and made ready in one call, as ready.py makes them; part of _align.c.
 *
 * A name is cut into words; what a word is (its part, its meaning, its weight) is remembered with the word. A word of
 * ASCII letters that no list knows is a word of the name and means itself, which is most of them; of all others Python
 * is asked. Names with digits, with other signs than ASCII's, with initials run together, a person's with a comma, names
 * with a legal form of several words or with no word of their own are Python's business: `read` gives None for them.
 */
#ifndef ALIGN_READER_H
#define ALIGN_READER_H

#include "_align_levels.h"
#include "_align_marks.h"
#include "_align_names.h"

#define LONGEST_READ 400 /* letters of a name: MAX_NAME_LENGTH; longer ones are left to Python */
#define MOST_SCRIPTS 32

/* Where a word stands, on which may depend what part it plays: not the first, the last, before a full stop; before the
 * word whose Arabic article it is. Of a word that a hyphen ties to the one before Python makes a Part for each name. */
enum { LATER = 1, LAST = 2, DOTTED = 4, ARTICLE = 8, PLACES = 9, TIED = 16 };

/* Of the script of names: its number, its class, and what is known of such names. */
typedef struct {
    int number, script_class, flags;
} Script;

typedef struct {
    PyObject_HEAD
    PyTypeObject *term_type, *name_type;
    Marks *marks;
    Levels *levels;
    PyObject *special; /* words that play parts, or begin legal forms */
    PyObject *words, *spans, *script, *patronymic, *rarity; /* functions of reader.py and others */
    PyObject *rarities, *listed;                     /* gives the table of rarities or None; the table, or NULL */
    PyObject *anywhere, *placed[PLACES];             /* words and their terms: wherever they stand, or there */
    Pieces starts, ends;                             /* of words that may mean a direction */
    double rare;
    Py_ssize_t remembered; /* orders: whether a comma tells the order of the words */
    int of_people, orders, group, shortest_rest, most_tokens, scripts;
    Script plain, known[MOST_SCRIPTS];               /* of ASCII names, of others */
} Reader;

/* A name while it is read. */
typedef struct {
    PyObject *terms[MOST_WORDS];
    unsigned char places[MOST_WORDS];
    int size, ascii, firsts; /* firsts: whether a word may begin a legal form of several */
} Reading;

/* ---- words ---- */

static int all_of(const char *word, int size, const char *letters)
{
    for (int i = 0; i < size; i++)
        if (strchr(letters, word[i]) == NULL)
            return 0;
    return 1;
}

/* The rarity of a word; the table is asked for when there is one. */
static int rarity_of(Reader *reader, PyObject *low, double *rarity)
{
    if (reader->listed == NULL) {
        PyObject *listed = PyObject_CallFunctionObjArgs(reader->rarities, NULL);
        if (listed == NULL)
            return -1;
        if (PyDict_Check(listed) && reader->listed == NULL)
            reader->listed = listed;
        else
            Py_DECREF(listed);
    }
    if (reader->listed == NULL) {
        PyObject *found = PyObject_CallFunctionObjArgs(reader->rarity, low, NULL);
        int failed = found == NULL ? -1 : read_double(found, rarity);
        Py_XDECREF(found);
        return failed;
    }
    PyObject *found = PyDict_GetItemWithError(reader->listed, low);
    *rarity = reader->rare;
    return found != NULL ? read_double(found, rarity) : PyErr_Occurred() ? -1 : 0;
}

/* A word that was not met yet: in lower case, folded, in plain letters, all of which may be one string. */
typedef struct {
    PyObject *low, *folded, *plain;
    Form form; /* folded */
    Script script;
    int group, flags, beside; /* beside: letters that a piece of it leaves which means a direction */
} Folded_word;

static void free_word(Folded_word *word)
{
    Py_CLEAR(word->low);
    Py_CLEAR(word->folded);
    Py_CLEAR(word->plain);
}

/* A word of ASCII letters; 1, or -1 with an exception. */
static int fold_ascii(const Reader *reader, PyObject *text, Folded_word *word)
{
    Form *form = &word->form;
    Py_ssize_t size = PyUnicode_GetLength(text);
    int changed = 0;
    if (size > LONGEST_READ)
        return 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        form->bytes[i] = (char)PyUnicode_ReadChar(text, i);
        changed |= form->bytes[i] < 'a';
        form->bytes[i] |= 0x20;
    }
    form->size = form->points = (int)size;
    word->low = changed ? PyUnicode_FromStringAndSize(form->bytes, size) : held(text);
    if (word->low == NULL)
        return -1;
    word->folded = held(word->low);
    word->plain = held(word->low);
    word->script = reader->plain;
    word->group = reader->group;
    word->flags = LATIN_TERM | ASCII_TEXT | ASCII_MEANING | PLAIN_TERM;
    word->beside = reader->shortest_rest;
    return 1;
}

/* A form of a word as a string: `same` where it is that. */
static PyObject *string_of(const Form *form, PyObject *same)
{
    PyObject *made = PyUnicode_FromStringAndSize(form->bytes, form->size);
    if (made != NULL && same != NULL && PyUnicode_Compare(made, same) == 0) {
        Py_DECREF(made);
        return held(same);
    }
    return made;
}

/* A word of letters of one script that are folded letter by letter; 1, 0 for others, -1 with an exception. */
static int fold_lettered(const Reader *reader, PyObject *text, Folded_word *word)
{
    Alphabets *alphabets = &reader->marks->alphabets;
    const Lettered *letter = one_script(alphabets, text);
    Form low, plain;
    if (letter == NULL)
        return PyErr_Occurred() ? -1 : 0;
    if ((letter->flags & SIGNS_TERM) && !reader->orders)
        return 0; /* a lesser word may be written together with it: attached.py */
    word->script.number = letter->script;
    word->group = letter->group;
    word->flags = letter->flags | LETTERED_TERM;
    word->beside = letter->beside;
    int known = write_form(alphabets, text, LOW_FORM, &low);
    if (known > 0)
        known = write_form(alphabets, text, FOLDED_FORM, &word->form);
    if (known > 0)
        known = write_form(alphabets, text, PLAIN_FORM, &plain);
    if (known <= 0)
        return known;
    word->low = string_of(&low, text);
    word->folded = word->low == NULL ? NULL : string_of(&word->form, word->low);
    word->plain = word->folded == NULL ? NULL : string_of(&plain, word->folded);
    if (word->form.size == word->form.points)
        word->flags |= ASCII_MEANING;
    return word->plain == NULL ? -1 : 1;
}

#define ARABIC_ARTICLE "\xd8\xa7\xd9\x84" /* ال, which is cut off: words.py */

/* Whether a word is one of the name wherever it stands, and means itself; -1 with an exception. */
static int means_itself(const Reader *reader, const Folded_word *word)
{
    const Form *form = &word->form;
    if (form->points < 2 || all_of(form->bytes, form->size, "ivx") ||
        (form->size >= 3 && memcmp(form->bytes, "abd", 3) == 0) ||
        (form->size >= 4 && memcmp(form->bytes, ARABIC_ARTICLE, 4) == 0))
        return 0; /* an initial, perhaps; a number in Roman letters; Abdul */
    int listed = PySet_Contains(reader->special, word->folded);
    return listed < 0 ? -1 : !listed;
}

/* The rarity of a word, by its plain letters where it is not listed itself. */
static int rarity_of_word(Reader *reader, const Folded_word *word, double *rarity)
{
    if (rarity_of(reader, word->folded, rarity) < 0)
        return -1;
    if (reader->listed != NULL && *rarity == reader->rare && word->plain != word->folded)
        return rarity_of(reader, word->plain, rarity);
    return 0;
}

/* The term of a word that means itself. */
static PyObject *plain_term(Reader *reader, PyObject *text, const Folded_word *word)
{
    double rarity;
    if (rarity_of_word(reader, word, &rarity) < 0)
        return NULL;
    PyObject *last = PyUnicode_Substring(word->low, PyUnicode_GetLength(word->low) - 1, PyUnicode_GetLength(word->low));
    Term *term = last == NULL ? NULL : make_term(reader->term_type, text, word->folded, word->plain, word->low, last);
    Py_XDECREF(last);
    if (term != NULL) {
        term->role = NAME_ROLE;
        term->group = word->group;
        term->script = word->script.number;
        term->flags = word->flags;
        term->says = (int)(all_pieces(&reader->starts, &word->form, word->beside) |
                           all_pieces(&reader->ends, &word->form, word->beside));
        term->weight = word->form.points;
        term->rarity = rarity;
    }
    return (PyObject *)term;
}

/* What Python says of a word: a tuple of terms, or None for a word that leaves the whole name to it. */
static PyObject *ask_words(const Reader *reader, PyObject *text, int place, int *anywhere)
{
    PyObject *said = PyObject_CallFunction(reader->words, "Oi", text, place);
    PyObject *terms = said != NULL && PyTuple_Check(said) && PyTuple_Size(said) == 2 ? PyTuple_GetItem(said, 0) : NULL;
    if (terms != NULL && (terms == Py_None || PyTuple_Check(terms))) {
        *anywhere = PyObject_IsTrue(PyTuple_GetItem(said, 1));
        Py_INCREF(terms);
    } else {
        terms = NULL;
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "what is known of a word is (terms, wherever it stands)");
    }
    Py_XDECREF(said);
    return terms;
}

/* The terms of a word that was not met yet: one, several, or None; a new reference. */
static PyObject *learn_word(Reader *reader, PyObject *text, int place, int ascii)
{
    Folded_word word = {.low = NULL};
    PyObject *found = NULL;
    int anywhere = 0, plain = 0;
    if (place != ARTICLE)
        plain = ascii ? fold_ascii(reader, text, &word) : fold_lettered(reader, text, &word);
    if (plain > 0)
        plain = means_itself(reader, &word);
    if (plain >= 0)
        found = plain ? plain_term(reader, text, &word) : ask_words(reader, text, place, &anywhere);
    free_word(&word);
    PyObject *memory = plain > 0 || anywhere ? reader->anywhere : reader->placed[place];
    if (found != NULL && PyDict_Size(memory) >= reader->remembered)
        PyDict_Clear(memory);
    if (found != NULL && PyDict_SetItem(memory, text, found) < 0)
        Py_CLEAR(found);
    return found;
}

static PyObject *terms_of(Reader *reader, PyObject *text, int place, int ascii)
{
    PyObject *found = place == ARTICLE ? NULL : PyDict_GetItemWithError(reader->anywhere, text);
    if (found == NULL && !PyErr_Occurred())
        found = PyDict_GetItemWithError(reader->placed[place], text);
    if (found == NULL && PyErr_Occurred())
        return NULL;
    return found != NULL ? held(found) : learn_word(reader, text, place, ascii);
}

/* ---- names ---- */

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
        int inner = is_apostrophe(letters[at]);
        if (!inner && !is_letter(letters[at]))
            break;
        if (inner && (at + 1 == size || !is_letter(letters[at + 1])))
            break;
        *ascii = *ascii && !inner && letters[at] < 128;
    }
    return at;
}

/* Cuts a text into words; their number, 0 where the name is Python's business. */
static int cut_words(const Reader *reader, const Py_UCS4 *letters, Py_ssize_t size, Cut *cuts)
{
    int count = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 point = letters[at];
        if (point == '.' && at + 1 < size && is_letter(letters[at + 1]))
            return 0; /* initials, perhaps: J.R. */
        if (is_between(point)) {
            if (point == ',' && reader->orders)
                return 0;
            continue;
        }
        if (!is_letter(point) || count == reader->most_tokens)
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
    if (!cut->ascii)
        return -1;
    if (size < 2 || memchr("aeiou", (int)(letters[cut->start] | 0x20), 5) == NULL)
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

/* Adds terms; 1, 0 where the name is Python's business, -1 with an exception. */
static int add_terms(const Reader *reader, Reading *reading, PyObject *found, const Cut *cut)
{
    Py_ssize_t count = PyTuple_Check(found) ? PyTuple_Size(found) : found != Py_None;
    if (found == Py_None || reading->size + count > MOST_WORDS)
        return 0;
    if (cut->tied && reading->size && ((Term *)reading->terms[reading->size - 1])->role == NUMBER_ROLE)
        return 0; /* the ending of an ordinal, perhaps */
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *term = PyTuple_Check(found) ? PyTuple_GetItem(found, i) : found;
        if (Py_TYPE(term) != reader->term_type) {
            PyErr_SetString(PyExc_TypeError, "not a Term");
            return -1;
        }
        reading->firsts |= ((Term *)term)->flags & FIRST_TERM;
        reading->places[reading->size] = (unsigned char)(cut->place | (cut->tied && i == 0 ? TIED : 0));
        reading->terms[reading->size++] = held(term);
    }
    return 1;
}

/* The words of a name with their terms; 1, 0 where it is Python's business, -1 with an exception. */
static int read_words(Reader *reader, PyObject *text, Reading *reading)
{
    Py_UCS4 letters[LONGEST_READ + 1];
    Cut cuts[MOST_WORDS];
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size > LONGEST_READ || PyUnicode_AsUCS4(text, letters, LONGEST_READ + 1, 1) == NULL)
        return size > LONGEST_READ ? 0 : -1;
    int count = cut_words(reader, letters, size, cuts), more = count > 0;
    for (Py_ssize_t i = 0; i < size; i++)
        reading->ascii = reading->ascii && letters[i] < 128;
    for (int i = 0; i < count && more > 0; i++) {
        int article = i + 1 < count && cuts[i + 1].tied ? is_article(letters, cuts + i) : 0;
        if (article < 0)
            return 0;
        if (article) {
            cuts[i].place = ARTICLE;
            cuts[i].tied = 0;
        }
        PyObject *word = PyUnicode_Substring(text, cuts[i].start, cuts[i].end);
        PyObject *found = word == NULL ? NULL : terms_of(reader, word, cuts[i].place, cuts[i].ascii);
        more = found == NULL ? -1 : add_terms(reader, reading, found, cuts + i);
        Py_XDECREF(word);
        Py_XDECREF(found);
    }
    if (more > 0 && reading->firsts) {
        PyObject *said = PyObject_CallFunctionObjArgs(reader->spans, text, NULL);
        int spans = said == NULL ? -1 : PyObject_IsTrue(said);
        Py_XDECREF(said);
        more = spans < 0 ? -1 : !spans;
    }
    return more;
}

/* The script of a name, learnt of Python; 0, or -1 with an exception. */
static int script_of_name(Reader *reader, PyObject *text, const Reading *reading, Script *script)
{
    int number = ((Term *)reading->terms[0])->script;
    for (int i = 1; i < reading->size; i++)
        if (((Term *)reading->terms[i])->script != number)
            number = 0;
    *script = reader->plain;
    if (reading->ascii)
        return 0;
    for (int i = 0; i < reader->scripts && number; i++)
        if (reader->known[i].number == number) {
            *script = reader->known[i];
            return 0;
        }
    PyObject *said = PyObject_CallFunctionObjArgs(reader->script, text, NULL);
    if (said == NULL || !PyArg_ParseTuple(said, "iii", &script->number, &script->script_class, &script->flags)) {
        Py_XDECREF(said);
        return -1;
    }
    Py_DECREF(said);
    if (number && number == script->number && reader->scripts < MOST_SCRIPTS)
        reader->known[reader->scripts++] = *script;
    return 0;
}

static int may_be_patronymic(const Reader *reader, Term *term)
{
    int plain = term->flags & PLAIN_TERM, known = term->has_shorts;
    if (!known && (plain || (term->flags & LETTERED_TERM)))
        known = plain_shorts(reader->marks, term->low, plain, &term->shorts);
    if (known < 0)
        return -1;
    if (known) {
        term->has_shorts = 1;
        return (term->shorts & PATRONYMIC) != 0;
    }
    PyObject *said = PyObject_CallFunctionObjArgs(reader->patronymic, term->text, NULL);
    int found = said == NULL ? -1 : PyObject_IsTrue(said);
    Py_XDECREF(said);
    return found;
}

/* Marks a word of the name, and those that Python has as one Part with it: see same_part. */
static void mark_father(Name *name, int father)
{
    for (int i = 0; i < name->core_size; i++)
        if (i == father || same_place(name, i, name, father))
            name->fathers_of_any |= (uint32_t)1 << i;
}

#define FULL_NAME 3 /* words of a name that may hold a patronymic, as in person.py */

/* Which words are a father's name: profile.fathers. */
static int find_fathers(const Reader *reader, Name *name)
{
    for (int i = 1; i < name->core_size && name->core_size >= FULL_NAME; i++) {
        int found = may_be_patronymic(reader, name->words[i]);
        if (found < 0)
            return -1;
        if (found) {
            mark_father(name, i);
            break;
        }
    }
    for (int i = 0, own = 0; i + 1 < name->size && name->core_size < name->size; i++) {
        own += name->all[i]->role <= INITIAL_ROLE;
        if (name->all[i]->role == PARTICLE_ROLE && (name->all[i]->flags & SON_TERM) &&
            name->all[i + 1]->role == NAME_ROLE)
            mark_father(name, own);
    }
    name->fathers = reader->of_people ? name->fathers_of_any : 0;
    return 0;
}

typedef struct {
    const char *letters;
    Py_ssize_t size;
} Letters;

static int follows(const Letters *a, const Letters *b)
{
    int order = memcmp(a->letters, b->letters, (size_t)(a->size < b->size ? a->size : b->size));
    return order ? order > 0 : a->size > b->size;
}

/* Words with spaces between them; whether there is room. */
static int set_plain(Plain *plain, const Letters *words, int count, int spaced)
{
    plain->size = 0;
    for (int i = 0; i < count; i++) {
        if (plain->size + words[i].size + (spaced && i) > MAX_LETTERS)
            return 0;
        if (spaced && i)
            plain->letters[plain->size++] = ' ';
        memcpy(plain->letters + plain->size, words[i].letters, (size_t)words[i].size);
        plain->size += (int)words[i].size;
    }
    return 1;
}

static int copy_plain(Plain *plain, const char *letters, int size)
{
    Letters one = {letters, size};
    return set_plain(plain, &one, 1, 0);
}

/* The sketch of a name of these words: sketch.sketch. Whether it is plain. */
static int sketch_words(const Reader *reader, Name *name)
{
    Letters words[MOST_WORDS];
    Sketch *looks = &name->looks;
    Folded folded;
    for (int i = 0; i < name->core_size; i++) {
        words[i].letters = PyUnicode_AsUTF8AndSize(name->words[i]->plain, &words[i].size);
        if (words[i].letters == NULL || words[i].size != PyUnicode_GetLength(name->words[i]->plain)) {
            PyErr_Clear();
            return 0; /* other letters than ASCII's */
        }
        for (Py_ssize_t k = 0; k < words[i].size; k++)
            if (words[i].letters[k] < ' ')
                return 0;
    }
    if (!set_plain(&looks->words, words, name->core_size, 1) || !set_plain(&looks->letters, words, name->core_size, 0))
        return 0;
    for (int i = 1; i < name->core_size; i++)
        for (int j = i; j > 0 && follows(words + j - 1, words + j); j--) {
            Letters later = words[j];
            words[j] = words[j - 1];
            words[j - 1] = later;
        }
    fold_letters(reader->levels, (const char *)looks->letters.letters, looks->letters.size, &folded);
    looks->length = name->core_size;
    return set_plain(&looks->ordered, words, name->core_size, 1) &&
           copy_plain(&looks->consonants, folded.consonants, folded.count) &&
           copy_plain(&looks->sounds, folded.sounds, folded.heard) &&
           copy_plain(&looks->vowels, folded.vowels, folded.open);
}

/* The name of these terms, a new reference; None where it has no word of its own. */
static PyObject *name_of(Reader *reader, PyObject *text, Reading *reading)
{
    int own = 0;
    Script script;
    for (int i = 0; i < reading->size; i++) {
        int role = ((Term *)reading->terms[i])->role;
        own |= role == NAME_ROLE ? 3 : role == INITIAL_ROLE ? 1 : role == NUMBER_ROLE ? 2 : 0;
    }
    if (own != 3)
        return held(Py_None);
    if (script_of_name(reader, text, reading, &script) < 0)
        return NULL;
    Name *name = (Name *)allocate(reader->name_type, 2 * (Py_ssize_t)reading->size);
    PyObject *terms = name == NULL ? NULL : PyTuple_New(reading->size);
    for (int i = 0; terms != NULL && i < reading->size; i++) {
        name->all[i] = (Term *)reading->terms[i];
        if (PyTuple_SetItem(terms, i, held(reading->terms[i])) < 0)
            Py_CLEAR(terms);
    }
    if (terms == NULL) {
        Py_XDECREF((PyObject *)name);
        return NULL;
    }
    name->terms = terms;
    name->given = held(text);
    name->size = reading->size;
    name->script = script.number;
    name->script_class = script.script_class;
    name->flags = script.flags;
    choose_words(name);
    for (int i = 0, at = 0; i < name->size; i++)
        if (name->all[i]->role <= INITIAL_ROLE)
            name->places[at++] = reading->places[i];
    name->plain = sketch_words(reader, name);
    if (find_fathers(reader, name) < 0) {
        Py_DECREF((PyObject *)name);
        return NULL;
    }
    return (PyObject *)name;
}

static PyObject *reader_read(PyObject *self, PyObject *text)
{
    Reader *reader = (Reader *)self;
    Reading reading = {.size = 0, .ascii = 1, .firsts = 0};
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "read(name: str)");
        return NULL;
    }
    int more = read_words(reader, text, &reading);
    PyObject *name = more < 0 ? NULL : more == 0 || reading.size == 0 ? held(Py_None)
                                                                      : name_of(reader, text, &reading);
    for (int i = 0; i < reading.size; i++)
        Py_DECREF(reading.terms[i]);
    return name;
}

/* ---- making them ---- */

static void reader_dealloc(PyObject *self)
{
    Reader *reader = (Reader *)self;
    PyObject *own[] = {(PyObject *)reader->term_type, (PyObject *)reader->name_type, (PyObject *)reader->marks,
                       (PyObject *)reader->levels, reader->special, reader->words, reader->spans, reader->script,
                       reader->patronymic, reader->rarity, reader->rarities, reader->listed, reader->anywhere};
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        Py_XDECREF(own[i]);
    for (int i = 0; i < PLACES; i++)
        Py_XDECREF(reader->placed[i]);
    PyMem_Free(reader->starts.pieces);
    PyMem_Free(reader->ends.pieces);
    release(self);
}

static int make_memory(Reader *reader)
{
    reader->anywhere = PyDict_New();
    int made = reader->anywhere != NULL;
    for (int i = 0; i < PLACES && made; i++)
        made = (reader->placed[i] = PyDict_New()) != NULL;
    return made ? 0 : -1;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"marks",    "levels",   "special", "words",  "spans", "script", "patronymic",    "rarity",
                            "rarities", "rare",     "starts",  "ends",   "of_people", "orders", "group", "plain",
                            "shortest_rest", "most_tokens", "remembered", NULL};
    PyObject *marks, *levels, *special, *words, *spans, *script, *patronymic, *rarity, *rarities, *starts, *ends;
    int of_people, orders, group, shortest_rest, most_tokens;
    Script plain;
    Py_ssize_t remembered;
    double rare;
    State *state = PyType_GetModuleState(type);
    if (state == NULL ||
        !PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!O!OOOOOOdO!O!iii(iii)iin:Reader", names, state->marks_type, &marks,
                                     state->levels_type, &levels, &PyFrozenSet_Type, &special, &words, &spans, &script,
                                     &patronymic, &rarity, &rarities, &rare, &PyDict_Type, &starts, &PyDict_Type, &ends,
                                     &of_people, &orders, &group, &plain.number, &plain.script_class, &plain.flags,
                                     &shortest_rest, &most_tokens, &remembered))
        return NULL;
    if (group < 0 || group >= MOST_GROUPS || most_tokens > MOST_WORDS || shortest_rest < FEWEST_BESIDE) {
        PyErr_SetString(PyExc_ValueError, "no such group of letters, or more words than a name has");
        return NULL;
    }
    Reader *reader = (Reader *)allocate(type, 0);
    if (reader == NULL)
        return NULL;
    reader->term_type = (PyTypeObject *)held(state->term_type);
    reader->name_type = (PyTypeObject *)held(state->name_type);
    reader->marks = (Marks *)held(marks);
    reader->levels = (Levels *)held(levels);
    reader->special = held(special);
    reader->words = held(words);
    reader->spans = held(spans);
    reader->script = held(script);
    reader->patronymic = held(patronymic);
    reader->rarity = held(rarity);
    reader->rarities = held(rarities);
    reader->rare = rare;
    reader->of_people = of_people;
    reader->orders = orders;
    reader->group = group;
    reader->plain = plain;
    reader->shortest_rest = shortest_rest;
    reader->most_tokens = most_tokens;
    reader->remembered = remembered;
    if (make_memory(reader) < 0 || read_pieces(&reader->starts, starts, 0) < 0 || read_pieces(&reader->ends, ends, 1) < 0) {
        Py_DECREF((PyObject *)reader);
        return NULL;
    }
    return (PyObject *)reader;
}

static PyMethodDef reader_methods[] = {
    {"read", reader_read, METH_O, "read(name) -> Name, or None for a name that is Python's business"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot reader_slots[] = {
    {Py_tp_doc, "Reader(marks, levels, special, words, ...): reads names of one kind and makes them ready."},
    {Py_tp_new, reader_new},
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_methods, reader_methods},
    {0, NULL},
};

static PyType_Spec reader_spec = {
    .name = "normalizer.matching._align.Reader",
    .basicsize = sizeof(Reader),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = reader_slots,
};

#endif
