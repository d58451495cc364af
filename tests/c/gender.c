/* Gender analyses checked and summarised, women and men compared, small counts withheld. */
#include <stdlib.h>

#include "check.h"

static const char filed[] =
    "{\"pug_gender_analysis\": 1, \"data\": [{\"name\": \"committee\", \"women\": 23, \"men\": 19},\n"
    " {\"name\": \"few\", \"women\": 3, \"men\": 40}],\n"
    " \"gap_factors\": [{\"aspect\": \"kontrol\", \"text\": \"Kontrol didominasi laki-laki\",\n"
    "  \"claims\": [{\"figure\": \"committee\", \"claim\": \"dominated_by\", \"sex\": \"men\"}]}]}";
enum { filed_length = sizeof filed - 1 };

static int has(const pug_text* text, const char* part) {
    if (text != NULL && strstr(pug_text_data(text), part) != NULL) return 1;
    fprintf(stderr, "no %s in %s\n", part, text != NULL ? pug_text_data(text) : "(NULL)");
    return 0;
}

static char* read_file(const char* path, uint64_t* length) {
    FILE* file = fopen(path, "rb");
    if (file == NULL) return NULL;
    char* content = (char*)malloc(1 << 20);
    *length = content != NULL ? fread(content, 1, 1 << 20, file) : 0;
    fclose(file);
    return content;
}

static void contradictions_are_found(void) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    CHECK(pug_gender_analysis_check_json(&json, filed, filed_length, NULL, 0, &err) == PUG_OK);
    CHECK(has(json, "\"contradictory\":true"));
    CHECK(has(json, "\"code\":\"claim.contradicted\",\"column\":14"));
    CHECK(has(json, "say \\\"dominated by women\\\", or correct the counts"));
    CHECK(has(json, "\"line\":4"));
    pug_text_free(json);

    const char strict[] = "{\"dominated_above\": 60}";
    CHECK(pug_gender_analysis_check_json(&json, filed, filed_length, strict, sizeof strict - 1, &err) == PUG_OK);
    CHECK(has(json, "say \\\"mostly women\\\", or correct the counts"));
    pug_text_free(json);

    const char mad[] = "{\"dominated_above\": 101}";
    CHECK(failed_with(pug_gender_analysis_check_json(&json, filed, filed_length, mad, sizeof mad - 1, &err), &err,
                      PUG_ERROR_ARGUMENT, "consistency.threshold"));
    CHECK(json == NULL);
    CHECK(failed_with(pug_gender_analysis_check_json(&json, "{", 1, NULL, 0, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.syntax"));
    CHECK(failed_with(pug_gender_analysis_check_json(&json, "{}", 2, NULL, 0, &err), &err, PUG_ERROR_DATA,
                      "document.missing_key"));
    CHECK(failed_with(pug_gender_analysis_check_json(&json, filed, filed_length, "{\"x\": 1}", 8, &err), &err,
                      PUG_ERROR_ARGUMENT, "document.unknown_key"));
}

static void examples_are_what_they_say(void) {
    pug_text* json = NULL;
    uint64_t length = 0;
    char* document = read_file("examples/gender/consistent.json", &length);
    CHECK(document != NULL);
    CHECK(pug_gender_analysis_check_json(&json, document, length, NULL, 0, NULL) == PUG_OK);
    CHECK(json != NULL && strcmp(pug_text_data(json), "{\"contradictory\":false,\"findings\":[]}") == 0);
    pug_text_free(json);
    CHECK(pug_gender_analysis_canonical_json(&json, document, length, NULL) == PUG_OK);
    CHECK(has(json, "\"women_share\":\"37.50\""));
    pug_text_free(json);
    free(document);
}

static void summaries_withhold_what_they_are_told_to(void) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    CHECK(pug_gender_analysis_summary_json(&json, filed, filed_length, NULL, 0, &err) == PUG_OK);
    CHECK(has(json, "\"women\":{\"status\":\"observed\",\"value\":3}"));
    CHECK(has(json, "\"value\":54.76190476190476"));
    pug_text_free(json);
    const char published[] = "{\"threshold\": 5, \"confidence\": 0.9}";
    CHECK(pug_gender_analysis_summary_json(&json, filed, filed_length, published, sizeof published - 1, &err) ==
          PUG_OK);
    CHECK(strstr(pug_text_data(json), "\"value\":3}") == NULL && strstr(pug_text_data(json), "\"value\":40}") == NULL);
    CHECK(has(json, "\"total\":{\"status\":\"observed\",\"value\":43}"));
    CHECK(has(json, "\"confidence\":0.9"));
    pug_text_free(json);
    CHECK(failed_with(pug_gender_analysis_summary_json(&json, filed, filed_length, "{\"threshold\": 0}", 16, &err),
                      &err, PUG_ERROR_ARGUMENT, "statistics.threshold"));
}

static void gaps_have_statuses(void) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    CHECK(pug_sex_gap_json(&json, 56, 48, 70, 80, 0.95, &err) == PUG_OK);
    CHECK(has(json, "\"gap\":{\"high\":33.38"));
    pug_text_free(json);
    CHECK(pug_sex_gap_json(&json, 23, 19, PUG_COUNT_UNKNOWN, PUG_COUNT_UNKNOWN, 0.95, &err) == PUG_OK);
    CHECK(has(json, "\"gap\":{\"high\":null,\"low\":null,\"status\":\"missing\",\"value\":null}"));
    CHECK(has(json, "\"value\":54.76190476190476"));
    pug_text_free(json);
    CHECK(pug_sex_gap_json(&json, 0, 0, 0, 0, 0.95, &err) == PUG_OK);
    CHECK(has(json, "\"women_share\":{\"high\":null,\"low\":null,\"status\":\"not_computable\",\"value\":null}"));
    pug_text_free(json);
    CHECK(failed_with(pug_sex_gap_json(&json, 2, 1, 1, 1, 0.95, &err), &err, PUG_ERROR_ARGUMENT, "statistics.share"));
    CHECK(
        failed_with(pug_sex_gap_json(&json, 1, 1, 1, 1, 1.5, &err), &err, PUG_ERROR_ARGUMENT, "statistics.confidence"));
    CHECK(failed_with(pug_sex_gap_json(&json, PUG_COUNT_UNKNOWN - 1, 1, 1, 1, 0.95, &err), &err, PUG_ERROR_ARGUMENT,
                      "statistics.share"));
    CHECK(failed_with(pug_sex_gap_json(&json, PUG_COUNT_UNKNOWN - 1, 1, PUG_COUNT_UNKNOWN, 1, 0.95, &err), &err,
                      PUG_ERROR_ARGUMENT, "statistics.count"));
}

static void budgets_have_a_denominator(void) {
    pug_text* json = NULL;
    pug_error* err = NULL;
    const char request[] = "{\"responsive\": \"12500000.50\", \"denominator\": 50000000, \"of\": \"belanja langsung\"}";
    const char none[] = "{\"responsive\": 1, \"denominator\": 0, \"of\": \"belanja langsung\"}";
    CHECK(pug_arg_share_json(&json, request, sizeof request - 1, &err) == PUG_OK);
    CHECK(has(json, "\"percent\":\"25.000001\""));
    CHECK(has(json, "\"shown\":\"25.00\""));
    pug_text_free(json);
    CHECK(failed_with(pug_arg_share_json(&json, none, sizeof none - 1, &err), &err, PUG_ERROR_DATA, "arg.denominator"));
}

static void small_counts_are_hidden(void) {
    const int64_t counts[9] = {20, 3, 14, 18, 9, 11, 7, 25, 30};
    const uint8_t expected[16] = {0, 1, 1, 0, /**/ 0, 1, 1, 0, /**/ 0, 0, 0, 0, /**/ 0, 0, 0, 0};
    uint8_t hidden[16];
    pug_error* err = NULL;
    memset(hidden, 7, sizeof hidden);
    CHECK(failed_with(pug_suppress_counts(hidden, counts, 3, 3, 0, &err), &err, PUG_ERROR_ARGUMENT,
                      "statistics.threshold"));
    CHECK(failed_with(pug_suppress_counts(hidden, counts, 0, 3, 5, &err), &err, PUG_ERROR_ARGUMENT, "argument.size"));
    CHECK(failed_with(pug_suppress_counts(hidden, counts, 3, UINT64_MAX, 5, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.size"));
    CHECK(failed_with(pug_suppress_counts(hidden, counts, UINT64_MAX / 2, 2, 5, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.size"));
    for (int i = 0; i < 16; ++i) CHECK(hidden[i] == 7);
    CHECK(pug_suppress_counts(hidden, counts, 3, 3, 5, &err) == PUG_OK);
    CHECK(memcmp(hidden, expected, sizeof hidden) == 0);
    const int64_t below[1] = {-1};
    CHECK(failed_with(pug_suppress_counts(hidden, below, 1, 1, 5, &err), &err, PUG_ERROR_DATA, "statistics.table"));
}

int main(void) {
    contradictions_are_found();
    examples_are_what_they_say();
    summaries_withhold_what_they_are_told_to();
    gaps_have_statuses();
    budgets_have_a_denominator();
    small_counts_are_hidden();
    return failures != 0;
}
