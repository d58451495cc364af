/* Comparing: a unit with its measure, rounds of assessors with each other, before with after. */
#include "check.h"

enum { units = 4, variables = 3 };

/* decree (index of the level), staff (per cent), free of charge */
static const double first[units * variables] = {2, 50, 1, /**/ 1, 75, 0, /**/ 0, 100, 1, /**/ 2, 0, 1};
static const double second[units * variables] = {2, 75, 1, /**/ 2, 75, 1, /**/ 1, 100, 1, /**/ 2, 0, 0};

static pug_scores* score_rows(const pug_instrument* by, const double* rows, uint64_t count) {
    pug_scores* scores = NULL;
    CHECK(pug_score_matrix(&scores, by, rows, NULL, count, variables, variables, NULL, NULL) == PUG_OK);
    return scores;
}

/* Whether the document has that text; frees it. */
static int has(pug_text* json, const char* text) {
    const int found = json != NULL && strstr(pug_text_data(json), text) != NULL;
    if (!found) fprintf(stderr, "no %s in %s\n", text, json != NULL ? pug_text_data(json) : "(NULL)");
    pug_text_free(json);
    return found;
}

static int32_t ask(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request, pug_error** err) {
    return pug_scores_benchmark_json(json, scores, unit, request, request != NULL ? strlen(request) : 0, err);
}

static int32_t agree(pug_text** json, const pug_scores* a, const pug_scores* b, const char* request, pug_error** err) {
    const pug_scores* const rounds[2] = {a, b};
    return pug_agreement_json(json, rounds, 2, request, request != NULL ? strlen(request) : 0, err);
}

static int32_t change(pug_text** json, const pug_scores* a, const pug_scores* b, const char* request, pug_error** err) {
    return pug_progress_json(json, a, b, request, request != NULL ? strlen(request) : 0, err);
}

static void a_unit_and_its_measure(const pug_scores* scores) {
    pug_text* json = NULL;
    CHECK(ask(&json, scores, 1, NULL, NULL) == PUG_OK);
    /* The best has 81.25, unit 1 has 40.625. */
    CHECK(strstr(pug_text_data(json), "\"against\":{\"count\":1,\"kind\":\"best\"") != NULL);
    CHECK(has(json, "\"difference\":-40.625"));
    CHECK(ask(&json, scores, 1, "{\"against\": {\"unit\": 3}}", NULL) == PUG_OK);
    CHECK(has(json, "\"difference\":0.75,\"direction\":\"higher_is_better\",\"id\":\"staffing\""));
    CHECK(ask(&json, scores, 1, "{\"against\": {\"profile\": {\"standard\": 50}}}", NULL) == PUG_OK);
    CHECK(has(json, "\"difference\":-9.375"));
    CHECK(ask(&json, scores, 1, "{\"against\": \"group\", \"groups\": [\"a\", \"b\", \"b\", \"a\"], \"peers\": 1}",
              NULL) == PUG_OK);
    CHECK(has(json, "\"kind\":\"group\",\"middle\":\"median\""));
    CHECK(ask(&json, scores, 1, "{\"against\": \"mean\", \"counted\": [true, false, true, false]}", NULL) == PUG_OK);
    CHECK(has(json, "\"count\":2,\"kind\":\"all\",\"middle\":\"mean\""));
    CHECK(ask(&json, scores, 1, NULL, NULL) == PUG_OK);
    CHECK(has(json, "\"variable\":\"free\""));
}

static void a_request_that_is_wrong(const pug_scores* scores) {
    pug_text* json = (pug_text*)&failures;
    pug_error* err = NULL;
    CHECK(failed_with(ask(&json, scores, units, NULL, &err), &err, PUG_ERROR_ARGUMENT, "argument.index"));
    CHECK(json == NULL);
    CHECK(failed_with(ask(&json, scores, 0, "{\"against\": {\"unit\": 4}}", &err), &err, PUG_ERROR_ARGUMENT,
                      "benchmark.unit"));
    CHECK(
        failed_with(ask(&json, scores, 0, "{\"agains\": 1}", &err), &err, PUG_ERROR_ARGUMENT, "document.unknown_key"));
    CHECK(failed_with(ask(&json, scores, 0, "{", &err), &err, PUG_ERROR_DOCUMENT, "document.syntax"));
    CHECK(failed_with(ask(&json, scores, 0, "\xff", &err), &err, PUG_ERROR_ARGUMENT, "argument.not_utf8"));
    CHECK(failed_with(ask(&json, scores, 0, "{\"counted\": [true]}", &err), &err, PUG_ERROR_ARGUMENT,
                      "benchmark.counted"));
    CHECK(failed_with(agree(&json, scores, scores, "{\"confidence\": 2}", &err), &err, PUG_ERROR_ARGUMENT,
                      "statistics.confidence"));
    CHECK(failed_with(change(&json, scores, scores, "{\"mapping\": {\"nodes\": {\"x\": \"y\"}}}", &err), &err,
                      PUG_ERROR_ARGUMENT, "progress.mapping"));
    CHECK(json == NULL);
}

static void rounds_of_assessors(const pug_scores* one, const pug_scores* other) {
    pug_text* json = NULL;
    CHECK(agree(&json, one, other, NULL, NULL) == PUG_OK);
    CHECK(strstr(pug_text_data(json), "\"units\":[[0,0],[1,1],[2,2],[3,3]]") != NULL);
    CHECK(has(json, "\"grades\":[\"low\",\"middle\",\"high\",\"not standard\",null]"));
    CHECK(agree(&json, one, other, "{\"measurements\": {\"decree\": \"nominal\"}, \"reading\": {\"bias\": false}}",
                NULL) == PUG_OK);
    CHECK(has(json, "\"rule\":{\"agreement_below\":0.8,\"bias\":false,\"least_units\":5}"));
    const pug_scores* const three[3] = {one, other, one};
    CHECK(pug_agreement_json(&json, three, 3, NULL, 0, NULL) == PUG_OK);
    CHECK(has(json, "\"rounds\":[4,4,4]"));
    pug_error* err = NULL;
    CHECK(
        failed_with(pug_agreement_json(&json, three, 1, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT, "agreement.rounds"));
    CHECK(failed_with(pug_agreement_json(&json, NULL, 0, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT, "agreement.rounds"));
    const pug_scores* const gap[2] = {one, NULL};
    CHECK(failed_with(pug_agreement_json(&json, gap, 2, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT, "argument.null"));
}

static void before_and_after(const pug_scores* before, const pug_scores* after) {
    pug_text* json = NULL;
    CHECK(change(&json, before, after, NULL, NULL) == PUG_OK);
    CHECK(strstr(pug_text_data(json), "\"rows\":[\"low\",\"middle\",\"high\",\"not standard\",null]") != NULL);
    CHECK(strstr(pug_text_data(json), "\"compared\":4") != NULL);
    /* 40.625 rose to 90.625; a fee is taken now, for which 62.5 fell to 25. */
    CHECK(strstr(pug_text_data(json), "\"after\":90.625,\"before\":40.625,\"change\":50,\"direction\":1") != NULL);
    CHECK(has(json, "\"change\":-37.5,\"direction\":-1"));
    CHECK(change(&json, before, after, "{\"mapping\": {\"nodes\": {\"institution\": \"service\"}}}", NULL) == PUG_OK);
    CHECK(has(json, "\"id\":\"service\",\"id_before\":\"institution\""));
}

static void rows_are_the_units(const pug_instrument* small, const pug_scores* four) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    pug_scores* three = score_rows(small, first, 3);
    CHECK(failed_with(agree(&json, four, three, NULL, &err), &err, PUG_ERROR_ARGUMENT, "agreement.units"));
    CHECK(failed_with(change(&json, four, three, NULL, &err), &err, PUG_ERROR_ARGUMENT, "progress.units"));
    pug_scores_free(three);
}

/* Without the answers nothing can be compared. */
static void scores_that_keep_no_data(const pug_instrument* small, const pug_scores* four) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    pug_scores* bare = NULL;
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.flags = PUG_SCORE_NO_EXPLAIN;
    CHECK(pug_score_matrix(&bare, small, first, NULL, units, variables, variables, &options, NULL) == PUG_OK);
    CHECK(failed_with(ask(&json, bare, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT, "explain.no_data"));
    CHECK(failed_with(agree(&json, four, bare, NULL, &err), &err, PUG_ERROR_ARGUMENT, "explain.no_data"));
    CHECK(failed_with(change(&json, four, bare, NULL, &err), &err, PUG_ERROR_ARGUMENT, "explain.no_data"));
    pug_scores_free(bare);
}

/* Another title is the same instrument; another weight is not. */
static void editions(const pug_scores* before) {
    char document[sizeof small_instrument];
    pug_text* json = NULL;
    pug_error* err = NULL;
    const char* const spots[2] = {"\"title\": \"Small\"", "\"weight\": \"3\""};
    const char* const instead[2] = {"\"title\": \"Other\"", "\"weight\": \"4\""};
    for (int i = 0; i < 2; ++i) {
        pug_instrument* other = NULL;
        memcpy(document, small_instrument, sizeof document);
        memcpy(strstr(document, spots[i]), instead[i], strlen(instead[i]));
        CHECK(pug_instrument_read(&other, document, sizeof document - 1, NULL) == PUG_OK);
        pug_scores* after = score_rows(other, second, units);
        if (i == 0) {
            CHECK(change(&json, before, after, NULL, NULL) == PUG_OK && has(json, "\"compared\":4"));
            CHECK(agree(&json, before, after, NULL, NULL) == PUG_OK && has(json, "\"rounds\":[4,4]"));
        } else {
            CHECK(failed_with(change(&json, before, after, NULL, &err), &err, PUG_ERROR_ARGUMENT, "progress.edition"));
            CHECK(
                failed_with(agree(&json, before, after, NULL, &err), &err, PUG_ERROR_ARGUMENT, "agreement.instrument"));
            CHECK(change(&json, before, after, "{\"mapping\": {\"total\": true}}", NULL) == PUG_OK);
            CHECK(has(json, "\"criteria\":[]"));
        }
        pug_scores_free(after);
        pug_instrument_free(other);
    }
}

int main(void) {
    pug_instrument* small = read_small();
    pug_scores* before = score_rows(small, first, units);
    pug_scores* after = score_rows(small, second, units);
    a_unit_and_its_measure(before);
    a_request_that_is_wrong(before);
    rounds_of_assessors(before, after);
    before_and_after(before, after);
    rows_are_the_units(small, before);
    scores_that_keep_no_data(small, before);
    editions(before);
    pug_scores_free(after);
    pug_scores_free(before);
    pug_instrument_free(small);
    return failures != 0;
}
