/* What makes and what asks the typo-tolerant layer share: limits, the hash of a piece, the signature of a key's letters, as
 * pieces.py has them; for _near.c and _pack.c. */
#ifndef PIECES_H
#define PIECES_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_KEY 4 /* these three as in pieces.py */
#define LONGEST_KEY 200
#define MOST_EDITS 3

typedef struct {
    uint32_t table[256];
} Crc;

static void crc_init(Crc *crc)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++)
            value = value & 1 ? value >> 1 ^ 0xEDB88320u : value >> 1;
        crc->table[byte] = value;
    }
}

/* The CRC-32 of some code points in UTF-8, going on from `value` as zlib does. */
static uint32_t crc_text(const Crc *crc, const Py_UCS4 *text, Py_ssize_t size, uint32_t value)
{
    value = ~value;
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 c = text[i];
        unsigned char bytes[4];
        int count = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (count == 1)
            bytes[0] = (unsigned char)c;
        else {
            for (int k = count - 1; k > 0; k--, c >>= 6)
                bytes[k] = (unsigned char)(0x80 | (c & 0x3F));
            bytes[0] = (unsigned char)((count == 2 ? 0xC0 : count == 3 ? 0xE0 : 0xF0) | c);
        }
        for (int k = 0; k < count; k++)
            value = crc->table[(value ^ bytes[k]) & 0xFF] ^ value >> 8;
    }
    return ~value;
}

static int edits_for(Py_ssize_t length)
{
    if (length < SHORTEST_KEY || length > LONGEST_KEY)
        return 0;
    return length <= 6 ? 1 : length <= 12 ? 2 : MOST_EDITS;
}

static uint64_t signature(const Py_UCS4 *text, Py_ssize_t size)
{
    uint64_t once = 0, twice = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        uint64_t bit = (uint64_t)1 << (text[i] & 31);
        twice |= once & bit;
        once |= bit;
    }
    return twice << 32 | once;
}

#endif
