/* What scores tell about each unit, and that they need neither the data nor the instrument any more. */
#include <math.h>
#include <stdlib.h>

#include "check.h"

enum { units = 6, variables = 3 };

/* Scores of six units; data and instrument are gone when it returns. */
static pug_scores* score_and_forget(const pug_score_options* options) {
    static const double rows[units * variables] = {2,      50, 1, /**/ 1, 75,  0, /**/ 0, 100, 1,
                                                   /**/ 2, 0,  1, /**/ 2, 100, 0, /**/ 0, 0,   1};
    static const uint8_t states[units * variables] = {0,
                                                      0,
                                                      0,
                                                      /**/ 0,
                                                      0,
                                                      0,
                                                      /**/ 0,
                                                      0,
                                                      0,
                                                      /**/ 0,
                                                      PUG_STATUS_MISSING,
                                                      0, /**/
                                                      0,
                                                      0,
                                                      PUG_STATUS_MISSING,
                                                      /**/ PUG_STATUS_NOT_APPLICABLE,
                                                      PUG_STATUS_SUPPRESSED,
                                                      0};
    pug_instrument* small = read_small();
    double* values = malloc(sizeof rows);
    uint8_t* statuses = malloc(sizeof states);
    pug_scores* scores = NULL;
    if (values == NULL || statuses == NULL) exit(2);
    memcpy(values, rows, sizeof rows);
    memcpy(statuses, states, sizeof states);
    CHECK(pug_score_matrix(&scores, small, values, statuses, units, variables, variables, options, NULL) == PUG_OK);
    memset(values, 0xff, sizeof rows);
    memset(statuses, 0xff, sizeof states);
    free(values);
    free(statuses);
    pug_instrument_free(small);
    return scores;
}

static void each_unit_has_its_verdict(const pug_scores* scores) {
    static const double values[units] = {81.25, 40.625, 75, 62.5, 62.5, NAN};
    static const double rounded[units] = {81.3, 40.6, 75, 62.5, 62.5, NAN};
    static const uint8_t statuses[units] = {0, 0, 0, 0, 0, PUG_STATUS_SUPPRESSED};
    static const double coverages[units] = {1, 1, 1, 0.625, 0.625, 0.5};
    static const double lows[units] = {81.25, 40.625, 75, 62.5, 62.5, 50},
                        highs[units] = {81.25, 40.625, 75, 100, 100, 100};
    static const double ranks[units] = {1, 5, 2, 3, 3, NAN};
    /* 62.5 is middle; unit 2 fails the gate; unit 5 has no score and passes the gate */
    static const char* const grades[units] = {"high", "low", "not standard", "middle", "middle", NULL};
    static const uint8_t gates[units] = {PUG_GATE_MET, PUG_GATE_MET, PUG_GATE_NOT_MET,
                                         PUG_GATE_MET, PUG_GATE_MET, PUG_GATE_PASSED_OVER};
    static const uint8_t caps[units] = {PUG_CAP_OPEN, PUG_CAP_HOLDS,      PUG_CAP_OPEN,
                                        PUG_CAP_OPEN, PUG_CAP_UNANSWERED, PUG_CAP_OPEN};
    CHECK(pug_scores_count(scores) == units);
    for (int u = 0; u < units; ++u) {
        CHECK(pug_scores_statuses(scores)[u] == statuses[u]);
        CHECK(statuses[u] != 0 ? isnan(pug_scores_values(scores)[u]) : pug_scores_values(scores)[u] == values[u]);
        CHECK(statuses[u] != 0 ? isnan(pug_scores_rounded(scores)[u]) : pug_scores_rounded(scores)[u] == rounded[u]);
        CHECK(pug_scores_coverages(scores)[u] == coverages[u]);
        CHECK(pug_scores_lows(scores)[u] == lows[u] && pug_scores_highs(scores)[u] == highs[u]);
        CHECK(isnan(ranks[u]) ? isnan(pug_scores_ranks(scores)[u]) : pug_scores_ranks(scores)[u] == ranks[u]);
        CHECK(pug_scores_decided(scores)[u] <= PUG_DECIDED_EXACTLY);
        CHECK(pug_scores_gate_states(scores, 0)[u] == gates[u]);
        CHECK(pug_scores_cap_states(scores, 0)[u] == caps[u]);
        const int32_t grade = pug_scores_grades(scores)[u];
        CHECK(grades[u] == NULL
                  ? grade == PUG_GRADE_NONE
                  : grade >= 0 && strcmp(pug_scores_grade_name(scores, (uint64_t)grade, NULL), grades[u]) == 0);
    }
}

static void names_are_told_with_their_length(const pug_scores* scores) {
    uint64_t length = 0;
    CHECK(pug_scores_grade_count(scores) == 4);
    CHECK(is_text(pug_scores_grade_name(scores, 0, &length), &length, "low"));
    CHECK(is_text(pug_scores_grade_name(scores, 3, &length), &length, "not standard"));
    CHECK(pug_scores_node_count(scores) == 4);
    CHECK(is_text(pug_scores_node_name(scores, 0, &length), &length, "institution"));
    CHECK(is_text(pug_scores_node_name(scores, 3, &length), &length, "service"));
    CHECK(pug_scores_gate_count(scores) == 1 && pug_scores_cap_count(scores) == 1);
    CHECK(is_text(pug_scores_gate_name(scores, 0, &length), &length, "decree"));
    CHECK(is_text(pug_scores_cap_name(scores, 0, &length), &length, "fee"));
}

static void every_named_node_is_a_column(const pug_scores* scores) {
    CHECK(pug_scores_node_values(scores, 0)[1] == 0.5 && pug_scores_node_statuses(scores, 0)[1] == PUG_STATUS_OBSERVED);
    CHECK(pug_scores_node_values(scores, 3)[0] == 0.75);
    CHECK(isnan(pug_scores_node_values(scores, 0)[5]) &&
          pug_scores_node_statuses(scores, 0)[5] == PUG_STATUS_NOT_APPLICABLE);
    CHECK(isnan(pug_scores_node_values(scores, 3)[5]) &&
          pug_scores_node_statuses(scores, 3)[5] == PUG_STATUS_SUPPRESSED);
}

static void there_is_nothing_beyond_the_end(const pug_scores* scores) {
    uint64_t length = 7;
    CHECK(pug_scores_grade_name(scores, 4, &length) == NULL && length == 0);
    CHECK(pug_scores_grade_name(scores, (uint64_t)(int64_t)PUG_GRADE_NONE, NULL) == NULL);
    CHECK(pug_scores_node_name(scores, 4, NULL) == NULL && pug_scores_node_values(scores, 4) == NULL &&
          pug_scores_node_statuses(scores, 4) == NULL);
    CHECK(pug_scores_gate_name(scores, 1, NULL) == NULL && pug_scores_gate_states(scores, 1) == NULL);
    CHECK(pug_scores_cap_name(scores, 1, NULL) == NULL && pug_scores_cap_states(scores, UINT64_MAX) == NULL);
}

static void a_unit_is_explained_when_the_data_are_gone(const pug_scores* scores) {
    pug_error* err = NULL;
    pug_text* json = NULL;
    CHECK(pug_scores_explain_json(&json, scores, 3, NULL) == PUG_OK);
    CHECK(pug_text_length(json) == strlen(pug_text_data(json)));
    CHECK(strstr(pug_text_data(json), "\"root\":\"standard\"") != NULL);
    CHECK(strstr(pug_text_data(json), "\"score\":62.5,") != NULL);
    CHECK(strstr(pug_text_data(json), "\"grade\":\"middle\"") != NULL);
    CHECK(strstr(pug_text_data(json), "\"used\":\"as_lowest\"") != NULL);
    CHECK(strstr(pug_text_data(json), "\"code\":\"TL\"") != NULL);
    pug_text_free(json);
    CHECK(failed_with(pug_scores_explain_json(&json, scores, units, &err), &err, PUG_ERROR_ARGUMENT, "argument.index"));
    CHECK(json == NULL);
}

static void without_a_copy_of_the_data_nothing_is_explained(void) {
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    pug_error* err = NULL;
    pug_text* json = (pug_text*)&err;
    options.flags = PUG_SCORE_NO_EXPLAIN;
    pug_scores* scores = score_and_forget(&options);
    each_unit_has_its_verdict(scores);
    CHECK(failed_with(pug_scores_explain_json(&json, scores, 0, &err), &err, PUG_ERROR_ARGUMENT, "explain.no_data"));
    CHECK(json == NULL);
    pug_scores_free(scores);
}

int main(void) {
    pug_scores* scores = score_and_forget(NULL);
    each_unit_has_its_verdict(scores);
    names_are_told_with_their_length(scores);
    every_named_node_is_a_column(scores);
    there_is_nothing_beyond_the_end(scores);
    a_unit_is_explained_when_the_data_are_gone(scores);
    pug_scores_free(scores);
    without_a_copy_of_the_data_nothing_is_explained();
    return failures != 0;
}
