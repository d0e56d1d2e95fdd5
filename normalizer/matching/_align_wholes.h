/* Two names without their spaces, and the first letters of one, as pairing.surer_pairing; part of _align.c. */
#ifndef ALIGN_WHOLES_H
#define ALIGN_WHOLES_H

#include "_align_others.h"

static double bounded_odds(const Scales *scales, const Found *found)
{
    return found->odds > scales->numbers.least ? found->odds : scales->numbers.least;
}

/* What pairs of words say of the whole when words left out count as contradicting: pairing._expected. */
static double expected(const Scales *scales, const Pair *pair)
{
    double of_a = 0.0, of_b = 0.0, least = scales->numbers.least;
    for (int i = 0; i < pair->a->core_size; i++)
        of_a += pair->a->words[i]->weight;
    for (int j = 0; j < pair->b->core_size; j++)
        of_b += pair->b->words[j]->weight;
    double whole = of_a + of_b, total = least * whole;
    for (int i = 0; i < pair->a->core_size; i++)
        if (pair->partner[i] >= 0)
            total += (bounded_odds(scales, pair->found + i) - least) *
                     (pair->a->words[i]->weight + pair->b->words[pair->partner[i]]->weight);
    return whole ? total / whole : least;
}

/* Orders in which the words of a name may be one: as they stand, the last one first, without the first one. */
enum { AS_GIVEN, LAST_FIRST, WITHOUT_FIRST };

/* A name as one word, in an order. */
static Term *whole_of(const Scales *scales, Name *name, int order)
{
    if (name->core_size == 1)
        return name->words[0];
    Term *words[MOST_WORDS];
    int from = order == LAST_FIRST ? name->core_size - 1 : order == WITHOUT_FIRST ? 1 : 0;
    for (int i = 0; i < name->core_size; i++)
        words[i] = name->words[(i + from) % name->core_size];
    Joined asked = {words, name->core_size - (order == WITHOUT_FIRST)};
    return learn_joined(scales, &name->wholes, WHOLES, order, &asked);
}

/* In how many orders a name may be one word beside another: pairing._orders; FAILED with an exception. */
static int orders_of(const Scales *scales, const Name *name, const Name *other)
{
    if (name->core_size <= other->core_size)
        return 1;
    if (scales->kind != PERSON_KIND || other->core_size != 1 || name->core_size <= 2 || !(other->words[0]->flags & HAN_TERM))
        return 2;
    PyObject *said = PyObject_CallFunctionObjArgs(scales->asks.is_read, other->words[0]->text, NULL);
    int is_read = said == NULL ? FAILED : PyObject_IsTrue(said);
    Py_XDECREF(said);
    return is_read < 0 ? FAILED : 2 + is_read;
}

/* An acronym and the name that it stands for, if they are: pairing._acronym. */
static int judge_acronym(const Scales *scales, Pair *pair)
{
    const double worth[] = {scales->numbers.acronym_3, scales->numbers.acronym_4, scales->numbers.acronym_5};
    const Name *a = pair->a, *b = pair->b, *short_one = a->core_size == 1 ? a : b;
    if ((scales->kind != ORG_KIND && scales->kind != ANY_KIND) || short_one->core_size != 1 ||
        !is_acronym(short_one, short_one == a ? b : a))
        return 0;
    Py_ssize_t letters = short_one->words[0]->letters, most = SHORTEST_WORTH + 2;
    pair->joined = (Found){worth[(letters < most ? letters : most) - SHORTEST_WORTH], 0};
    pair->whole = pair->acronym = 1;
    return 1;
}

/* Whether the names without their spaces are the surer pair: pairing.surer_pairing. */
static int compare_wholes(Scales *scales, Pair *pair)
{
    Name *a = pair->a, *b = pair->b;
    double surest = expected(scales, pair);
    surest = surest > 0.0 ? surest : 0.0;
    if (surest >= scales->numbers.letters - 1 || judge_acronym(scales, pair))
        return DONE;
    int orders_a = orders_of(scales, a, b), orders_b = orders_a < 0 ? FAILED : orders_of(scales, b, a);
    for (int i = 0; i < orders_a; i++)
        for (int j = 0; j < orders_b; j++) {
            Found found;
            Term *x = whole_of(scales, a, i), *y = x == NULL ? NULL : whole_of(scales, b, j);
            if (y == NULL || judge_joined(scales, x, y, pair->known, &found) < 0)
                return FAILED;
            if (i == WITHOUT_FIRST || j == WITHOUT_FIRST)
                found.odds -= scales->numbers.other_given_name;
            if (!(found.odds > surest))
                continue;
            surest = found.odds;
            pair->joined = found;
            pair->whole = 1;
            pair->numbers[CROSSED] = i || j;
            pair->elsewhere = (Elsewhere){found.rule & READ_ELSEWHERE ? scales->asks.judged : NULL, x, y};
        }
    return orders_b < 0 ? FAILED : DONE;
}

#endif
