/*
 * Memory that runs out: the n-th allocation of a call fails, for n from 0 until the call succeeds. Each time the call
 * has to say so, give nothing back, and leave nothing behind.
 */
#include <stddef.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CANNOT_FAIL_ALLOCATIONS /* the sanitizer has an allocator of its own */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CANNOT_FAIL_ALLOCATIONS
#endif
#elif !defined(__GLIBC__)
#define CANNOT_FAIL_ALLOCATIONS
#endif

#ifdef CANNOT_FAIL_ALLOCATIONS

#include <stdio.h>

int main(void) {
    puts("skipped: allocations can be made to fail with glibc and without sanitizers only");
    return 77;
}

#else

#include "check.h"

extern void* __libc_malloc(size_t size);
extern void __libc_free(void* memory);

static long until_failure = -1; /* allocations that still succeed; negative: all of them */
static long alive = 0;          /* allocations not yet freed */

/* In place of the C library's, for everything in this process. */
__attribute__((visibility("default"))) void* malloc(size_t size) {
    if (until_failure == 0) return NULL;
    if (until_failure > 0) --until_failure;
    void* memory = __libc_malloc(size);
    if (memory != NULL) ++alive;
    return memory;
}

__attribute__((visibility("default"))) void free(void* memory) {
    if (memory != NULL) --alive;
    __libc_free(memory);
}

/* What is tried. Each returns the code of the call; when it failed, its result has to be nothing. */
static pug_instrument* small = NULL;
static pug_scores* scored = NULL;
static pug_error* refusal = NULL;
static const double row[3] = {2, 50, 1};

static int32_t try_load(pug_error** err) {
    pug_instrument* instrument = (pug_instrument*)&small;
    const int32_t code = pug_catalog_load(&instrument, "eige.h3", 7, err);
    CHECK((code == PUG_OK) == (instrument != NULL));
    pug_instrument_free(instrument);
    return code;
}

static int32_t try_read(pug_error** err) {
    pug_instrument* instrument = (pug_instrument*)&small;
    const int32_t code = pug_instrument_read(&instrument, small_instrument, sizeof small_instrument - 1, err);
    CHECK((code == PUG_OK) == (instrument != NULL));
    pug_instrument_free(instrument);
    return code;
}

static int32_t try_canonical(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_instrument_canonical_json(&text, small, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_validate(pug_error** err) { return pug_instrument_validate(small, err); }

static int32_t try_score(pug_error** err) {
    pug_scores* scores = (pug_scores*)&small;
    const int32_t code = pug_score_matrix(&scores, small, row, NULL, 1, 3, 3, NULL, err);
    CHECK((code == PUG_OK) == (scores != NULL));
    pug_scores_free(scores);
    return code;
}

static int32_t try_explain(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_explain_json(&text, scored, 0, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_error_json(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_error_json(&text, refusal, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

/* A refusal whose message cannot be written down any more is one of memory, too. */
static int32_t try_refusal(pug_error** err) {
    uint64_t index = 7;
    const int32_t code =
        pug_instrument_variable_index(&index, small, "a variable with a long name that is not there", 45, err);
    CHECK(index == 7);
    return code == PUG_ERROR_NOT_FOUND ? PUG_OK : code;
}

static void fails_until_memory_suffices(const char* what, int32_t (*attempt)(pug_error** err)) {
    long attempts = 0;
    pug_error* err = NULL;
    CHECK(attempt(&err) == PUG_OK); /* what is made once and kept, is made now */
    pug_error_free(err);
    for (long n = 0;; n += 1 + n / 64, ++attempts) {
        const long before = alive;
        err = NULL;
        until_failure = n;
        const int32_t code = attempt(&err);
        until_failure = -1;
        if (code != PUG_OK) {
            CHECK(code == PUG_ERROR_MEMORY && pug_error_code(err) == PUG_ERROR_MEMORY);
            CHECK(pug_error_count(err) == 1 && strcmp(pug_error_name(err, NULL), "memory.exhausted") == 0);
            CHECK(strcmp(pug_error_message(err, NULL), "memory ran out") == 0 &&
                  strcmp(pug_error_where(err, NULL), "") == 0);
        }
        pug_error_free(err);
        if (alive != before) {
            fprintf(stderr, "%s: %ld allocations are left behind when number %ld fails\n", what, alive - before, n);
            ++failures;
            break;
        }
        if (code == PUG_OK) break;
    }
    CHECK(attempts > 0);
    printf("%s: memory ran out %ld times\n", what, attempts);
}

int main(void) {
    pug_text* json = NULL;
    small = read_small();
    CHECK(pug_score_matrix(&scored, small, row, NULL, 1, 3, 3, NULL, NULL) == PUG_OK);
    CHECK(pug_catalog_load(&(pug_instrument*){NULL}, "nothing", 7, &refusal) == PUG_ERROR_NOT_FOUND);

    fails_until_memory_suffices("catalog load", try_load);
    fails_until_memory_suffices("instrument read", try_read);
    fails_until_memory_suffices("canonical json", try_canonical);
    fails_until_memory_suffices("validate", try_validate);
    fails_until_memory_suffices("score", try_score);
    fails_until_memory_suffices("explain", try_explain);
    fails_until_memory_suffices("error json", try_error_json);
    fails_until_memory_suffices("refusal", try_refusal);

    /* The error for exhausted memory is an error like any other. */
    pug_error* err = NULL;
    until_failure = 0;
    CHECK(pug_instrument_validate(small, &err) == PUG_ERROR_MEMORY);
    CHECK(pug_catalog_count() > 0 && pug_catalog_id(0, NULL) != NULL); /* getters need none */
    until_failure = -1;
    CHECK(pug_error_json(&json, err, NULL) == PUG_OK);
    CHECK(strstr(pug_text_data(json), "memory.exhausted") != NULL);
    pug_text_free(json);
    pug_error_free(err);
    pug_error_free(err); /* it is never freed, so twice does no harm */

    pug_error_free(refusal);
    pug_scores_free(scored);
    pug_instrument_free(small);
    return failures != 0;
}

#endif
