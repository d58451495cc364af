/* What an error tells: kind, every problem with its place, the whole as JSON. */
#include "check.h"

/* A document with two problems on two lines. */
static const char bad[] =
    "{\"pug\": 1, \"id\": \"test.bad\", \"status\": \"draft\", \"title\": \"Bad\",\n"
    " \"variables\": {\"x\": {\"type\": \"number\"}},\n"
    " \"score\": {\"arithmetic\": [{\"from\": \"x\", \"weight\": \"-2\"},\n"
    "   \"y\"]}}";

static void every_problem_is_told_with_its_place(void) {
    pug_error* err = NULL;
    pug_instrument* instrument = NULL;
    uint64_t length = 0;
    CHECK(pug_instrument_read(&instrument, bad, sizeof bad - 1, &err) == PUG_ERROR_INSTRUMENT);
    CHECK(instrument == NULL);
    CHECK(pug_error_code(err) == PUG_ERROR_INSTRUMENT);
    CHECK(pug_error_count(err) == 2);
    CHECK(is_text(pug_error_name(err, &length), &length, "weight.negative"));
    CHECK(is_text(pug_error_where(err, &length), &length, "/score/arithmetic/0/weight"));
    CHECK(is_text(pug_error_message(err, &length), &length, "the weight is -2; weights are not negative"));
    CHECK(is_text(pug_error_problem_name(err, 1, &length), &length, "name.unknown"));
    CHECK(is_text(pug_error_problem_where(err, 1, &length), &length, "/score/arithmetic/1"));
    CHECK(is_text(pug_error_problem_message(err, 1, &length), &length, "no node or variable is called \"y\""));
    CHECK(pug_error_problem_line(err, 0) == 3 && pug_error_problem_column(err, 0) == 41);
    CHECK(pug_error_problem_line(err, 1) == 4 && pug_error_problem_column(err, 1) == 4);
    CHECK(pug_error_problem_name(err, 2, &length) == NULL && length == 0);
    CHECK(pug_error_problem_where(err, 2, NULL) == NULL);
    CHECK(pug_error_problem_message(err, UINT64_MAX, NULL) == NULL);
    CHECK(pug_error_problem_line(err, 2) == 0 && pug_error_problem_column(err, 2) == 0);
    pug_error_free(err);
}

static void an_error_can_be_had_as_json(void) {
    pug_error* err = NULL;
    pug_instrument* instrument = NULL;
    pug_text* json = NULL;
    uint64_t length = 0;
    CHECK(pug_instrument_read(&instrument, bad, sizeof bad - 1, &err) == PUG_ERROR_INSTRUMENT);
    CHECK(pug_error_json(&json, err, NULL) == PUG_OK);
    length = pug_text_length(json);
    CHECK(is_text(
        pug_text_data(json), &length,
        "{\"kind\":\"instrument\",\"problems\":["
        "{\"code\":\"weight.negative\",\"column\":41,\"line\":3,\"message\":\"the weight is -2; weights are not "
        "negative\","
        "\"where\":\"/score/arithmetic/0/weight\"},"
        "{\"code\":\"name.unknown\",\"column\":4,\"line\":4,\"message\":\"no node or variable is called \\\"y\\\"\","
        "\"where\":\"/score/arithmetic/1\"}]}"));
    pug_text_free(json);
    pug_error_free(err);
}

static void success_leaves_the_error_alone(void) {
    pug_error* err = NULL;
    pug_instrument* instrument = read_small();
    CHECK(pug_instrument_validate(instrument, &err) == PUG_OK);
    CHECK(err == NULL);
    pug_instrument_free(instrument);
}

int main(void) {
    every_problem_is_told_with_its_place();
    an_error_can_be_had_as_json();
    success_leaves_the_error_alone();
    return failures != 0;
}
