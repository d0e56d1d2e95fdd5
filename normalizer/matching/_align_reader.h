/* Names read and made ready in one call, as ready.py makes them; part of _align.c.
 *
 * A name of letters and spaces is cut at its spaces; what a word is (its part, its meaning, its weight) is remembered
 * with the word. A word of ASCII letters that no list knows is a word of the name and means itself, which is most of
 * them; of all others Python is asked. Names with more in them than letters and spaces, with a legal form of several
 * words, or with no word of their own are Python's business: `read` gives None for them.
 */
#ifndef ALIGN_READER_H
#define ALIGN_READER_H

#include "_align_levels.h"
#include "_align_marks.h"
#include "_align_names.h"

#define LONGEST_READ 400 /* letters of a name: MAX_NAME_LENGTH; longer ones are left to Python */
#define MOST_SCRIPTS 32
#define PLACES 4 /* where a word stands: the first or not, the last or not; it may play another part there */

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
    PyObject *words, *script, *patronymic, *rarity;  /* functions of ready.py */
    PyObject *rarities, *listed;                     /* gives the table of rarities or None; the table, or NULL */
    PyObject *anywhere, *placed[PLACES];             /* words and their terms: wherever they stand, or there */
    Pieces starts, ends;                             /* of words that may mean a direction */
    double rare;
    Py_ssize_t remembered;
    int of_people, group, shortest_rest, most_tokens, scripts;
    Script plain, known[MOST_SCRIPTS];               /* of ASCII names, of others */
} Reader;

/* A name while it is read. */
typedef struct {
    PyObject *terms[MOST_WORDS];
    unsigned char places[MOST_WORDS];
    int size;
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

/* The term of a word of the name that means itself. */
static PyObject *plain_term(Reader *reader, PyObject *text, PyObject *low, const char *letters, int size)
{
    double rarity;
    if (rarity_of(reader, low, &rarity) < 0)
        return NULL;
    PyObject *last = PyUnicode_FromStringAndSize(letters + size - 1, 1);
    Term *term = last == NULL ? NULL : make_term(reader->term_type, text, low, low, low, last);
    Py_XDECREF(last);
    if (term != NULL) {
        int beside = reader->shortest_rest;
        term->role = NAME_ROLE;
        term->group = reader->group;
        term->script = reader->plain.number;
        term->flags = LATIN_TERM | ASCII_TEXT | ASCII_MEANING | PLAIN_TERM;
        term->says = (int)(all_pieces(&reader->starts, letters, size, beside) | all_pieces(&reader->ends, letters, size, beside));
        term->weight = size;
        term->rarity = rarity;
    }
    return (PyObject *)term;
}

/* A word of ASCII letters in lower case: the same string where it is so, else a new one. */
static PyObject *lowered(PyObject *text, char *letters, int size)
{
    int changed = 0;
    for (int i = 0; i < size; i++) {
        letters[i] = (char)PyUnicode_ReadChar(text, i);
        changed |= letters[i] < 'a';
        letters[i] |= 0x20;
    }
    if (changed)
        return PyUnicode_FromStringAndSize(letters, size);
    return held(text);
}

/* Whether a word of ASCII letters is a word of the name wherever it stands, and means itself; -1 with an exception. */
static int is_plain(const Reader *reader, PyObject *low, const char *letters, int size)
{
    if (size < 2 || all_of(letters, size, "ivx") || strncmp(letters, "abd", 3) == 0)
        return 0; /* an initial, perhaps; a number in Roman letters; Abdul */
    int listed = PySet_Contains(reader->special, low);
    return listed < 0 ? -1 : !listed;
}

/* What Python says of a word: a tuple of terms, or None for a word that leaves the whole name to it. */
static PyObject *ask_words(const Reader *reader, PyObject *text, int place, int *anywhere)
{
    PyObject *said = PyObject_CallFunction(reader->words, "Oii", text, place & 1, place >> 1);
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
    char letters[LONGEST_READ + 1] = "";
    Py_ssize_t size = PyUnicode_GetLength(text);
    PyObject *low = ascii ? lowered(text, letters, (int)size) : NULL, *found = NULL;
    int plain = low == NULL ? (PyErr_Occurred() ? -1 : 0) : is_plain(reader, low, letters, (int)size), anywhere = plain;
    if (plain >= 0)
        found = plain ? plain_term(reader, text, low, letters, (int)size) : ask_words(reader, text, place, &anywhere);
    Py_XDECREF(low);
    PyObject *memory = anywhere > 0 ? reader->anywhere : reader->placed[place];
    if (found != NULL && PyDict_Size(memory) >= reader->remembered)
        PyDict_Clear(memory);
    if (found != NULL && PyDict_SetItem(memory, text, found) < 0)
        Py_CLEAR(found);
    return found;
}

static PyObject *terms_of(Reader *reader, PyObject *text, int place, int ascii)
{
    PyObject *found = PyDict_GetItemWithError(reader->anywhere, text);
    if (found == NULL && !PyErr_Occurred())
        found = PyDict_GetItemWithError(reader->placed[place], text);
    if (found == NULL && PyErr_Occurred())
        return NULL;
    return found != NULL ? held(found) : learn_word(reader, text, place, ascii);
}

/* ---- names ---- */

/* Adds terms; 1, 0 where the name is Python's business, -1 with an exception. */
static int add_terms(const Reader *reader, Reading *reading, PyObject *found, int place)
{
    Py_ssize_t count = PyTuple_Check(found) ? PyTuple_Size(found) : found != Py_None;
    if (found == Py_None || reading->size + count > MOST_WORDS)
        return 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *term = PyTuple_Check(found) ? PyTuple_GetItem(found, i) : found;
        if (Py_TYPE(term) != reader->term_type) {
            PyErr_SetString(PyExc_TypeError, "not a Term");
            return -1;
        }
        reading->places[reading->size] = (unsigned char)place;
        reading->terms[reading->size++] = held(term);
    }
    return 1;
}

/* Cuts a name at its spaces; 1, 0 where it is Python's business, -1 with an exception. */
static int read_words(Reader *reader, PyObject *text, Reading *reading, int *all_ascii)
{
    Py_UCS4 letters[LONGEST_READ + 1];
    Py_ssize_t size = PyUnicode_GetLength(text), starts[MOST_WORDS], ends[MOST_WORDS];
    int count = 0, ascii[MOST_WORDS], more = 1;
    if (size > LONGEST_READ || PyUnicode_AsUCS4(text, letters, LONGEST_READ + 1, 1) == NULL)
        return size > LONGEST_READ ? 0 : -1;
    for (Py_ssize_t at = 0; at < size; at++) {
        if (letters[at] == ' ')
            continue;
        if (count == MOST_WORDS)
            return 0;
        ascii[count] = 1;
        for (starts[count] = at; at < size && letters[at] != ' '; at++) {
            Py_UCS4 low = letters[at] | 0x20;
            if (letters[at] >= 128)
                ascii[count] = *all_ascii = 0;
            else if (low < 'a' || low > 'z')
                return 0;
        }
        ends[count++] = at;
    }
    if (count > reader->most_tokens)
        return 0;
    for (int i = 0; i < count && more > 0; i++) {
        int place = (i > 0) | (i == count - 1) << 1;
        PyObject *word = PyUnicode_Substring(text, starts[i], ends[i]);
        PyObject *found = word == NULL ? NULL : terms_of(reader, word, place, ascii[i]);
        more = found == NULL ? -1 : add_terms(reader, reading, found, place);
        Py_XDECREF(word);
        Py_XDECREF(found);
    }
    return more;
}

/* The script of a name, learnt of Python; 0, or -1 with an exception. */
static int script_of_name(Reader *reader, PyObject *text, const Reading *reading, int ascii, Script *script)
{
    int number = ((Term *)reading->terms[0])->script;
    for (int i = 1; i < reading->size; i++)
        if (((Term *)reading->terms[i])->script != number)
            number = 0;
    *script = reader->plain;
    if (ascii)
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
    long long shorts;
    if (term->has_shorts)
        return (term->shorts & PATRONYMIC) != 0;
    if ((term->flags & PLAIN_TERM) && plain_shorts(reader->marks, term->low, &shorts)) {
        term->shorts = shorts;
        term->has_shorts = 1;
        return (shorts & PATRONYMIC) != 0;
    }
    PyObject *said = PyErr_Occurred() ? NULL : PyObject_CallFunctionObjArgs(reader->patronymic, term->text, NULL);
    int found = said == NULL ? -1 : PyObject_IsTrue(said);
    Py_XDECREF(said);
    return found;
}

/* Marks the words of the name that Python would keep as one Part with this one: see same_part. */
static void mark_father(Name *name, const Term *father, int place)
{
    for (int i = 0; i < name->core_size; i++)
        if (name->places[i] == place && name->words[i]->role == father->role &&
            PyUnicode_Compare(name->words[i]->text, father->text) == 0)
            name->fathers_of_any |= (uint32_t)1 << i;
}

#define FULL_NAME 3 /* words of a name that may hold a patronymic, as in person.py */

/* Which words are a father's name: profile.fathers. */
static int find_fathers(const Reader *reader, Name *name, const Reading *reading)
{
    for (int i = 1; i < name->core_size && name->core_size >= FULL_NAME; i++) {
        int found = may_be_patronymic(reader, name->words[i]);
        if (found < 0)
            return -1;
        if (found) {
            mark_father(name, name->words[i], name->places[i]);
            break;
        }
    }
    for (int i = 0; i + 1 < name->size && name->core_size < name->size; i++)
        if (name->all[i]->role == PARTICLE_ROLE && (name->all[i]->flags & SON_TERM) &&
            name->all[i + 1]->role == NAME_ROLE)
            mark_father(name, name->all[i + 1], reading->places[i + 1]);
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
static PyObject *name_of(Reader *reader, PyObject *text, Reading *reading, int ascii)
{
    int own = 0;
    Script script;
    for (int i = 0; i < reading->size; i++) {
        int role = ((Term *)reading->terms[i])->role;
        own |= role == NAME_ROLE ? 3 : role == INITIAL_ROLE ? 1 : role == NUMBER_ROLE ? 2 : 0;
    }
    if (own != 3)
        return held(Py_None);
    if (script_of_name(reader, text, reading, ascii, &script) < 0)
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
    if (find_fathers(reader, name, reading) < 0) {
        Py_DECREF((PyObject *)name);
        return NULL;
    }
    return (PyObject *)name;
}

static PyObject *reader_read(PyObject *self, PyObject *text)
{
    Reader *reader = (Reader *)self;
    Reading reading = {.size = 0};
    int ascii = 1;
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "read(name: str)");
        return NULL;
    }
    int more = read_words(reader, text, &reading, &ascii);
    PyObject *name = more < 0 ? NULL : more == 0 || reading.size == 0 ? held(Py_None)
                                                                      : name_of(reader, text, &reading, ascii);
    for (int i = 0; i < reading.size; i++)
        Py_DECREF(reading.terms[i]);
    return name;
}

/* ---- making them ---- */

static void reader_dealloc(PyObject *self)
{
    Reader *reader = (Reader *)self;
    PyObject *own[] = {(PyObject *)reader->term_type, (PyObject *)reader->name_type, (PyObject *)reader->marks,
                       (PyObject *)reader->levels, reader->special, reader->words, reader->script,
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
    static char *names[] = {"marks",    "levels",   "special", "words",         "script",      "patronymic",
                            "rarity",   "rarities", "rare",    "starts",        "ends",        "of_people",
                            "group",    "plain",    "shortest_rest", "most_tokens", "remembered", NULL};
    PyObject *marks, *levels, *special, *words, *script, *patronymic, *rarity, *rarities, *starts, *ends;
    int of_people, group, shortest_rest, most_tokens;
    Script plain;
    Py_ssize_t remembered;
    double rare;
    State *state = PyType_GetModuleState(type);
    if (state == NULL ||
        !PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!O!OOOOOdO!O!ii(iii)iin:Reader", names, state->marks_type, &marks,
                                     state->levels_type, &levels, &PyFrozenSet_Type, &special, &words, &script,
                                     &patronymic, &rarity, &rarities, &rare, &PyDict_Type, &starts, &PyDict_Type, &ends,
                                     &of_people, &group, &plain.number, &plain.script_class, &plain.flags,
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
    reader->script = held(script);
    reader->patronymic = held(patronymic);
    reader->rarity = held(rarity);
    reader->rarities = held(rarities);
    reader->rare = rare;
    reader->of_people = of_people;
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
