/* Reading an instrument, asking it, and turning answers in text into values. */
#include <stdlib.h>

#include "check.h"

static void an_instrument_tells_what_it_is(void) {
    pug_instrument* small = read_small();
    uint64_t length = 0, index = 7;
    pug_error* err = NULL;
    CHECK(is_text(pug_instrument_id(small, &length), &length, "test.small"));
    CHECK(is_text(pug_instrument_edition(small, &length), &length, "2024"));
    CHECK(is_text(pug_instrument_status(small, &length), &length, "draft"));
    CHECK(pug_instrument_fingerprint(small, &length) != NULL && length == 64);
    CHECK(strspn(pug_instrument_fingerprint(small, NULL), "0123456789abcdef") == 64);
    CHECK(pug_instrument_variable_count(small) == 3);
    CHECK(is_text(pug_instrument_variable_name(small, 0, &length), &length, "decree"));
    CHECK(is_text(pug_instrument_variable_name(small, 2, &length), &length, "free"));
    CHECK(pug_instrument_variable_name(small, 3, &length) == NULL && length == 0);
    CHECK(pug_instrument_variable_index(&index, small, "staff", 5, NULL) == PUG_OK && index == 1);
    index = 7;
    CHECK(failed_with(pug_instrument_variable_index(&index, small, "staf", 4, &err), &err, PUG_ERROR_NOT_FOUND,
                      "variable.unknown"));
    CHECK(failed_with(pug_instrument_variable_index(&index, small, "\xc3(", 2, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.not_utf8"));
    CHECK(failed_with(pug_instrument_variable_index(&index, small, "staff", UINT64_MAX, &err), &err, PUG_ERROR_ARGUMENT,
                      "argument.length"));
    CHECK(index == 7);
    pug_instrument_free(small);
}

static void the_canonical_form_is_read_back_as_the_same_instrument(void) {
    pug_instrument *small = read_small(), *again = NULL;
    pug_text *canonical = NULL, *twice = NULL;
    uint64_t length = 0;
    CHECK(pug_instrument_canonical_json(&canonical, small, NULL) == PUG_OK);
    CHECK(pug_text_length(canonical) == strlen(pug_text_data(canonical)));
    CHECK(pug_instrument_read(&again, pug_text_data(canonical), pug_text_length(canonical), NULL) == PUG_OK);
    CHECK(pug_instrument_canonical_json(&twice, again, NULL) == PUG_OK);
    length = pug_text_length(twice);
    CHECK(is_text(pug_text_data(twice), &length, pug_text_data(canonical)));
    CHECK(strcmp(pug_instrument_fingerprint(small, NULL), pug_instrument_fingerprint(again, NULL)) == 0);
    for (uint64_t v = 0; v < 3; ++v) { /* the order of the columns belongs to the instrument */
        CHECK(strcmp(pug_instrument_variable_name(small, v, NULL), pug_instrument_variable_name(again, v, NULL)) == 0);
    }
    pug_text_free(canonical);
    pug_text_free(twice);
    pug_instrument_free(small);
    pug_instrument_free(again);
}

static void what_is_no_instrument_is_refused(void) {
    static const struct {
        const char* json;
        int32_t code;
        const char* name;
    } cases[] = {
        {"", PUG_ERROR_DOCUMENT, "document.empty"},
        {"{\"pug\": 1", PUG_ERROR_DOCUMENT, "document.syntax"},
        {"{\"pug\": \"\xff\"}", PUG_ERROR_DOCUMENT, "document.not_utf8"},
        {"{\"a\": 1, \"a\": 1}", PUG_ERROR_DOCUMENT, "document.missing_key"},
        {"null", PUG_ERROR_DOCUMENT, "document.type"},
        {"[]", PUG_ERROR_INSTRUMENT, "document.type"},
        {"{}", PUG_ERROR_INSTRUMENT, "document.missing_key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        pug_error* err = NULL;
        pug_instrument* instrument = (pug_instrument*)&err;
        const int32_t returned = pug_instrument_read(&instrument, cases[i].json, strlen(cases[i].json), &err);
        CHECK(instrument == NULL);
        CHECK(failed_with(returned, &err, cases[i].code, cases[i].name));
    }
}

static void a_document_that_is_too_long_is_refused(void) {
    const size_t length = (size_t)5 << 20;
    char* blanks = malloc(length);
    pug_error* err = NULL;
    pug_instrument* instrument = NULL;
    if (blanks == NULL) return;
    memset(blanks, ' ', length);
    CHECK(failed_with(pug_instrument_read(&instrument, blanks, length, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.too_large"));
    CHECK(failed_with(pug_instrument_read(&instrument, blanks, UINT64_MAX, &err), &err, PUG_ERROR_DOCUMENT,
                      "document.too_large"));
    free(blanks);
}

static void examples_that_disagree_are_told(void) {
    pug_error* err = NULL;
    pug_instrument* wrong = NULL;
    char* json = malloc(sizeof small_instrument);
    if (json == NULL) return;
    memcpy(json, small_instrument, sizeof small_instrument);
    memcpy(strstr(json, "81.25"), "81.26", 5);
    CHECK(pug_instrument_read(&wrong, json, strlen(json), NULL) == PUG_OK);
    const int32_t returned = pug_instrument_validate(wrong, &err);
    CHECK(strcmp(pug_error_where(err, NULL), "/examples/0/expect/score") == 0);
    CHECK(failed_with(returned, &err, PUG_ERROR_INSTRUMENT, "example.score"));
    pug_instrument_free(wrong);
    free(json);
}

static void answers_in_text_become_values(void) {
    static const struct {
        uint64_t variable;
        const char* text;
        double value;
        uint8_t status;
    } cases[] = {
        {0, "TT", 0, PUG_STATUS_OBSERVED},        {0, "TL", 2, PUG_STATUS_OBSERVED},
        {0, " TS ", 1, PUG_STATUS_OBSERVED},      {0, "", 0, PUG_STATUS_MISSING},
        {0, "TDD", 0, PUG_STATUS_NOT_APPLICABLE}, {0, "no_information", 0, PUG_STATUS_NO_INFORMATION},
        {1, "12.5", 12.5, PUG_STATUS_OBSERVED},   {1, "0", 0, PUG_STATUS_OBSERVED},
        {1, "-1e3", -1000, PUG_STATUS_OBSERVED},  {1, "waived", 0, PUG_STATUS_WAIVED},
        {2, "Ya", 1, PUG_STATUS_OBSERVED},        {2, "tidak", 0, PUG_STATUS_OBSERVED},
    };
    static const struct {
        uint64_t variable;
        const char* text;
        int32_t code;
        const char* name;
    } refused[] = {
        {0, "tl", PUG_ERROR_DATA, "data.value"},
        {0, "1", PUG_ERROR_DATA, "data.value"},
        {1, "12,5", PUG_ERROR_DATA, "data.value"},
        {1, "nan", PUG_ERROR_DATA, "data.value"},
        {1, "Infinity", PUG_ERROR_DATA, "data.value"},
        {2, "maybe", PUG_ERROR_DATA, "data.value"},
        {2, "observed", PUG_ERROR_DATA, "data.value"},
        {3, "1", PUG_ERROR_ARGUMENT, "argument.index"},
        {UINT64_MAX, "1", PUG_ERROR_ARGUMENT, "argument.index"},
        {1, "1\xe2\x82", PUG_ERROR_ARGUMENT, "argument.not_utf8"},
    };
    pug_instrument* small = read_small();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double value = -7;
        uint8_t status = 77;
        CHECK(pug_instrument_encode_answer(&value, &status, small, cases[i].variable, cases[i].text,
                                           strlen(cases[i].text), NULL) == PUG_OK);
        CHECK(value == cases[i].value && status == cases[i].status);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; ++i) {
        pug_error* err = NULL;
        double value = -7;
        uint8_t status = 77;
        const int32_t returned = pug_instrument_encode_answer(&value, &status, small, refused[i].variable,
                                                              refused[i].text, strlen(refused[i].text), &err);
        CHECK(failed_with(returned, &err, refused[i].code, refused[i].name));
        CHECK(value == -7 && status == 77);
    }
    pug_instrument_free(small);
}

int main(void) {
    an_instrument_tells_what_it_is();
    the_canonical_form_is_read_back_as_the_same_instrument();
    what_is_no_instrument_is_refused();
    a_document_that_is_too_long_is_refused();
    examples_that_disagree_are_told();
    answers_in_text_become_values();
    return failures != 0;
}
