/* Names read and made ready in one call, as ready.py makes them; part of _align.c.
 *
 * A name is cut into words; what a word is (its part, its meaning, its weight) is remembered with the word. A word of
 * ASCII letters that no list knows is a word of the name and means itself, which is most of them; of all others Python
 * is asked. Names with digits, with other signs than ASCII's, with initials run together, a person's with a comma, names
 * with no word of their own are Python's business: `read` gives None for them.
 */
#ifndef ALIGN_READER_H
#define ALIGN_READER_H

#include "_align_cutting.h"
#include "_align_folding.h"
#include "_align_legal.h"
#include "_align_sketching.h"
#include "_align_names.h"

#define SHARE_PLACED 8 /* words that play a part are few: so many times fewer are kept for a place than words at all */

/* ---- words ---- */

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
    Py_ssize_t most = memory == reader->anywhere ? reader->remembered : reader->remembered / SHARE_PLACED;
    if (found != NULL && PyDict_Size(memory) >= most)
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
    int count = cut_words(letters, size, reader->most_tokens, reader->orders, cuts), more = count > 0;
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
    if (more > 0 && reading->firsts && (more = join_forms(reader, reading, count)) == 0) {
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
    int may = known ? 1 : PySet_Contains(reader->marks->lasts, term->last);
    if (may <= 0)
        return may;
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

/* Marks the father's name that the particle at a place announces, before which stand so many words of the name itself:
 * behind an article, perhaps, and of Abd and what he serves both. */
static void mark_after(Name *name, int at, int own)
{
    for (int more = 1; more; own++) {
        do
            at++;
        while (at < name->size && name->all[at]->role == PARTICLE_ROLE);
        if (at >= name->size || name->all[at]->role != NAME_ROLE)
            return;
        mark_father(name, own);
        more = name->all[at]->flags & SON_TERM;
    }
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
        if (name->all[i]->role == PARTICLE_ROLE && (name->all[i]->flags & SON_TERM))
            mark_after(name, i, own);
    }
    name->fathers = reader->of_people ? name->fathers_of_any : 0;
    return 0;
}

/* A name of these terms, a new reference, without its sketch and its fathers. */
static Name *name_of_terms(Reader *reader, Reading *reading, const Script *script)
{
    Name *name = (Name *)allocate(reader->name_type, 2 * (Py_ssize_t)reading->size);
    if (name == NULL)
        return NULL;
    for (; name->size < reading->size; name->size++)
        name->all[name->size] = (Term *)held(reading->terms[name->size]);
    name->script = script->number;
    name->script_class = script->script_class;
    name->flags = script->flags;
    choose_words(name);
    for (int i = 0, at = 0; i < name->size; i++)
        if (name->all[i]->role <= INITIAL_ROLE)
            name->places[at++] = reading->places[i];
    return name;
}

/* The name of these terms, a new reference; None where it has no word of its own. */
static PyObject *name_of(Reader *reader, PyObject *text, Reading *reading)
{
    Script script;
    int known = raise_words(reader, reading);
    if (known <= 0)
        return known < 0 ? NULL : held(Py_None);
    Name *name = script_of_name(reader, text, reading, &script) < 0 ? NULL : name_of_terms(reader, reading, &script);
    if (name == NULL)
        return NULL;
    name->given = held(text);
    name->plain = sketch_words(reader->levels, name);
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
                       reader->patronymic, reader->rarity, reader->rarities, reader->listed, reader->anywhere,
                       reader->forms, reader->legal, reader->raised, reader->attached};
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        Py_XDECREF(own[i]);
    for (int i = 0; i < PLACES; i++)
        Py_XDECREF(reader->placed[i]);
    PyMem_Free(reader->starts.pieces);
    PyMem_Free(reader->ends.pieces);
    PyMem_Free(reader->attached_starts.pieces);
    PyMem_Free(reader->attached_ends.pieces);
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
    static char *names[] = {"marks",    "levels",   "special", "words",  "spans", "forms", "legal", "raised", "script",
                            "patronymic", "rarity",
                            "rarities", "rare",     "starts",  "ends", "attached", "of_people", "orders", "group", "plain",
                            "shortest_rest", "most_tokens", "remembered", "letters", NULL};
    PyObject *marks, *levels, *special, *words, *spans, *forms, *legal, *raised, *script;
    PyObject *patronymic, *rarity, *rarities, *starts, *ends;
    PyObject *attached;
    int of_people, orders, group, shortest_rest, most_tokens, letters;
    Script plain;
    Py_ssize_t remembered;
    double rare;
    State *state = PyType_GetModuleState(type);
    if (state == NULL ||
        !PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!O!OOO!OOOOOOdO!O!Oiii(iii)iini:Reader", names, state->marks_type,
                                     &marks,
                                     state->levels_type, &levels, &PyFrozenSet_Type, &special, &words, &spans,
                                     &PyDict_Type, &forms, &legal, &raised, &script,
                                     &patronymic, &rarity, &rarities, &rare, &PyDict_Type, &starts, &PyDict_Type, &ends,
                                     &attached,
                                     &of_people, &orders, &group, &plain.number, &plain.script_class, &plain.flags,
                                     &shortest_rest, &most_tokens, &remembered, &letters))
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
    reader->forms = held(forms);
    reader->legal = held(legal);
    reader->raised = held(raised);
    reader->letters = letters;
    reader->script = held(script);
    reader->patronymic = held(patronymic);
    reader->attached = held(attached);
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
