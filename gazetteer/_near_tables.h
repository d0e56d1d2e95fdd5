/* Where the postings of a key stand, and whose a name is: the twins of keytable.py and of `Gazetteer.entity_no`; part of
 * _near.c, whose sections it reads. */

/* How many postings a key of very many has; 0 when the file does not say, -1 on failure. */
static Py_ssize_t in_full(const View *many, const View *sizes, Py_ssize_t key)
{
    uint64_t size;
    Py_ssize_t low = 0, high = many->count;
    if (view_check(many, 0, many->count) < 0)
        return -1;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (view_number(many, middle) < (uint64_t)key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == many->count || view_number(many, low) != (uint64_t)key)
        return 0;
    return view_get(sizes, low, &size) < 0 ? -1 : size > MOST_POSTINGS ? 0 : (Py_ssize_t)size;
}

/* Where the postings of a key stand, in the table whose sections begin with `bucket`; 0 when the twin has to say what is
   wrong, -1 on failure. */
static int span_of(const View *bucket, uint64_t digest, Py_ssize_t *start, Py_ssize_t *stop)
{
    const View *starts = bucket + 1, *fragments = bucket + 2, *counts = bucket + 3;
    int bits = 1;
    while ((Py_ssize_t)1 << bits < bucket->count - 1)
        bits++;
    Py_ssize_t first, last, number = (Py_ssize_t)(digest >> (64 - bits));
    *start = *stop = 0;
    if (view_pair(bucket, number, &first, &last) < 0 || view_check(fragments, first, last) < 0)
        return -1;
    uint32_t fragment = (uint32_t)(digest >> (32 - bits));
    Py_ssize_t low = first, high = last;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (view_number(fragments, middle) < fragment)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == last || view_number(fragments, low) != fragment)
        return 1;
    uint64_t place;
    if (view_get(starts, number, &place) < 0 || view_check(counts, first, low + 1) < 0)
        return -1;
    for (Py_ssize_t at = first; at <= low; at++) {
        uint64_t count = view_number(counts, at);
        if (count == MANY) {
            Py_ssize_t many = in_full(bucket + 4, bucket + 5, at);
            if (many <= 0)
                return (int)many;
            count = (uint64_t)many;
        }
        if (place > MOST_POSTINGS)
            return 0;
        *start = (Py_ssize_t)place;
        place += count;
    }
    *stop = (Py_ssize_t)place;
    return 1;
}

/* Notes among which sixteen entities is whose each ENTRY-th name is, at the second question; without it every owner is
   looked for among all. */
static int note_owners(Reader *self)
{
    const View *starts = &self->views[ENTITY_START];
    Py_ssize_t count = self->views[NAME_SIZE].count, entries = count / ENTRY + 2, group = 0;
    if (self->asked_for_owners == 2 || ++self->asked_for_owners < 2)
        return 0;
    for (Py_ssize_t at = 1; at < starts->count; at++)
        if (view_number(starts, at) < view_number(starts, at - 1))
            return 0; /* a file that is not whole: it is searched as its twin searches it */
    if (starts->count < 1 || view_number(starts, 0) != 0)
        return 0;
    if ((self->first_owner = PyMem_Malloc((size_t)entries * sizeof *self->first_owner)) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t entry = 0; entry < entries; entry++) {
        while (group + 1 < starts->count && view_number(starts, group + 1) <= (uint64_t)entry * ENTRY)
            group++;
        self->first_owner[entry] = (uint32_t)group;
    }
    return 0;
}

/* The last sixteenth entity whose names begin at this one or before, plus one; all of ENTITY_START has been verified. */
static Py_ssize_t group_of(const Reader *self, uint32_t name)
{
    const View *starts = &self->views[ENTITY_START];
    Py_ssize_t low = 0, high = starts->count, middle;
    if (self->first_owner != NULL) {
        low = self->first_owner[name / ENTRY];
        high = (Py_ssize_t)self->first_owner[name / ENTRY + 1] + 1;
    }
    while (low < high) {
        middle = low + (high - low) / 2;
        if (view_number(starts, middle) <= name)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Says that it will be asked whose a name is: first where its group is noted, */
static void expect_group(const Reader *self, uint32_t name)
{
    if (self->first_owner != NULL && name < (uint64_t)self->views[NAME_SIZE].count)
        expect(self->first_owner + name / ENTRY);
}

/* and then where its group begins, and how many names each of its entities has. */
static void expect_owner(const Reader *self, uint32_t name)
{
    if (self->first_owner == NULL || name >= (uint64_t)self->views[NAME_SIZE].count)
        return;
    uint64_t group = self->first_owner[name / ENTRY];
    view_expect(&self->views[ENTITY_START], group);
    view_expect(&self->views[ENTITY_SIZE], (group > 0 ? group - 1 : 0) * EVERY);
}

/* Whose a name is: of sixteen entities the first whose names end after it. */
static int owner_of(const Reader *self, uint32_t name, uint32_t *owner)
{
    const View *counts = &self->views[ENTITY_SIZE], *names = &self->views[NAME_SIZE];
    if (name >= names->count)
        return view_refuse(names, "check", name, (Py_ssize_t)name + 1);
    Py_ssize_t group = group_of(self, name) - 1, first = group * EVERY;
    if (group >= 0 && first < counts->count) {
        Py_ssize_t stop = first + EVERY < counts->count ? first + EVERY : counts->count;
        uint64_t place = view_number(&self->views[ENTITY_START], group);
        if (view_check(counts, first, stop) < 0)
            return -1;
        const unsigned char *bytes = (const unsigned char *)counts->data.buf;
        for (Py_ssize_t at = first; at < stop; at++)
            if (name < (place += counts->width == 1 ? bytes[at] : view_number(counts, at))) {
                *owner = (uint32_t)at;
                return 0;
            }
    }
    return view_refuse(counts, "check", counts->count, counts->count + 1); /* it is nobody's */
}
