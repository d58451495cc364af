/* What the C tests share: checks that go on after a failure, and a small instrument that has one of everything. */
#ifndef PUG_TESTS_CHECK_H
#define PUG_TESTS_CHECK_H

#include <pug.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
            ++failures;                                                             \
        }                                                                           \
    } while (0)

/* Whether a text that came out, NUL-terminated and with its length, is the expected one. */
static inline int is_text(const char* found, const uint64_t* length, const char* expected) {
    if (found != NULL && strcmp(found, expected) == 0 && *length == strlen(expected)) return 1;
    fprintf(stderr, "found \"%s\" (%llu bytes), expected \"%s\"\n", found != NULL ? found : "(NULL)",
            (unsigned long long)*length, expected);
    return 0;
}

/* Whether a call failed as expected: it returned that code, and its error has that code and that name. Frees the error.
 */
static inline int failed_with(int32_t returned, pug_error** err, int32_t code, const char* name) {
    const int fine = returned == code && *err != NULL && pug_error_code(*err) == code &&
                     strcmp(pug_error_name(*err, NULL), name) == 0;
    if (!fine) {
        fprintf(stderr, "found %d %s: %s; expected %d %s\n", (int)returned,
                *err != NULL ? pug_error_name(*err, NULL) : "no error",
                *err != NULL ? pug_error_message(*err, NULL) : "", (int)code, name);
    }
    pug_error_free(*err);
    *err = NULL;
    return fine;
}

/* Two criteria, of 25 and 75 per cent; a gate, a cap, bands, a rounding. Variables: decree, staff, free. */
static const char small_instrument[] =
    "{\"pug\": 1, \"id\": \"test.small\", \"edition\": \"2024\", \"status\": \"draft\", \"title\": \"Small\","
    " \"scales\": {\"met\": {\"levels\": [{\"code\": \"TT\", \"points\": \"0\"}, {\"code\": \"TS\", \"points\": "
    "\"1\"}, {\"code\": \"TL\", \"points\": \"2\"}],"
    "               \"statuses\": {\"TDD\": \"not_applicable\"}}},"
    " \"variables\": {\"decree\": {\"type\": \"choice\", \"scale\": \"met\"}, \"staff\": {\"type\": \"percent\"}, "
    "\"free\": {\"type\": \"yes_no\"}},"
    " \"score\": {\"id\": \"standard\", \"arithmetic\": ["
    "   {\"id\": \"institution\", \"weight\": \"1\", \"from\": \"decree\", \"then\": [\"points\"]},"
    "   {\"id\": \"service\", \"weight\": \"3\", \"arithmetic\": [{\"id\": \"staffing\", \"from\": \"staff\", "
    "\"then\": [{\"minmax\": [\"0\", \"100\"]}]}, {\"id\": \"no_fee\", \"from\": \"free\", \"then\": [\"points\"]}]}],"
    "   \"then\": [{\"scale\": \"100\"}], \"missing\": {\"missing\": \"lowest\", \"no_information\": \"renormalise\"}},"
    " \"verdict\": {\"round\": {\"digits\": 1}, \"grades\": [{\"grade\": \"low\", \"from\": \"0\"}, {\"grade\": "
    "\"middle\", \"from\": \"60\"}, {\"grade\": \"high\", \"from\": \"80\"}],"
    "   \"gates\": [{\"id\": \"decree\", \"variable\": \"decree\", \"at_least\": \"TS\", \"otherwise\": {\"grade\": "
    "\"not standard\"}}],"
    "   \"caps\": [{\"id\": \"fee\", \"when\": {\"variable\": \"free\", \"is\": \"no\"}, \"grade_at_most\": "
    "\"middle\"}]},"
    " \"examples\": [{\"inputs\": {\"decree\": \"TL\", \"staff\": \"50\", \"free\": \"yes\"}, \"expect\": {\"score\": "
    "\"81.25\", \"grade\": \"high\"}}]}";

static inline pug_instrument* read_small(void) {
    pug_instrument* instrument = NULL;
    pug_error* err = NULL;
    if (pug_instrument_read(&instrument, small_instrument, sizeof small_instrument - 1, &err) != PUG_OK) {
        fprintf(stderr, "the small instrument is refused: %s %s\n", pug_error_where(err, NULL),
                pug_error_message(err, NULL));
        pug_error_free(err);
    }
    return instrument;
}

#endif
