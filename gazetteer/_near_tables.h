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

/* Notes whose each ENTRY-th name is, at the second question; without it every owner is looked for among all. */
static int note_owners(Reader *self)
{
    const View *first = &self->views[FIRST_NAME];
    Py_ssize_t count = self->views[NAME_SIZE].count, entries = count / ENTRY + 2, entity = 0;
    if (self->asked_for_owners == 2 || ++self->asked_for_owners < 2)
        return 0;
    for (Py_ssize_t at = 1; at < first->count; at++)
        if (view_number(first, at) < view_number(first, at - 1))
            return 0; /* a file that is not whole: it is searched as its twin searches it */
    if (first->count < 2 || view_number(first, 0) != 0)
        return 0;
    if ((self->first_owner = PyMem_Malloc((size_t)entries * sizeof *self->first_owner)) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t entry = 0; entry < entries; entry++) {
        while (entity + 1 < first->count && view_number(first, entity + 1) <= (uint64_t)entry * ENTRY)
            entity++;
        self->first_owner[entry] = (uint32_t)entity;
    }
    return 0;
}

/* Whose a name is: the last entity whose names begin at it or before; all of FIRST_NAME has been verified. */
static int owner_of(const Reader *self, uint32_t name, uint32_t *owner)
{
    const View *first = &self->views[FIRST_NAME], *sizes = &self->views[NAME_SIZE];
    if (name >= sizes->count)
        return view_refuse(sizes, "check", name, (Py_ssize_t)name + 1);
    Py_ssize_t low = 0, high = first->count;
    if (self->first_owner != NULL) {
        low = self->first_owner[name / ENTRY];
        high = (Py_ssize_t)self->first_owner[name / ENTRY + 1] + 1;
    }
    /* The first guess is right where every entity has as many names: a long list, and each step misses the cache. */
    Py_ssize_t middle = high ? (Py_ssize_t)((uint64_t)name * (uint64_t)(first->count - 1) / (uint64_t)sizes->count) : 0;
    if (middle + 1 < first->count && view_number(first, middle) <= name && name < view_number(first, middle + 1))
        low = high = middle + 1;
    while (low < high) {
        middle = low + (high - low) / 2;
        if (view_number(first, middle) <= name)
            low = middle + 1;
        else
            high = middle;
    }
    if (view_check(first, low - 1, low + 1) < 0) /* there is none before the first, and none after the last */
        return -1;
    *owner = (uint32_t)(low - 1);
    return 0;
}
