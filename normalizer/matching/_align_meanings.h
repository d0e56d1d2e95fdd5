/* What the words of two names mean, side by side: the parts of settle.py that need no more; part of _align.c. */
#ifndef ALIGN_MEANINGS_H
#define ALIGN_MEANINGS_H

#include "_align_asked.h"

static int has_meaning(const Name *name, const Term *like, int role)
{
    for (int i = 0; i < name->size; i++)
        if ((role < 0 || name->all[i]->role == role) && same_meaning(name->all[i], like))
            return 1;
    return 0;
}

static int same_meanings(const Name *a, const Name *b)
{
    for (int i = 0; i < a->size; i++)
        if (!has_meaning(b, a->all[i], -1))
            return 0;
    for (int j = 0; j < b->size; j++)
        if (!has_meaning(a, b->all[j], -1))
            return 0;
    return 1;
}

#define MAY_COUNT (-1)

/* Whether two names have a number in common: settle._settle_numbers, which then makes a copy. MAY_COUNT where one has a word
 * for a number, which only Python settles. */
static int share_values(const Name *a, const Name *b)
{
    const Name *names[] = {a, b};
    int shared = 0;
    for (int n = 0; n < 2; n++)
        for (int i = 0; i < names[n]->size; i++) {
            const Term *term = names[n]->all[i];
            if (!(term->says & VALUES_NAME))
                continue;
            if (term->role != NUMBER_ROLE)
                return MAY_COUNT;
            shared = shared || (n == 0 && has_meaning(b, term, NUMBER_ROLE));
        }
    return shared;
}

static int is_lesser(int role)
{
    return role >= DIRECTION_ROLE && role != LEGAL_ROLE;
}

/* Whether a direction that only `name` has may be meant by a word of the other. */
static int directs(const Name *name, const Name *other)
{
    int only = (name->flags & ~other->flags) >> DIRECTIONS, meant = other->flags >> MAY_MEAN;
    return (only & meant & ALL_DIRECTIONS) != 0;
}

#endif
