/* Scoring matrices: layouts, options, and data that are refused. */
#include <math.h>
#include <stdlib.h>

#include "check.h"

enum { units = 4, variables = 3 };

/* decree (index of the level), staff (per cent), free of charge */
static const double rows[units * variables] = {2, 50, 1, /**/ 1, 75, 0, /**/ 0, 100, 1, /**/ 2, 0, 1};
static const uint8_t states[units * variables] = {
    0, 0, 0, /**/ 0, 0, 0, /**/ 0, 0, 0, /**/ 0, PUG_STATUS_NO_INFORMATION, 0};
static const double expected[units] = {81.25, 40.625, 75, 100};

static int is_expected(const pug_scores* scores) {
    return scores != NULL && pug_scores_count(scores) == units &&
           memcmp(pug_scores_values(scores), expected, sizeof expected) == 0;
}

static void any_layout_gives_the_same_bytes(const pug_instrument* small) {
    double padded[units * 5], columns[units * variables], backwards[units * variables];
    uint8_t padded_states[units * 5], column_states[units * variables], backward_states[units * variables];
    pug_scores* scores = NULL;
    for (int i = 0; i < units * 5; ++i) padded[i] = NAN, padded_states[i] = 99;
    for (int u = 0; u < units; ++u) {
        for (int v = 0; v < variables; ++v) {
            padded[u * 5 + v] = columns[v * units + u] = backwards[(units - 1 - u) * variables + v] =
                rows[u * variables + v];
            padded_states[u * 5 + v] = column_states[v * units + u] = backward_states[(units - 1 - u) * variables + v] =
                states[u * variables + v];
        }
    }
    CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, NULL, NULL) == PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
    CHECK(pug_score_matrix(&scores, small, padded, padded_states, units, variables, 5, NULL, NULL) == PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
    const double* last = backwards + (units - 1) * variables;
    CHECK(pug_score_matrix(&scores, small, last, backward_states + (units - 1) * variables, units, variables,
                           -variables, NULL, NULL) == PUG_OK);
    CHECK(is_expected(scores));
    pug_scores_free(scores);
    CHECK(pug_score_strided(&scores, small, columns, column_states, units, variables, 1, units, NULL, NULL) == PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
    CHECK(pug_score_strided(&scores, small, rows, NULL, 3, variables, 0, 1, NULL, NULL) == PUG_OK);
    for (int u = 0; u < 3; ++u) CHECK(pug_scores_values(scores)[u] == 81.25);
    pug_scores_free(scores);

    /* Without a copy of the data they are read where they lie. */
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.flags = PUG_SCORE_NO_EXPLAIN;
    CHECK(pug_score_strided(&scores, small, columns, column_states, units, variables, 1, units, &options, NULL) ==
              PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
    CHECK(pug_score_matrix(&scores, small, last, backward_states + (units - 1) * variables, units, variables,
                           -variables, &options, NULL) == PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
}

static void options_change_time_and_memory_but_no_score(const pug_instrument* small) {
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    pug_scores* scores = NULL;
    for (options.block = 0; options.block < 7; ++options.block) {
        CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, NULL) == PUG_OK &&
              is_expected(scores));
        CHECK(pug_scores_lows(scores)[3] == 62.5 && pug_scores_highs(scores)[3] == 100);
        pug_scores_free(scores);
    }
    options.block = UINT64_MAX;
    options.flags = PUG_SCORE_NO_INTERVALS | PUG_SCORE_NO_EXPLAIN;
    CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, NULL) == PUG_OK &&
          is_expected(scores));
    for (int u = 0; u < units; ++u) CHECK(isnan(pug_scores_lows(scores)[u]) && isnan(pug_scores_highs(scores)[u]));
    CHECK(pug_scores_node_count(scores) == 4 && pug_scores_ranks(scores)[3] == 1);
    pug_scores_free(scores);
}

/* Each flag takes away what it names and nothing else. */
static void what_is_not_asked_for_is_not_there(const pug_instrument* small) {
    for (uint32_t flags = 0; flags < 16; ++flags) {
        pug_score_options options = PUG_SCORE_OPTIONS_INIT;
        pug_error* err = NULL;
        pug_scores* scores = NULL;
        pug_text* json = NULL;
        options.flags = flags;
        CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, NULL) == PUG_OK &&
              is_expected(scores));
        CHECK(flags & PUG_SCORE_NO_INTERVALS
                  ? isnan(pug_scores_lows(scores)[3]) && isnan(pug_scores_highs(scores)[3])
                  : pug_scores_lows(scores)[3] == 62.5 && pug_scores_highs(scores)[3] == 100);
        CHECK(pug_scores_node_count(scores) == (flags & PUG_SCORE_NO_NODES ? 0 : 4));
        if (flags & PUG_SCORE_NO_NODES) {
            CHECK(pug_scores_node_name(scores, 0, NULL) == NULL && pug_scores_node_values(scores, 0) == NULL &&
                  pug_scores_node_statuses(scores, 0) == NULL);
        } else {
            CHECK(pug_scores_node_values(scores, 0)[1] == 0.5);
        }
        if (flags & PUG_SCORE_NO_RANKS) {
            CHECK(pug_scores_ranks(scores) == NULL);
        } else {
            CHECK(pug_scores_ranks(scores)[3] == 1 && pug_scores_ranks(scores)[1] == 4);
        }
        if (flags & PUG_SCORE_NO_EXPLAIN) {
            CHECK(failed_with(pug_scores_explain_json(&json, scores, 3, &err), &err, PUG_ERROR_ARGUMENT,
                              "explain.no_data"));
        } else {
            CHECK(pug_scores_explain_json(&json, scores, 3, NULL) == PUG_OK);
            CHECK(strstr(pug_text_data(json), "\"institution\"") != NULL);
            CHECK(strstr(pug_text_data(json), flags & PUG_SCORE_NO_INTERVALS ? "\"interval\":[null,null]"
                                                                             : "\"interval\":[62.5,100]") != NULL);
            pug_text_free(json);
        }
        CHECK(pug_scores_decided(scores)[0] <= PUG_DECIDED_EXACTLY && pug_scores_coverages(scores)[0] == 1);
        CHECK(pug_scores_gate_states(scores, 0)[2] == PUG_GATE_NOT_MET);
        CHECK(strcmp(pug_scores_grade_name(scores, (uint64_t)pug_scores_grades(scores)[0], NULL), "high") == 0);
        pug_scores_free(scores);
    }
}

static void threads_share_the_units_and_change_no_byte(const pug_instrument* small) {
    enum { many = 20000 };
    static const uint32_t counts[] = {0, 1, 2, 3, 1024};
    double* values = malloc(sizeof(double) * many * variables);
    uint8_t* statuses = malloc((size_t)many * variables);
    pug_error* err = NULL;
    pug_scores *alone = NULL, *shared = NULL;
    if (values == NULL || statuses == NULL) exit(2);
    for (int i = 0; i < many * variables; ++i) {
        values[i] = i % 3 == 1 ? i * 7 % 1000 / 10.0 : i * 5 % 2;
        statuses[i] = i % 11 == 0 ? PUG_STATUS_MISSING : PUG_STATUS_OBSERVED;
    }
    CHECK(pug_score_matrix(&alone, small, values, statuses, many, variables, variables, NULL, NULL) == PUG_OK);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; ++c) {
        pug_score_options options = PUG_SCORE_OPTIONS_INIT;
        options.threads = counts[c];
        CHECK(pug_score_matrix(&shared, small, values, statuses, many, variables, variables, &options, NULL) == PUG_OK);
        CHECK(memcmp(pug_scores_values(shared), pug_scores_values(alone), sizeof(double) * many) == 0);
        CHECK(memcmp(pug_scores_highs(shared), pug_scores_highs(alone), sizeof(double) * many) == 0);
        CHECK(memcmp(pug_scores_grades(shared), pug_scores_grades(alone), sizeof(int32_t) * many) == 0);
        CHECK(memcmp(pug_scores_ranks(shared), pug_scores_ranks(alone), sizeof(double) * many) == 0);
        CHECK(memcmp(pug_scores_node_values(shared, 3), pug_scores_node_values(alone, 3), sizeof(double) * many) == 0);
        pug_scores_free(shared);
    }
    /* One bad value is found whoever comes across it. */
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.threads = 2;
    values[(many - 1) * variables + 1] = -1;
    statuses[(many - 1) * variables + 1] = PUG_STATUS_OBSERVED;
    CHECK(pug_score_matrix(&shared, small, values, statuses, many, variables, variables, &options, &err) ==
          PUG_ERROR_DATA);
    CHECK(pug_error_count(err) == 1 && pug_error_problem_line(err, 0) == many);
    CHECK(failed_with(PUG_ERROR_DATA, &err, PUG_ERROR_DATA, "data.value"));
    CHECK(shared == NULL);
    pug_scores_free(alone);
    free(values);
    free(statuses);
}

/* Options as an older and as a newer program hands them over. */
static void options_of_other_versions_are_understood(const pug_instrument* small) {
    struct {
        pug_score_options known;
        uint64_t later;
    } newer = {PUG_SCORE_OPTIONS_INIT, 0};
    struct {
        uint32_t struct_size, flags;
    } older = {8, 0};
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    pug_error* err = NULL;
    pug_scores* scores = NULL;
    older.flags = PUG_SCORE_NO_INTERVALS;
    CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, (const pug_score_options*)&older,
                           NULL) == PUG_OK);
    CHECK(is_expected(scores) && isnan(pug_scores_lows(scores)[3]));
    pug_scores_free(scores);

    newer.known.struct_size = sizeof newer;
    CHECK(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &newer.known, NULL) == PUG_OK &&
          is_expected(scores));
    pug_scores_free(scores);
    newer.later = 1;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &newer.known, &err),
                      &err, PUG_ERROR_ARGUMENT, "argument.options"));

    options.struct_size = 0;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.struct_size = UINT32_MAX;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.struct_size = sizeof options;
    options.flags = UINT32_C(1) << 31;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.flags = PUG_SCORE_NO_RANKS << 1;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.flags = 0;
    options.threads = 1025;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.threads = UINT32_MAX;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    options.threads = 0;
    options.reserved = 1;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, states, units, variables, variables, &options, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.options"));
    CHECK(scores == NULL);
}

static void no_units_give_scores_without_units(const pug_instrument* small) {
    pug_scores* scores = NULL;
    CHECK(pug_score_matrix(&scores, small, NULL, NULL, 0, variables, variables, NULL, NULL) == PUG_OK);
    CHECK(scores != NULL && pug_scores_count(scores) == 0 && pug_scores_node_count(scores) == 4);
    pug_scores_free(scores);
    pug_score_options options = PUG_SCORE_OPTIONS_INIT;
    options.flags = PUG_SCORE_NO_INTERVALS | PUG_SCORE_NO_EXPLAIN | PUG_SCORE_NO_NODES | PUG_SCORE_NO_RANKS;
    options.threads = 4;
    CHECK(pug_score_matrix(&scores, small, NULL, NULL, 0, variables, variables, &options, NULL) == PUG_OK);
    CHECK(scores != NULL && pug_scores_count(scores) == 0 && pug_scores_ranks(scores) == NULL);
    pug_scores_free(scores);
}

static void a_matrix_of_another_shape_is_refused(const pug_instrument* small) {
    pug_error* err = NULL;
    pug_scores* scores = (pug_scores*)&err;
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, units, 2, 2, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.variables"));
    CHECK(scores == NULL);
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, units, 4, 4, NULL, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.variables"));
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, units, variables, 2, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.stride"));
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, units, variables, 0, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.stride"));
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, UINT64_MAX, variables, variables, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.size"));
    CHECK(failed_with(pug_score_matrix(&scores, small, rows, NULL, 2, variables, INT64_MIN, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.size"));
    CHECK(failed_with(pug_score_strided(&scores, small, rows, NULL, 2, variables, 1, INT64_MAX, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.size"));
    CHECK(failed_with(pug_score_strided(&scores, small, rows, NULL, UINT64_MAX / 16, variables, 0, 0, NULL, &err), &err,
                      PUG_ERROR_MEMORY, "memory.exhausted"));
}

/* With strides of 0 a matrix of any size lies in one number; the bytes of a copy must not be counted round. */
static void a_copy_beyond_all_memory_is_refused(void) {
    enum { wide = 32 };
    char json[4096] =
        "{\"pug\": 1, \"id\": \"test.wide\", \"edition\": \"1\", \"status\": \"draft\", \"title\": "
        "\"Wide\", \"variables\": {";
    size_t length = strlen(json);
    pug_error* err = NULL;
    pug_instrument* instrument = NULL;
    pug_scores* scores = NULL;
    const double half = 0.5;
    for (int v = 0; v < wide; ++v)
        length += (size_t)snprintf(json + length, sizeof json - length, "%s\"v%d\": {\"type\": \"number\"}",
                                   v > 0 ? ", " : "", v);
    length += (size_t)snprintf(json + length, sizeof json - length, "}, \"score\": {\"id\": \"total\", \"sum\": [");
    for (int v = 0; v < wide; ++v)
        length += (size_t)snprintf(json + length, sizeof json - length, "%s\"v%d\"", v > 0 ? ", " : "", v);
    length += (size_t)snprintf(json + length, sizeof json - length, "]}}");
    CHECK(pug_instrument_read(&instrument, json, length, &err) == PUG_OK);
    if (err != NULL) fprintf(stderr, "%s: %s\n", pug_error_where(err, NULL), pug_error_message(err, NULL));
    CHECK(failed_with(pug_score_strided(&scores, instrument, &half, NULL, UINT64_C(1) << 59, wide, 0, 0, NULL, &err),
                      &err, PUG_ERROR_MEMORY, "memory.exhausted"));
    pug_instrument_free(instrument);
}

/* Each value that is not admissible is told with its variable and row. */
static void data_that_are_not_admissible_are_refused(const pug_instrument* small) {
    static const struct {
        int at;
        double value;
        uint8_t status;
        const char *name, *variable;
        uint32_t row;
    } cases[] = {
        {0, 3, 0, "data.value", "decree", 1},       {0, 0.5, 0, "data.value", "decree", 1},
        {3, -1, 0, "data.value", "decree", 2},      {4, NAN, 0, "data.value", "staff", 2},
        {7, INFINITY, 0, "data.value", "staff", 3}, {7, 100.5, 0, "data.value", "staff", 3},
        {11, 2, 0, "data.value", "free", 4},        {10, 1, 8, "data.status", "staff", 4},
        {2, 1, 255, "data.status", "free", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double values[units * variables];
        uint8_t statuses[units * variables];
        pug_error* err = NULL;
        pug_scores* scores = (pug_scores*)&err;
        memcpy(values, rows, sizeof values);
        memcpy(statuses, states, sizeof statuses);
        values[cases[i].at] = cases[i].value;
        statuses[cases[i].at] = cases[i].status;
        const int32_t returned =
            pug_score_matrix(&scores, small, values, statuses, units, variables, variables, NULL, &err);
        CHECK(scores == NULL && err != NULL);
        CHECK(pug_error_count(err) == 1);
        CHECK(strcmp(pug_error_where(err, NULL), cases[i].variable) == 0);
        CHECK(pug_error_problem_line(err, 0) == cases[i].row);
        CHECK(failed_with(returned, &err, PUG_ERROR_DATA, cases[i].name));
    }
    /* What is not observed needs no admissible value. */
    const double nothing[variables] = {NAN, -7, INFINITY};
    const uint8_t missing[variables] = {PUG_STATUS_MISSING, PUG_STATUS_MISSING, PUG_STATUS_MISSING};
    pug_scores* scores = NULL;
    CHECK(pug_score_matrix(&scores, small, nothing, missing, 1, variables, variables, NULL, NULL) == PUG_OK);
    CHECK(pug_scores_values(scores)[0] == 0);
    pug_scores_free(scores);
}

static void a_hundred_problems_are_told_and_the_rest_counted(const pug_instrument* small) {
    enum { many = 1000 };
    double* values = malloc(sizeof(double) * many * variables);
    pug_error* err = NULL;
    pug_scores* scores = NULL;
    if (values == NULL) return;
    for (int i = 0; i < many * variables; ++i) values[i] = 1e9;
    CHECK(pug_score_matrix(&scores, small, values, NULL, many, variables, variables, NULL, &err) == PUG_ERROR_DATA);
    CHECK(pug_error_count(err) == 101);
    CHECK(strcmp(pug_error_problem_name(err, 100, NULL), "data.more") == 0);
    CHECK(strstr(pug_error_problem_message(err, 100, NULL), "2900") != NULL);
    pug_error_free(err);
    free(values);
}

int main(void) {
    pug_instrument* small = read_small();
    any_layout_gives_the_same_bytes(small);
    options_change_time_and_memory_but_no_score(small);
    what_is_not_asked_for_is_not_there(small);
    threads_share_the_units_and_change_no_byte(small);
    options_of_other_versions_are_understood(small);
    no_units_give_scores_without_units(small);
    a_matrix_of_another_shape_is_refused(small);
    a_copy_beyond_all_memory_is_refused();
    data_that_are_not_admissible_are_refused(small);
    a_hundred_problems_are_told_and_the_rest_counted(small);
    pug_instrument_free(small);
    return failures != 0;
}
