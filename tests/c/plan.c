/* What to do next: gaps, plans, frontiers, budgets, suppositions, how firm a grade is. */
#include <stdlib.h>

#include "check.h"

enum { units = 3, variables = 3 };

/* decree (index of the level), staff (per cent), free of charge */
static const double rows[units * variables] = {0, 50, 0, /**/ 2, 50, 1, /**/ 2, 100, 1};

static pug_scores* score_small(const pug_score_options* options) {
    pug_instrument* small = read_small();
    pug_scores* scores = NULL;
    CHECK(pug_score_matrix(&scores, small, rows, NULL, units, variables, variables, options, NULL) == PUG_OK);
    pug_instrument_free(small);
    return scores;
}

/* Whether the document has that text. */
static int has(const pug_text* json, const char* text) {
    if (json != NULL && strstr(pug_text_data(json), text) != NULL) return 1;
    fprintf(stderr, "no %s in %s\n", text, json != NULL ? pug_text_data(json) : "(NULL)");
    return 0;
}

/* A question that takes a request and a flag. */
typedef int32_t (*question)(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request,
                            uint64_t request_length, const int32_t* cancel, pug_error** err);

static int32_t spend(pug_text** json, const pug_scores* scores, uint64_t unit, const char* request, uint64_t length,
                     const int32_t* cancel, pug_error** err) {
    (void)unit;
    return pug_scores_spend_json(json, scores, request, length, cancel, err);
}

/* The answer to a request that is fine. */
static pug_text* answer(question ask, const pug_scores* scores, uint64_t unit, const char* request) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    const uint64_t length = request != NULL ? strlen(request) : 0;
    if (ask(&json, scores, unit, request, length, NULL, &err) != PUG_OK)
        fprintf(stderr, "%s: %s\n", pug_error_name(err, NULL), pug_error_message(err, NULL));
    CHECK(json != NULL && err == NULL);
    pug_error_free(err);
    return json;
}

static void what_a_unit_lacks(const pug_scores* scores) {
    pug_text* json = NULL;
    CHECK(pug_scores_gaps_json(&json, scores, 0, NULL) == PUG_OK);
    CHECK(has(json, "\"variable\":\"decree\""));
    CHECK(has(json, "\"gates\":[0]"));
    CHECK(has(json, "\"grade\":\"high\""));
    CHECK(has(json, "\"points\":61.2")); /* from 18.8, as it is rounded, to 80 */
    pug_text_free(json);
    CHECK(pug_scores_gaps_json(&json, scores, 2, NULL) == PUG_OK);
    CHECK(has(json, "\"gaps\":[]"));
    CHECK(has(json, "\"grades\":[]"));
    pug_text_free(json);
}

static void the_cheapest_way(const pug_scores* scores) {
    pug_text* json = answer(pug_scores_plan_json, scores, 0, "{\"target\": \"high\"}");
    /* 81.25 with a decree that is met in full, free of charge; with the staff in place it would take three changes. */
    CHECK(has(json, "\"costs\":[\"2\"]"));
    CHECK(has(json, "\"is_proved\":true"));
    CHECK(has(json, "\"score\":81.25"));
    CHECK(has(json, "\"code\":\"TL\""));
    pug_text_free(json);
    json = answer(pug_scores_plan_json, scores, 0, NULL);
    CHECK(has(json, "\"target\":\"low\""));
    CHECK(has(json, "\"costs\":[\"1\"]"));
    pug_text_free(json);
    json = answer(pug_scores_plan_json, scores, 0,
                  "{\"target\": \"high\", \"cost\": {\"name\": \"rupiah\", \"of\": {\"decree\": \"0.5\", \"staff\": "
                  "\"0.25\"}}, \"fixed\": [\"free\"]}");
    CHECK(has(json, "\"is_reached\":false"));
    CHECK(has(json, "\"is_proved\":true"));
    pug_text_free(json);
    json = answer(pug_scores_frontier_json, scores, 0, "{}");
    CHECK(has(json, "\"score\":100}"));
    CHECK(has(json, "\"changes\":[]"));
    pug_text_free(json);
    json = answer(spend, scores, 0, "{\"cost\": {\"budget\": 2}}");
    CHECK(has(json, "\"steps\":3"));
    CHECK(has(json, "\"cost\":\"2\""));
    pug_text_free(json);
}

static void other_answers(const pug_scores* scores) {
    static const char changes[] = "{\"decree\": \"TL\", \"free\": \"missing\"}";
    pug_text* json = NULL;
    CHECK(pug_scores_what_if_json(&json, scores, 0, changes, sizeof changes - 1, NULL) == PUG_OK);
    CHECK(has(json, "\"code\":\"TL\""));
    CHECK(has(json, "\"status\":\"missing\""));
    CHECK(has(json, "\"before\":0,\"before_status\":\"observed\",\"node\":\"institution\""));
    CHECK(has(json, "\"score\":43.75"));
    pug_text_free(json);
    pug_error* err = NULL;
    json = (pug_text*)&failures;
    CHECK(failed_with(pug_scores_what_if_json(&json, scores, 0, "{\"x\": 1}", 8, &err), &err, PUG_ERROR_ARGUMENT,
                      "variable.unknown"));
    CHECK(json == NULL);
    CHECK(failed_with(pug_scores_what_if_json(&json, scores, 0, "{\"staff\": 101}", 14, &err), &err, PUG_ERROR_DATA,
                      "data.value"));
    CHECK(failed_with(pug_scores_what_if_json(&json, scores, 0, "{", 1, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.syntax"));
    CHECK(failed_with(pug_scores_what_if_json(&json, scores, units, "{}", 2, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.index"));
}

static void how_firm_a_grade_is(const pug_scores* scores) {
    pug_text* json = answer(pug_scores_robustness_json, scores, 1, "{\"draws\": 100, \"error\": 0}");
    CHECK(has(json, "\"can_fall\":true"));
    CHECK(has(json, "\"fall\":[{"));
    CHECK(has(json, "\"grade\":\"high\",\"high\":1,"));
    pug_text_free(json);
    /* The same name gives the same draws, whatever else the units are called. */
    pug_text* again = NULL;
    static const char named[] = "{\"draws\": 500, \"error\": 0.3, \"seed\": 5, \"name\": \"A\"}";
    json = answer(pug_scores_robustness_json, scores, 1, named);
    again = answer(pug_scores_robustness_json, scores, 1, named);
    CHECK(strcmp(pug_text_data(json), pug_text_data(again)) == 0);
    pug_text_free(again);
    pug_text_free(json);
}

static void requests_that_are_wrong(const pug_scores* scores) {
    static const question questions[] = {pug_scores_plan_json, pug_scores_frontier_json, spend,
                                         pug_scores_robustness_json};
    pug_error* err = NULL;
    for (size_t q = 0; q < sizeof questions / sizeof *questions; ++q) {
        pug_text* json = (pug_text*)&failures;
        CHECK(failed_with(questions[q](&json, scores, 0, "{\"what\": 1}", 11, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                          "document.unknown_key"));
        CHECK(json == NULL);
        json = (pug_text*)&failures;
        CHECK(failed_with(questions[q](&json, scores, 0, "[", 1, NULL, &err), &err, PUG_ERROR_DOCUMENT,
                          "document.syntax"));
        CHECK(json == NULL);
        CHECK(failed_with(questions[q](&json, scores, 0, "\xff", 1, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                          "argument.not_utf8"));
        CHECK(failed_with(questions[q](&json, scores, 0, NULL, 1, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                          "argument.null"));
        CHECK(questions[q](&json, scores, 0, "[", 1, NULL, NULL) == PUG_ERROR_DOCUMENT);
        if (questions[q] == spend) continue;
        CHECK(failed_with(questions[q](&json, scores, units, NULL, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                          "argument.index"));
    }
    pug_text* json = NULL;
    CHECK(failed_with(pug_scores_plan_json(&json, scores, 0, "{\"target\": \"best\"}", 18, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "plan.target"));
    CHECK(failed_with(pug_scores_spend_json(&json, scores, NULL, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "plan.budget"));
    CHECK(failed_with(pug_scores_robustness_json(&json, scores, 0, "{\"error\": 2}", 12, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "robustness.error"));
    CHECK(failed_with(pug_scores_gaps_json(&json, scores, units, &err), &err, PUG_ERROR_ARGUMENT, "argument.index"));
}

/* Without the answers there is nothing to change. */
static void scores_that_keep_no_data(void) {
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.flags = PUG_SCORE_NO_EXPLAIN;
    pug_scores* bare = score_small(&options);
    pug_text* json = NULL;
    pug_error* err = NULL;
    static const char budget[] = "{\"cost\": {\"budget\": 1}}";
    CHECK(failed_with(pug_scores_plan_json(&json, bare, 0, NULL, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "explain.no_data"));
    CHECK(failed_with(pug_scores_frontier_json(&json, bare, 0, NULL, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "explain.no_data"));
    CHECK(failed_with(pug_scores_spend_json(&json, bare, budget, sizeof budget - 1, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "explain.no_data"));
    CHECK(failed_with(pug_scores_what_if_json(&json, bare, 0, "{}", 2, &err), &err, PUG_ERROR_ARGUMENT,
                      "explain.no_data"));
    CHECK(failed_with(pug_scores_robustness_json(&json, bare, 0, NULL, 0, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "explain.no_data"));
    CHECK(failed_with(pug_scores_gaps_json(&json, bare, 0, &err), &err, PUG_ERROR_ARGUMENT, "explain.no_data"));
    pug_scores_free(bare);
}

/* Sixty questions with weights that have little in common, so that no search is over at once. */
enum { many = 60 };

static void append(char* text, size_t size, const char* more) {
    CHECK(strlen(text) + strlen(more) < size);
    strncat(text, more, size - strlen(text) - 1);
}

static pug_scores* score_many(void) {
    static char json[16384];
    static double nothing[many];
    char one[160];
    json[0] = '\0';
    append(json, sizeof json,
           "{\"pug\": 1, \"id\": \"test.many\", \"status\": \"draft\", \"title\": \"Many\","
           " \"variables\": {");
    for (int i = 0; i < many; ++i) {
        snprintf(one, sizeof one, "%s\"v%d\": {\"type\": \"yes_no\"}", i == 0 ? "" : ", ", i);
        append(json, sizeof json, one);
    }
    append(json, sizeof json, "}, \"score\": {\"arithmetic\": [");
    for (int i = 0; i < many; ++i) {
        snprintf(one, sizeof one, "%s{\"weight\": \"%d\", \"from\": \"v%d\", \"then\": [\"points\"]}",
                 i == 0 ? "" : ", ", 1 + i * i * 7919 % 1009, i);
        append(json, sizeof json, one);
    }
    append(json, sizeof json,
           "]}, \"verdict\": {\"grades\": [{\"grade\": \"low\", \"from\": \"0\"},"
           " {\"grade\": \"high\", \"from\": \"0.5\"}]}}");
    pug_instrument* instrument = NULL;
    pug_scores* scores = NULL;
    CHECK(pug_instrument_read(&instrument, json, strlen(json), NULL) == PUG_OK);
    CHECK(pug_score_matrix(&scores, instrument, nothing, NULL, 1, many, many, NULL, NULL) == PUG_OK);
    pug_instrument_free(instrument);
    return scores;
}

/* A flag that is set from the beginning ends every search with something that holds. */
static void a_search_that_is_ended(void) {
    static char request[8192];
    char one[64];
    const int32_t cancel = 1;
    pug_scores* scores = score_many();
    request[0] = '\0';
    append(request, sizeof request, "{\"cost\": {\"budget\": 100000, \"of\": {");
    for (int i = 0; i < many; ++i) {
        snprintf(one, sizeof one, "%s\"v%d\": %d", i == 0 ? "" : ", ", i, 100 + i * 4441 % 907);
        append(request, sizeof request, one);
    }
    append(request, sizeof request, "}}}");
    pug_text* ended = NULL;
    pug_text* whole = answer(pug_scores_plan_json, scores, 0, request);
    CHECK(has(whole, "\"is_proved\":true"));
    CHECK(pug_scores_plan_json(&ended, scores, 0, request, strlen(request), &cancel, NULL) == PUG_OK);
    CHECK(has(ended, "\"is_proved\":false"));
    CHECK(has(ended, "\"is_reached\":true"));
    const char* cost = strstr(pug_text_data(whole), "\"at_least\":\"");
    const char* bound = strstr(pug_text_data(ended), "\"at_least\":\"");
    CHECK(cost != NULL && bound != NULL && strtol(bound + 12, NULL, 10) <= strtol(cost + 12, NULL, 10));
    pug_text_free(ended);
    pug_text_free(whole);
    CHECK(spend(&ended, scores, 0, request, strlen(request), &cancel, NULL) == PUG_OK);
    CHECK(has(ended, "\"is_proved\":false"));
    pug_text_free(ended);
    CHECK(pug_scores_frontier_json(&ended, scores, 0, request, strlen(request), &cancel, NULL) == PUG_OK);
    CHECK(has(ended, "\"is_proved\":false"));
    pug_text_free(ended);
    CHECK(pug_scores_robustness_json(&ended, scores, 0, NULL, 0, &cancel, NULL) == PUG_OK);
    CHECK(has(ended, "\"can_fall\":false"));
    pug_text_free(ended);
    pug_scores_free(scores);
}

int main(void) {
    pug_scores* scores = score_small(NULL);
    what_a_unit_lacks(scores);
    the_cheapest_way(scores);
    other_answers(scores);
    how_firm_a_grade_is(scores);
    requests_that_are_wrong(scores);
    scores_that_keep_no_data();
    a_search_that_is_ended();
    pug_scores_free(scores);
    return failures != 0;
}
