/* Names made ready to be weighed: terms (words with what is known of each) and names made of them; part of _align.c.
 *
 * What is known of a word or a name at once is given, by ready.py or by _align_reader.h; what only some comparisons ask
 * (how a word is encoded for a table, how it reads in plain letters, what its ending shows) is asked when first needed
 * and kept.
 */
#ifndef ALIGN_NAMES_H
#define ALIGN_NAMES_H

#include "_align_alike.h"
#include "_align_words.h"

#define MOST_WORDS 32 /* of a name; longer ones are left to Python */
#define MOST_GROUPS 16 /* of letters that have tables */

enum { NAME_ROLE, INITIAL_ROLE, NUMBER_ROLE, DIRECTION_ROLE, TITLE_ROLE, PARTICLE_ROLE, SUFFIX_ROLE, LEGAL_ROLE,
       GENERIC_ROLE, ROLES };

/* What ready.py says of a term, and of a name; what a term makes known of its name (`says`) are bits of the latter. */
enum { HAN_TERM = 1, SIGNS_TERM = 2, LATIN_TERM = 4, VAGUE_TERM = 8, ASCII_TEXT = 16, ASCII_MEANING = 32,
       SMALL_TERM = 64 /* no part of an acronym */, SON_TERM = 128 /* a father's name follows, or goes on */,
       PLAIN_TERM = 256 /* letters of ASCII alone */, FIRST_TERM = 512 /* of legal forms of several words */,
       LETTERED_TERM = 1024 /* letters of _align_letters.h, and means itself folded */ };
enum { LESSER_NAME = 1, VALUES_NAME = 2, INITIALS_NAME = 4, UNSPACED_NAME = 8, NEUTRAL_NAME = 16 };
#define OPPOSED 11 /* first bit of the meanings of a term that exclude one another, two for each pair, */
#define OPPOSED_PAIRS 2
#define DIRECTIONS 5 /* first bit of the directions that a name has, */
#define MAY_MEAN 12  /* and of those that its words may mean */
#define ALL_DIRECTIONS 127

/* What is asked of a word: `shorts`, `genders`. Families of endings follow from bit 8 (masculine) and 32 (feminine). */
enum { PATRONYMIC = 1, SHORT_FORM = 2, KOREAN = 4 };
enum { GIVEN_MASCULINE = 1, GIVEN_FEMININE = 2, ADDED = 4, ADJECTIVE = 8 };
#define MASCULINE_FAMILIES 8
#define FEMININE_FAMILIES 32
#define FAMILIES 24

typedef struct {
    PyObject *encoded, *word; /* the mapping that it was taken from, and the word */
} Coded;

typedef struct Term_ {
    PyObject_HEAD
    PyObject *part, *low, *last;     /* the Part, made when needed; its text in lower case; its last letter */
    PyObject *text, *meaning, *plain; /* plain: the meaning in plain Latin letters */
    PyObject *firsts, *respelled, *raised; /* asked when needed */
    int role, group, script, flags, says;
    int has_shorts, has_genders, has_pinyin, has_reading;
    long long shorts, genders;
    int pinyin, unwritten, coded_size;
    Py_ssize_t letters, meaning_letters;
    Py_ssize_t spelt_size; /* of `spelt`; -1 where `plain` has other letters than ASCII's */
    const char *spelt;     /* the letters of `plain` */
    double weight, rarity;
    Coded *coded;
    Text *reading;
} Term;

typedef struct {
    PyObject_VAR_HEAD
    PyObject *given;                  /* the string; NULL where the profile was given with it */
    PyObject *profile, *sketch, *core; /* of profile.py: made of the string when needed */
    struct Term_ **spans, **wholes;   /* joined words, asked when needed */
    int script, script_class, flags, group;    /* group: -1 where words differ */
    int size, core_size, plain;                /* words, words of the name, whether the sketch is plain */
    int tailed;                                /* whether it has a sign with which a tail may begin */
    uint32_t fathers, fathers_of_any;          /* words of the name that are a father's name: bits */
    Sketch looks;
    unsigned char places[MOST_WORDS]; /* of each word of the name itself, where it stands: see _align_reader.h */
    Term **words;                     /* of the name itself, borrowed; they follow the others in `all` */
    Term *all[1];                     /* the name's own */
} Name;

static PyObject *held(PyObject *object)
{
    Py_INCREF(object);
    return object;
}

static void term_dealloc(PyObject *self)
{
    Term *term = (Term *)self;
    for (int i = 0; i < term->coded_size; i++) {
        Py_DECREF(term->coded[i].encoded);
        Py_DECREF(term->coded[i].word);
    }
    PyMem_Free(term->coded);
    PyMem_Free(term->reading);
    Py_XDECREF(term->part);
    Py_XDECREF(term->low);
    Py_XDECREF(term->last);
    Py_XDECREF(term->text);
    Py_XDECREF(term->meaning);
    Py_XDECREF(term->plain);
    Py_XDECREF(term->firsts);
    Py_XDECREF(term->respelled);
    Py_XDECREF(term->raised);
    release(self);
}

/* A term without its part, which is made when needed. */
static Term *make_term(PyTypeObject *type, PyObject *text, PyObject *meaning, PyObject *plain, PyObject *low,
                       PyObject *last)
{
    Term *term = (Term *)allocate(type, 0);
    if (term == NULL)
        return NULL;
    term->text = held(text);
    term->meaning = held(meaning);
    term->plain = held(plain);
    term->low = held(low);
    term->last = held(last);
    term->letters = PyUnicode_GetLength(text);
    term->meaning_letters = PyUnicode_GetLength(meaning);
    term->spelt = PyUnicode_AsUTF8AndSize(plain, &term->spelt_size);
    if (term->spelt == NULL)
        PyErr_Clear(); /* half a surrogate pair */
    if (term->spelt == NULL || term->spelt_size != PyUnicode_GetLength(plain))
        term->spelt_size = -1;
    return term;
}

static PyObject *term_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"part",   "low",    "last",  "role", "group", "script",
                            "flags", "weight", "rarity", "says", "plain", NULL};
    PyObject *part, *low, *last, *plain = NULL;
    int role, group, script, flags, says = 0;
    double weight, rarity;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!UUiiiidd|iU:Term", names, &PyTuple_Type, &part, &low, &last,
                                     &role, &group, &script, &flags, &weight, &rarity, &says, &plain))
        return NULL;
    PyObject *text = PyTuple_Size(part) == 4 ? PyTuple_GetItem(part, 0) : NULL;
    PyObject *meaning = text == NULL ? NULL : PyTuple_GetItem(part, 2);
    if (text == NULL || !PyUnicode_Check(text) || !PyUnicode_Check(meaning) || role < 0 || role >= ROLES || group < 0 ||
        group >= MOST_GROUPS) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "no part of a name, or of no known role or group");
        return NULL;
    }
    Term *term = make_term(type, text, meaning, plain == NULL ? meaning : plain, low, last);
    if (term == NULL)
        return NULL;
    term->part = held(part);
    term->role = role;
    term->group = group;
    term->script = script;
    term->flags = flags;
    term->says = says;
    term->weight = weight;
    term->rarity = rarity;
    return (PyObject *)term;
}

/* All that is known of a term at once, for tests. */
static PyObject *term_known(PyObject *self, void *unused)
{
    (void)unused;
    const Term *term = (Term *)self;
    return Py_BuildValue("(OOOOOiiiiidd)", term->text, term->meaning, term->plain, term->low, term->last, term->role,
                         term->group, term->script, term->flags, term->says, term->weight, term->rarity);
}

static PyGetSetDef term_getset[] = {
    {"known", term_known, NULL, "what is known of the word at once", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot term_slots[] = {
    {Py_tp_doc, "Term(part, low, last, role, group, script, flags, weight, rarity, says=0, plain=meaning): "
                "a word ready to be weighed."},
    {Py_tp_new, term_new},
    {Py_tp_dealloc, term_dealloc},
    {Py_tp_getset, term_getset},
    {0, NULL},
};

static PyType_Spec term_spec = {
    .name = "normalizer.matching._align.Term",
    .basicsize = sizeof(Term),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = term_slots,
};

#define SPANS(name) (2 * (name)->size + 1) /* places for joined words: two sizes from each word on */
#define WHOLES 3                          /* and for all, in so many orders: pairing._orders */

static void name_dealloc(PyObject *self)
{
    Name *name = (Name *)self;
    PyObject *own[] = {name->given, name->profile, name->sketch, name->core};
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        Py_XDECREF(own[i]);
    for (int i = 0; i < name->size; i++)
        Py_XDECREF((PyObject *)name->all[i]);
    for (int i = 0; name->spans != NULL && i < SPANS(name); i++)
        Py_XDECREF((PyObject *)name->spans[i]);
    for (int i = 0; name->wholes != NULL && i < WHOLES; i++)
        Py_XDECREF((PyObject *)name->wholes[i]);
    PyMem_Free(name->spans);
    PyMem_Free(name->wholes);
    release(self);
}

/* The terms of a tuple into a name, which keeps them; how many, or -1. */
static int read_terms(PyObject *given, PyTypeObject *term_type, Name *name)
{
    Py_ssize_t size = PyTuple_Size(given);
    if (size > MOST_WORDS) {
        PyErr_Format(PyExc_ValueError, "a name has at most %d words", MOST_WORDS);
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *term = PyTuple_GetItem(given, i);
        if (Py_TYPE(term) != term_type) {
            PyErr_SetString(PyExc_TypeError, "not a Term");
            return -1;
        }
        name->all[name->size++] = (Term *)held(term);
    }
    return name->size;
}

/* A bit for each place in a tuple of numbers. */
static int mark(PyObject *places, uint32_t *marks, int size)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(places); i++) {
        Py_ssize_t place = PyNumber_AsSsize_t(PyTuple_GetItem(places, i), PyExc_OverflowError);
        if (place < 0 || place >= size) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no such word");
            return -1;
        }
        *marks |= (uint32_t)1 << place;
    }
    return 0;
}

/* The words of the name itself out of all, in their order, and what all say of it. */
static void choose_words(Name *name)
{
    name->words = name->all + name->size;
    for (int i = 0; i < name->size; i++) {
        name->flags |= name->all[i]->says;
        if (name->all[i]->role <= INITIAL_ROLE)
            name->words[name->core_size++] = name->all[i];
    }
    if (name->core_size < name->size)
        name->flags |= LESSER_NAME;
    name->group = name->core_size ? name->words[0]->group : -1;
    for (int i = 1; i < name->core_size; i++)
        if (name->words[i]->group != name->group)
            name->group = -1;
}

#define UNTIED 16 /* places from here on are of words of which Python makes a Part for each name: see _align_reader.h */

/* Whether words of two names that were read here are one Part of Python's, which keeps one for a word at a place. */
static int same_place(const Name *a, int i, const Name *b, int j)
{
    return a->places[i] == b->places[j] && a->places[i] < UNTIED && a->words[i]->role == b->words[j]->role &&
           PyUnicode_Compare(a->words[i]->text, b->words[j]->text) == 0;
}

static PyTypeObject *term_type_of(PyTypeObject *type)
{
    State *state = PyType_GetModuleState(type);
    return state == NULL ? NULL : (PyTypeObject *)state->term_type;
}

static PyObject *name_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"profile", "sketch",       "core",  "terms", "fathers", "fathers_of_any",
                            "script",  "script_class", "flags", NULL};
    PyObject *profile, *sketch, *core, *terms, *fathers, *of_any;
    int script, script_class, flags;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO!O!O!O!O!iii:Name", names, &profile, &PyTuple_Type, &sketch,
                                     &PyTuple_Type, &core, &PyTuple_Type, &terms, &PyTuple_Type, &fathers,
                                     &PyTuple_Type, &of_any, &script, &script_class, &flags))
        return NULL;
    Name *name = (Name *)allocate(type, 2 * PyTuple_Size(terms));
    if (name == NULL)
        return NULL;
    name->profile = held(profile);
    name->sketch = held(sketch);
    name->core = held(core);
    name->script = script;
    name->script_class = script_class;
    name->flags = flags;
    PyTypeObject *term_type = term_type_of(type);
    int read = term_type == NULL ? -1 : read_terms(terms, term_type, name);
    if (read >= 0)
        choose_words(name);
    if (read >= 0 && name->core_size != PyTuple_Size(core)) {
        PyErr_SetString(PyExc_ValueError, "other words of the name than terms");
        read = -1;
    }
    if (read < 0 || mark(fathers, &name->fathers, name->core_size) < 0 ||
        mark(of_any, &name->fathers_of_any, name->core_size) < 0 ||
        (name->plain = read_sketch(sketch, &name->looks)) < 0) {
        Py_DECREF((PyObject *)name);
        return NULL;
    }
    return (PyObject *)name;
}

/* All that is known of a name at once, for tests; its sketch is None where it is not plain. */
static PyObject *name_known(PyObject *self, void *unused)
{
    (void)unused;
    const Name *name = (Name *)self;
    const Plain *levels[] = {&name->looks.words,      &name->looks.ordered, &name->looks.letters,
                             &name->looks.consonants, &name->looks.sounds,  &name->looks.vowels};
    PyObject *sketch = PyTuple_New(name->plain ? 7 : 0);
    for (Py_ssize_t i = 0; i < 6 && name->plain && sketch != NULL; i++)
        if (PyTuple_SetItem(sketch, i, PyUnicode_FromStringAndSize((const char *)levels[i]->letters, levels[i]->size)))
            Py_CLEAR(sketch);
    if (sketch != NULL && name->plain && PyTuple_SetItem(sketch, 6, PyLong_FromLong(name->looks.length)))
        Py_CLEAR(sketch);
    PyObject *terms = sketch == NULL ? NULL : PyTuple_New(name->size);
    for (int i = 0; terms != NULL && i < name->size; i++)
        if (PyTuple_SetItem(terms, i, held((PyObject *)name->all[i])) < 0)
            Py_CLEAR(terms);
    if (terms == NULL) {
        Py_XDECREF(sketch);
        return NULL;
    }
    return Py_BuildValue("(NNiiiiII)", terms, sketch, name->script, name->script_class, name->flags, name->group,
                         name->fathers, name->fathers_of_any);
}

/* What part each word plays, by its number in terms.ROLES. */
static PyObject *name_roles(PyObject *self, void *unused)
{
    (void)unused;
    const Name *name = (Name *)self;
    PyObject *roles = PyTuple_New(name->size);
    for (int i = 0; roles != NULL && i < name->size; i++) {
        PyObject *role = PyLong_FromLong(name->all[i]->role);
        if (role == NULL || PyTuple_SetItem(roles, i, role) < 0)
            Py_CLEAR(roles);
    }
    return roles;
}

static PyGetSetDef name_getset[] = {
    {"roles", name_roles, NULL, "what part each word plays, by number", NULL},
    {"known", name_known, NULL, "what is known of the name at once", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot name_slots[] = {
    {Py_tp_doc, "Name(profile, sketch, core, terms, fathers, fathers_of_any, script, script_class, flags): "
                "a name ready to be weighed."},
    {Py_tp_new, name_new},
    {Py_tp_dealloc, name_dealloc},
    {Py_tp_getset, name_getset},
    {0, NULL},
};

static PyType_Spec name_spec = {
    .name = "normalizer.matching._align.Name",
    .basicsize = sizeof(Name),
    .itemsize = sizeof(Term *),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = name_slots,
};

#endif
