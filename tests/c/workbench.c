/* An index designed, built, looked into, and stated as an instrument. */
#include <math.h>

#include "check.h"

static const char design_json[] =
    "{\"pug_design\": 1, \"id\": \"test.index\", \"indicators\": {\"a\": {}, \"b\": {\"direction\": "
    "\"lower_is_better\", \"denominator\": \"people\"}},\n"
    " \"steps\": [\"denominate\", {\"impute\": {\"method\": \"group_mean\", \"group\": \"region\"}}, {\"screen\": "
    "{\"leave_out\": [\"D\"]}}, {\"normalise\": {\"method\": \"minmax\", \"high\": 1}}],\n"
    " \"index\": {\"id\": \"whole\", \"parts\": [{\"id\": \"a\", \"weight\": 3}, \"b\"]}}";
static const char labels[] =
    "{\"units\": [\"A\", \"B\", \"C\", \"D\"], \"groups\": {\"region\": [\"n\", \"n\", \"n\", \"s\"]}}";
static const double values[] = {1, 8, 2, /**/ 2, 4, 2, /**/ 3, 99, 2, /**/ 9, 9, 9};
static const uint8_t statuses[] = {0, 0, 0, /**/ 0, 0, 0, /**/ 0, 1, 0, /**/ 0, 0, 0};

static pug_design* read_design(void) {
    pug_design* design = NULL;
    pug_error* err = NULL;
    if (pug_design_read(&design, design_json, sizeof design_json - 1, &err) != PUG_OK)
        fprintf(stderr, "%s %s\n", pug_error_where(err, NULL), pug_error_message(err, NULL));
    pug_error_free(err);
    return design;
}

static pug_index* build(const pug_design* design) {
    pug_index* index = NULL;
    pug_error* err = NULL;
    if (pug_index_build(&index, design, values, statuses, 4, 3, labels, sizeof labels - 1, &err) != PUG_OK)
        fprintf(stderr, "%s %s\n", pug_error_where(err, NULL), pug_error_message(err, NULL));
    pug_error_free(err);
    return index;
}

static void a_design_says_what_it_needs(void) {
    uint64_t length = 0;
    pug_design* design = read_design();
    CHECK(pug_design_column_count(design) == 3);
    CHECK(is_text(pug_design_column_name(design, 0, &length), &length, "a"));
    CHECK(is_text(pug_design_column_name(design, 2, &length), &length, "people"));
    CHECK(pug_design_column_name(design, 3, NULL) == NULL);
    CHECK(strlen(pug_design_fingerprint(design, &length)) == 64 && length == 64);

    pug_text* canonical = NULL;
    pug_design* again = NULL;
    CHECK(pug_design_canonical_json(&canonical, design, NULL) == PUG_OK);
    CHECK(pug_design_read(&again, pug_text_data(canonical), pug_text_length(canonical), NULL) == PUG_OK);
    CHECK(strcmp(pug_design_fingerprint(again, NULL), pug_design_fingerprint(design, NULL)) == 0);
    pug_text_free(canonical);
    pug_design_free(again);
    pug_design_free(design);
}

static void an_index_has_the_values_worked_out_by_hand(void) {
    uint64_t length = 0;
    pug_design* design = read_design();
    pug_index* index = build(design);
    pug_design_free(design); /* the index does not need it any more */
    CHECK(pug_index_count(index) == 3 && pug_index_row(index, 2) == 2);
    CHECK(pug_index_value_count(index) == 3);
    CHECK(is_text(pug_index_value_name(index, 2, &length), &length, "whole"));
    /* b per head is 4, 2 and, filled in, 3; less is better. */
    const double* b = pug_index_values(index, 1);
    CHECK(b[0] == 0 && b[1] == 1 && b[2] == 0.5);
    const double* whole = pug_index_values(index, 2);
    CHECK(whole[0] == 0 && whole[1] == (3 * 0.5 + 1) / 4 && whole[2] == (3 * 1 + 0.5) / 4);
    CHECK(pug_index_rank(index, 0) == 3 && pug_index_rank(index, 2) == 1);
    CHECK(pug_index_row(index, 3) == 0 && pug_index_rank(index, 3) == 0 && pug_index_values(index, 3) == NULL);

    pug_text* json = NULL;
    CHECK(pug_index_json(&json, index, NULL) == PUG_OK);
    CHECK(strstr(pug_text_data(json), "\"imputed\":[{\"indicator\":\"b\",\"row\":2,\"unit\":\"C\",\"value\":3}]") !=
          NULL);
    pug_text_free(json);
    pug_index_free(index);
}

static void an_index_can_be_an_instrument(void) {
    pug_design* design = read_design();
    pug_index* index = build(design);
    pug_text* json = NULL;
    pug_error* err = NULL;
    pug_instrument* instrument = NULL;
    CHECK(pug_index_instrument_json(&json, index, NULL, 0, &err) == PUG_OK);
    CHECK(pug_instrument_read(&instrument, pug_text_data(json), pug_text_length(json), &err) == PUG_OK);
    CHECK(strcmp(pug_instrument_id(instrument, NULL), "test.index") == 0);
    CHECK(pug_instrument_variable_count(instrument) == 4); /* a, b, people, region */
    pug_text_free(json);
    pug_instrument_free(instrument);
    CHECK(failed_with(pug_index_instrument_json(&json, index, "treated", 7, &err), &err, PUG_ERROR_ARGUMENT,
                      "design.stage"));
    CHECK(json == NULL);
    pug_index_free(index);
    pug_design_free(design);
}

/* Whether a text says something. */
static int has(const pug_text* text, const char* part) {
    if (text != NULL && strstr(pug_text_data(text), part) != NULL) return 1;
    fprintf(stderr, "no %s in %s\n", part, text != NULL ? pug_text_data(text) : "(NULL)");
    return 0;
}

static void an_index_answers_questions(void) {
    pug_design* design = read_design();
    pug_index* index = build(design);
    pug_text* json = NULL;
    pug_error* err = NULL;
    CHECK(pug_index_answer_json(&json, index, "strengths", 9, "{\"unit\": \"C\", \"most\": 1}", 24, &err) == PUG_OK);
    CHECK(has(json, "\"name\":\"a\"") && has(json, "\"rank\":1"));
    pug_text_free(json);
    CHECK(pug_index_answer_json(&json, index, "effective_weights", 17, NULL, 0, &err) == PUG_OK);
    CHECK(has(json, "\"effective\":0.75"));
    pug_text_free(json);
    CHECK(pug_index_compare_json(&json, index, index, NULL, 0, &err) == PUG_OK);
    CHECK(has(json, "\"compared\":3"));
    pug_text_free(json);
    CHECK(failed_with(pug_index_answer_json(&json, index, "why", 3, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT,
                      "question.unknown"));
    CHECK(failed_with(pug_index_answer_json(&json, index, "strengths", 9, "{\"unit\": \"Z\"}", 13, &err), &err,
                      PUG_ERROR_ARGUMENT, "index.unit"));
    CHECK(json == NULL);
    pug_index_free(index);
    pug_design_free(design);
}

static void ranks_are_as_sure_as_they_are(void) {
    static const char request[] =
        "{\"assumptions\": [{\"vary\": \"weights\", \"relative\": 1}], \"replications\": 400, \"top\": [1], "
        "\"threads\": 2}";
    pug_design* design = read_design();
    pug_index* index = build(design);
    pug_text *json = NULL, *again = NULL;
    pug_error* err = NULL;
    CHECK(pug_index_uncertainty_json(&json, index, request, sizeof request - 1, &err) == PUG_OK);
    CHECK(has(json, "\"replications\":400") && has(json, "\"stopped\":\"all_done\""));
    CHECK(pug_index_uncertainty_json(&again, index, request, sizeof request - 1, &err) == PUG_OK);
    CHECK(strcmp(pug_text_data(json), pug_text_data(again)) == 0);
    pug_text_free(json);
    pug_text_free(again);
    static const char apart[] =
        "{\"assumptions\": [{\"vary\": \"weights\", \"relative\": 0.5, \"apart\": true}], \"points\": 64, "
        "\"targets\": [{\"target\": \"score\", \"unit\": \"C\"}]}";
    CHECK(pug_index_sensitivity_json(&json, index, apart, sizeof apart - 1, &err) == PUG_OK);
    CHECK(has(json, "\"weights/a\"") && has(json, "\"target\":\"score/C\""));
    pug_text_free(json);
    CHECK(pug_index_screening_json(&json, index, apart, sizeof apart - 1, &err) == PUG_OK);
    CHECK(has(json, "\"mean_absolute\""));
    pug_text_free(json);
    CHECK(failed_with(pug_index_uncertainty_json(&json, index, "{\"assumptions\": []}", 19, &err), &err,
                      PUG_ERROR_ARGUMENT, "assumptions.empty"));
    CHECK(json == NULL);
    pug_index_free(index);
    pug_design_free(design);
}

static void what_is_wrong_is_said(void) {
    pug_design* design = (pug_design*)&failures;
    pug_index* index = (pug_index*)&failures;
    pug_error* err = NULL;
    CHECK(failed_with(pug_design_read(&design, "{", 1, &err), &err, PUG_ERROR_DOCUMENT, "document.syntax"));
    CHECK(design == NULL);
    const char wrong[] = "{\"pug_design\": 1, \"indicators\": {\"a\": {}}, \"index\": {\"id\": \"x\", \"rule\": 1}}";
    CHECK(failed_with(pug_design_read(&design, wrong, sizeof wrong - 1, &err), &err, PUG_ERROR_INSTRUMENT,
                      "document.unknown_key"));
    design = read_design();
    CHECK(failed_with(pug_index_build(&index, design, values, NULL, 4, 2, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.columns"));
    CHECK(index == NULL);
    CHECK(failed_with(pug_index_build(&index, design, values, NULL, 0, 3, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.units"));
    CHECK(failed_with(pug_index_build(&index, design, values, NULL, UINT64_MAX / 8, 3, NULL, 0, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.size"));
    CHECK(failed_with(pug_index_build(&index, design, values, NULL, 4, 3, "{\"units\": [\"A\"]}", 16, &err), &err,
                      PUG_ERROR_ARGUMENT, "data.shape"));
    /* The group is needed and not there. */
    CHECK(pug_index_build(&index, design, values, statuses, 4, 3, NULL, 0, &err) != PUG_OK && index == NULL);
    pug_error_free(err);
    err = NULL;
    const double odd[] = {1, 2, 3, NAN, 2, 1};
    CHECK(failed_with(pug_index_build(&index, design, odd, NULL, 2, 3, NULL, 0, &err), &err, PUG_ERROR_DATA,
                      "data.not_finite"));
    pug_design_free(design);
}

int main(void) {
    a_design_says_what_it_needs();
    an_index_has_the_values_worked_out_by_hand();
    an_index_can_be_an_instrument();
    an_index_answers_questions();
    ranks_are_as_sure_as_they_are();
    what_is_wrong_is_said();
    return failures != 0;
}
