/* What rules of letters make of two words: counterpart.py; part of _align.c. */
#ifndef ALIGN_WAYS_H
#define ALIGN_WAYS_H

#include "_align_asked.h"

/* What a finding is, as far as the numbers care. */
enum { BY_LETTERS = 1, EXPLAINS = 2, KNOWS = 4, READ_ELSEWHERE = 8, OTHER_INITIAL = 16 };

typedef struct {
    double odds;
    int rule;
} Found;

/* What rules of letters make of two words whose letters leave a doubt: counterpart._cheapest, evidence._by_rules.
 * 1 where rules of one group lead from one to the other, 0, or FAILED. */
static int judge_by_rules(const Scales *scales, Term *a, Term *b, Found *found)
{
    const Numbers *numbers = &scales->numbers;
    if (learn_reading(scales, a) < 0 || learn_reading(scales, b) < 0)
        return FAILED;
    int unwritten = a->unwritten || b->unwritten, people = scales->kind == PERSON_KIND || scales->kind == ANY_KIND;
    double least, cost, best = INFINITY, best_cost = 0.0;
    int leads = least_cost((Rules *)scales->rules, a->reading, b->reading, unwritten, &least), greek = 0;
    for (int i = 0; i < scales->groups_size && leads > 0 && best > least; i++) {
        const Group *group = scales->groups + i;
        int way = people && group->greek
                      ? 0
                      : least_cost((Rules *)group->rules, a->reading, b->reading, unwritten, &cost);
        if (way < 0)
            return FAILED;
        if (way && cost - group->advantage < best) {
            best = cost - group->advantage;
            best_cost = cost;
            greek = group->greek;
        }
    }
    if (leads <= 0 || best == INFINITY)
        return leads < 0 ? FAILED : 0;
    double letters = greek && found->odds < 0.0 ? 0.0 : found->odds;
    double more = numbers->counterpart - numbers->counterpart_per_cost * best_cost;
    double raised = letters + (more > 0.0 ? more : 0.0);
    raised = raised < numbers->scheme ? raised : numbers->scheme;
    if (raised > found->odds)
        *found = (Found){raised, EXPLAINS};
    return 1;
}

#endif
