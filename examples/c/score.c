/* Scores three countries with UNDP's Gender Inequality Index, in C99. */
#include <inttypes.h>
#include <pug.h>
#include <stdio.h>

/* UNDP, Human Development Report 2023-24, composite indices, year 2022 (CC BY 3.0 IGO): Indonesia, Malaysia, Norway.
 * Columns: mmr, abr, se_f, se_m, pr_f, pr_m, lfpr_f, lfpr_m. */
static const char* const countries[] = {"Indonesia", "Malaysia", "Norway"};
static const double figures[3 * 8] = {
    172.9225117, 32.94, 51.00518036, 58.21279907, 21.91304348, 78.08695652, 52.5,  81.45,
    21.13193118, 9.127, 76.12813868, 79.24223022, 14.49275362, 85.50724638, 55.08, 80.47,
    1.663741403, 2.195, 99.09403104, 99.27497953, 44.9704142,  55.0295858,  62.53, 69.59,
};

int main(void) {
    pug_error* err = NULL;
    pug_instrument* standard = NULL;
    pug_scores* scores = NULL;
    pug_text* why = NULL;
    int status = 1;

    if (pug_catalog_load(&standard, "undp.gii", 8, &err) != PUG_OK) goto failed;
    if (pug_score_matrix(&scores, standard, figures, NULL, 3, 8, 8, NULL, &err) != PUG_OK) goto failed;
    for (uint64_t u = 0; u < pug_scores_count(scores); ++u) {
        printf("%s %.3f, rank %.0f\n", countries[u], pug_scores_rounded(scores)[u], pug_scores_ranks(scores)[u]);
    }
    for (uint64_t n = 0; n < pug_scores_node_count(scores); ++n) {
        printf("%s of %s = %.3f\n", pug_scores_node_name(scores, n, NULL), countries[0],
               pug_scores_node_values(scores, n)[0]);
    }
    if (pug_scores_explain_json(&why, scores, 0, &err) != PUG_OK) goto failed;
    printf("explained in JSON: %s\n", pug_text_length(why) > 0 ? "yes" : "no");
    status = 0;

failed:
    if (err != NULL) {
        fprintf(stderr, "%s: %s\n", pug_error_where(err, NULL), pug_error_message(err, NULL));
        fprintf(stderr, "(the first of %" PRIu64 " problems)\n", pug_error_count(err));
    }
    pug_text_free(why);
    pug_scores_free(scores);
    pug_instrument_free(standard);
    pug_error_free(err);
    return status;
}
