/* Words that the other name writes differently: merge_words.py, settle.py; part of _align.c.
 *
 * Words are joined, and lesser ones settled, here where all is known of their letters; names whose words mean numbers or
 * directions that the other has are left to Python.
 */
#ifndef ALIGN_MERGING_H
#define ALIGN_MERGING_H

#include "_align_judge.h"
#include "_align_meanings.h"
#include "_align_reader.h"

enum { JOIN = 2 }; /* an answer beside DONE, LEAVE and FAILED: words are one */

/* Plain likeness, 0..100, as rapidfuzz has it; LEAVE for long strings. */
static int ratio_of(PyObject *a, PyObject *b, double *ratio)
{
    Text x, y;
    int common, edits;
    if (PyUnicode_GetLength(a) > MAX_LETTERS || PyUnicode_GetLength(b) > MAX_LETTERS)
        return LEAVE;
    if (read_text(a, &x) < 0 || read_text(b, &y) < 0)
        return FAILED;
    *ratio = x.size + y.size ? 0.0 : 100.0;
    if (x.size && y.size) {
        common_and_edits(&x, &y, &common, &edits);
        *ratio = indel_share(common, x.size + y.size) * 100.0;
    }
    return DONE;
}

/* JOIN if joined words are one word of the other name, or nearly: merge_words._nearly. */
static int is_nearly(Scales *scales, Term *joined, Py_ssize_t longest, Term *target)
{
    double found;
    Py_ssize_t low = PyUnicode_GetLength(joined->low), size = target->letters;
    int like = ((joined->flags & ASCII_TEXT) != 0) == ((target->flags & ASCII_MEANING) != 0);
    if (same_text(joined->low, target->meaning))
        return JOIN;
    if (longest + 1 >= size || (like && (low > size + 3 || size > low + 3)))
        return DONE;
    if (like) {
        int left = ratio_of(joined->low, target->meaning, &found);
        if (left || found < scales->numbers.joined_ratio)
            return left;
    }
    if (letters_of(scales, joined, target, &found) < 0)
        return FAILED;
    return found > scales->numbers.joined ? JOIN : DONE;
}

/* Several words in lower case as one, if they are ASCII and short. */
static int join_plainly(const Name *name, int at, int size, Text *joined)
{
    joined->size = 0;
    for (int i = at; i < at + size; i++) {
        const Term *term = name->all[i];
        if (!(term->flags & ASCII_TEXT) || joined->size + term->letters > MAX_LETTERS)
            return 0;
        for (Py_ssize_t k = 0; k < term->letters; k++)
            joined->letters[joined->size++] = PyUnicode_ReadChar(term->low, k);
    }
    return joined->size > 0;
}

/* Whether plain letters tell already that joined words are not nearly the target. */
static int is_far(const Scales *scales, const Text *joined, const Term *target)
{
    Text meaning;
    int common, edits;
    if (!(target->flags & ASCII_MEANING) || target->meaning_letters == 0 || target->meaning_letters > MAX_LETTERS ||
        read_text(target->meaning, &meaning) < 0)
        return 0;
    common_and_edits(joined, &meaning, &common, &edits);
    return edits && indel_share(common, joined->size + meaning.size) * 100.0 < scales->numbers.joined_ratio;
}

/* JOIN if `size` words from `at` are one of the targets: merge_words._joins. */
static int joins(Scales *scales, Name *name, int at, int size, Term **targets, int count)
{
    Py_ssize_t letters = 0, longest = 0;
    int names = 0, ascii = 1;
    Text low;
    for (int i = at; i < at + size; i++) {
        const Term *term = name->all[i];
        if (term->role != NAME_ROLE && term->role != PARTICLE_ROLE && term->role != INITIAL_ROLE &&
            term->role != GENERIC_ROLE)
            return DONE;
        names += term->role == NAME_ROLE;
        letters += term->letters;
        longest = term->letters > longest ? term->letters : longest;
        ascii = ascii && (term->flags & ASCII_TEXT);
    }
    int plain = names && join_plainly(name, at, size, &low);
    for (int t = 0; t < count && names; t++) {
        Term *target = targets[t];
        Py_ssize_t apart = letters > target->letters ? letters - target->letters : target->letters - letters;
        int same_ascii = ascii == ((target->flags & ASCII_TEXT) != 0);
        if (apart > 3 && same_ascii)
            continue;
        if (ascii && letters != target->meaning_letters && longest + 1 >= target->letters)
            continue; /* neither one word nor nearly one */
        if (plain && is_far(scales, &low, target))
            continue;
        Joined asked = {name->all + at, size};
        Term *joined = learn_joined(scales, &name->spans, SPANS(name), 2 * at + size - 2, &asked);
        int left = joined == NULL ? FAILED : is_nearly(scales, joined, longest, target);
        if (left)
            return left;
    }
    return DONE;
}

/* Which words of a name are joined beside the other, in `sizes`: how many from each on; `changed`: whether it was asked
 * at all. JOIN if any are. */
static int merges(Scales *scales, Name *name, const Name *other, int *changed, unsigned char *sizes)
{
    Term *targets[MOST_WORDS];
    int count = 0, joined = DONE;
    Py_ssize_t shortest = PY_SSIZE_T_MAX;
    memset(sizes, 1, MOST_WORDS);
    if (name->size < 2)
        return DONE;
    for (int i = 0; i < name->size; i++)
        if (name->all[i]->meaning_letters < shortest)
            shortest = name->all[i]->meaning_letters;
    for (int j = 0; j < other->size; j++) {
        Term *term = other->all[j];
        if (term->role == NAME_ROLE && term->meaning_letters > shortest + 2 && !has_meaning(name, term, -1))
            targets[count++] = term;
    }
    *changed = *changed || count;
    for (int at = 0; at < name->size && count; at += sizes[at])
        for (int size = 3; size > 1 && sizes[at] == 1; size--) {
            int left = at + size <= name->size ? joins(scales, name, at, size, targets, count) : DONE;
            if (left != DONE && left != JOIN)
                return left;
            if (left == JOIN) {
                sizes[at] = (unsigned char)size;
                joined = JOIN;
            }
        }
    return joined;
}

/* ---- names with joined words ---- */

/* Several words as one that is of the name, as terms.term makes it; NULL without an exception where Python must. */
static PyObject *joined_word(const Scales *scales, Name *name, int at, int size)
{
    Reader *reader = scales->reader;
    Joined asked = {name->all + at, size};
    Folded_word word = {.low = NULL};
    int plain = PLAIN_TERM, known = 0;
    for (int i = at; i < at + size; i++) {
        if (!(name->all[i]->flags & (PLAIN_TERM | LETTERED_TERM)))
            return NULL;
        plain &= name->all[i]->flags;
    }
    PyObject *text = join_texts(&asked, TEXTS), *meaning = text == NULL ? NULL : join_texts(&asked, MEANINGS);
    PyObject *found = NULL;
    if (meaning != NULL)
        known = plain ? fold_ascii(reader, text, &word) : fold_lettered(reader, text, &word);
    if (known > 0 && same_text(word.folded, meaning)) {
        int listed = PySet_Contains(reader->special, word.folded);
        found = listed == 0 ? plain_term(reader, text, &word) : NULL;
    }
    free_word(&word);
    Py_XDECREF(text);
    Py_XDECREF(meaning);
    return found;
}

/* The words of a name, joined so, in a reading of it; 1, 0 where Python must read them, -1 with an exception. */
static int join_words_of(const Scales *scales, Name *name, const unsigned char *sizes, Reading *reading)
{
    int own = 0;
    for (int at = 0; at < name->size; at += sizes[at]) {
        Term *word = name->all[at];
        int before = own;
        for (int i = at; i < at + sizes[at]; i++)
            own += name->all[i]->role <= INITIAL_ROLE;
        PyObject *term = sizes[at] == 1 ? held((PyObject *)word) : joined_word(scales, name, at, sizes[at]);
        if (term == NULL)
            return PyErr_Occurred() ? -1 : 0;
        reading->places[reading->size] = sizes[at] > 1 || word->role > INITIAL_ROLE ? TIED : name->places[before];
        reading->terms[reading->size++] = term;
    }
    return 1;
}

/* Whether a name needs no more of Python: its words are known letters of one script. */
static int is_plain_name(const Name *name)
{
    for (int i = 0; i < name->core_size; i++)
        if (!(name->words[i]->flags & (PLAIN_TERM | LETTERED_TERM)) || name->words[i]->script != name->words[0]->script)
            return 0;
    return name->plain;
}

/* A name that was made of the words of another, whole: its sketch and its fathers. LEAVE where Python must make it. */
static int finish_name(const Scales *scales, const Name *name, Name *made)
{
    Py_ssize_t letters = 0, before = 0;
    for (int i = 0; i < name->core_size; i++)
        before += name->words[i]->meaning_letters;
    for (int i = 0; i < made->core_size; i++)
        letters += made->words[i]->meaning_letters;
    made->looks = name->looks; /* of the words as they were, unless other letters are: features._sketch_of */
    made->plain = letters == before ? name->plain : sketch_words(scales->reader->levels, made);
    if (find_fathers(scales->reader, made) < 0)
        return FAILED;
    return is_plain_name(made) ? DONE : LEAVE;
}

/* The words of a name in a reading, each where it stands. */
static void begin_reading(const Name *name, Reading *reading)
{
    for (int i = 0, own = 0; i < name->size; i++) {
        reading->terms[i] = held((PyObject *)name->all[i]);
        reading->places[i] = name->all[i]->role <= INITIAL_ROLE ? name->places[own++] : TIED;
    }
    reading->size = name->size;
}

/* The name of a reading, which gives its words; NULL with an exception. */
static Name *end_reading(const Scales *scales, const Name *name, Reading *reading, int wanted)
{
    Script script = {name->script, name->script_class, name->flags & (UNSPACED_NAME | NEUTRAL_NAME)};
    Name *made = wanted ? name_of_terms(scales->reader, reading, &script) : NULL;
    for (int i = 0; i < reading->size; i++)
        Py_DECREF(reading->terms[i]);
    return made;
}

/* Whether a lesser word of one name and a word of the other are one: settle._alike; FAILED with an exception. */
static int are_alike(Scales *scales, Term *lesser, Term *word)
{
    double odds;
    if (same_text(lesser->low, word->low))
        return 1;
    if (lesser->role != DIRECTION_ROLE && lesser->role != GENERIC_ROLE)
        return 0;
    return letters_of(scales, lesser, word, &odds) < 0 ? FAILED : odds > scales->numbers.alike;
}

/* A word in the part of another, by Python; a new reference. */
static PyObject *settled_word(const Scales *scales, Term *word, Term *lesser)
{
    if (learn_part(scales, word) < 0 || learn_part(scales, lesser) < 0)
        return NULL;
    PyObject *found = PyObject_CallFunctionObjArgs(scales->asks.settled, word->part, lesser->part, NULL);
    if (found != NULL && Py_TYPE(found) != scales->reader->term_type) {
        PyErr_SetString(PyExc_TypeError, "a settled word is a Term");
        Py_CLEAR(found);
    }
    return found;
}

#define NO_WORD (-1)

/* The word of a reading that plays the part of a lesser word of the other name; NO_WORD where none does or it has that very
 * one, less with an exception. */
static int word_to_settle(Scales *scales, Term *lesser, const Reading *reading)
{
    int names = 0;
    for (int j = 0; j < reading->size; j++) {
        const Term *word = (Term *)reading->terms[j];
        if (word->role == lesser->role && same_meaning(word, lesser))
            return NO_WORD;
        names += word->role == NAME_ROLE;
    }
    for (int j = 0; j < reading->size && names > 1; j++) {
        Term *word = (Term *)reading->terms[j];
        int alike = word->role == NAME_ROLE ? are_alike(scales, lesser, word) : 0;
        if (alike)
            return alike < 0 ? NO_WORD - 1 : j;
    }
    return NO_WORD;
}

/* A name with its words in the parts that the other gives them, a new reference, or NULL: settle._settle_lesser. */
static int settle_words(Scales *scales, const Name *name, Name *other, Name **settled)
{
    Reading reading = {.size = 0};
    int changed = 0, failed = 0;
    begin_reading(other, &reading);
    for (int i = 0; i < name->size && !failed; i++) {
        Term *lesser = name->all[i];
        int at = is_lesser(lesser->role) ? word_to_settle(scales, lesser, &reading) : NO_WORD;
        PyObject *word = at < 0 ? NULL : settled_word(scales, (Term *)reading.terms[at], lesser);
        failed = at < NO_WORD || (at >= 0 && word == NULL);
        if (word == NULL)
            continue;
        Py_DECREF(reading.terms[at]);
        reading.terms[at] = word;
        reading.places[at] = TIED;
        changed = 1;
    }
    *settled = end_reading(scales, other, &reading, changed && !failed);
    return failed || (changed && *settled == NULL) ? FAILED : DONE;
}

/* A name with its words joined, a new reference; LEAVE where Python must make it. */
static int join_name(const Scales *scales, Name *name, const unsigned char *sizes, Name **joined)
{
    Reading reading = {.size = 0};
    int known = join_words_of(scales, name, sizes, &reading);
    *joined = end_reading(scales, name, &reading, known > 0);
    return *joined != NULL ? DONE : PyErr_Occurred() ? FAILED : LEAVE;
}

/* Both names with lesser words settled, and the words joined that the other writes as one, new references in `made` where
 * they are others: merge_words. `changed`: whether it gives a copy of these. LEAVE where Python must make them. */
static int merge_names(Scales *scales, Name *names[2], Name *made[2], int *changed)
{
    Name *a = names[0], *b = names[1], *work[2] = {a, b};
    unsigned char sizes[2][MOST_WORDS];
    int lesser = 0, left = DONE, shared = 0;
    if (a->size + b->size < 3 || same_meanings(a, b))
        return DONE;
    if (a->flags & b->flags & VALUES_NAME)
        shared = share_values(a, b);
    if (shared == MAY_COUNT || directs(a, b) || directs(b, a))
        return LEAVE;
    for (int i = 0; i < a->size; i++)
        lesser = lesser || is_lesser(a->all[i]->role);
    for (int j = 0; j < b->size; j++)
        lesser = lesser || is_lesser(b->all[j]->role);
    *changed = lesser || shared;
    for (int i = 1; i >= 0 && lesser; i--) { /* the second name first */
        if (settle_words(scales, work[1 - i], names[i], made + i) < 0)
            return FAILED;
        work[i] = made[i] == NULL ? names[i] : made[i];
    }
    int joined[2];
    for (int i = 0; i < 2; i++)
        if ((joined[i] = merges(scales, work[i], work[1 - i], changed, sizes[i])) != DONE && joined[i] != JOIN)
            return joined[i];
    for (int i = 0; i < 2; i++) {
        Name *before = made[i];
        if (joined[i] == JOIN && (left = join_name(scales, work[i], sizes[i], made + i)) != DONE) {
            made[i] = before;
            return left;
        }
        if (joined[i] == JOIN)
            Py_XDECREF((PyObject *)before);
    }
    if ((made[0] != NULL || made[1] != NULL) && (a->given == NULL || b->given == NULL || !a->plain || !b->plain))
        return LEAVE; /* Python read one of them */
    for (int i = 0; i < 2 && left == DONE; i++)
        left = made[i] == NULL ? DONE : finish_name(scales, names[i], made[i]);
    return left;
}

#endif
