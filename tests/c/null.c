/* NULL wherever a pointer goes in: an error or nothing, never a crash. */
#include "check.h"

static void freeing_null_does_nothing(void) {
    pug_error_free(NULL);
    pug_text_free(NULL);
    pug_instrument_free(NULL);
    pug_scores_free(NULL);
    pug_assessments_free(NULL);
    pug_design_free(NULL);
    pug_index_free(NULL);
}

static void getters_of_null_have_nothing(void) {
    uint64_t length = 7;
    CHECK(pug_text_data(NULL) == NULL && pug_text_length(NULL) == 0);
    CHECK(pug_error_code(NULL) == PUG_OK && pug_error_count(NULL) == 0);
    CHECK(pug_error_name(NULL, &length) == NULL && length == 0);
    CHECK(pug_error_message(NULL, NULL) == NULL && pug_error_where(NULL, NULL) == NULL);
    CHECK(pug_error_problem_name(NULL, 0, NULL) == NULL && pug_error_problem_message(NULL, 0, NULL) == NULL);
    CHECK(pug_error_problem_where(NULL, 0, NULL) == NULL);
    CHECK(pug_error_problem_line(NULL, 0) == 0 && pug_error_problem_column(NULL, 0) == 0);
    CHECK(pug_instrument_id(NULL, NULL) == NULL && pug_instrument_edition(NULL, NULL) == NULL);
    CHECK(pug_instrument_status(NULL, NULL) == NULL && pug_instrument_fingerprint(NULL, NULL) == NULL);
    CHECK(pug_instrument_variable_count(NULL) == 0 && pug_instrument_variable_name(NULL, 0, NULL) == NULL);
    CHECK(pug_scores_count(NULL) == 0 && pug_scores_values(NULL) == NULL && pug_scores_statuses(NULL) == NULL);
    CHECK(pug_scores_rounded(NULL) == NULL && pug_scores_coverages(NULL) == NULL && pug_scores_lows(NULL) == NULL);
    CHECK(pug_scores_highs(NULL) == NULL && pug_scores_ranks(NULL) == NULL && pug_scores_decided(NULL) == NULL);
    CHECK(pug_scores_grades(NULL) == NULL && pug_scores_grade_count(NULL) == 0 &&
          pug_scores_grade_name(NULL, 0, NULL) == NULL);
    CHECK(pug_scores_node_count(NULL) == 0 && pug_scores_node_name(NULL, 0, NULL) == NULL);
    CHECK(pug_scores_node_values(NULL, 0) == NULL && pug_scores_node_statuses(NULL, 0) == NULL);
    CHECK(pug_scores_gate_count(NULL) == 0 && pug_scores_gate_name(NULL, 0, NULL) == NULL &&
          pug_scores_gate_states(NULL, 0) == NULL);
    CHECK(pug_scores_cap_count(NULL) == 0 && pug_scores_cap_name(NULL, 0, NULL) == NULL &&
          pug_scores_cap_states(NULL, 0) == NULL);
    CHECK(pug_design_fingerprint(NULL, &length) == NULL && pug_design_column_count(NULL) == 0 &&
          pug_design_column_name(NULL, 0, NULL) == NULL);
    CHECK(pug_index_count(NULL) == 0 && pug_index_row(NULL, 0) == 0 && pug_index_value_count(NULL) == 0 &&
          pug_index_value_name(NULL, 0, NULL) == NULL && pug_index_values(NULL, 0) == NULL &&
          pug_index_rank(NULL, 0) == 0);
    CHECK(pug_assessments_count(NULL) == 0 && pug_assessments_unit(NULL, 0, NULL) == NULL);
    CHECK(pug_assessments_stage_count(NULL, 0) == 0 && pug_assessments_stage_kind(NULL, 0, 0, NULL) == NULL &&
          pug_assessments_stage_date(NULL, 0, 0, NULL) == NULL);
}

#define REFUSES_NULL(call, parameter)                                             \
    do {                                                                          \
        pug_error* err = NULL;                                                    \
        const int32_t returned = (call);                                          \
        CHECK(err != NULL && strcmp(pug_error_where(err, NULL), parameter) == 0); \
        CHECK(failed_with(returned, &err, PUG_ERROR_ARGUMENT, "argument.null"));  \
    } while (0)

static void functions_refuse_null(void) {
    const double row[3] = {2, 50, 1};
    pug_instrument* small = read_small();
    pug_instrument* instrument = NULL;
    pug_scores* scores = NULL;
    pug_text* text = NULL;
    const char* json = NULL;
    uint64_t number = 7;
    double value = 7;
    uint8_t status = 7;

    REFUSES_NULL(pug_error_json(NULL, NULL, &err), "json");
    REFUSES_NULL(pug_error_json(&text, NULL, &err), "error");
    REFUSES_NULL(pug_catalog_document(NULL, &number, "a", 1, &err), "json");
    REFUSES_NULL(pug_catalog_document(&json, NULL, "a", 1, &err), "json_length");
    REFUSES_NULL(pug_catalog_document(&json, &number, NULL, 0, &err), "id");
    REFUSES_NULL(pug_catalog_load(NULL, "undp.gii", 8, &err), "instrument");
    REFUSES_NULL(pug_catalog_load(&instrument, NULL, 8, &err), "id");
    REFUSES_NULL(pug_instrument_read(NULL, "{}", 2, &err), "instrument");
    REFUSES_NULL(pug_instrument_read(&instrument, NULL, 0, &err), "json");
    REFUSES_NULL(pug_instrument_canonical_json(NULL, small, &err), "json");
    REFUSES_NULL(pug_instrument_canonical_json(&text, NULL, &err), "instrument");
    REFUSES_NULL(pug_instrument_variable_index(NULL, small, "staff", 5, &err), "variable");
    REFUSES_NULL(pug_instrument_variable_index(&number, NULL, "staff", 5, &err), "instrument");
    REFUSES_NULL(pug_instrument_variable_index(&number, small, NULL, 0, &err), "name");
    REFUSES_NULL(pug_instrument_encode_answer(NULL, &status, small, 0, "TL", 2, &err), "value");
    REFUSES_NULL(pug_instrument_encode_answer(&value, NULL, small, 0, "TL", 2, &err), "status");
    REFUSES_NULL(pug_instrument_encode_answer(&value, &status, NULL, 0, "TL", 2, &err), "instrument");
    REFUSES_NULL(pug_instrument_encode_answer(&value, &status, small, 0, NULL, 0, &err), "text");
    REFUSES_NULL(pug_instrument_validate(NULL, &err), "instrument");
    REFUSES_NULL(pug_score_matrix(NULL, small, row, NULL, 1, 3, 3, NULL, &err), "scores");
    REFUSES_NULL(pug_score_matrix(&scores, NULL, row, NULL, 1, 3, 3, NULL, &err), "instrument");
    REFUSES_NULL(pug_score_matrix(&scores, small, NULL, NULL, 1, 3, 3, NULL, &err), "values");
    REFUSES_NULL(pug_score_strided(NULL, small, row, NULL, 1, 3, 3, 1, NULL, &err), "scores");
    REFUSES_NULL(pug_score_strided(&scores, NULL, row, NULL, 1, 3, 3, 1, NULL, &err), "instrument");
    REFUSES_NULL(pug_score_strided(&scores, small, NULL, NULL, 1, 3, 3, 1, NULL, &err), "values");
    REFUSES_NULL(pug_scores_explain_json(NULL, NULL, 0, &err), "json");
    REFUSES_NULL(pug_scores_explain_json(&text, NULL, 0, &err), "scores");
    pug_assessments* assessments = NULL;
    REFUSES_NULL(pug_assessments_read(NULL, small, "{}", 2, &err), "assessments");
    REFUSES_NULL(pug_assessments_read(&assessments, NULL, "{}", 2, &err), "instrument");
    REFUSES_NULL(pug_assessments_read(&assessments, small, NULL, 0, &err), "json");
    REFUSES_NULL(pug_assessments_json(NULL, NULL, &err), "json");
    REFUSES_NULL(pug_assessments_json(&text, NULL, &err), "assessments");
    REFUSES_NULL(pug_assessments_answers_json(NULL, NULL, 0, NULL, 0, "2025-01-01", 10, &err), "json");
    REFUSES_NULL(pug_assessments_answers_json(&text, NULL, 0, NULL, 0, "2025-01-01", 10, &err), "assessments");
    REFUSES_NULL(pug_assessments_expiring_json(NULL, NULL, "2025-01-01", 10, &err), "json");
    REFUSES_NULL(pug_assessments_expiring_json(&text, NULL, "2025-01-01", 10, &err), "assessments");
    REFUSES_NULL(pug_assessments_rows_json(NULL, NULL, NULL, 0, "2025-01-01", 10, &err), "json");
    REFUSES_NULL(pug_assessments_rows_json(&text, NULL, NULL, 0, "2025-01-01", 10, &err), "assessments");
    REFUSES_NULL(pug_assessments_score(NULL, NULL, NULL, 0, "2025-01-01", 10, NULL, &err), "scores");
    REFUSES_NULL(pug_assessments_score(&scores, NULL, NULL, 0, "2025-01-01", 10, NULL, &err), "assessments");
    const char unvisited[] =
        "{\"pug_assessment\": 1, \"unit\": \"A\", \"instrument\": \"test.small@2024\", \"stages\": []}";
    CHECK(pug_assessments_read(&assessments, small, unvisited, sizeof unvisited - 1, NULL) == PUG_OK);
    REFUSES_NULL(pug_assessments_answers_json(&text, assessments, 0, NULL, 0, NULL, 0, &err), "as_of");
    REFUSES_NULL(pug_assessments_answers_json(&text, assessments, 0, NULL, 1, "2025-01-01", 10, &err), "stage");
    REFUSES_NULL(pug_assessments_rows_json(&text, assessments, NULL, 0, NULL, 0, &err), "as_of");
    REFUSES_NULL(pug_assessments_expiring_json(&text, assessments, NULL, 0, &err), "before");
    REFUSES_NULL(pug_assessments_score(&scores, assessments, NULL, 0, NULL, 0, NULL, &err), "as_of");
    pug_assessments_free(assessments);
    REFUSES_NULL(pug_history_record(NULL, "{}", 2, 0, NULL, 0, &err), "line");
    REFUSES_NULL(pug_history_record(&text, NULL, 0, 0, NULL, 0, &err), "event");
    REFUSES_NULL(pug_history_record(&text, "{}", 2, 1, NULL, 0, &err), "hash");
    REFUSES_NULL(pug_history_check(&number, NULL, "", 0, NULL, 0, &err), "hash");
    REFUSES_NULL(pug_history_check(NULL, &text, "", 0, NULL, 0, &err), "records");
    REFUSES_NULL(pug_history_check(&number, &text, NULL, 1, NULL, 0, &err), "history");
    REFUSES_NULL(pug_history_check(&number, &text, "", 0, NULL, 1, &err), "expected");
    REFUSES_NULL(pug_scores_benchmark_json(NULL, NULL, 0, NULL, 0, &err), "json");
    REFUSES_NULL(pug_scores_benchmark_json(&text, NULL, 0, NULL, 0, &err), "scores");
    REFUSES_NULL(pug_scores_plan_json(NULL, NULL, 0, NULL, 0, NULL, &err), "json");
    REFUSES_NULL(pug_scores_plan_json(&text, NULL, 0, NULL, 0, NULL, &err), "scores");
    REFUSES_NULL(pug_scores_frontier_json(NULL, NULL, 0, NULL, 0, NULL, &err), "json");
    REFUSES_NULL(pug_scores_frontier_json(&text, NULL, 0, NULL, 0, NULL, &err), "scores");
    REFUSES_NULL(pug_scores_robustness_json(NULL, NULL, 0, NULL, 0, NULL, &err), "json");
    REFUSES_NULL(pug_scores_robustness_json(&text, NULL, 0, NULL, 0, NULL, &err), "scores");
    REFUSES_NULL(pug_scores_spend_json(NULL, NULL, NULL, 0, NULL, &err), "json");
    REFUSES_NULL(pug_scores_spend_json(&text, NULL, NULL, 0, NULL, &err), "scores");
    REFUSES_NULL(pug_scores_what_if_json(NULL, NULL, 0, "{}", 2, &err), "json");
    REFUSES_NULL(pug_scores_what_if_json(&text, NULL, 0, "{}", 2, &err), "scores");
    REFUSES_NULL(pug_scores_gaps_json(NULL, NULL, 0, &err), "json");
    REFUSES_NULL(pug_scores_gaps_json(&text, NULL, 0, &err), "scores");
    REFUSES_NULL(pug_scores_common_gaps_json(NULL, NULL, &err), "json");
    REFUSES_NULL(pug_scores_common_gaps_json(&text, NULL, &err), "scores");
    REFUSES_NULL(pug_agreement_json(NULL, NULL, 0, NULL, 0, &err), "json");
    REFUSES_NULL(pug_agreement_json(&text, NULL, 2, NULL, 0, &err), "rounds");
    REFUSES_NULL(pug_progress_json(NULL, NULL, NULL, NULL, 0, &err), "json");
    REFUSES_NULL(pug_progress_json(&text, NULL, NULL, NULL, 0, &err), "before");
    REFUSES_NULL(pug_gender_analysis_check_json(NULL, "{}", 2, NULL, 0, &err), "json");
    REFUSES_NULL(pug_gender_analysis_check_json(&text, NULL, 0, NULL, 0, &err), "document");
    REFUSES_NULL(pug_gender_analysis_check_json(&text, "{}", 2, NULL, 1, &err), "request");
    REFUSES_NULL(pug_gender_analysis_summary_json(NULL, "{}", 2, NULL, 0, &err), "json");
    REFUSES_NULL(pug_gender_analysis_summary_json(&text, NULL, 0, NULL, 0, &err), "document");
    REFUSES_NULL(pug_gender_analysis_summary_json(&text, "{}", 2, NULL, 1, &err), "request");
    REFUSES_NULL(pug_gender_analysis_canonical_json(NULL, "{}", 2, &err), "json");
    REFUSES_NULL(pug_gender_analysis_canonical_json(&text, NULL, 0, &err), "document");
    REFUSES_NULL(pug_sex_gap_json(NULL, 1, 1, 1, 1, 0.95, &err), "json");
    REFUSES_NULL(pug_arg_share_json(NULL, "{}", 2, &err), "json");
    REFUSES_NULL(pug_arg_share_json(&text, NULL, 0, &err), "request");
    REFUSES_NULL(pug_suppress_counts(NULL, (const int64_t[]){1}, 1, 1, 5, &err), "hidden");
    REFUSES_NULL(pug_suppress_counts(&status, NULL, 1, 1, 5, &err), "counts");
    pug_design* design = NULL;
    pug_index* index = NULL;
    static const char plain[] =
        "{\"pug_design\": 1, \"indicators\": {\"a\": {}}, \"index\": {\"id\": \"x\", \"parts\": [\"a\"]}}";
    REFUSES_NULL(pug_design_read(NULL, plain, sizeof plain - 1, &err), "design");
    REFUSES_NULL(pug_design_read(&design, NULL, 0, &err), "json");
    CHECK(pug_design_read(&design, plain, sizeof plain - 1, NULL) == PUG_OK);
    REFUSES_NULL(pug_design_canonical_json(NULL, design, &err), "json");
    REFUSES_NULL(pug_design_canonical_json(&text, NULL, &err), "design");
    REFUSES_NULL(pug_index_build(NULL, design, row, NULL, 3, 1, NULL, 0, &err), "index");
    REFUSES_NULL(pug_index_build(&index, NULL, row, NULL, 3, 1, NULL, 0, &err), "design");
    REFUSES_NULL(pug_index_build(&index, design, NULL, NULL, 3, 1, NULL, 0, &err), "values");
    REFUSES_NULL(pug_index_build(&index, design, row, NULL, 3, 1, NULL, 1, &err), "labels");
    CHECK(pug_index_build(&index, design, row, NULL, 3, 1, NULL, 0, NULL) == PUG_OK);
    REFUSES_NULL(pug_index_json(NULL, index, &err), "json");
    REFUSES_NULL(pug_index_json(&text, NULL, &err), "index");
    REFUSES_NULL(pug_index_instrument_json(NULL, index, NULL, 0, &err), "json");
    REFUSES_NULL(pug_index_instrument_json(&text, NULL, NULL, 0, &err), "index");
    REFUSES_NULL(pug_index_instrument_json(&text, index, NULL, 1, &err), "stage");
    REFUSES_NULL(pug_index_answer_json(NULL, index, "describe", 8, NULL, 0, &err), "json");
    REFUSES_NULL(pug_index_answer_json(&text, NULL, "describe", 8, NULL, 0, &err), "index");
    REFUSES_NULL(pug_index_answer_json(&text, index, NULL, 0, NULL, 0, &err), "question");
    REFUSES_NULL(pug_index_answer_json(&text, index, "describe", 8, NULL, 1, &err), "request");
    REFUSES_NULL(pug_index_compare_json(NULL, index, index, NULL, 0, &err), "json");
    REFUSES_NULL(pug_index_compare_json(&text, NULL, index, NULL, 0, &err), "first");
    REFUSES_NULL(pug_index_compare_json(&text, index, NULL, NULL, 0, &err), "second");
    REFUSES_NULL(pug_index_compare_json(&text, index, index, NULL, 1, &err), "request");
    REFUSES_NULL(pug_index_uncertainty_json(NULL, index, "{}", 2, &err), "json");
    REFUSES_NULL(pug_index_uncertainty_json(&text, NULL, "{}", 2, &err), "index");
    REFUSES_NULL(pug_index_uncertainty_json(&text, index, NULL, 0, &err), "request");
    REFUSES_NULL(pug_index_sensitivity_json(NULL, index, "{}", 2, &err), "json");
    REFUSES_NULL(pug_index_sensitivity_json(&text, NULL, "{}", 2, &err), "index");
    REFUSES_NULL(pug_index_sensitivity_json(&text, index, NULL, 0, &err), "request");
    REFUSES_NULL(pug_index_screening_json(NULL, index, "{}", 2, &err), "json");
    REFUSES_NULL(pug_index_screening_json(&text, NULL, "{}", 2, &err), "index");
    REFUSES_NULL(pug_index_screening_json(&text, index, NULL, 0, &err), "request");
    pug_index_free(index);
    pug_design_free(design);
    CHECK(number == 7 && value == 7 && status == 7);
    CHECK(instrument == NULL && scores == NULL && text == NULL && json == NULL);

    /* And without anybody to tell. */
    CHECK(pug_catalog_load(NULL, NULL, 0, NULL) == PUG_ERROR_ARGUMENT);
    CHECK(pug_score_matrix(NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL) == PUG_ERROR_ARGUMENT);
    CHECK(pug_instrument_validate(NULL, NULL) == PUG_ERROR_ARGUMENT);
    pug_instrument_free(small);
}

int main(void) {
    freeing_null_does_nothing();
    getters_of_null_have_nothing();
    functions_refuse_null();
    return failures != 0;
}
