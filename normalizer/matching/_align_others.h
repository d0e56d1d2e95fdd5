/* Two names side by side, and their words that are not the name itself: features._others; part of _align.c. */
#ifndef ALIGN_OTHERS_H
#define ALIGN_OTHERS_H

#include "_align_merging.h"

enum { WORST, MEAN, MATCHED, SIZE, OMITTED, ONE_OF_MANY, CROSSED, LESSER, AGREEING, DIFFERING, MISSING, AGREEING_SHARE,
       RAREST_AGREEING, RAREST_DIFFERING, WORDS_APART, WORDS, LOOKS }; /* features.Words, then sketch.Likeness */
#define LOOKS_EDITS (LOOKS + 4)
#define LOOKS_SHORTER (LOOKS + 16)

/* Two words of which one is read in another language, and whom to ask for the reading; `ask` NULL where none is. */
typedef struct {
    PyObject *ask;
    Term *a, *b;
} Elsewhere;

/* Two names side by side, and what is measured of them. */
typedef struct {
    Name *a, *b;
    Name *merged[2]; /* those of them that were made with words joined */
    PyObject *known; /* what a gazetteer knows, or None */
    uint32_t fathers_a, fathers_b, older_a, older_b; /* of each name itself; and words that are so in either */
    Py_ssize_t partner[MOST_WORDS];                  /* of each word of a: its word of b, or -1 */
    Found found[MOST_WORDS];                         /* of each word of a that has a partner */
    int pairs, regional;
    double number, edits;
    int gender, father, bare, extra, initial, explained, knows;
    int whole, acronym;      /* whether both names without their spaces are the one pair, `joined`; whether of letters */
    Found joined;
    Elsewhere elsewhere;
    Sketch read;               /* of the name that is read elsewhere, */
    const Sketch *sketches[2]; /* and of both then */
    double numbers[LOOKS + LIKENESS];
} Pair;

static int has_role(const Name *name, int role)
{
    for (int i = 0; i < name->size; i++)
        if (name->all[i]->role == role)
            return 1;
    return 0;
}

static int has_vague(const Name *name, int role)
{
    for (int i = 0; i < name->size; i++)
        if (name->all[i]->role == role && (name->all[i]->flags & VAGUE_TERM))
            return 1;
    return 0;
}

/* Words of `a` in a role: how many have no equal in `b` (`equal`: have one). */
static int count_shared(const Name *a, const Name *b, int role, int equal)
{
    int count = 0;
    for (int i = 0; i < a->size; i++)
        if (a->all[i]->role == role)
            count += has_meaning(b, a->all[i], role) == equal;
    return count;
}

/* Meanings that exclude others, of the titles and suffixes (`role`) of a name. */
static int excluding(const Name *name, int role)
{
    int found = 0;
    for (int i = 0; i < name->size; i++)
        if (name->all[i]->role == role)
            found |= name->all[i]->flags >> OPPOSED & ((1 << 2 * OPPOSED_PAIRS) - 1);
    return found;
}

/* Whether one name says that it is the other's opposite: junior and senior, a man and a woman. */
static int is_opposed(const Name *a, const Name *b, int role)
{
    int x = excluding(a, role), y = excluding(b, role);
    for (int pair = 0; pair < OPPOSED_PAIRS; pair++, x >>= 2, y >>= 2)
        if (((x & 3) == 1 && (y & 3) == 2) || ((x & 3) == 2 && (y & 3) == 1))
            return 1;
    return 0;
}

static void measure_others(const Scales *scales, Pair *pair)
{
    static const int exclusive[] = {NUMBER_ROLE, DIRECTION_ROLE};
    static const int lesser[] = {TITLE_ROLE, PARTICLE_ROLE, SUFFIX_ROLE, LEGAL_ROLE, GENERIC_ROLE};
    const Name *a = pair->a, *b = pair->b;
    for (int i = 0; i < 2; i++) {
        int left = count_shared(a, b, exclusive[i], 0), right = count_shared(b, a, exclusive[i], 0);
        double found = left && right ? 1.0 : left || right ? scales->numbers.left_out_number : 0.0;
        pair->number = found > pair->number ? found : pair->number;
    }
    if (is_opposed(a, b, TITLE_ROLE) || is_opposed(a, b, SUFFIX_ROLE))
        pair->number = 1.0;
    for (int i = 0; i < 5; i++)
        pair->numbers[LESSER] += has_role(a, lesser[i]) && has_role(b, lesser[i]) &&
                                 !count_shared(a, b, lesser[i], 1) && !has_vague(a, lesser[i]) &&
                                 !has_vague(b, lesser[i]);
    pair->regional = has_role(a, GENERIC_ROLE) || has_role(b, GENERIC_ROLE);
}

#endif
