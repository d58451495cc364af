/* One instrument and one set of scores used from several threads at once: every thread gets the same bytes. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

#include "check.h"

enum { threads = 4, rounds = 50, units = 3, variables = 3 };

static const double rows[units * variables] = {2, 50, 1, /**/ 1, 75, 0, /**/ 0, 100, 1};
static pug_instrument* instrument = NULL;
static pug_scores* scores = NULL;
static pug_text* explained = NULL;

/* Returns NULL when everything came out as in the main thread. */
static void* use(void* unused) {
    for (int round = 0; round < rounds; ++round) {
        pug_scores* own = NULL;
        pug_text* text = NULL;
        pug_error* err = NULL;
        double value = 0;
        uint8_t status = 0;
        int fine = pug_score_matrix(&own, instrument, rows, NULL, units, variables, variables, NULL, NULL) == PUG_OK;
        fine = fine && memcmp(pug_scores_values(own), pug_scores_values(scores), sizeof(double) * units) == 0;
        fine = fine && pug_scores_explain_json(&text, scores, 2, NULL) == PUG_OK;
        fine = fine && strcmp(pug_text_data(text), pug_text_data(explained)) == 0;
        fine = fine && pug_instrument_encode_answer(&value, &status, instrument, 0, "TL", 2, NULL) == PUG_OK;
        fine = fine && pug_instrument_encode_answer(&value, &status, instrument, 0, "??", 2, &err) == PUG_ERROR_DATA;
        fine = fine && pug_instrument_validate(instrument, NULL) == PUG_OK;
        pug_error_free(err);
        pug_text_free(text);
        pug_scores_free(own);
        if (!fine) return unused;
    }
    return NULL;
}

int main(void) {
    pthread_t started[threads];
    instrument = read_small();
    CHECK(pug_score_matrix(&scores, instrument, rows, NULL, units, variables, variables, NULL, NULL) == PUG_OK);
    CHECK(pug_scores_explain_json(&explained, scores, 2, NULL) == PUG_OK);
    for (int t = 0; t < threads; ++t) CHECK(pthread_create(&started[t], NULL, use, &failures) == 0);
    for (int t = 0; t < threads; ++t) {
        void* result = NULL;
        CHECK(pthread_join(started[t], &result) == 0);
        CHECK(result == NULL);
    }
    pug_text_free(explained);
    pug_scores_free(scores);
    pug_instrument_free(instrument);
    return failures != 0;
}
