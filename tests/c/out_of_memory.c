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

static int32_t try_benchmark(pug_error** err) {
    static const char request[] = "{\"against\": {\"profile\": {\"service\": 1}}, \"peers\": 1}";
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_benchmark_json(&text, scored, 0, request, sizeof request - 1, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_gaps(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_gaps_json(&text, scored, 0, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_common_gaps(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_common_gaps_json(&text, scored, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_plan(pug_error** err) {
    static const char request[] =
        "{\"score\": 100, \"requires\": [{\"variable\": \"staff\", \"needs\": \"decree\", \"at_least\": \"TS\"}]}";
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_plan_json(&text, scored, 0, request, sizeof request - 1, NULL, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_frontier(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_frontier_json(&text, scored, 0, NULL, 0, NULL, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_spend(pug_error** err) {
    static const char request[] = "{\"cost\": {\"budget\": 5}}";
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_spend_json(&text, scored, request, sizeof request - 1, NULL, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_what_if(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_what_if_json(&text, scored, 0, "{\"free\": \"no\"}", 14, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_robustness(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_scores_robustness_json(&text, scored, 0, "{\"draws\": 3}", 12, NULL, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_agreement(pug_error** err) {
    const pug_scores* const rounds[2] = {scored, scored};
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_agreement_json(&text, rounds, 2, NULL, 0, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_progress(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_progress_json(&text, scored, scored, NULL, 0, err);
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

/* An index, and questions about it. */
static pug_design* designed = NULL;
static pug_index* built = NULL;
static const double cells[] = {1, 8, /**/ 2, 4, /**/ 3, 9, /**/ 9, 1};
static const char design_json[] =
    "{\"pug_design\": 1, \"id\": \"test.index\", \"indicators\": {\"a\": {}, \"b\": {\"direction\": "
    "\"lower_is_better\"}}, \"steps\": [{\"impute\": {\"method\": \"group_mean\", \"group\": \"g\"}}, \"treat\", "
    "\"normalise\"], \"index\": {\"id\": \"whole\", \"weights\": \"pca\", \"parts\": [\"a\", \"b\"]}}";
static const char labels[] =
    "{\"units\": [\"A\", \"B\", \"C\", \"D\"], \"groups\": {\"g\": [\"x\", \"x\", \"y\", \"y\"]}}";
static const char doubts[] =
    "{\"assumptions\": [{\"vary\": \"weights\", \"relative\": 0.5}], \"replications\": 20, \"threads\": 1}";
static const char sampled[] =
    "{\"assumptions\": [{\"vary\": \"weights\", \"relative\": 0.5, \"apart\": true}], \"points\": 8, \"targets\": "
    "[\"score\"]}";

static int32_t try_design(pug_error** err) {
    pug_design* design = (pug_design*)&small;
    const int32_t code = pug_design_read(&design, design_json, sizeof design_json - 1, err);
    CHECK((code == PUG_OK) == (design != NULL));
    pug_design_free(design);
    return code;
}

static int32_t try_build(pug_error** err) {
    pug_index* index = (pug_index*)&small;
    const int32_t code = pug_index_build(&index, designed, cells, NULL, 4, 2, labels, sizeof labels - 1, err);
    CHECK((code == PUG_OK) == (index != NULL));
    pug_index_free(index);
    return code;
}

static int32_t free_told(int32_t code, pug_text* text) {
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_index_json(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_json(&text, built, err);
    return free_told(code, text);
}

static int32_t try_index_instrument(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_instrument_json(&text, built, NULL, 0, err);
    return free_told(code, text);
}

static int32_t try_components(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_answer_json(&text, built, "components", 10, NULL, 0, err);
    return free_told(code, text);
}

static int32_t try_describe(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_answer_json(&text, built, "describe", 8, NULL, 0, err);
    return free_told(code, text);
}

static int32_t try_compare(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_compare_json(&text, built, built, NULL, 0, err);
    return free_told(code, text);
}

static int32_t try_uncertainty(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_uncertainty_json(&text, built, doubts, sizeof doubts - 1, err);
    return free_told(code, text);
}

static int32_t try_sensitivity(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_sensitivity_json(&text, built, sampled, sizeof sampled - 1, err);
    return free_told(code, text);
}

static int32_t try_screening(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_index_screening_json(&text, built, sampled, sizeof sampled - 1, err);
    return free_told(code, text);
}

static const char gender_analysis[] =
    "{\"pug_gender_analysis\": 1, \"data\": [{\"name\": \"a\", \"women\": 3, \"men\": 19, \"population_women\": 20, "
    "\"population_men\": 30, \"stated\": {\"total\": 23}}], \"gap_factors\": [{\"aspect\": \"akses\", \"claims\": "
    "[{\"figure\": \"a\", \"claim\": \"mostly\", \"sex\": \"women\"}]}]}";

static int32_t try_gender_check(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code =
        pug_gender_analysis_check_json(&text, gender_analysis, sizeof gender_analysis - 1, NULL, 0, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_gender_summary(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_gender_analysis_summary_json(&text, gender_analysis, sizeof gender_analysis - 1,
                                                          "{\"threshold\": 5}", 16, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_gender_canonical(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_gender_analysis_canonical_json(&text, gender_analysis, sizeof gender_analysis - 1, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_sex_gap(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_sex_gap_json(&text, 23, 19, 100, 90, 0.95, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_arg_share(pug_error** err) {
    static const char request[] = "{\"responsive\": 1, \"denominator\": 3, \"of\": \"total direct spending\"}";
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_arg_share_json(&text, request, sizeof request - 1, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_suppress(pug_error** err) {
    const int64_t counts[4] = {1, 50, 40, 60};
    uint8_t hidden[9] = {7};
    const int32_t code = pug_suppress_counts(hidden, counts, 2, 2, 5, err);
    CHECK(hidden[0] == (code == PUG_OK ? 1 : 7));
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

static const char assessment[] =
    "{\"pug_assessment\": 1, \"unit\": \"A\", \"instrument\": \"test.small@2024\", \"stages\": [{\"kind\": \"self\","
    " \"date\": \"2025-01-10\", \"by\": \"Board\", \"answers\": {\"staff\": 50, \"free\": {\"value\": \"yes\","
    " \"evidence\": [\"photo\"]}}}], \"evidence\": {\"photo\": {\"kind\": \"photo\", \"reference\": \"of the door\","
    " \"method\": \"observe\", \"collected\": \"2025-01-09\", \"expires\": \"2025-02-01\", \"by\": \"Board\"}}}";
static pug_assessments* assessed = NULL;

static int32_t try_read_assessment(pug_error** err) {
    pug_assessments* read = (pug_assessments*)&small;
    const int32_t code = pug_assessments_read(&read, small, assessment, sizeof assessment - 1, err);
    CHECK((code == PUG_OK) == (read != NULL));
    pug_assessments_free(read);
    return code;
}

static int32_t try_assessment_json(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_assessments_json(&text, assessed, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_answers(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_assessments_answers_json(&text, assessed, 0, "self", 4, "2025-01-31", 10, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_expiring(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_assessments_expiring_json(&text, assessed, "2025-03-01", 10, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_rows(pug_error** err) {
    pug_text* text = (pug_text*)&small;
    const int32_t code = pug_assessments_rows_json(&text, assessed, "field", 5, "2025-03-01", 10, err);
    CHECK((code == PUG_OK) == (text != NULL));
    pug_text_free(text);
    return code;
}

static int32_t try_score_assessment(pug_error** err) {
    pug_scores* scores = (pug_scores*)&small;
    const int32_t code = pug_assessments_score(&scores, assessed, NULL, 0, "2025-03-01", 10, NULL, err);
    CHECK((code == PUG_OK) == (scores != NULL));
    pug_scores_free(scores);
    return code;
}

static int32_t try_history_record(pug_error** err) {
    pug_text* line = (pug_text*)&small;
    const int32_t code = pug_history_record(&line, "{\"unit\": \"A\", \"score\": 12.5}", 28, 0, NULL, 0, err);
    CHECK((code == PUG_OK) == (line != NULL));
    pug_text_free(line);
    return code;
}

static pug_text* recorded = NULL;

static int32_t try_history_check(pug_error** err) {
    uint64_t records = 7;
    pug_text* hash = (pug_text*)&small;
    const int32_t code =
        pug_history_check(&records, &hash, pug_text_data(recorded), pug_text_length(recorded), NULL, 0, err);
    CHECK((code == PUG_OK) == (hash != NULL) && records == (code == PUG_OK ? 1u : 7u));
    pug_text_free(hash);
    return code;
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
    fails_until_memory_suffices("benchmark", try_benchmark);
    fails_until_memory_suffices("gaps", try_gaps);
    fails_until_memory_suffices("common gaps", try_common_gaps);
    fails_until_memory_suffices("plan", try_plan);
    fails_until_memory_suffices("frontier", try_frontier);
    fails_until_memory_suffices("spend", try_spend);
    fails_until_memory_suffices("what if", try_what_if);
    fails_until_memory_suffices("robustness", try_robustness);
    fails_until_memory_suffices("agreement", try_agreement);
    fails_until_memory_suffices("progress", try_progress);
    fails_until_memory_suffices("error json", try_error_json);
    fails_until_memory_suffices("gender check", try_gender_check);
    fails_until_memory_suffices("gender summary", try_gender_summary);
    fails_until_memory_suffices("gender canonical", try_gender_canonical);
    fails_until_memory_suffices("sex gap", try_sex_gap);
    fails_until_memory_suffices("arg share", try_arg_share);
    fails_until_memory_suffices("suppress", try_suppress);
    fails_until_memory_suffices("refusal", try_refusal);
    CHECK(pug_assessments_read(&assessed, small, assessment, sizeof assessment - 1, NULL) == PUG_OK);
    CHECK(pug_history_record(&recorded, "{\"unit\": \"A\"}", 13, 0, NULL, 0, NULL) == PUG_OK);
    fails_until_memory_suffices("read assessment", try_read_assessment);
    fails_until_memory_suffices("assessment json", try_assessment_json);
    fails_until_memory_suffices("answers", try_answers);
    fails_until_memory_suffices("expiring", try_expiring);
    fails_until_memory_suffices("rows", try_rows);
    fails_until_memory_suffices("score assessment", try_score_assessment);
    fails_until_memory_suffices("history record", try_history_record);
    fails_until_memory_suffices("history check", try_history_check);
    CHECK(pug_design_read(&designed, design_json, sizeof design_json - 1, NULL) == PUG_OK);
    CHECK(pug_index_build(&built, designed, cells, NULL, 4, 2, labels, sizeof labels - 1, NULL) == PUG_OK);
    fails_until_memory_suffices("design", try_design);
    fails_until_memory_suffices("build", try_build);
    fails_until_memory_suffices("index json", try_index_json);
    fails_until_memory_suffices("index instrument", try_index_instrument);
    fails_until_memory_suffices("components", try_components);
    fails_until_memory_suffices("describe", try_describe);
    fails_until_memory_suffices("compare", try_compare);
    fails_until_memory_suffices("uncertainty", try_uncertainty);
    fails_until_memory_suffices("sensitivity", try_sensitivity);
    fails_until_memory_suffices("screening", try_screening);
    pug_index_free(built);
    pug_design_free(designed);
    pug_text_free(recorded);
    pug_assessments_free(assessed);

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
