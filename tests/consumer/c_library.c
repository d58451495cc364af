/* A C99 program against libpug: the three parts of EIGE's H3 add up. */
#include <pug.h>
#include <stddef.h>

int main(void) {
    const double values[3] = {1.5, 3, 4.5};
    pug_instrument* standard = NULL;
    pug_scores* scores = NULL;
    int status = 1;

    if (pug_catalog_load(&standard, "eige.h3", 7, NULL) != PUG_OK) goto done;
    if (pug_score_matrix(&scores, standard, values, NULL, 1, 3, 3, NULL, NULL) != PUG_OK) goto done;
    status = pug_scores_values(scores)[0] == 9 ? 0 : 1;

done:
    pug_scores_free(scores);
    pug_instrument_free(standard);
    return status;
}
