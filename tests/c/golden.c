/* Every number of the golden files comes out of the C interface to the last bit. Their format: tests/golden/README.md.
 */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <math.h>
#include <stdlib.h>

#include "check.h"

enum { max_cells = 512 };

/* A whole file, with a NUL behind it; the caller frees it. */
static char* read_file(const char* path) {
    FILE* file = fopen(path, "rb");
    char* text = NULL;
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) size = ftell(file);
    if (size >= 0) text = calloc((size_t)size + 1, 1);
    if (text == NULL || fseek(file, 0, SEEK_SET) != 0 || fread(text, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fclose(file);
    return text;
}

/* Cuts a line at its tabs, in place. */
static size_t split(char* line, char** cells) {
    size_t count = 0;
    for (char* at = line; at != NULL && count < max_cells; ++count) {
        cells[count] = at;
        at = strchr(at, '\t');
        if (at != NULL) *at++ = '\0';
    }
    return count;
}

static pug_instrument* load(const char* name) {
    pug_instrument* instrument = NULL;
    pug_error* err = NULL;
    const size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".json") == 0) {
        char* json = read_file(name);
        CHECK(pug_instrument_read(&instrument, json, strlen(json), &err) == PUG_OK);
        free(json);
    } else {
        CHECK(pug_catalog_load(&instrument, name, length, &err) == PUG_OK);
    }
    if (err != NULL) fprintf(stderr, "%s: %s\n", name, pug_error_message(err, NULL));
    pug_error_free(err);
    return instrument;
}

/* A file being read: its lines twice, once for the answers and once for the results. */
typedef struct {
    const char* path;
    pug_instrument* instrument;
    char* columns[max_cells];
    size_t column_count;
    double* values;
    uint8_t* statuses;
    uint64_t units;
} golden;

/* Reads the answers of one unit. The order of the inputs is that of the instrument. */
static void take_answers(golden* g, char** cells, size_t count) {
    const uint64_t variables = pug_instrument_variable_count(g->instrument);
    CHECK(count == variables);
    for (uint64_t v = 0; v < count && v < variables; ++v) {
        const uint64_t at = g->units * variables + v;
        CHECK(pug_instrument_encode_answer(&g->values[at], &g->statuses[at], g->instrument, v, cells[v],
                                           strlen(cells[v]), NULL) == PUG_OK);
    }
    ++g->units;
}

static int same_double(double found, const char* expected) {
    const double wanted = strcmp(expected, "nan") == 0 ? (double)NAN : strtod(expected, NULL);
    return isnan(wanted) ? isnan(found) : memcmp(&found, &wanted, sizeof found) == 0;
}

/* Position of a node, -1 if it is none. */
static int64_t node_of(const pug_scores* scores, const char* name) {
    for (uint64_t n = 0; n < pug_scores_node_count(scores); ++n) {
        if (strcmp(pug_scores_node_name(scores, n, NULL), name) == 0) return (int64_t)n;
    }
    return -1;
}

/* Whether the cell of a column agrees with the scores. */
static int agrees(const pug_scores* scores, const char* column, uint64_t u, const char* expected) {
    const unsigned long code = strtoul(expected, NULL, 10);
    if (strcmp(column, "score") == 0) return same_double(pug_scores_values(scores)[u], expected);
    if (strcmp(column, "rounded") == 0) return same_double(pug_scores_rounded(scores)[u], expected);
    if (strcmp(column, "coverage") == 0) return same_double(pug_scores_coverages(scores)[u], expected);
    if (strcmp(column, "low") == 0) return same_double(pug_scores_lows(scores)[u], expected);
    if (strcmp(column, "high") == 0) return same_double(pug_scores_highs(scores)[u], expected);
    if (strcmp(column, "rank") == 0) return same_double(pug_scores_ranks(scores)[u], expected);
    if (strcmp(column, "status") == 0) return pug_scores_statuses(scores)[u] == code;
    if (strcmp(column, "decided") == 0) return pug_scores_decided(scores)[u] == code;
    if (strcmp(column, "grade") == 0) {
        const int32_t grade = pug_scores_grades(scores)[u];
        return strcmp(grade == PUG_GRADE_NONE ? "" : pug_scores_grade_name(scores, (uint64_t)grade, NULL), expected) ==
               0;
    }
    if (strncmp(column, "gate ", 5) == 0)
        return pug_scores_gate_states(scores, strtoul(column + 5, NULL, 10))[u] == code;
    if (strncmp(column, "cap ", 4) == 0) return pug_scores_cap_states(scores, strtoul(column + 4, NULL, 10))[u] == code;
    const char* name = strchr(column, ' ');
    const int64_t node = name != NULL ? node_of(scores, name + 1) : -1;
    if (node < 0) return 0;
    if (column[0] == 'v') return same_double(pug_scores_node_values(scores, (uint64_t)node)[u], expected);
    return pug_scores_node_statuses(scores, (uint64_t)node)[u] == code;
}

static void compare_results(const golden* g, const pug_scores* scores, uint64_t u, char** cells, size_t count) {
    CHECK(count == g->column_count);
    for (size_t c = 0; c < count && c < g->column_count; ++c) {
        if (agrees(scores, g->columns[c], u, cells[c])) continue;
        fprintf(stderr, "%s: row %llu, column %s: not %s\n", g->path, (unsigned long long)u + 1, g->columns[c],
                cells[c]);
        ++failures;
    }
}

/* Walks the lines; without scores it takes the answers, with them it compares the results. */
static uint64_t walk(golden* g, char* text, const pug_scores* scores) {
    uint64_t compared = 0;
    char* cells[max_cells];
    for (char* line = text; *line != '\0';) {
        char* end = strchr(line, '\n');
        if (end != NULL) *end = '\0';
        const size_t count = split(line, cells);
        if (strcmp(cells[0], "instrument") == 0 && scores == NULL) g->instrument = load(cells[1]);
        if (strcmp(cells[0], "results") == 0) {
            g->column_count = count - 1;
            memcpy(g->columns, cells + 1, sizeof(char*) * (count - 1));
        }
        if (strcmp(cells[0], "in") == 0 && scores == NULL) take_answers(g, cells + 1, count - 1);
        if (strcmp(cells[0], "out") == 0 && scores != NULL)
            compare_results(g, scores, compared++, cells + 1, count - 1);
        if (end == NULL) break;
        line = end + 1;
    }
    return compared;
}

static void check_file(const char* path) {
    golden g;
    pug_scores* scores = NULL;
    char *answers = read_file(path), *results = read_file(path);
    const size_t cells = strlen(answers); /* more than there can be answers */
    memset(&g, 0, sizeof g);
    g.path = path;
    g.values = calloc(cells, sizeof *g.values);
    g.statuses = calloc(cells, sizeof *g.statuses);
    if (g.values == NULL || g.statuses == NULL) exit(2);
    walk(&g, answers, NULL);
    const uint64_t variables = pug_instrument_variable_count(g.instrument);
    CHECK(pug_score_matrix(&scores, g.instrument, g.values, g.statuses, g.units, variables, (int64_t)variables, NULL,
                           NULL) == PUG_OK);
    CHECK(scores != NULL && g.units > 0 && walk(&g, results, scores) == g.units);
    printf("%s: %llu units, %llu columns\n", path, (unsigned long long)g.units, (unsigned long long)g.column_count);
    pug_scores_free(scores);
    pug_instrument_free(g.instrument);
    free(g.values);
    free(g.statuses);
    free(answers);
    free(results);
}

/* Checks the files named, or else those of tests/golden. */
int main(int argc, char** argv) {
    static const char folder[] = "tests/golden";
    int files = 0;
    for (int i = 1; i < argc; ++i) check_file(argv[i]);
    if (argc > 1) return failures != 0;
    DIR* entries = opendir(folder);
    CHECK(entries != NULL);
    for (struct dirent* entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char path[512];
        const char* ending = strrchr(entry->d_name, '.');
        if (ending == NULL || strcmp(ending, ".tsv") != 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        check_file(path);
        ++files;
    }
    if (entries != NULL) closedir(entries);
    CHECK(files > 0);
    return failures != 0;
}
