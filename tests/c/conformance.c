/* Published figures through the C interface: the Gender Inequality Index of UNDP, to the last printed digit. */
#include <stdlib.h>

#include "check.h"

enum { variables = 8, max_rows = 256 };

/* The last nine fields of a line: eight figures and the published index. The name of a country may hold commas. */
static int read_row(char* line, double figures[variables + 1]) {
    for (int field = variables; field >= 0; --field) {
        char* comma = strrchr(line, ',');
        char* end = NULL;
        if (comma == NULL) return 0;
        figures[field] = strtod(comma + 1, &end);
        if (end == comma + 1) return 0;
        *comma = '\0';
    }
    return 1;
}

int main(void) {
    static double values[max_rows * variables], published[max_rows];
    uint64_t rows = 0, reproduced = 0;
    pug_instrument* gii = NULL;
    pug_scores* scores = NULL;
    char line[1024];
    FILE* file = fopen("tests/conformance/vectors/undp.gii.csv", "r");
    if (file == NULL || fgets(line, sizeof line, file) == NULL) return 2;
    CHECK(strstr(line, ",mmr,abr,se_f,se_m,pr_f,pr_m,lfpr_f,lfpr_m,gii") != NULL);
    while (rows < max_rows && fgets(line, sizeof line, file) != NULL) {
        double figures[variables + 1];
        CHECK(read_row(line, figures));
        memcpy(&values[rows * variables], figures, sizeof(double) * variables);
        published[rows++] = figures[variables];
    }
    fclose(file);

    CHECK(pug_catalog_load(&gii, "undp.gii", 8, NULL) == PUG_OK);
    CHECK(pug_score_matrix(&scores, gii, values, NULL, rows, variables, variables, NULL, NULL) == PUG_OK);
    for (uint64_t u = 0; u < pug_scores_count(scores); ++u) {
        if (pug_scores_rounded(scores)[u] == published[u]) {
            ++reproduced;
        } else {
            fprintf(stderr, "row %llu: found %.17g, published %g\n", (unsigned long long)u + 1,
                    pug_scores_values(scores)[u], published[u]);
        }
    }
    printf("%llu of %llu published values reproduced\n", (unsigned long long)reproduced, (unsigned long long)rows);
    CHECK(rows >= 40 && reproduced == rows);
    pug_scores_free(scores);
    pug_instrument_free(gii);
    return failures != 0;
}
