#include "fota_compact.h"

/* Names and numbers are those of docs/compact-format.md. */
enum { MAGIC = 0xC1, WORDS = 1, CALLS = 2, FLAGS = WORDS | CALLS };
enum { IMAGE_LIMIT = 1 << 24, WEIGHT_LIMIT = 1 << 18, MOST_BITS = 24, MOST_SEEN = 12, MOST_LEVEL = 15 };
enum { NO_SITE, CALL, POINTER, VARIABLE };

/* No step takes more bytes of the patch. */
enum { STEP = 56 };

typedef enum {
    AT_HEADER,
    AT_MAP,
    AT_PIECE,
    AT_SHIFT,
    AT_SKIPPED,
    AT_SEGMENT,
    AT_GAP,
    AT_LITERALS,
    AT_LENGTH,
    AT_FROM,
    AT_COPY,
    AT_END
} step;

/* The counters: single ones, then the models of numbers, each of 16 for the prefix and 32 for the mantissa. */
enum {
    KIND = 0,
    SIGN = 2,
    ODD = 3,
    EVEN = 4,
    HIGH = 5,
    LOW = 17,
    GAP = 29,
    DELTA = 77,
    DISTANCE = 125,
    LENGTH = 173, /* of copies from the source, and from the target */
    NUMBER = 48,
    MANTISSA = 16,
    INITIAL = 0x8000
};

/* A piece of the map is four numbers of the workspace; the table is behind all of them. */
enum { PIECE = 4, SHIFT = 2 };

/* Right shifts of negative numbers must round down, as they do with every compiler for the targets. */
typedef char rounds_down[(-1 >> 1) == -1 ? 1 : -1];
typedef char fits_its_share[sizeof(fota_compact) <= 832 ? 1 : -1];
typedef char has_all_counters[LENGTH + 2 * NUMBER == FOTA_COMPACT_COUNTERS ? 1 : -1];

static const int8_t stretch[128] = {
    -89, -71, -63, -57, -53, -50, -47, -44, -42, -40, -39, -37, -36, -34, -33, -32, -31, -29, -28, -27, -27, -26,
    -25, -24, -23, -22, -21, -21, -20, -19, -19, -18, -17, -17, -16, -15, -15, -14, -13, -13, -12, -12, -11, -11,
    -10, -10, -9,  -8,  -8,  -7,  -7,  -6,  -6,  -5,  -5,  -4,  -4,  -3,  -3,  -2,  -2,  -1,  -1,  0,   0,   1,
    1,   2,   2,   3,   3,   4,   4,   5,   5,   6,   6,   7,   7,   8,   8,   9,   10,  10,  11,  11,  12,  12,
    13,  13,  14,  15,  15,  16,  17,  17,  18,  19,  19,  20,  21,  21,  22,  23,  24,  25,  26,  27,  27,  28,
    29,  31,  32,  33,  34,  36,  37,  39,  40,  42,  44,  47,  50,  53,  57,  63,  71,  89,
};

static const uint16_t squash[64] = {
    31744, 29705, 27689, 25712, 23788, 21928, 20143, 18442, 16832, 15316, 13898, 12579, 11357, 10230, 9197, 8252,
    7392,  6611,  5904,  5266,  4692,  4176,  3713,  3298,  2928,  2598,  2303,  2041,  1808,  1601,  1417, 1253,
    1109,  980,   867,   766,   677,   598,   528,   467,   412,   364,   321,   284,   251,   221,   195,  172,
    152,   134,   119,   105,   92,    82,    72,    64,    56,    50,    44,    39,    34,    30,    27,   23,
};

static const uint16_t rate[MOST_SEEN + 1] = {
    20480, 12603, 9102, 7123, 5851, 4964, 4311, 3810, 3413, 3091, 2824, 1861, 1388,
};

static void fail(fota_compact *patch, fota_compact_result result)
{
    if (patch->result == FOTA_COMPACT_OK)
        patch->result = (uint8_t)result;
}

/* The patch. */

static uint32_t available(const fota_compact *patch)
{
    return (uint8_t)(patch->window_end - patch->window_at);
}

static uint32_t take(fota_compact *patch)
{
    if (available(patch) == 0) {
        fail(patch, FOTA_COMPACT_TRUNCATED);
        return 0;
    }
    patch->patch_at++;
    return patch->window[patch->window_at++ & (FOTA_COMPACT_WINDOW - 1)];
}

static uint32_t take_word(fota_compact *patch)
{
    uint32_t value = take(patch);

    value |= take(patch) << 8;
    value |= take(patch) << 16;
    return value | take(patch) << 24;
}

/* The images. */

static void flush(fota_compact *patch, const fota_compact_io *io)
{
    uint32_t size = patch->output_size;

    patch->output_size = 0;
    if (size > 0 && patch->result == FOTA_COMPACT_OK &&
        io->write_target(io->user, patch->target_at - size, patch->output, size) != 0)
        fail(patch, FOTA_COMPACT_WRITE_FAILED);
}

static void emit(fota_compact *patch, const fota_compact_io *io, uint32_t byte)
{
    patch->output[patch->output_size++] = (uint8_t)byte;
    patch->target_at++;
    if (patch->output_size == FOTA_COMPACT_BUFFER)
        flush(patch, io);
}

/* The bytes at patch->from; that there are so many was checked as the copy began. */
static const uint8_t *fetch(fota_compact *patch, const fota_compact_io *io, uint32_t length)
{
    uint32_t skipped = patch->from - patch->cache_at;
    uint32_t size;
    int (*read)(void *user, uint32_t offset, void *data, uint32_t length);

    if (patch->cache_target == patch->from_target && skipped < patch->cache_size &&
        length <= patch->cache_size - skipped)
        return patch->cache + skipped;
    if (patch->from_target)
        flush(patch, io);
    size = (patch->from_target ? patch->target_at : patch->source_size) - patch->from;
    if (size > FOTA_COMPACT_BUFFER)
        size = FOTA_COMPACT_BUFFER;
    patch->cache_at = patch->from;
    patch->cache_size = (uint8_t)size;
    patch->cache_target = patch->from_target;
    read = patch->from_target ? io->read_target : io->read_source;
    if (patch->result == FOTA_COMPACT_OK && read(io->user, patch->from, patch->cache, size) != 0)
        fail(patch, FOTA_COMPACT_READ_FAILED);
    return patch->cache;
}

/* The range coder and its models. */

static uint32_t decode(fota_compact *patch, uint32_t probability)
{
    uint32_t bound = (patch->range >> 15) * probability;
    uint32_t bit = patch->code < bound;

    if (bit) {
        patch->range = bound;
    } else {
        patch->code -= bound;
        patch->range -= bound;
    }
    while (patch->range < (uint32_t)1 << 24) {
        patch->range <<= 8;
        patch->code = patch->code << 8 | take(patch);
    }
    return bit;
}

static void learn(uint16_t *counter, uint32_t bit)
{
    int32_t value = *counter;
    int32_t seen = value & 15;

    value += (((bit ? 65535 : 31) - value) * rate[seen] >> 19) * 16;
    *counter = (uint16_t)(seen < MOST_SEEN ? value + 1 : value);
}

static uint32_t simple(fota_compact *patch, uint32_t counter)
{
    uint16_t *at = patch->counters + counter;
    uint32_t bit = decode(patch, ((*at & 0xFFF0u) | 8u) >> 1);

    learn(at, bit);
    return bit;
}

static uint32_t number(fota_compact *patch, uint32_t model)
{
    uint32_t mantissa = model + MANTISSA;
    uint32_t value = 1;
    uint32_t bits = 0;
    uint32_t i;

    while (bits < MOST_BITS && simple(patch, model + (bits < 15 ? bits : 15)))
        bits++;
    mantissa += 4 * (bits < 7 ? bits : 7);
    for (i = 0; i < bits; i++) {
        uint32_t bit;

        if (i > 1)
            bit = decode(patch, 16384);
        else
            bit = simple(patch, mantissa + (i == 0 ? 1 : 2 + (value & 1)));
        value = value << 1 | bit;
    }
    return value - 1;
}

static uint32_t mixed(fota_compact *patch, uint16_t *table, const uint32_t *keys, int32_t *weights, int inputs)
{
    uint16_t *counters[3];
    int32_t input[3];
    int32_t sum = 0;
    int32_t probability;
    int32_t error;
    uint32_t bit;
    int i;

    for (i = 0; i < inputs; i++) {
        counters[i] = table + (keys[i] * 0x9E3779B1u >> (32 - patch->table_bits));
        input[i] = stretch[*counters[i] >> 9];
        sum += weights[i] * input[i];
    }
    sum >>= 17;
    i = sum < 0 ? -1 - sum : sum;
    probability = squash[i < 63 ? i : 63];
    if (sum >= 0)
        probability = 65536 - probability;
    bit = decode(patch, (uint32_t)probability >> 1);
    error = (int32_t)(bit << 16) - probability;
    for (i = 0; i < inputs; i++) {
        int32_t weight = weights[i] + (input[i] * error >> 11);

        if (weight >= WEIGHT_LIMIT)
            weight = WEIGHT_LIMIT - 1;
        if (weight < -WEIGHT_LIMIT)
            weight = -WEIGHT_LIMIT;
        weights[i] = weight;
        learn(counters[i], bit);
    }
    return bit;
}

/* A byte in two contexts, each with a guess. */
static uint32_t mixed_byte(fota_compact *patch, uint16_t *table, const uint32_t *contexts, const uint32_t *guesses,
                           int32_t *weights)
{
    uint32_t node = 1;
    int i;

    for (i = 7; i >= 0; i--) {
        uint32_t keys[2];

        keys[0] = contexts[0] | (node << 1 ^ guesses[0] >> i);
        keys[1] = contexts[1] | (node << 1 ^ guesses[1] >> i);
        node = node << 1 | mixed(patch, table, keys, weights, 2);
    }
    return node & 255;
}

static uint32_t literal(fota_compact *patch, uint16_t *table, uint32_t high, uint32_t before)
{
    static const uint32_t guesses[2] = {0, 0};
    uint32_t contexts[2];

    contexts[0] = high << 9;
    contexts[1] = 0x40000u | high << 17 | before << 9;
    return mixed_byte(patch, table, contexts, guesses, patch->byte_weights[high]);
}

static uint32_t missed(fota_compact *patch, uint16_t *table, uint32_t high, uint32_t predicted)
{
    uint8_t *change = &patch->change[(patch->target_at + high) & 3];
    uint32_t contexts[2];
    uint32_t guesses[2];
    uint32_t byte;

    contexts[0] = 0x10000u | high << 9;
    contexts[1] = 0x20000u | high << 9;
    guesses[0] = predicted;
    guesses[1] = (predicted + *change) & 255;
    byte = mixed_byte(patch, table, contexts, guesses, patch->byte_weights[2 + high]);
    *change = (uint8_t)(byte - predicted);
    return byte;
}

/* The map. */

static uint32_t map_word(const uint16_t *at)
{
    return at[0] | (uint32_t)at[1] << 16;
}

static void put_map_word(uint16_t *at, uint32_t value)
{
    at[0] = (uint16_t)value;
    at[1] = (uint16_t)(value >> 16);
}

static uint32_t shift_of(const uint16_t *map, uint32_t pieces, uint32_t address)
{
    uint32_t low = 0;
    uint32_t high = pieces;

    while (low < high) {
        uint32_t middle = (low + high) >> 1;

        if (map_word(map + PIECE * middle) <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? map_word(map + PIECE * (low - 1) + SHIFT) : 0;
}

static void predict(fota_compact *patch, uint32_t site, uint32_t word)
{
    patch->site = (uint8_t)site;
    patch->half = 1;
    patch->missed = 0;
    patch->predicted[0] = (uint8_t)word;
    patch->predicted[1] = (uint8_t)(word >> 8);
    patch->predicted[2] = (uint8_t)(word >> 16);
    patch->predicted[3] = (uint8_t)(word >> 24);
}

/* A BL or BLX (ARMv7-M Architecture Reference Manual, A7.7.18): two halfwords, here as one word. */
static void predict_call(fota_compact *patch, const uint16_t *map, uint32_t word)
{
    uint32_t sign = word >> 10 & 1;
    uint32_t offset = (word & 0x3FF) << 12 | (word >> 15 & 0xFFE) | ((word >> 27 & 1) ^ sign ^ 1) << 22 |
                      ((word >> 29 & 1) ^ sign ^ 1) << 23 | (sign ? 0xFF000000u : 0);
    uint32_t callee = patch->from + 4 + offset;

    if (!patch->from_target && callee < patch->source_size)
        callee += shift_of(map, patch->code_pieces, callee);
    offset = callee - (patch->target_at + 4);
    sign = offset >> 24 & 1;
    word = 0xF000 | sign << 10 | (offset >> 12 & 0x3FF) | (word & 0xD0000000u) | (offset & 0xFFE) << 15 |
           ((offset >> 22 & 1) ^ sign ^ 1) << 27 | ((offset >> 23 & 1) ^ sign ^ 1) << 29;
    predict(patch, CALL, word);
}

static void look_for_site(fota_compact *patch, const uint16_t *map, const uint8_t *bytes)
{
    uint32_t word = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    uint32_t even = word & ~(uint32_t)1;

    if ((patch->flags & WORDS) && !patch->from_target && !((patch->from | patch->target_at) & 3)) {
        if (word - patch->base - 8 < patch->source_size - 8) {
            predict(patch, POINTER, word + shift_of(map, patch->code_pieces, even - patch->base));
            return;
        }
        if (word - patch->ram < patch->ram_size) {
            map += PIECE * patch->code_pieces;
            predict(patch, VARIABLE, word + shift_of(map, patch->ram_pieces, even - patch->ram));
            return;
        }
    }
    if ((patch->flags & CALLS) && (word & 0xD000F800u) == 0xD000F000u)
        predict_call(patch, map, word);
}

/* The steps. */

static uint32_t pieces_of(const fota_compact *patch)
{
    return (uint32_t)patch->code_pieces + patch->ram_pieces;
}

static void begin_stream(fota_compact *patch, uint16_t *table)
{
    uint32_t i;

    for (i = 0; i < FOTA_COMPACT_COUNTERS; i++)
        patch->counters[i] = INITIAL;
    for (i = 0; i < (uint32_t)1 << patch->table_bits; i++)
        table[i] = INITIAL;
    for (i = 0; i < 4; i++) {
        patch->byte_weights[i][0] = patch->byte_weights[i][1] = 22938;
        patch->change[i] = 0;
    }
    for (i = 0; i < 3; i++)
        patch->flag_weights[i] = 26214;
    patch->alignment = 0;
    patch->from_target = patch->history = patch->last = 0;
    patch->range = 0xFFFFFFFFu;
    for (i = 0; i < 4; i++)
        patch->code = patch->code << 8 | take(patch);
}

static step next_segment(const fota_compact *patch)
{
    return patch->target_at < patch->target_size ? AT_SEGMENT : AT_END;
}

static step behind_map(const fota_compact *patch)
{
    return patch->resume_patch_at > 0 ? AT_SKIPPED : next_segment(patch);
}

static step read_header(fota_compact *patch, const fota_compact_io *io)
{
    uint32_t magic = take(patch);
    uint32_t flags = take(patch);
    uint32_t table_bits = take(patch);
    uint32_t segment_bits = take(patch);
    uint32_t source_size = take_word(patch);
    uint32_t pieces = 0;

    patch->target_size = take_word(patch);
    if (flags) {
        patch->base = take_word(patch);
        patch->ram = take_word(patch);
        patch->ram_size = take_word(patch);
        pieces = take_word(patch);
    }
    if (magic != MAGIC || flags > FLAGS || table_bits < 6 || table_bits > 15 || segment_bits < 10 ||
        segment_bits > 24 || source_size >= IMAGE_LIMIT || patch->target_size >= IMAGE_LIMIT)
        fail(patch, FOTA_COMPACT_FORMAT);
    if (source_size != patch->source_size)
        fail(patch, FOTA_COMPACT_SOURCE_SIZE);
    if (patch->target_size > patch->target_limit)
        fail(patch, FOTA_COMPACT_TARGET_LIMIT);
    patch->flags = (uint8_t)flags;
    patch->table_bits = (uint8_t)table_bits;
    patch->code_pieces = (uint16_t)pieces;
    patch->ram_pieces = (uint16_t)(pieces >> 16);
    if (((uint32_t)2 << (table_bits & 15)) + 2 * PIECE * pieces_of(patch) > io->workspace_size)
        fail(patch, FOTA_COMPACT_MEMORY);
    patch->segment_size = (uint32_t)1 << (segment_bits & 31);
    return pieces ? AT_MAP : behind_map(patch);
}

static void read_piece(fota_compact *patch)
{
    if (patch->piece == patch->code_pieces)
        patch->piece_from = 0;
    patch->piece_from += number(patch, GAP) << 1;
}

static step read_shift(fota_compact *patch, uint16_t *map)
{
    uint32_t is_negative = simple(patch, SIGN);
    uint32_t distance = number(patch, DELTA);

    patch->piece_shift += is_negative ? 0 - distance : distance;
    map += PIECE * patch->piece;
    put_map_word(map, patch->piece_from);
    put_map_word(map + SHIFT, patch->piece_shift);
    return ++patch->piece < pieces_of(patch) ? AT_PIECE : behind_map(patch);
}

/* Passes over segments that were complete before a reset. */
static step skip(fota_compact *patch)
{
    uint32_t left = patch->resume_patch_at - patch->patch_at;
    uint32_t count = available(patch) < left ? available(patch) : left;
    uint32_t at = patch->resume_target_at;

    if (patch->resume_patch_at < patch->patch_at || at > patch->target_size ||
        (at < patch->target_size && (at & (patch->segment_size - 1))))
        fail(patch, FOTA_COMPACT_BAD_ARGUMENT);
    if (count == 0 && left > 0)
        fail(patch, FOTA_COMPACT_TRUNCATED);
    patch->window_at = (uint8_t)(patch->window_at + count);
    patch->patch_at += count;
    if (count < left)
        return AT_SKIPPED;
    patch->target_at = at;
    return next_segment(patch);
}

static void begin_segment(fota_compact *patch, uint16_t *table)
{
    uint32_t left = patch->target_size - patch->target_at;

    begin_stream(patch, table);
    patch->segment_end = patch->target_at + (left < patch->segment_size ? left : patch->segment_size);
}

static void begin_run(fota_compact *patch, uint32_t length)
{
    if (length > patch->segment_end - patch->target_at)
        fail(patch, FOTA_COMPACT_RUN_OUTSIDE);
    patch->run_end = patch->target_at + length;
}

static step end_run(fota_compact *patch, const fota_compact_io *io, step same, step next)
{
    if (patch->target_at != patch->run_end)
        return same;
    if (patch->target_at != patch->segment_end)
        return next;
    flush(patch, io);
    if (io->boundary && patch->result == FOTA_COMPACT_OK)
        io->boundary(io->user, patch->patch_at, patch->target_at);
    return next_segment(patch);
}

static void begin_hits(fota_compact *patch)
{
    patch->hits = patch->level = 0;
    patch->next_level = 1;
}

static void leave_site(fota_compact *patch)
{
    patch->site = NO_SITE;
    patch->half = patch->missed = 0;
}

static void begin_copy(fota_compact *patch)
{
    uint32_t length = patch->run_end - patch->target_at;
    uint32_t distance;

    if (patch->from_target) {
        distance = number(patch, DISTANCE) + 1;
        if (distance > patch->target_at)
            fail(patch, FOTA_COMPACT_TARGET_RANGE);
        patch->from = patch->target_at - distance;
    } else {
        uint32_t is_negative = simple(patch, SIGN);

        if (simple(patch, ODD)) {
            distance = 1 + (number(patch, DELTA) << 1);
        } else {
            distance = simple(patch, EVEN) << 1;
            distance += number(patch, DELTA) << 2;
        }
        patch->alignment += is_negative ? 0 - distance : distance;
        patch->from = patch->target_at + patch->alignment;
        if (patch->from > patch->source_size || length > patch->source_size - patch->from)
            fail(patch, FOTA_COMPACT_SOURCE_RANGE);
    }
    patch->history = (uint8_t)(patch->history << 1 | 1);
    leave_site(patch);
    begin_hits(patch);
}

static void literal_cell(fota_compact *patch, const fota_compact_io *io, uint16_t *table)
{
    uint32_t is_pair = !(patch->target_at & 1) && patch->run_end - patch->target_at >= 2;
    uint32_t high = is_pair ? literal(patch, table, 1, patch->last) : patch->last;

    patch->last = (uint8_t)literal(patch, table, 0, high);
    emit(patch, io, patch->last);
    if (is_pair)
        emit(patch, io, high);
}

static uint32_t cell_is_missed(fota_compact *patch, uint16_t *table, uint32_t kind, uint32_t is_pair)
{
    uint32_t keys[3];
    uint32_t is_missed;

    keys[0] = 0x69000u | (patch->history & 0x3Fu) << 1 | is_pair;
    keys[1] = 0x71600u | (uint32_t)patch->level << 2 | (uint32_t)patch->from_target << 1 | is_pair;
    keys[2] = 0xAE00u | kind << 2 | (uint32_t)patch->missed << 1 | (patch->history & 1u);
    is_missed = mixed(patch, table, keys, patch->flag_weights, 3);
    patch->history = (uint8_t)(patch->history << 1 | is_missed);
    if (is_missed) {
        patch->missed = 1;
        begin_hits(patch);
    } else if (++patch->hits == patch->next_level && patch->level < MOST_LEVEL) {
        patch->level++;
        patch->next_level = patch->level <= 3 ? patch->next_level + 1 : patch->next_level << 1;
    }
    return is_missed;
}

static void copy_cell(fota_compact *patch, const fota_compact_io *io, const uint16_t *map, uint16_t *table)
{
    uint32_t left = patch->run_end - patch->target_at;
    uint32_t room = patch->from_target ? patch->target_at - patch->from : left;
    uint32_t is_pair = !(patch->target_at & 1) && left >= 2 && room >= 2;
    uint32_t kind;
    uint32_t low;
    uint32_t high;
    const uint8_t *bytes;

    if (patch->half == 1)
        patch->half = 2;
    else if (patch->half == 2)
        leave_site(patch);
    if (patch->half == 0 && patch->flags && left >= 4 && room >= 4 && !((patch->from | patch->target_at) & 1))
        look_for_site(patch, map, fetch(patch, io, 4));
    bytes = patch->half ? patch->predicted + 2 * (patch->half - 1) : fetch(patch, io, 1 + is_pair);
    low = bytes[0];
    high = is_pair ? bytes[1] : 0;
    kind = 3u * patch->site + patch->half;
    if (cell_is_missed(patch, table, kind, is_pair)) {
        uint32_t high_differs = is_pair && simple(patch, HIGH + kind);
        uint32_t low_differs = !high_differs || simple(patch, LOW + kind);

        if (high_differs)
            high = missed(patch, table, 1, high);
        if (low_differs)
            low = missed(patch, table, 0, low);
    }
    patch->last = (uint8_t)low;
    patch->from += 1 + is_pair;
    emit(patch, io, low);
    if (is_pair)
        emit(patch, io, high);
}

static step take_step(fota_compact *patch, const fota_compact_io *io)
{
    uint16_t *map = io->workspace;
    uint16_t *table = map + PIECE * pieces_of(patch);
    uint32_t length;

    switch (patch->state) {
    case AT_HEADER:
        return read_header(patch, io);
    case AT_MAP:
        begin_stream(patch, table);
        return AT_PIECE;
    case AT_PIECE:
        read_piece(patch);
        return AT_SHIFT;
    case AT_SHIFT:
        return read_shift(patch, map);
    case AT_SKIPPED:
        return skip(patch);
    case AT_SEGMENT:
        begin_segment(patch, table);
        return AT_GAP;
    case AT_GAP:
        begin_run(patch, number(patch, GAP));
        return end_run(patch, io, AT_LITERALS, AT_LENGTH);
    case AT_LITERALS:
        literal_cell(patch, io, table);
        return end_run(patch, io, AT_LITERALS, AT_LENGTH);
    case AT_LENGTH:
        patch->from_target = (uint8_t)simple(patch, (uint32_t)KIND + patch->from_target);
        length = number(patch, LENGTH + (patch->from_target ? NUMBER : 0));
        begin_run(patch, length + 1);
        return AT_FROM;
    case AT_FROM:
        begin_copy(patch);
        return AT_COPY;
    default:
        copy_cell(patch, io, map, table);
        return end_run(patch, io, AT_COPY, AT_GAP);
    }
}

void fota_compact_begin(fota_compact *patch, uint32_t source_size, uint32_t target_limit)
{
    patch->state = AT_HEADER;
    patch->result = FOTA_COMPACT_OK;
    patch->ended = 0;
    patch->window_at = patch->window_end = 0;
    patch->output_size = patch->cache_size = 0;
    patch->code_pieces = patch->ram_pieces = 0;
    patch->code = 0;
    patch->target_at = patch->patch_at = 0;
    patch->resume_patch_at = patch->resume_target_at = 0;
    patch->source_size = source_size;
    patch->target_limit = target_limit;
    patch->base = patch->ram = patch->ram_size = 0;
    patch->piece = patch->piece_from = patch->piece_shift = 0;
}

static fota_compact_result run(fota_compact *patch, const fota_compact_io *io, const uint8_t *data, uint32_t length)
{
    while (patch->result == FOTA_COMPACT_OK) {
        for (; length > 0 && available(patch) < FOTA_COMPACT_WINDOW; length--)
            patch->window[patch->window_end++ & (FOTA_COMPACT_WINDOW - 1)] = *data++;
        if (patch->state == AT_END) {
            if (available(patch) > 0)
                fail(patch, FOTA_COMPACT_TRAILING);
            break;
        }
        if (available(patch) < STEP && !patch->ended)
            break;
        patch->state = (uint8_t)take_step(patch, io);
    }
    return (fota_compact_result)patch->result;
}

fota_compact_result fota_compact_feed(fota_compact *patch, const fota_compact_io *io, const void *data, uint32_t length)
{
    return run(patch, io, (const uint8_t *)data, length);
}

fota_compact_result fota_compact_end(fota_compact *patch, const fota_compact_io *io)
{
    patch->ended = 1;
    return run(patch, io, 0, 0);
}

void fota_compact_resume(fota_compact *patch, uint32_t patch_at, uint32_t target_at)
{
    patch->resume_patch_at = patch_at;
    patch->resume_target_at = target_at;
}
