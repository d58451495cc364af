/* Assessments: read, looked at on a day, scored, written; and histories. */
#include "check.h"

static const char documents[] =
    "[{\"pug_assessment\": 1, \"unit\": \"A\", \"instrument\": \"test.small@2024\","
    "  \"stages\": ["
    "   {\"kind\": \"self\", \"date\": \"2025-01-10\", \"by\": \"Board\","
    "    \"answers\": {\"decree\": {\"value\": \"TL\", \"evidence\": [\"sk\"]}, \"staff\": 50, \"free\": \"yes\"}},"
    "   {\"kind\": \"field\", \"date\": \"2025-02-20\", \"by\": \"Verifier\", \"answers\": {\"staff\": 40}}],"
    "  \"evidence\": {\"sk\": {\"kind\": \"decree\", \"reference\": \"1/2024\", \"method\": \"examine\","
    "    \"collected\": \"2025-01-05\", \"expires\": \"2025-03-01\", \"by\": \"Board\"}}},"
    " {\"pug_assessment\": 1, \"unit\": \"B\", \"instrument\": \"test.small@2024\","
    "  \"stages\": [{\"kind\": \"self\", \"date\": \"2025-01-12\", \"by\": \"Board\","
    "    \"answers\": {\"decree\": \"TS\", \"staff\": 75, \"free\": \"no\"}}]}]";

static pug_instrument* small = NULL;

static pug_assessments* read_documents(void) {
    pug_assessments* assessments = NULL;
    pug_error* err = NULL;
    if (pug_assessments_read(&assessments, small, documents, sizeof documents - 1, &err) != PUG_OK) {
        fprintf(stderr, "the documents are refused: %s %s\n", pug_error_where(err, NULL), pug_error_message(err, NULL));
        pug_error_free(err);
    }
    return assessments;
}

static void tells_who_was_assessed_and_when(void) {
    pug_assessments* assessments = read_documents();
    uint64_t length = 0;
    CHECK(pug_assessments_count(assessments) == 2);
    CHECK(is_text(pug_assessments_unit(assessments, 1, &length), &length, "B"));
    CHECK(pug_assessments_unit(assessments, 2, &length) == NULL && length == 0);
    CHECK(pug_assessments_stage_count(assessments, 0) == 2 && pug_assessments_stage_count(assessments, 1) == 1);
    CHECK(pug_assessments_stage_count(assessments, 2) == 0);
    CHECK(is_text(pug_assessments_stage_kind(assessments, 0, 1, &length), &length, "field"));
    CHECK(is_text(pug_assessments_stage_date(assessments, 0, 1, &length), &length, "2025-02-20"));
    CHECK(pug_assessments_stage_kind(assessments, 0, 2, NULL) == NULL);
    CHECK(pug_assessments_stage_date(assessments, 1, 1, NULL) == NULL);
    pug_assessments_free(assessments);
}

static void every_problem_has_its_place(void) {
    static const char wrong[] =
        "{\"pug_assessment\": 1, \"unit\": \"A\", \"instrument\": \"test.small@2024\",\n"
        " \"stages\": [{\"kind\": \"self\", \"date\": \"2025-01-10\", \"by\": \"Board\",\n"
        "  \"answers\": {\"staff\": 101, \"staf\": 1}}]}";
    pug_assessments* assessments = (pug_assessments*)&small;
    pug_error* err = NULL;
    CHECK(pug_assessments_read(&assessments, small, wrong, sizeof wrong - 1, &err) == PUG_ERROR_DATA);
    CHECK(assessments == NULL && pug_error_count(err) == 2);
    CHECK(strcmp(pug_error_problem_name(err, 0, NULL), "data.value") == 0);
    CHECK(strcmp(pug_error_problem_where(err, 1, NULL), "/stages/0/answers/staf") == 0);
    CHECK(pug_error_problem_line(err, 1) == 3 && pug_error_problem_column(err, 1) > 1);
    pug_error_free(err);
    err = NULL;
    CHECK(failed_with(pug_assessments_read(&assessments, small, "{", 1, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.syntax"));
    CHECK(failed_with(pug_assessments_read(&assessments, small, "\xFF", 1, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.not_utf8"));
}

static void what_was_written_is_read_the_same(void) {
    pug_assessments* assessments = read_documents();
    pug_assessments* again = NULL;
    pug_text* json = NULL;
    pug_text* second = NULL;
    CHECK(pug_assessments_json(&json, assessments, NULL) == PUG_OK);
    CHECK(pug_assessments_read(&again, small, pug_text_data(json), pug_text_length(json), NULL) == PUG_OK);
    CHECK(pug_assessments_json(&second, again, NULL) == PUG_OK);
    CHECK(strcmp(pug_text_data(json), pug_text_data(second)) == 0);
    CHECK(strstr(pug_text_data(json), "\"decree\":{\"evidence\":[\"sk\"],\"value\":\"TL\"}") != NULL);
    pug_text_free(second);
    pug_text_free(json);
    pug_assessments_free(again);
    pug_assessments_free(assessments);
}

/* Whether an answer of unit A counts as it should. */
static int says(const pug_assessments* assessments, const char* stage, const char* day, const char* part) {
    pug_text* json = NULL;
    const uint64_t length = stage != NULL ? strlen(stage) : 0;
    const int32_t code = pug_assessments_answers_json(&json, assessments, 0, stage, length, day, strlen(day), NULL);
    const int fine = code == PUG_OK && strstr(pug_text_data(json), part) != NULL;
    if (!fine) fprintf(stderr, "found %s\n", code == PUG_OK ? pug_text_data(json) : "an error");
    pug_text_free(json);
    return fine;
}

static void answers_count_on_a_day(void) {
    pug_assessments* assessments = read_documents();
    pug_text* json = (pug_text*)&small;
    pug_error* err = NULL;
    CHECK(says(assessments, NULL, "2025-03-01", "\"code\":\"TL\",\"stage\":\"self\",\"status\":\"observed\""));
    CHECK(says(assessments, NULL, "2025-03-02", "\"why\":\"evidence_expired\""));
    CHECK(says(assessments, NULL, "2025-03-02", "\"value\":40,\"variable\":\"staff\""));
    CHECK(says(assessments, "self", "2025-03-02", "\"value\":50,\"variable\":\"staff\""));
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 1, "field", 5, "2025-03-01", 10, &err), &err,
                      PUG_ERROR_ARGUMENT, "assessment.no_stage"));
    CHECK(json == NULL);
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 2, NULL, 0, "2025-03-01", 10, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.index"));
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 0, "visit", 5, "2025-03-01", 10, &err), &err,
                      PUG_ERROR_ARGUMENT, "stage.unknown"));
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 0, "", 0, "2025-03-01", 10, &err), &err,
                      PUG_ERROR_ARGUMENT, "stage.unknown"));
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 0, NULL, 0, "2025-03-32", 10, &err), &err,
                      PUG_ERROR_ARGUMENT, "as_of.syntax"));
    CHECK(failed_with(pug_assessments_answers_json(&json, assessments, 0, NULL, 0, "", 0, &err), &err,
                      PUG_ERROR_ARGUMENT, "as_of.missing"));
    CHECK(pug_assessments_expiring_json(&json, assessments, "2025-04-01", 10, NULL) == PUG_OK);
    CHECK(strstr(pug_text_data(json), "\"expires\":\"2025-03-01\"") != NULL);
    CHECK(strstr(pug_text_data(json), "\"variables\":[\"decree\"]") != NULL);
    pug_text_free(json);
    CHECK(failed_with(pug_assessments_expiring_json(&json, assessments, "soon", 4, &err), &err, PUG_ERROR_ARGUMENT,
                      "before.syntax"));
    pug_assessments_free(assessments);
}

/* Whether scores are those of a matrix with the same answers, to the last bit, and can be explained. */
static int are_scores_of(const pug_scores* scores, const double* values, const uint8_t* statuses, uint64_t units) {
    pug_scores* expected = NULL;
    pug_text* found_text = NULL;
    pug_text* expected_text = NULL;
    int fine = pug_score_matrix(&expected, small, values, statuses, units, 3, 3, NULL, NULL) == PUG_OK &&
               pug_scores_count(scores) == units;
    fine = fine && memcmp(pug_scores_values(scores), pug_scores_values(expected), sizeof(double) * units) == 0 &&
           memcmp(pug_scores_grades(scores), pug_scores_grades(expected), sizeof(int32_t) * units) == 0 &&
           memcmp(pug_scores_ranks(scores), pug_scores_ranks(expected), sizeof(double) * units) == 0;
    for (uint64_t u = 0; fine && u < units; ++u) {
        fine = pug_scores_explain_json(&found_text, scores, u, NULL) == PUG_OK &&
               pug_scores_explain_json(&expected_text, expected, u, NULL) == PUG_OK &&
               strcmp(pug_text_data(found_text), pug_text_data(expected_text)) == 0;
        pug_text_free(found_text);
        pug_text_free(expected_text);
    }
    pug_scores_free(expected);
    return fine;
}

static void scores_are_like_any_other(void) {
    const double self[6] = {2, 50, 1, /**/ 1, 75, 0};
    const double expired[6] = {0, 40, 1, /**/ 1, 75, 0};
    const uint8_t statuses[6] = {PUG_STATUS_NO_INFORMATION, 0, 0, 0, 0, 0};
    pug_assessments* assessments = read_documents();
    pug_scores* scores = NULL;
    pug_error* err = NULL;
    pug_text* rows = NULL;
    CHECK(pug_assessments_score(&scores, assessments, "self", 4, "2025-02-28", 10, NULL, NULL) == PUG_OK);
    CHECK(are_scores_of(scores, self, NULL, 2));
    pug_scores_free(scores);
    CHECK(pug_assessments_score(&scores, assessments, NULL, 0, "2025-06-01", 10, NULL, NULL) == PUG_OK);
    CHECK(are_scores_of(scores, expired, statuses, 2));
    pug_scores_free(scores);

    /* Only A was visited. */
    CHECK(pug_assessments_score(&scores, assessments, "field", 5, "2025-06-01", 10, NULL, NULL) == PUG_OK);
    CHECK(are_scores_of(scores, expired, statuses, 1));
    pug_scores_free(scores);
    CHECK(pug_assessments_rows_json(&rows, assessments, "field", 5, "2025-06-01", 10, NULL) == PUG_OK);
    CHECK(strcmp(pug_text_data(rows), "[0]") == 0);
    pug_text_free(rows);
    CHECK(pug_assessments_rows_json(&rows, assessments, NULL, 0, "2025-01-11", 10, NULL) == PUG_OK);
    CHECK(strcmp(pug_text_data(rows), "[0]") == 0);
    pug_text_free(rows);
    CHECK(pug_assessments_rows_json(&rows, assessments, "final", 5, "2025-06-01", 10, NULL) == PUG_OK);
    CHECK(strcmp(pug_text_data(rows), "[]") == 0);
    pug_text_free(rows);

    scores = (pug_scores*)&small;
    CHECK(failed_with(pug_assessments_score(&scores, assessments, "final", 5, "2025-06-01", 10, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "assessment.no_stage"));
    CHECK(scores == NULL);
    CHECK(failed_with(pug_assessments_score(&scores, assessments, NULL, 0, "2025-06", 7, NULL, &err), &err,
                      PUG_ERROR_ARGUMENT, "as_of.syntax"));

    /* Scores need neither the assessments nor the instrument, assessments not the instrument. */
    CHECK(pug_assessments_score(&scores, assessments, "self", 4, "2025-02-28", 10, NULL, NULL) == PUG_OK);
    pug_assessments_free(assessments);
    CHECK(are_scores_of(scores, self, NULL, 2));
    pug_scores_free(scores);
}

static void histories_are_continued_and_checked(void) {
    char history[1024] = "";
    uint64_t records = 7;
    pug_text* hash = NULL;
    pug_text* line = NULL;
    pug_error* err = NULL;
    CHECK(pug_history_check(&records, &hash, NULL, 0, NULL, 0, NULL) == PUG_OK && records == 0);
    CHECK(strspn(pug_text_data(hash), "0") == 64);
    for (uint64_t n = 1; n <= 3; ++n) {
        const char* before = n == 1 ? NULL : pug_text_data(hash);
        const uint64_t length = before != NULL ? 64 : 0;
        CHECK(pug_history_record(&line, "{\"unit\": \"A\"}", 13, records, before, length, NULL) == PUG_OK);
        strcat(history, pug_text_data(line));
        pug_text_free(line);
        pug_text_free(hash);
        CHECK(pug_history_check(&records, &hash, history, strlen(history), NULL, 0, NULL) == PUG_OK);
        CHECK(records == n && pug_text_length(hash) == 64);
    }
    pug_text* same = NULL;
    CHECK(pug_history_check(&records, &same, history, strlen(history), pug_text_data(hash), 64, NULL) == PUG_OK);
    pug_text_free(same);
    pug_text_free(hash);

    records = 7;
    hash = (pug_text*)&small;
    CHECK(failed_with(pug_history_check(&records, &hash, history, strlen(history) - 1, NULL, 0, &err), &err,
                      PUG_ERROR_DATA, "history.unfinished"));
    CHECK(failed_with(pug_history_check(&records, &hash, history, strlen(history), "0", 1, &err), &err, PUG_ERROR_DATA,
                      "history.end"));
    CHECK(failed_with(pug_history_check(&records, &hash, history, strlen(history), "", 0, &err), &err,
                      PUG_ERROR_ARGUMENT, "argument.hash"));
    strchr(history, 'A')[0] = 'B';
    CHECK(pug_history_check(&records, &hash, history, strlen(history), NULL, 0, &err) == PUG_ERROR_DATA);
    CHECK(pug_error_problem_line(err, 0) == 1);
    CHECK(failed_with(PUG_ERROR_DATA, &err, PUG_ERROR_DATA, "history.changed"));
    CHECK(records == 7 && hash == NULL);
    CHECK(failed_with(pug_history_record(&line, "[]", 2, 0, NULL, 0, &err), &err, PUG_ERROR_DATA, "document.type"));
    CHECK(failed_with(pug_history_record(&line, "{}", 2, 1, "0", 1, &err), &err, PUG_ERROR_ARGUMENT, "argument.hash"));
    CHECK(failed_with(pug_history_record(&line, "{}", 2, 1, NULL, 0, &err), &err, PUG_ERROR_ARGUMENT, "argument.null"));
    CHECK(line == NULL);
}

int main(void) {
    small = read_small();
    tells_who_was_assessed_and_when();
    every_problem_has_its_place();
    what_was_written_is_read_the_same();
    answers_count_on_a_day();
    scores_are_like_any_other();
    histories_are_continued_and_checked();
    pug_instrument_free(small);
    return failures != 0;
}
