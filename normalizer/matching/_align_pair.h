/* Two names side by side and the numbers of them, as features.py; part of _align.c.
 *
 * `features.measure` also measures what is left to it here (LEAVE): names whose words are joined or settled beside the
 * other, Han readings. Both give the same numbers, to the last bit, since every sum runs in the same order
 * (tests/matching/test_ready.py).
 */
#ifndef ALIGN_PAIR_H
#define ALIGN_PAIR_H

#include "_align_elsewhere.h"
#include "_align_wholes.h"

/* ---- pairs of words ---- */

/* Whether two words of names are one Part of Python's. */
static int same_part(const Name *a, int i, const Name *b, int j)
{
    if (a->core != NULL && b->core != NULL)
        return PyTuple_GetItem(a->core, i) == PyTuple_GetItem(b->core, j);
    return same_place(a, i, b, j);
}

/* Which words are a father's name by the identity of their parts, in their own name or the other. */
static uint32_t older_words(const Name *name, uint32_t own, const Name *other, uint32_t of_other)
{
    for (int j = 0; j < other->core_size && of_other >> j; j++)
        for (int i = 0; i < name->core_size && (of_other >> j & 1); i++)
            if (same_part(name, i, other, j))
                own |= (uint32_t)1 << i;
    return own;
}

static int pair_words(Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    int rows = a->core_size, columns = b->core_size;
    int of_people = scales->kind == PERSON_KIND || scales->kind == ANY_KIND;
    int by_all = of_people && ((a->flags | b->flags) & INITIALS_NAME); /* see pairing._gain */
    double odds[MOST_WORDS * MOST_WORDS], gains[MOST_WORDS * MOST_WORDS];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) {
            double *value = odds + i * columns + j, gain;
            Found found;
            if (a->words[i]->role == NAME_ROLE && b->words[j]->role == NAME_ROLE) {
                if (letters_of(scales, a->words[i], b->words[j], value) < 0 ||
                    (by_all && judge_words(scales, a->words[i], b->words[j], *value, JOINED, Py_None, &found) < 0))
                    return FAILED;
                gain = by_all ? found.odds : *value;
            } else {
                if (judge_initials(scales, a->words[i], b->words[j], &found) < 0)
                    return FAILED;
                *value = gain = found.odds;
            }
            gains[i * columns + j] = i == j ? gain + scales->numbers.same_place : gain;
        }
    pair->partner[0] = 0;
    if ((rows > 1 || columns > 1) && assign_rows(gains, rows, columns, pair->partner) < 0)
        return FAILED;
    for (int i = 0; i < rows; i++) {
        Py_ssize_t j = pair->partner[i];
        if (j < 0)
            continue;
        pair->pairs++;
        if (judge_words(scales, a->words[i], b->words[j], odds[i * columns + j],
                        pair->regional ? IN_REGION : IN_NAMES, pair->known, pair->found + i) < 0)
            return FAILED;
    }
    return DONE;
}

static int may_be_cut_differently(const Scales *scales, const Name *a, const Name *b)
{
    if (scales->kind == PERSON_KIND && ((a->flags | b->flags) & INITIALS_NAME))
        return 0;
    return a->core_size != b->core_size || (((a->flags ^ b->flags) & UNSPACED_NAME) && a->core_size > 1);
}

/* ---- the numbers of the words: features._words ---- */

static double left_out_of(const Scales *scales, const Name *name, uint32_t older, uint32_t paired, double *left_out,
                          double *missing)
{
    double whole = 0.0;
    for (int i = 0; i < name->core_size; i++) {
        double share = name->words[i]->weight;
        if (older >> i & 1)
            share *= scales->numbers.patronymic_weight;
        whole += share;
        if (!(paired >> i & 1)) {
            *left_out += share;
            *missing += name->words[i]->rarity;
        }
    }
    return whole;
}

static uint32_t paired_words(const Pair *pair, int of_b)
{
    uint32_t paired = 0;
    for (int i = 0; i < pair->a->core_size; i++)
        if (pair->partner[i] >= 0)
            paired |= (uint32_t)1 << (of_b ? pair->partner[i] : i);
    return paired;
}

/* The share of what agrees, and how many words the names have. */
static void count_words(Pair *pair)
{
    double *numbers = pair->numbers;
    int of_a = pair->a->core_size, of_b = pair->b->core_size, few = of_a < of_b ? of_a : of_b;
    numbers[AGREEING_SHARE] = numbers[AGREEING] / (numbers[AGREEING] + numbers[DIFFERING] + numbers[MISSING] + 0.1);
    numbers[WORDS_APART] = of_a > of_b ? of_a - of_b : of_b - of_a;
    numbers[WORDS] = of_a == 1 && of_b == 1 ? 1 : few + (of_a != of_b);
}

static void measure_words(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    double *numbers = pair->numbers, total = 0.0, matched = 0.0, weight = 0.0, letters = 0.0, before = -1.0;
    numbers[WORST] = INFINITY;
    for (int i = 0; i < a->core_size; i++) {
        if (pair->partner[i] < 0)
            continue;
        const Term *x = a->words[i], *y = b->words[pair->partner[i]];
        double odds = bounded_odds(scales, pair->found + i), size = (double)(x->letters + y->letters);
        double own = odds > 0 ? x->weight + y->weight : size, rare = (x->rarity + y->rarity) / 2;
        int most = odds > 0 ? RAREST_AGREEING : RAREST_DIFFERING;
        numbers[WORST] = odds < numbers[WORST] ? odds : numbers[WORST];
        numbers[CROSSED] = numbers[CROSSED] || (double)pair->partner[i] < before;
        before = (double)pair->partner[i];
        total += odds * own;
        weight += own;
        letters += size;
        if (odds > 0)
            matched += own;
        numbers[odds > 0 ? AGREEING : DIFFERING] += rare;
        numbers[most] = rare > numbers[most] ? rare : numbers[most];
    }
    if (a->core_size != b->core_size) {
        double left_out = 0.0, missing = 0.0;
        double of_a = left_out_of(scales, a, pair->older_a, paired_words(pair, 0), &left_out, &missing);
        double of_b = left_out_of(scales, b, pair->older_b, paired_words(pair, 1), &left_out, &missing);
        numbers[OMITTED] = left_out / (of_b > of_a ? of_b : of_a);
        numbers[MISSING] = missing;
        numbers[ONE_OF_MANY] = pair->pairs == 1;
    }
    numbers[MEAN] = total / weight;
    numbers[MATCHED] = matched / weight;
    numbers[SIZE] = log(letters);
    count_words(pair);
}

/* What a name counts as one word: its letters, those that tell names apart, the rarity of its words. */
static void add_up(const Name *name, double *size, double *weight, double *rare)
{
    *size = *weight = *rare = 0.0;
    for (int i = 0; i < name->core_size; i++) {
        *size += (double)name->words[i]->letters;
        *weight += name->words[i]->weight;
        *rare += name->words[i]->rarity;
    }
}

/* The numbers of two names of which both without their spaces are the one pair: nothing is left out then. */
static void measure_whole(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    double *numbers = pair->numbers, odds = bounded_odds(scales, &pair->joined);
    double size_a, size_b, weight_a, weight_b, rare_a, rare_b;
    add_up(a, &size_a, &weight_a, &rare_a);
    add_up(b, &size_b, &weight_b, &rare_b);
    double own = odds > 0 ? weight_a + weight_b : size_a + size_b, rare = (rare_a + rare_b) / 2;
    numbers[WORST] = odds;
    numbers[MEAN] = odds * own / own;
    numbers[MATCHED] = odds > 0;
    numbers[SIZE] = log(size_a + size_b);
    numbers[odds > 0 ? AGREEING : DIFFERING] = rare;
    numbers[odds > 0 ? RAREST_AGREEING : RAREST_DIFFERING] = rare > 0.0 ? rare : 0.0;
    count_words(pair);
    pair->explained = odds > 0 && (pair->joined.rule & EXPLAINS);
    pair->knows = (pair->joined.rule & KNOWS) != 0;
}

/* ---- what rules alone weigh ---- */

static int show_other_gender(const Scales *scales, Term *a, Term *b)
{
    int same_last = same_text(a->last, b->last);
    if (same_last && (PyUnicode_GetLength(a->last) != 1 || (PyUnicode_ReadChar(a->last, 0) != 'a' &&
                                                            PyUnicode_ReadChar(a->last, 0) != 0x430)))
        return 0;
    if (learn_genders(scales, a) < 0 || learn_genders(scales, b) < 0)
        return FAILED;
    long long x = a->genders, y = b->genders, given = GIVEN_MASCULINE | GIVEN_FEMININE;
    long long families = ((long long)1 << FAMILIES) - 1;
    int may = ((x & given) && (y & given) && (x & given) != (y & given)) || ((x | y) & ADDED) ||
              (x >> MASCULINE_FAMILIES & y >> FEMININE_FAMILIES & families) ||
              (y >> MASCULINE_FAMILIES & x >> FEMININE_FAMILIES & families);
    if (!may)
        return 0;
    PyObject *said = PyObject_CallFunctionObjArgs(scales->asks.other_gender, a->text, b->text, NULL);
    int other = said == NULL ? FAILED : PyObject_IsTrue(said);
    Py_XDECREF(said);
    return other;
}

/* Whether the fathers' names of a pair of words contradict: 1, or LEAVE's place taken by FAILED. */
static int contradict_fathers(const Scales *scales, const Pair *pair, int i)
{
    int in_a = pair->fathers_a >> i & 1, in_b = pair->fathers_b >> pair->partner[i] & 1;
    int agree = pair->found[i].odds > 0;
    double ratio;
    if (in_a != in_b)
        return agree;
    if (!in_a || agree)
        return 0;
    const Term *x = pair->a->words[i], *y = pair->b->words[pair->partner[i]];
    if (ratio_of(x->meaning, y->meaning, &ratio) != DONE)
        return FAILED;
    return ratio < scales->numbers.slip_ratio;
}

/* Whether a given name of women alone agrees, so that another ending is no other gender: features._other_gender. */
static int of_woman(const Scales *scales, const Pair *pair)
{
    long long given = GIVEN_MASCULINE | GIVEN_FEMININE;
    for (int i = 0; i < pair->a->core_size; i++) {
        if (pair->partner[i] < 0 || !(pair->found[i].odds > 0))
            continue;
        Term *x = pair->a->words[i], *y = pair->b->words[pair->partner[i]];
        if (learn_genders(scales, x) < 0 || learn_genders(scales, y) < 0)
            return FAILED;
        if ((x->genders & given) == GIVEN_FEMININE && (y->genders & given) == GIVEN_FEMININE)
            return 1;
    }
    return 0;
}

static int measure_rules(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    int kind = scales->kind, of_people = kind == PERSON_KIND || kind == ANY_KIND;
    int explained = pair->numbers[WORST] > 0 && !pair->numbers[OMITTED];
    for (int i = 0; i < a->core_size; i++) {
        if (pair->partner[i] < 0)
            continue;
        Term *x = a->words[i], *y = b->words[pair->partner[i]];
        const Found *found = pair->found + i;
        explained = explained && (found->rule & EXPLAINS);
        pair->knows = pair->knows || (found->rule & KNOWS);
        if (!of_people)
            continue;
        if (!pair->gender && found->odds > scales->numbers.least && !same_meaning(x, y) &&
            (pair->gender = show_other_gender(scales, x, y)) < 0)
            return FAILED;
        if (!pair->father && pair->fathers_a && pair->fathers_b &&
            (pair->father = contradict_fathers(scales, pair, i)) < 0)
            return PyErr_Occurred() ? FAILED : LEAVE;
        pair->initial = pair->initial || (a->script == b->script && (found->rule & OTHER_INITIAL));
    }
    if (pair->gender) {
        int woman = of_woman(scales, pair);
        if (woman < 0)
            return FAILED;
        pair->gender = !woman;
    }
    pair->explained = explained != 0;
    return DONE;
}

/* One word beside a person's full name, and words that only the fuller name has: features._left_bare. */
static void measure_bare(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    if (scales->kind != PERSON_KIND || !pair->numbers[OMITTED] || ((a->flags | b->flags) & UNSPACED_NAME))
        return;
    uint32_t paired_a = paired_words(pair, 0), paired_b = paired_words(pair, 1);
    for (int i = 0; i < a->core_size; i++)
        pair->extra += a->words[i]->role == NAME_ROLE && !((paired_a | pair->older_a) >> i & 1);
    for (int j = 0; j < b->core_size; j++)
        pair->extra += b->words[j]->role == NAME_ROLE && !((paired_b | pair->older_b) >> j & 1);
    pair->bare = a->core_size == 1 || b->core_size == 1;
}

/* ---- the whole ---- */

static int measure_looks(const Scales *scales, Pair *pair)
{
    const Name *a = pair->a, *b = pair->b;
    if (pair->elsewhere.ask != NULL && (is_han_name(a) || is_han_name(b)))
        return measure_read_looks(scales, pair);
    if (a->plain && b->plain) {
        likeness(&a->looks, &b->looks, pair->numbers + LOOKS);
        return DONE;
    }
    if (learn_profile(scales, pair->a) < 0 || learn_profile(scales, pair->b) < 0)
        return FAILED;
    PyObject *row = PyObject_CallFunctionObjArgs(scales->asks.likeness, a->sketch, b->sketch, NULL);
    int failed = row == NULL ? FAILED : read_row(row, pair->numbers + LOOKS, LIKENESS);
    Py_XDECREF(row);
    return failed;
}

static int measure_pair(Scales *scales, Pair *pair)
{
    Name *a = pair->a, *b = pair->b, *names[2] = {pair->a, pair->b};
    int left, changed = 0;
    if (a->core_size != b->core_size || ((a->flags | b->flags) & LESSER_NAME)) {
        if ((left = merge_names(scales, names, pair->merged, &changed)))
            return left;
        pair->a = a = pair->merged[0] == NULL ? a : pair->merged[0];
        pair->b = b = pair->merged[1] == NULL ? b : pair->merged[1];
        measure_others(scales, pair);
        pair->regional = pair->regional && (scales->kind == PLACE_KIND || scales->kind == ANY_KIND);
    }
    pair->fathers_a = changed ? a->fathers_of_any : a->fathers;
    pair->fathers_b = changed ? b->fathers_of_any : b->fathers;
    int merged = pair->merged[0] != NULL || pair->merged[1] != NULL; /* then both were read here */
    if (!merged && (pair->fathers_a || pair->fathers_b) && (a->core == NULL) != (b->core == NULL) &&
        (learn_profile(scales, a) < 0 || learn_profile(scales, b) < 0))
        return FAILED;
    pair->older_a = older_words(a, pair->fathers_a, b, pair->fathers_b);
    pair->older_b = older_words(b, pair->fathers_b, a, pair->fathers_a);
    if (pair_words(scales, pair) < 0)
        return FAILED;
    if (may_be_cut_differently(scales, a, b) && (left = compare_wholes(scales, pair)))
        return left;
    if (pair->whole) {
        measure_whole(scales, pair);
        return measure_looks(scales, pair);
    }
    for (int i = 0; i < a->core_size && pair->pairs == 1; i++)
        if (pair->partner[i] >= 0 && (pair->found[i].rule & READ_ELSEWHERE))
            pair->elsewhere = (Elsewhere){pair->regional ? scales->asks.regional : scales->asks.found, a->words[i],
                                          b->words[pair->partner[i]]};
    measure_words(scales, pair);
    if ((left = measure_rules(scales, pair)))
        return left;
    measure_bare(scales, pair);
    return measure_looks(scales, pair);
}

#endif
