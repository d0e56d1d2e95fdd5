/* The names worth a look among all that share parts with a question: the twin of `pooled` in sharing.py. */

typedef struct {
    Py_ssize_t per_key, read, entities, names; /* as sharing.Limits */
} Limits;

static int by_value(const void *a, const void *b)
{
    const Range *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->mask - y->mask; /* until they are numbered, the place among the keys */
}

/* The postings of each key that has any, the rarest key first, within the limits; the number of ranges, -1 on failure,
   -2 where the twin has to say what is wrong. */
static Py_ssize_t find_ranges(const View *views, PyObject *wanted, double crowd, const Limits *limits, Range *ranges,
                              int *cut)
{
    Py_ssize_t count = PyList_Size(wanted), found = 0, kept = 0, left = limits->read;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *key;
        unsigned long long words;
        double factor;
        uint64_t digest;
        Range *range = ranges + found;
        if (!PyArg_ParseTuple(PyList_GetItem(wanted, i), "UKd:wanted", &key, &words, &factor)
            || key_hash(PART_LAYER, key, &digest) < 0)
            return -1;
        int told = span_of(&views[PART_BUCKET], digest, &range->start, &range->stop);
        if (told < 1)
            return told < 0 ? -1 : -2;
        if (range->start < range->stop) {
            range->value = factor * log(1 + crowd / (double)(range->stop - range->start));
            range->words = words;
            range->mask = (int)found++;
        }
    }
    if (found)
        qsort(ranges, (size_t)found, sizeof *ranges, by_value);
    for (Py_ssize_t i = 0; i < found; i++) {
        Range range = ranges[i];
        Py_ssize_t allowed = limits->per_key < left ? limits->per_key : left;
        if (range.stop - range.start > allowed) {
            range.stop = range.start + allowed;
            *cut = 1;
        }
        left -= range.stop - range.start;
        if (range.stop > range.start) {
            if (view_check(&views[PART_NAME], range.start, range.stop) < 0)
                return -1;
            ranges[kept++] = range;
        }
    }
    return kept;
}

/* Reads all postings and notes what each entity shares. Whose a name is stands at places far apart, so that those of
   all names are expected before the first is read. */
static int meet_all(Reader *self, const Range *ranges, Py_ssize_t count, Lead *leads, Sums *sums)
{
    const View *views = self->views;
    Py_ssize_t read = 0;
    if (view_check(&views[ENTITY_START], 0, views[ENTITY_START].count) < 0 || note_owners(self) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < count; i++)
        for (Py_ssize_t at = ranges[i].start; at < ranges[i].stop; at++, read++) {
            leads[read].name = (uint32_t)view_number(&views[PART_NAME], at);
            expect_group(self, leads[read].name);
        }
    for (Py_ssize_t at = 0; at < read; at++)
        expect_owner(self, leads[at].name);
    read = 0;
    for (Py_ssize_t i = 0; i < count; i++)
        for (Py_ssize_t at = ranges[i].start; at < ranges[i].stop; at++, read++) {
            if (owner_of(self, leads[read].name, &leads[read].owner) < 0)
                return -1;
            sums_add(sums, leads[read].owner, &ranges[i]);
        }
    return 0;
}

/* Whether an entity is of a class that is wanted; -2 where the twin has to say that there is no such class. */
static int is_wanted(const View *views, uint32_t owner, const char *classes, Py_ssize_t count)
{
    uint64_t number;
    if (classes == NULL)
        return 1;
    if (view_get(&views[ENTITY_CLASS], (Py_ssize_t)owner, &number) < 0)
        return -1;
    return number < (uint64_t)count ? classes[number] != 0 : -2;
}

/* Brings the `most` weightiest to the front, in any order (Hoare's selection). */
static void select_most(Weighed *weighed, Py_ssize_t count, Py_ssize_t most)
{
    Py_ssize_t low = 0, high = count - 1;
    while (low < high && most > low && most <= high) {
        Weighed pivot = weighed[low + (high - low) / 2];
        Py_ssize_t i = low, j = high;
        while (i <= j) {
            while (by_weight(&weighed[i], &pivot) < 0)
                i++;
            while (by_weight(&pivot, &weighed[j]) < 0)
                j--;
            if (i <= j) {
                Weighed other = weighed[i];
                weighed[i++] = weighed[j];
                weighed[j--] = other;
            }
        }
        if (most <= j)
            high = j;
        else if (most >= i)
            low = i;
        else
            return;
    }
}

/* The entities that share most, of those wanted, in their order. */
static Py_ssize_t choose(const View *views, const Sums *sums, const uint64_t *masks, uint64_t whole, Py_ssize_t most,
                         const char *classes, Py_ssize_t class_count, Weighed *weighed)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t i = 0; i < sums->count; i++) {
        int wanted = is_wanted(views, sums->owners[i], classes, class_count);
        if (wanted < 0)
            return wanted;
        if (wanted && weigh(sums->values + i * sums->known, masks, sums->known, whole, &weighed[found].sum))
            weighed[found++].owner = sums->owners[i];
    }
    if (found > most)
        select_most(weighed, found, most);
    found = found < most ? found : most;
    if (found)
        qsort(weighed, (size_t)found, sizeof *weighed, by_weight);
    return found;
}

/* What is returned: for each name its owner, its number, what the owner shares, and its text. */
typedef struct {
    PyObject *owners, *numbers, *sums, *texts;
} Told;

static int told_make(Told *told)
{
    told->owners = PyList_New(0);
    told->numbers = PyList_New(0);
    told->sums = PyList_New(0);
    told->texts = PyList_New(0);
    return told->owners && told->numbers && told->sums && told->texts ? 0 : -1;
}

static void told_free(Told *told)
{
    Py_XDECREF(told->owners);
    Py_XDECREF(told->numbers);
    Py_XDECREF(told->sums);
    Py_XDECREF(told->texts);
}

static int append(PyObject *list, PyObject *item)
{
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

static int tell(const View *views, Told *told, uint32_t owner, uint32_t name, double sum)
{
    Py_ssize_t from, to;
    if (view_place(&views[NAME_SIZE], &views[NAME_START], (Py_ssize_t)name, &from, &to) < 0)
        return -1;
    if (append(told->owners, PyLong_FromUnsignedLong(owner)) < 0
        || append(told->numbers, PyLong_FromUnsignedLong(name)) < 0 || append(told->sums, PyFloat_FromDouble(sum)) < 0)
        return -1;
    return append(told->texts, view_text(&views[NAME_TEXT], from, to));
}

/* The names near the whole question, which come first whatever they share. */
static int tell_near(const Reader *self, PyObject *near, const Sums *sums, const uint64_t *masks, uint64_t whole,
                     Told *told)
{
    const View *views = self->views;
    Py_ssize_t count = PyList_Size(near);
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned long name = PyLong_AsUnsignedLong(PyList_GetItem(near, i));
        uint32_t owner;
        double sum = 0.0;
        if (PyErr_Occurred())
            return -1;
        if (name > UINT32_MAX) {
            PyErr_SetString(PyExc_OverflowError, "no name has this number");
            return -1;
        }
        if (view_check(&views[ENTITY_START], 0, views[ENTITY_START].count) < 0 || owner_of(self, (uint32_t)name, &owner) < 0)
            return -1;
        uint32_t slot = *sums_slot(sums, owner);
        if (slot)
            weigh(sums->values + (Py_ssize_t)(slot - 1) * sums->known, masks, sums->known, whole, &sum);
        if (tell(views, told, owner, (uint32_t)name, sum) < 0)
            return -1;
    }
    return count < 0 ? -1 : 0;
}

/* The names of the entities chosen that were met, those under the first keys first, so many of each. */
static int tell_met(const View *views, const Lead *leads, Py_ssize_t read, const Sums *sums, const Weighed *chosen,
                    Py_ssize_t count, Py_ssize_t most, Told *told)
{
    uint32_t *names = PyMem_Malloc(((size_t)count * (size_t)most + 1) * sizeof *names);
    Py_ssize_t *sizes = PyMem_Calloc((size_t)count + 1, sizeof *sizes);
    uint32_t *rank = PyMem_Calloc((size_t)sums->count + 1, sizeof *rank); /* place among the entities met -> chosen, +1 */
    int done = names == NULL || sizes == NULL || rank == NULL ? -1 : 0;
    if (done < 0)
        PyErr_NoMemory();
    for (Py_ssize_t i = 0; done == 0 && i < count; i++)
        rank[*sums_slot(sums, chosen[i].owner) - 1] = (uint32_t)i + 1;
    for (Py_ssize_t at = 0; done == 0 && at < read; at++) {
        Py_ssize_t i = (Py_ssize_t)rank[*sums_slot(sums, leads[at].owner) - 1] - 1;
        if (i < 0 || sizes[i] == most)
            continue;
        uint32_t *mine = names + i * most;
        Py_ssize_t k = 0;
        while (k < sizes[i] && mine[k] != leads[at].name)
            k++;
        if (k == sizes[i])
            mine[sizes[i]++] = leads[at].name;
    }
    for (Py_ssize_t i = 0; done == 0 && i < count; i++)
        for (Py_ssize_t k = 0; k < sizes[i]; k++) {
            view_expect(&views[NAME_SIZE], names[i * most + k]);
            view_expect(&views[NAME_START], names[i * most + k] / EVERY);
        }
    for (Py_ssize_t i = 0; done == 0 && i < count; i++)
        for (Py_ssize_t k = 0; done == 0 && k < sizes[i]; k++)
            done = tell(views, told, chosen[i].owner, names[i * most + k], chosen[i].sum);
    PyMem_Free(names);
    PyMem_Free(sizes);
    PyMem_Free(rank);
    return done;
}

static PyObject *reader_pool(PyObject *self, PyObject *args)
{
    PyObject *wanted, *near, *result = NULL;
    unsigned long long whole;
    double crowd;
    Limits limits;
    const char *classes;
    Py_ssize_t class_count;
    const View *views = opened(self);
    if (views == NULL
        || !PyArg_ParseTuple(args, "O!Kd(nnnn)O!z#:pool", &PyList_Type, &wanted, &whole, &crowd, &limits.per_key,
                             &limits.read, &limits.entities, &limits.names, &PyList_Type, &near, &classes, &class_count))
        return NULL;
    if (limits.per_key < 0 || limits.read < 0 || limits.entities < 0 || limits.names < 0) {
        PyErr_SetString(PyExc_ValueError, "limits are not below 0");
        return NULL;
    }
    uint64_t masks[MOST_MASKS];
    int cut = 0, known, given_up = 0;
    Sums sums = {NULL, NULL, NULL, 0, 0, 0};
    Told told = {NULL, NULL, NULL, NULL};
    Lead *leads = NULL;
    Weighed *weighed = NULL;
    Range *ranges = PyMem_Malloc((size_t)(PyList_Size(wanted) + 1) * sizeof *ranges);
    Py_ssize_t count = ranges == NULL ? -1 : find_ranges(views, wanted, crowd, &limits, ranges, &cut), total = 0, chosen;
    if (ranges == NULL)
        PyErr_NoMemory();
    if (count < 0 || (known = number_masks(ranges, count, masks)) < 0) {
        given_up = !PyErr_Occurred();
        goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        total += ranges[i].stop - ranges[i].start;
    leads = PyMem_Malloc((size_t)(total + 1) * sizeof *leads);
    weighed = PyMem_Malloc((size_t)(total + 1) * sizeof *weighed);
    if (leads == NULL || weighed == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if (sums_make(&sums, total, known) < 0 || told_make(&told) < 0 || meet_all((Reader *)self, ranges, count, leads, &sums) < 0)
        goto done;
    chosen = choose(views, &sums, masks, whole, limits.entities, classes, class_count, weighed);
    if (chosen < 0) {
        given_up = !PyErr_Occurred();
        goto done;
    }
    if (tell_near((Reader *)self, near, &sums, masks, whole, &told) == 0
        && tell_met(views, leads, total, &sums, weighed, chosen, limits.names, &told) == 0)
        result = Py_BuildValue("OOOOO", told.owners, told.numbers, told.sums, told.texts, cut ? Py_True : Py_False);
done:
    told_free(&told);
    sums_free(&sums);
    PyMem_Free(leads);
    PyMem_Free(weighed);
    PyMem_Free(ranges);
    return given_up ? Py_NewRef(Py_None) : result;
}
