/* The plain letters of a name on several levels, as sketch.py has them; part of _align.c. */
#ifndef ALIGN_SKETCHING_H
#define ALIGN_SKETCHING_H

#include "_align_levels.h"
#include "_align_names.h"

typedef struct {
    const char *letters;
    Py_ssize_t size;
} Letters;

static int follows(const Letters *a, const Letters *b)
{
    int order = memcmp(a->letters, b->letters, (size_t)(a->size < b->size ? a->size : b->size));
    return order ? order > 0 : a->size > b->size;
}

/* Words with spaces between them; whether there is room. */
static int set_plain(Plain *plain, const Letters *words, int count, int spaced)
{
    plain->size = 0;
    for (int i = 0; i < count; i++) {
        if (plain->size + words[i].size + (spaced && i) > MAX_LETTERS)
            return 0;
        if (spaced && i)
            plain->letters[plain->size++] = ' ';
        memcpy(plain->letters + plain->size, words[i].letters, (size_t)words[i].size);
        plain->size += (int)words[i].size;
    }
    return 1;
}

static int copy_plain(Plain *plain, const char *letters, int size)
{
    Letters one = {letters, size};
    return set_plain(plain, &one, 1, 0);
}

/* The sketch of a name of these words: sketch.sketch. Whether it is plain. */
static int sketch_words(const Levels *levels, Name *name)
{
    Letters words[MOST_WORDS];
    Sketch *looks = &name->looks;
    Folded folded;
    for (int i = 0; i < name->core_size; i++) {
        words[i].letters = name->words[i]->spelt;
        words[i].size = name->words[i]->spelt_size;
        if (words[i].size < 0)
            return 0; /* other letters than ASCII's */
        for (Py_ssize_t k = 0; k < words[i].size; k++)
            if (words[i].letters[k] < ' ')
                return 0;
    }
    if (!set_plain(&looks->words, words, name->core_size, 1) || !set_plain(&looks->letters, words, name->core_size, 0))
        return 0;
    for (int i = 1; i < name->core_size; i++)
        for (int j = i; j > 0 && follows(words + j - 1, words + j); j--) {
            Letters later = words[j];
            words[j] = words[j - 1];
            words[j - 1] = later;
        }
    fold_letters(levels, (const char *)looks->letters.letters, looks->letters.size, &folded);
    looks->length = name->core_size;
    return set_plain(&looks->ordered, words, name->core_size, 1) &&
           copy_plain(&looks->consonants, folded.consonants, folded.count) &&
           copy_plain(&looks->sounds, folded.sounds, folded.heard) &&
           copy_plain(&looks->vowels, folded.vowels, folded.open);
}

#endif
