/* The loops that somebody would write by hand in C for one fixed tree: nothing is declared, checked or explained. Sums
 * run in the order of the indicators, as pug's do. */
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

enum { BLOCK = 512, MOST_THREADS = 256 };

/* A matrix of answers and the tree above it, as pug_bench/peers/c_loop.py lays them out. */
typedef struct {
    const double* values;    /* of unit u and indicator j at values[u * row_stride + j * column_stride] */
    const uint8_t* statuses; /* at the same place, 0 where there is a value; NULL: everywhere */
    size_t units, indicators;
    ptrdiff_t row_stride, column_stride;
    const double *low, *scale; /* of each indicator; scale is 1 / (high - low) */
    size_t levels;             /* of means, the lowest first */
    const size_t* nodes;       /* of each level */
    const size_t* children;    /* of each node, level by level */
    const double* weights;     /* of each child, level by level */
    int32_t is_geometric;
    int32_t threads;
} Tree;

/* --- threads ------------------------------------------------------------------------------------------------------ */

typedef struct {
    void (*work)(void* context, size_t first, size_t last);
    void* context;
    size_t first, last;
} Part;

static void* run(void* part_of_work) {
    const Part* part = part_of_work;
    part->work(part->context, part->first, part->last);
    return NULL;
}

/* Calls `work` for equal parts of [0, count), all but the first in threads of their own. */
static void in_parts(size_t count, int32_t threads, void (*work)(void*, size_t, size_t), void* context) {
    Part parts[MOST_THREADS];
    pthread_t ids[MOST_THREADS];
    int started[MOST_THREADS] = {0};
    const size_t n = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : (size_t)threads;
    for (size_t i = 0; i < n; ++i) parts[i] = (Part){work, context, count * i / n, count * (i + 1) / n};
    for (size_t i = 1; i < n; ++i) started[i] = pthread_create(&ids[i], NULL, run, &parts[i]) == 0;
    for (size_t i = 0; i < n; ++i) {
        if (started[i]) {
            pthread_join(ids[i], NULL);
        } else {
            run(&parts[i]);
        }
    }
}

/* --- a weighted tree of complete data: one weighted sum, goalposts folded into the weights ------------------------ */

typedef struct {
    const Tree* tree;
    const double* slopes; /* weight in the whole / (high - low) */
    double constant;
    double* scores;
} Sum;

static void sum_rows(void* context, size_t first, size_t last) {
    const Sum* sum = context;
    const Tree* tree = sum->tree;
    for (size_t u = first; u < last; ++u) {
        const double* row = tree->values + (ptrdiff_t)u * tree->row_stride;
        double score = sum->constant;
        for (size_t j = 0; j < tree->indicators; ++j) score += sum->slopes[j] * row[j];
        sum->scores[u] = score;
    }
}

/* A block of scores stays in the first cache while the columns go by. */
static void sum_columns(void* context, size_t first, size_t last) {
    const Sum* sum = context;
    const Tree* tree = sum->tree;
    for (size_t begin = first; begin < last; begin += BLOCK) {
        const size_t n = last - begin < BLOCK ? last - begin : BLOCK;
        double* restrict scores = sum->scores + begin;
        for (size_t i = 0; i < n; ++i) scores[i] = sum->constant;
        for (size_t j = 0; j < tree->indicators; ++j) {
            const double* restrict column = tree->values + begin + (ptrdiff_t)j * tree->column_stride;
            const double slope = sum->slopes[j];
            for (size_t i = 0; i < n; ++i) scores[i] += slope * column[i];
        }
    }
}

EXPORT void weighted_sum(const Tree* tree, const double* slopes, double constant, double* scores) {
    Sum sum = {tree, slopes, constant, scores};
    in_parts(tree->units, tree->threads, tree->column_stride == 1 ? sum_rows : sum_columns, &sum);
}

/* --- a tree of means in which what is missing leaves, with its weight --------------------------------------------- */

typedef struct {
    const Tree* tree;
    double* scores;
} Means;

/* Normalised indicators of one unit, or their logarithms, and whether there is one: 1 or 0. */
static void normalise(const Tree* tree, size_t unit, double* value, double* there) {
    for (size_t j = 0; j < tree->indicators; ++j) {
        const ptrdiff_t at = (ptrdiff_t)unit * tree->row_stride + (ptrdiff_t)j * tree->column_stride;
        const int known = tree->statuses == NULL || tree->statuses[at] == 0;
        value[j] = known ? (tree->values[at] - tree->low[j]) * tree->scale[j] : 0;
        there[j] = known;
    }
    if (!tree->is_geometric) return;
    for (size_t j = 0; j < tree->indicators; ++j) value[j] = there[j] != 0 ? log(value[j]) : 0;
}

/* Each level overwrites the one below. */
static double mean_of_means(const Tree* tree, double* value, double* there) {
    const size_t* children = tree->children;
    const double* weight = tree->weights;
    for (size_t level = 0; level < tree->levels; ++level) {
        size_t child = 0;
        for (size_t node = 0; node < tree->nodes[level]; ++node) {
            double sum = 0, weights = 0;
            for (size_t i = 0; i < *children; ++i, ++child, ++weight) {
                sum += *weight * there[child] * value[child];
                weights += *weight * there[child];
            }
            ++children;
            there[node] = weights > 0;
            value[node] = weights > 0 ? sum / weights : 0;
        }
    }
    if (there[0] == 0) return NAN;
    return tree->is_geometric ? exp(value[0]) : value[0];
}

static void means(void* context, size_t first, size_t last) {
    const Means* work = context;
    double* value = malloc(2 * work->tree->indicators * sizeof *value);
    if (value == NULL) abort();
    for (size_t u = first; u < last; ++u) {
        normalise(work->tree, u, value, value + work->tree->indicators);
        work->scores[u] = mean_of_means(work->tree, value, value + work->tree->indicators);
    }
    free(value);
}

EXPORT void nested_means(const Tree* tree, double* scores) {
    Means work = {tree, scores};
    in_parts(tree->units, tree->threads, means, &work);
}

/* --- rounding half up to two digits, bands, and gates on the first indicators ------------------------------------- */

/* The band of each unit, `bands` where a gate is not met, -1 without a score. Scores become those of 0 to 100, rounded.
 */
EXPORT void grade(const Tree* tree, const double* cutoffs, size_t bands, const double* least, size_t gates,
                  double* scores, int32_t* grades) {
    for (size_t u = 0; u < tree->units; ++u) {
        scores[u] = floor(scores[u] * 100 * 100 + 0.5) / 100;
        int32_t band = 0;
        for (size_t b = 1; b < bands; ++b) band += scores[u] >= cutoffs[b];
        for (size_t g = 0; g < gates; ++g) {
            const ptrdiff_t at = (ptrdiff_t)u * tree->row_stride + (ptrdiff_t)g * tree->column_stride;
            const int known = tree->statuses == NULL || tree->statuses[at] == 0;
            if (!known || tree->values[at] < least[g]) band = (int32_t)bands;
        }
        grades[u] = isnan(scores[u]) ? -1 : band;
    }
}

/* --- ranks: the best first, equal scores share the least rank ----------------------------------------------------- */

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 3 };

typedef struct {
    uint64_t key;
    uint64_t unit;
} Entry;

/* Ascends where the doubles descend. */
static uint64_t key_of(double score) {
    const double positive_zero = score + 0.0;
    uint64_t bits;
    memcpy(&bits, &positive_zero, sizeof bits);
    return bits >> 63 ? bits : ~bits & ~(UINT64_C(1) << 63);
}

/* How many of the last bits three digits have no room for. */
static int shift_for(uint64_t range) {
    int bits = 0;
    while (range >> bits >> (PASSES * DIGIT) != 0) ++bits;
    return bits;
}

/* A radix sort without those bits, the last digit first; where the result lies. Keys start at 0. */
static Entry* nearly_sorted(Entry* from, Entry* to, size_t n, int shift) {
    static _Thread_local size_t begins[PASSES][BUCKETS];
    memset(begins, 0, sizeof begins);
    for (size_t i = 0; i < n; ++i) {
        for (int pass = 0; pass < PASSES; ++pass) {
            ++begins[pass][(from[i].key >> shift >> pass * DIGIT) & (BUCKETS - 1)];
        }
    }
    for (int pass = 0; pass < PASSES; ++pass) {
        size_t* begin = begins[pass];
        for (size_t bucket = 0, sum = 0; bucket < BUCKETS; ++bucket) {
            const size_t count = begin[bucket];
            begin[bucket] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; ++i) to[begin[(from[i].key >> shift >> pass * DIGIT) & (BUCKETS - 1)]++] = from[i];
        Entry* other = from;
        from = to;
        to = other;
    }
    return from;
}

/* Insertion: almost nothing has to move any more. */
static void finish(Entry* entries, size_t n) {
    for (size_t i = 1; i < n; ++i) {
        const Entry entry = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1].key > entry.key; --at) entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

EXPORT void rank_scores(const double* scores, size_t units, double* ranks) {
    Entry* entries = malloc((2 * units + 1) * sizeof *entries);
    if (entries == NULL) abort();
    size_t n = 0;
    uint64_t least = UINT64_MAX, greatest = 0;
    for (size_t u = 0; u < units; ++u) {
        ranks[u] = NAN;
        if (isnan(scores[u])) continue;
        const uint64_t key = key_of(scores[u]);
        entries[n++] = (Entry){key, u};
        least = key < least ? key : least;
        greatest = key > greatest ? key : greatest;
    }
    for (size_t i = 0; i < n; ++i) entries[i].key -= least;
    Entry* order = nearly_sorted(entries, entries + units, n, shift_for(greatest - least));
    finish(order, n);
    size_t rank = 0;
    for (size_t i = 0; i < n; ++i) {
        if (i == 0 || order[i].key != order[i - 1].key) rank = i + 1;
        ranks[order[i].unit] = (double)rank;
    }
    free(entries);
}

/* --- memory bandwidth: reading and nothing else ------------------------------------------------------------------- */

typedef struct {
    const uint64_t* words;
    _Atomic uint64_t sum; /* so that no compiler leaves the reading out */
} Reading;

static void read_part(void* context, size_t first, size_t last) {
    Reading* reading = context;
    uint64_t sum = 0;
    for (size_t i = first; i < last; ++i) sum += reading->words[i];
    reading->sum += sum;
}

EXPORT void read_memory(const void* memory, size_t bytes, int32_t threads) {
    Reading reading = {memory, 0};
    in_parts(bytes / sizeof(uint64_t), threads, read_part, &reading);
}
