/**
 * @file pug.h
 * The C interface of pug: scores any number of units with an instrument, which is a standard, index or checklist
 * written as data.
 *
 * @code{.c}
 * pug_error* err = NULL;
 * pug_instrument* standard = NULL;
 * pug_scores* scores = NULL;
 *
 * if (pug_catalog_load(&standard, "undp.gii", 8, &err) != PUG_OK) goto failed;
 * if (pug_score_matrix(&scores, standard, values, NULL, units, 8, 8, NULL, &err) != PUG_OK) goto failed;
 * for (uint64_t u = 0; u < units; ++u) printf("%.3f\n", pug_scores_values(scores)[u]);
 *
 * failed:
 * if (err != NULL) fprintf(stderr, "%s\n", pug_error_message(err, NULL));
 * pug_error_free(err);
 * pug_scores_free(scores);
 * pug_instrument_free(standard);
 * @endcode
 *
 * Conventions, which hold for every function:
 *
 * - **Success or failure.** A function that can fail returns `PUG_OK` or one of `PUG_ERROR_…`; its last parameter is
 *   `pug_error** err`. Where `err` is not NULL, a failure puts an error object there, which the caller frees with
 *   pug_error_free(); an object that lies there already is overwritten, not freed. On success `*err` is left alone.
 *   After a failure a handle or pointer `*out` is NULL and a number `*out` is untouched.
 * - **Getters** cannot fail: for a NULL handle or an index beyond the end they return 0 or NULL.
 * - **NULL.** A pointer that is needed and is NULL gives `PUG_ERROR_ARGUMENT`, never a crash. NULL may be freed.
 * - **Text** going in is UTF-8, a pointer and its length in bytes; no terminating NUL is needed. Text coming out is
 *   UTF-8 and ends with a NUL; since it may hold a NUL inside, too, its length is told where `length` is not NULL.
 * - **Ownership.** What comes out through a handle `**out` belongs to the caller and is freed by the `_free` function
 *   of its type. Every other pointer coming out is borrowed: it is valid until its handle is freed (from the catalog:
 *   always). Nothing given to a function needs to outlive the call.
 * - **Numbers.** Results are the same bytes as those of the C++ library and the Python package for the same input.
 *
 * | from several threads at once                                     |                                           |
 * |------------------------------------------------------------------|-------------------------------------------|
 * | functions without a handle (`pug_version`, `pug_catalog_…`, …)   | yes                                       |
 * | any function on the same `const` handle                          | yes: handles never change once made       |
 * | functions on different handles                                   | yes                                       |
 * | `_free` while another call uses the same handle                  | no: the caller has to see to that         |
 * | writing to `values`, `statuses` or a text while a call reads it  | no                                        |
 *
 * The library keeps no state of its own: no last error, no locale, no environment, no output. The threads that a call
 * asks for end with it.
 *
 * @since 0.1 of this interface, for what says nothing else
 */
#ifndef PUG_H
#define PUG_H

#include <stdint.h>

#if defined(_WIN32)
#if defined(PUG_C_BUILDING)
#define PUG_API __declspec(dllexport)
#else
#define PUG_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define PUG_API __attribute__((visibility("default")))
#else
#define PUG_API
#endif

/** The compiler warns where the result of such a function is ignored. */
#if defined(__cplusplus)
#define PUG_NODISCARD [[nodiscard]]
#elif defined(__GNUC__)
#define PUG_NODISCARD __attribute__((warn_unused_result))
#else
#define PUG_NODISCARD
#endif

/** Nothing is ever thrown through this interface. */
#if defined(__cplusplus)
#define PUG_NOEXCEPT noexcept
extern "C" {
#else
#define PUG_NOEXCEPT
#endif

/**
 * @name Version of this interface
 * A new minor adds, a new major breaks (and changes the soname). pug_abi_version() gives that of the library at run
 * time.
 * @{
 */
#define PUG_ABI_MAJOR 0
#define PUG_ABI_MINOR 4
#define PUG_ABI_VERSION (PUG_ABI_MAJOR * 65536 + PUG_ABI_MINOR)
/** @} */

/**
 * @name What a function returns
 * @{
 */
#define PUG_OK 0               /**< done */
#define PUG_ERROR_ARGUMENT 1   /**< the call itself: a NULL pointer, an index beyond the end */
#define PUG_ERROR_DOCUMENT 2   /**< the text is not a document we can read: syntax, encoding, size */
#define PUG_ERROR_INSTRUMENT 3 /**< the document is readable but is no usable instrument */
#define PUG_ERROR_DATA 4       /**< an observation is not what its variable allows */
#define PUG_ERROR_NOT_FOUND 5  /**< there is nothing of that name */
#define PUG_ERROR_MEMORY 6     /**< memory ran out */
#define PUG_ERROR_INTERNAL 7   /**< a defect of the library */
/** @} */

/**
 * @name Status of a value
 * Zero is a value, never a status. A value counts only where its status is PUG_STATUS_OBSERVED.
 * @{
 */
#define PUG_STATUS_OBSERVED 0       /**< there is a value */
#define PUG_STATUS_MISSING 1        /**< not answered */
#define PUG_STATUS_NOT_APPLICABLE 2 /**< does not apply to this unit: leaves numerator and maximum */
#define PUG_STATUS_NOT_ASSESSED 3   /**< nobody has looked yet */
#define PUG_STATUS_NO_INFORMATION 4 /**< asked, but the evidence is insufficient */
#define PUG_STATUS_NOT_COMPUTABLE 5 /**< the rule has no value here, e.g. x / 0 */
#define PUG_STATUS_WAIVED 6         /**< the requirement was lifted for this unit by a decision */
#define PUG_STATUS_SUPPRESSED 7     /**< known but withheld, e.g. a small count */
/** @} */

/**
 * @name How a unit stands to a gate (a mandatory condition)
 * @{
 */
#define PUG_GATE_MET 0         /**< the condition holds */
#define PUG_GATE_NOT_MET 1     /**< it does not hold */
#define PUG_GATE_UNANSWERED 2  /**< its subject is not known: counts as not met */
#define PUG_GATE_PASSED_OVER 3 /**< its subject does not apply or was waived */
/** @} */

/**
 * @name How a unit stands to a cap (a condition that limits the grade)
 * @{
 */
#define PUG_CAP_OPEN 0       /**< the condition does not hold */
#define PUG_CAP_HOLDS 1      /**< it holds: the grade is at most that of the cap */
#define PUG_CAP_UNANSWERED 2 /**< its subject is not known: counts as holding */
/** @} */

/**
 * @name How the verdict on a unit was reached
 * @{
 */
#define PUG_DECIDED_IN_DOUBLES 0 /**< no cut-off lay within the error bound */
#define PUG_DECIDED_EXACTLY 1    /**< recomputed with rational numbers */
#define PUG_DECIDED_TO_FIFTY_DIGITS \
    2 /**< recomputed with 50 digits; closer than 1e-40 to a cut-off counts as equal to it */
/** @} */

/** Stands in the column of grades where a unit has none. */
#define PUG_GRADE_NONE (-1)

/** Why a call failed: one problem or more, the most telling first. Freed by pug_error_free(). */
typedef struct pug_error pug_error;
/** A text that the caller owns. Freed by pug_text_free(). */
typedef struct pug_text pug_text;
/** An instrument, read, proved usable and compiled. Freed by pug_instrument_free(). */
typedef struct pug_instrument pug_instrument;
/** The results of scoring units. Freed by pug_scores_free(); needs neither the instrument nor the data any more. */
typedef struct pug_scores pug_scores;

/* --- version ------------------------------------------------------------------------------------------------------ */

/** Version of the library, "major.minor.patch". */
PUG_API const char* pug_version(void) PUG_NOEXCEPT;

/** `PUG_ABI_VERSION` of the library that is loaded: major × 65536 + minor. */
PUG_API uint32_t pug_abi_version(void) PUG_NOEXCEPT;

/* --- texts -------------------------------------------------------------------------------------------------------- */

/** The bytes of a text, followed by a NUL. */
PUG_API const char* pug_text_data(const pug_text* text) PUG_NOEXCEPT;

/** Its length in bytes, without that NUL. */
PUG_API uint64_t pug_text_length(const pug_text* text) PUG_NOEXCEPT;

/** Frees a text; NULL does nothing. */
PUG_API void pug_text_free(pug_text* text) PUG_NOEXCEPT;

/* --- errors ------------------------------------------------------------------------------------------------------- */

/** Which kind of error it is, `PUG_ERROR_…`: what the failed function returned. */
PUG_API int32_t pug_error_code(const pug_error* error) PUG_NOEXCEPT;

/** Dotted name of the first problem, e.g. "weights.zero_sum": stable, meant for programs. */
PUG_API const char* pug_error_name(const pug_error* error, uint64_t* length) PUG_NOEXCEPT;

/** The first problem in one line: what was found and what was wanted. */
PUG_API const char* pug_error_message(const pug_error* error, uint64_t* length) PUG_NOEXCEPT;

/**
 * Where the first problem lies: a JSON pointer in a document, the name of a variable in data, of a parameter for an
 * argument; empty where there is no place.
 */
PUG_API const char* pug_error_where(const pug_error* error, uint64_t* length) PUG_NOEXCEPT;

/** Number of problems: at least one. */
PUG_API uint64_t pug_error_count(const pug_error* error) PUG_NOEXCEPT;

/** Like pug_error_name() for problem `problem`, counted from 0. */
PUG_API const char* pug_error_problem_name(const pug_error* error, uint64_t problem, uint64_t* length) PUG_NOEXCEPT;

/** Like pug_error_message() for problem `problem`, counted from 0. */
PUG_API const char* pug_error_problem_message(const pug_error* error, uint64_t problem, uint64_t* length) PUG_NOEXCEPT;

/** Like pug_error_where() for problem `problem`, counted from 0. */
PUG_API const char* pug_error_problem_where(const pug_error* error, uint64_t problem, uint64_t* length) PUG_NOEXCEPT;

/** Line of the document, or row of the data, counted from 1; 0 where there is none. */
PUG_API uint32_t pug_error_problem_line(const pug_error* error, uint64_t problem) PUG_NOEXCEPT;

/** Column of the document, counted from 1; 0 where there is none. */
PUG_API uint32_t pug_error_problem_column(const pug_error* error, uint64_t problem) PUG_NOEXCEPT;

/** The whole error as JSON: `{"kind": …, "problems": [{"code", "where", "line", "column", "message"}, …]}`. */
PUG_NODISCARD PUG_API int32_t pug_error_json(pug_text** json, const pug_error* error, pug_error** err) PUG_NOEXCEPT;

/** Frees an error; NULL does nothing. */
PUG_API void pug_error_free(pug_error* error) PUG_NOEXCEPT;

/* --- the catalog of built-in instruments -------------------------------------------------------------------------- */

/** Number of built-in instruments. */
PUG_API uint64_t pug_catalog_count(void) PUG_NOEXCEPT;

/** Id of a built-in instrument; they are sorted. */
PUG_API const char* pug_catalog_id(uint64_t index, uint64_t* length) PUG_NOEXCEPT;

/**
 * The document of a built-in instrument as it was written: JSON, borrowed.
 *
 * Errors: PUG_ERROR_NOT_FOUND (the message names the ids that exist).
 */
PUG_NODISCARD PUG_API int32_t pug_catalog_document(const char** json, uint64_t* json_length, const char* id,
                                                   uint64_t id_length, pug_error** err) PUG_NOEXCEPT;

/**
 * Loads a built-in instrument.
 *
 * Errors: PUG_ERROR_NOT_FOUND (the message names the ids that exist).
 */
PUG_NODISCARD PUG_API int32_t pug_catalog_load(pug_instrument** instrument, const char* id, uint64_t id_length,
                                               pug_error** err) PUG_NOEXCEPT;

/* --- instruments -------------------------------------------------------------------------------------------------- */

/**
 * Reads an instrument from a JSON document (at most 4 MiB, 64 levels deep) and proves that it can be scored with.
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_INSTRUMENT; the error lists every problem with JSON pointer, line and column.
 */
PUG_NODISCARD PUG_API int32_t pug_instrument_read(pug_instrument** instrument, const char* json, uint64_t json_length,
                                                  pug_error** err) PUG_NOEXCEPT;

/** Frees an instrument; NULL does nothing. Scores made with it stay usable. */
PUG_API void pug_instrument_free(pug_instrument* instrument) PUG_NOEXCEPT;

/** Its id, e.g. "undp.gii". */
PUG_API const char* pug_instrument_id(const pug_instrument* instrument, uint64_t* length) PUG_NOEXCEPT;

/** Which edition of the rules it is; may be empty. */
PUG_API const char* pug_instrument_edition(const pug_instrument* instrument, uint64_t* length) PUG_NOEXCEPT;

/**
 * "official" (rules and numbers published), "reconstructed" (rules inferred, checked on data) or "draft" (structure
 * public, numbers not: say so wherever a grade is shown).
 */
PUG_API const char* pug_instrument_status(const pug_instrument* instrument, uint64_t* length) PUG_NOEXCEPT;

/** SHA-256 of the canonical form, 64 hexadecimal digits: names exactly this instrument, edition and wording. */
PUG_API const char* pug_instrument_fingerprint(const pug_instrument* instrument, uint64_t* length) PUG_NOEXCEPT;

/** The canonical form (RFC 8785, every number as its canonical decimal string) that the fingerprint is taken of. */
PUG_NODISCARD PUG_API int32_t pug_instrument_canonical_json(pug_text** json, const pug_instrument* instrument,
                                                            pug_error** err) PUG_NOEXCEPT;

/** Number of variables: the columns of the data. */
PUG_API uint64_t pug_instrument_variable_count(const pug_instrument* instrument) PUG_NOEXCEPT;

/** Name of a variable, in the order of the columns, counted from 0. */
PUG_API const char* pug_instrument_variable_name(const pug_instrument* instrument, uint64_t variable,
                                                 uint64_t* length) PUG_NOEXCEPT;

/**
 * The column of the variable of that name, counted from 0.
 *
 * Errors: PUG_ERROR_NOT_FOUND.
 */
PUG_NODISCARD PUG_API int32_t pug_instrument_variable_index(uint64_t* variable, const pug_instrument* instrument,
                                                            const char* name, uint64_t name_length,
                                                            pug_error** err) PUG_NOEXCEPT;

/**
 * Reads an answer given as text, as it stands in the cell of a table: a number with a decimal point, the code of a
 * level (the value is its index), yes/ya/true/1 or no/tidak/false/0, the name of a status or a code that means one. An
 * empty text is `PUG_STATUS_MISSING`. Whether the value lies in its range is checked when it is scored.
 *
 * @param value   the value, 0 unless observed
 * @param status  its status, `PUG_STATUS_…`
 *
 * Errors: PUG_ERROR_DATA (what was found and what is possible), PUG_ERROR_ARGUMENT (no variable of that index).
 */
PUG_NODISCARD PUG_API int32_t pug_instrument_encode_answer(double* value, uint8_t* status,
                                                           const pug_instrument* instrument, uint64_t variable,
                                                           const char* text, uint64_t text_length,
                                                           pug_error** err) PUG_NOEXCEPT;

/**
 * Scores the examples that the instrument carries and compares the results with what they expect.
 *
 * Errors: PUG_ERROR_INSTRUMENT; the error lists every disagreement with the JSON pointer of the expectation.
 */
PUG_NODISCARD PUG_API int32_t pug_instrument_validate(const pug_instrument* instrument, pug_error** err) PUG_NOEXCEPT;

/* --- scoring ------------------------------------------------------------------------------------------------------ */

/** Leave out the interval of units with unanswered variables: pug_scores_lows() and pug_scores_highs() are then NaN. */
#define PUG_SCORE_NO_INTERVALS UINT32_C(1)
/** Keep no copy of the data: saves memory, and pug_scores_explain_json() is then refused. */
#define PUG_SCORE_NO_EXPLAIN UINT32_C(2)
/** Keep no columns of nodes: saves time and memory, and pug_scores_node_count() is then 0. @since 0.2 */
#define PUG_SCORE_NO_NODES UINT32_C(4)
/** Rank nothing: saves time, and pug_scores_ranks() is then NULL. @since 0.2 */
#define PUG_SCORE_NO_RANKS UINT32_C(8)

/**
 * How to score. Nothing here changes a number; what is not asked for is not there. Start from PUG_SCORE_OPTIONS_INIT
 * and change what you need; later versions append fields or use those that are reserved.
 */
typedef struct pug_score_options {
    uint32_t struct_size; /**< size of this structure in bytes, as its user knows it */
    uint32_t flags;       /**< `PUG_SCORE_…`, added */
    uint64_t block;       /**< units evaluated together, 0 for the default; changes time, never a result */
    uint32_t threads;     /**< that share the units, 0 for one, at most 1024; they end with the call. @since 0.2 */
    uint32_t reserved;    /**< 0 */
} pug_score_options;

#define PUG_SCORE_OPTIONS_INIT {(uint32_t)sizeof(pug_score_options), 0, 0, 0, 0}

/**
 * Scores the rows of a row-major matrix: one row a unit, one column a variable, in the order of the instrument.
 *
 * @param values      value of unit u and variable v at `values[u * row_stride + v]`: a number, the index of a level
 * (from 0, the worst), 1 or 0 for yes or no; ignored unless observed
 * @param statuses    `PUG_STATUS_…` at `statuses[u * row_stride + v]`; NULL: everything is observed
 * @param n_units     rows; 0 gives scores without units
 * @param n_variables columns; has to be that of the instrument
 * @param row_stride  elements (doubles in `values`, bytes in `statuses`) from one row to the next; at least
 * n_variables, or at most −n_variables where the rows are stored backwards
 * @param options     NULL: the defaults
 *
 * Errors: PUG_ERROR_ARGUMENT, PUG_ERROR_DATA (each value that is not admissible with its variable and row: outside its
 * range, no level, not whole, NaN or infinite; up to 100 of them), PUG_ERROR_MEMORY.
 */
PUG_NODISCARD PUG_API int32_t pug_score_matrix(pug_scores** scores, const pug_instrument* instrument,
                                               const double* values, const uint8_t* statuses, uint64_t n_units,
                                               uint64_t n_variables, int64_t row_stride,
                                               const pug_score_options* options, pug_error** err) PUG_NOEXCEPT;

/**
 * The same at any layout: unit u and variable v lie at `values[u * row_stride + v * column_stride]`, and at the same
 * place in `statuses`. A column-major matrix, as R, Julia and Fortran have it, is `row_stride` 1 and `column_stride`
 * n_units. Strides may be negative or 0.
 */
PUG_NODISCARD PUG_API int32_t pug_score_strided(pug_scores** scores, const pug_instrument* instrument,
                                                const double* values, const uint8_t* statuses, uint64_t n_units,
                                                uint64_t n_variables, int64_t row_stride, int64_t column_stride,
                                                const pug_score_options* options, pug_error** err) PUG_NOEXCEPT;

/** Frees scores and everything borrowed from them; NULL does nothing. */
PUG_API void pug_scores_free(pug_scores* scores) PUG_NOEXCEPT;

/** Number of units. */
PUG_API uint64_t pug_scores_count(const pug_scores* scores) PUG_NOEXCEPT;

/**
 * @name Columns of results
 * One entry a unit, in the order of the rows.
 * @{
 */
/** The score, unrounded; NaN unless observed. */
PUG_API const double* pug_scores_values(const pug_scores* scores) PUG_NOEXCEPT;
/** Its status, `PUG_STATUS_…`. */
PUG_API const uint8_t* pug_scores_statuses(const pug_scores* scores) PUG_NOEXCEPT;
/** What was graded, after rounding; NaN unless observed. */
PUG_API const double* pug_scores_rounded(const pug_scores* scores) PUG_NOEXCEPT;
/** Weight observed / weight applicable, 0–1. */
PUG_API const double* pug_scores_coverages(const pug_scores* scores) PUG_NOEXCEPT;
/** The least score that the unanswered variables allow; NaN where it is unknown. */
PUG_API const double* pug_scores_lows(const pug_scores* scores) PUG_NOEXCEPT;
/** The greatest score that the unanswered variables allow; NaN where it is unknown. */
PUG_API const double* pug_scores_highs(const pug_scores* scores) PUG_NOEXCEPT;
/** Rank by the rule of the instrument, 1 is the best; NaN without a score. NULL when scored with PUG_SCORE_NO_RANKS. */
PUG_API const double* pug_scores_ranks(const pug_scores* scores) PUG_NOEXCEPT;
/** How the verdict was reached, `PUG_DECIDED_…`. */
PUG_API const uint8_t* pug_scores_decided(const pug_scores* scores) PUG_NOEXCEPT;
/** Index of the grade, for pug_scores_grade_name(), or PUG_GRADE_NONE. */
PUG_API const int32_t* pug_scores_grades(const pug_scores* scores) PUG_NOEXCEPT;
/** @} */

/** Number of grades that a unit can be given. */
PUG_API uint64_t pug_scores_grade_count(const pug_scores* scores) PUG_NOEXCEPT;

/** Name of a grade, as the instrument calls it. */
PUG_API const char* pug_scores_grade_name(const pug_scores* scores, uint64_t grade, uint64_t* length) PUG_NOEXCEPT;

/**
 * Number of nodes with a name, without the root: the dimensions and criteria of the instrument. 0 when scored with
 * PUG_SCORE_NO_NODES.
 */
PUG_API uint64_t pug_scores_node_count(const pug_scores* scores) PUG_NOEXCEPT;

/** Id of a node; parts come before the wholes that are made of them. */
PUG_API const char* pug_scores_node_name(const pug_scores* scores, uint64_t node, uint64_t* length) PUG_NOEXCEPT;

/** Values of a node, one a unit; NaN unless observed. */
PUG_API const double* pug_scores_node_values(const pug_scores* scores, uint64_t node) PUG_NOEXCEPT;

/** Statuses of a node, `PUG_STATUS_…`, one a unit. */
PUG_API const uint8_t* pug_scores_node_statuses(const pug_scores* scores, uint64_t node) PUG_NOEXCEPT;

/** Number of gates. */
PUG_API uint64_t pug_scores_gate_count(const pug_scores* scores) PUG_NOEXCEPT;

/** Id of a gate; may be empty. */
PUG_API const char* pug_scores_gate_name(const pug_scores* scores, uint64_t gate, uint64_t* length) PUG_NOEXCEPT;

/** How each unit stands to a gate, `PUG_GATE_…`. */
PUG_API const uint8_t* pug_scores_gate_states(const pug_scores* scores, uint64_t gate) PUG_NOEXCEPT;

/** Number of caps. */
PUG_API uint64_t pug_scores_cap_count(const pug_scores* scores) PUG_NOEXCEPT;

/** Id of a cap; may be empty. */
PUG_API const char* pug_scores_cap_name(const pug_scores* scores, uint64_t cap, uint64_t* length) PUG_NOEXCEPT;

/** How each unit stands to a cap, `PUG_CAP_…`. */
PUG_API const uint8_t* pug_scores_cap_states(const pug_scores* scores, uint64_t cap) PUG_NOEXCEPT;

/**
 * Why a unit has its score and grade, as JSON: instrument and fingerprint, verdict, and every node with its value,
 * rule, operands and what each of them contributes.
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit, or scored with PUG_SCORE_NO_EXPLAIN).
 */
PUG_NODISCARD PUG_API int32_t pug_scores_explain_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                      pug_error** err) PUG_NOEXCEPT;

/* --- what to do next -----------------------------------------------------------------------------------------------
 */

/**
 * What a unit lacks: every indicator below its best (`gaps`: answer, best answer, reason, points that the score would
 * gain, gates that it keeps shut by their place, evidence, remediation), those first that keep a gate shut; and what
 * lies between the unit and every better grade (`grades`: points, gates, caps and levels by their place).
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit, or scored with PUG_SCORE_NO_EXPLAIN).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_gaps_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                   pug_error** err) PUG_NOEXCEPT;

/**
 * The gaps of all units together, those first that keep most units from passing a gate, then by the points that they
 * cost: a list of `{"variable", "title", "units", "gates", "points"}`, units by their place.
 *
 * Errors: PUG_ERROR_ARGUMENT (scored with PUG_SCORE_NO_EXPLAIN).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_common_gaps_json(pug_text** json, const pug_scores* scores,
                                                          pug_error** err) PUG_NOEXCEPT;

/**
 * The cheapest changes of the answers of a unit that reach a target, proved: gates, caps, ladders, conditions, statuses
 * and missing policies count as they do in scoring.
 *
 * @param request  JSON, or NULL with length 0 for the defaults (the next grade, in days of effort). Members, all
 * optional: `target` (a grade) or `score`; `cost`: `{"name", "budget", "of": {variable: cost, or {answer: cost}}}`;
 * `resources`, a list of the same; `days` by variable and `deadline`; `requires`: `[{"variable", "to", "needs",
 * "at_least"}]`; `fixed`, a list of variables; `only_priced`; `limit`, combinations looked at. Numbers may be decimal
 * strings.
 * @param cancel   NULL, or a flag that another thread may set to something else than 0: the search then ends with the
 * best that it has found, and says what no plan can cost less than
 *
 * The answer has `is_reached`, `is_proved`, `costs` and `at_least` (decimal strings, by resource the one that is to be
 * little first), `before`, `after` and `changes`.
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit, scored with PUG_SCORE_NO_EXPLAIN, a request that asks for what there is
 * not), PUG_ERROR_DOCUMENT (the request is no JSON).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_plan_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                   const char* request, uint64_t request_length, const int32_t* cancel,
                                                   pug_error** err) PUG_NOEXCEPT;

/**
 * What each cost can buy: a list of plans from the cheapest (no change) to that with the best score. Request, flag and
 * errors are those of pug_scores_plan_json(); the target is not looked at.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_frontier_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                       const char* request, uint64_t request_length,
                                                       const int32_t* cancel, pug_error** err) PUG_NOEXCEPT;

/**
 * Spends the budget of the request on all units, so that as many grades are gained as possible. Request, flag and
 * errors are those of pug_scores_plan_json(); without a budget PUG_ERROR_ARGUMENT.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_spend_json(pug_text** json, const pug_scores* scores, const char* request,
                                                    uint64_t request_length, const int32_t* cancel,
                                                    pug_error** err) PUG_NOEXCEPT;

/**
 * What a unit would come to with other answers: both verdicts, and every answer and node that differs.
 *
 * @param changes  JSON: `{variable: answer}`, answers as they stand in data or the name of a status
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit or variable, scored with PUG_SCORE_NO_EXPLAIN), PUG_ERROR_DATA (an answer
 * that is not admissible), PUG_ERROR_DOCUMENT.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_what_if_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                      const char* changes, uint64_t changes_length,
                                                      pug_error** err) PUG_NOEXCEPT;

/**
 * How firm the grade of a unit is: the fewest answers that would have to be wrong for a lower grade (`fall`, proved),
 * the single answers on which it depends (`decisive`), and the chance of every grade when answers are wrong as stated.
 *
 * @param request  JSON, or NULL with length 0. Members, all optional: `error` (the chance that a choice or yes/no is
 * wrong, 0.05), `errors` by variable, `deviations` of numbers by variable, `draws` (10000), `seed` (0), `name` (by
 * which random numbers are looked up; else that of the unit), `limit`
 *
 * Flag and errors are those of pug_scores_plan_json().
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_robustness_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                         const char* request, uint64_t request_length,
                                                         const int32_t* cancel, pug_error** err) PUG_NOEXCEPT;

/* --- assessments -------------------------------------------------------------------------------------------------- */

/**
 * Assessments made with one instrument: of each unit the stages (self, administrative, field, final) with their
 * answers, the evidence that these rest on, and waivers. Freed by pug_assessments_free(); does not need the instrument
 * any more.
 * @since 0.3
 */
typedef struct pug_assessments pug_assessments;

/**
 * Reads one assessment document (`"pug_assessment": 1`), or a list of them (at most 64 MiB).
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_DATA; the error lists every problem with JSON pointer, line and column.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_read(pug_assessments** assessments, const pug_instrument* instrument,
                                                   const char* json, uint64_t json_length,
                                                   pug_error** err) PUG_NOEXCEPT;

/** Frees assessments and everything borrowed from them; NULL does nothing. @since 0.3 */
PUG_API void pug_assessments_free(pug_assessments* assessments) PUG_NOEXCEPT;

/** Number of assessments: one for each unit. @since 0.3 */
PUG_API uint64_t pug_assessments_count(const pug_assessments* assessments) PUG_NOEXCEPT;

/** Name of a unit, in the order of the documents, counted from 0. @since 0.3 */
PUG_API const char* pug_assessments_unit(const pug_assessments* assessments, uint64_t unit,
                                         uint64_t* length) PUG_NOEXCEPT;

/** Number of stages of a unit. @since 0.3 */
PUG_API uint64_t pug_assessments_stage_count(const pug_assessments* assessments, uint64_t unit) PUG_NOEXCEPT;

/** Which stage it is: "self", "administrative", "field" or "final"; stages are in the order of time. @since 0.3 */
PUG_API const char* pug_assessments_stage_kind(const pug_assessments* assessments, uint64_t unit, uint64_t stage,
                                               uint64_t* length) PUG_NOEXCEPT;

/** The day on which a stage took place, YYYY-MM-DD. @since 0.3 */
PUG_API const char* pug_assessments_stage_date(const pug_assessments* assessments, uint64_t unit, uint64_t stage,
                                               uint64_t* length) PUG_NOEXCEPT;

/**
 * The canonical form (RFC 8785) of the documents: an object where there is one, else a list; reading it gives the same
 * assessments.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_json(pug_text** json, const pug_assessments* assessments,
                                                   pug_error** err) PUG_NOEXCEPT;

/**
 * What counts for a unit on a day, and why, as JSON: `{"unit", "instrument", "as_of", "stage", "answers": [{"variable",
 * "title", "status", "value", "code", "why", "stage", "answered", "waiver"}, …]}`. `why` is `as_answered`,
 * `carried_over`, `waived`, `evidence_expired`, `evidence_not_yet`, `no_evidence` or `unanswered`.
 *
 * @param stage  the kind of the stage; NULL with length 0: the latest that has taken place by that day
 * @param as_of  the day, YYYY-MM-DD; nothing here asks what day it is
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit or stage, no day, or the unit has not had the stage by then).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_answers_json(pug_text** json, const pug_assessments* assessments,
                                                           uint64_t unit, const char* stage, uint64_t stage_length,
                                                           const char* as_of, uint64_t as_of_length,
                                                           pug_error** err) PUG_NOEXCEPT;

/**
 * The evidence whose last day lies before a day, soonest first, as JSON: `{"before", "expiring": [{"unit", "evidence",
 * "kind", "reference", "expires", "variables"}, …]}`; `variables` are those whose answer falls with it.
 *
 * Errors: PUG_ERROR_ARGUMENT (no day).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_expiring_json(pug_text** json, const pug_assessments* assessments,
                                                            const char* before, uint64_t before_length,
                                                            pug_error** err) PUG_NOEXCEPT;

/**
 * Which units pug_assessments_score() gives a row on a day, as JSON: a list of their indexes, `[0,2,3]`. Units that
 * have not had the stage by then have none.
 *
 * Errors: PUG_ERROR_ARGUMENT (no such stage, no day).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_rows_json(pug_text** json, const pug_assessments* assessments,
                                                        const char* stage, uint64_t stage_length, const char* as_of,
                                                        uint64_t as_of_length, pug_error** err) PUG_NOEXCEPT;

/**
 * Scores what counts on a day: a row for each unit that has had the stage by then, in the order of the documents (see
 * pug_assessments_rows_json()). The scores are like any other. `stage` and `as_of` are those of
 * pug_assessments_answers_json(); dated parameters have the values that the instrument was made with.
 *
 * Errors: those of pug_score_matrix(), and PUG_ERROR_ARGUMENT (no such stage, no day, or no unit has had the stage by
 * then).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_assessments_score(pug_scores** scores, const pug_assessments* assessments,
                                                    const char* stage, uint64_t stage_length, const char* as_of,
                                                    uint64_t as_of_length, const pug_score_options* options,
                                                    pug_error** err) PUG_NOEXCEPT;

/* --- histories ---------------------------------------------------------------------------------------------------- */

/**
 * The line to append to a history (JSON Lines with a chain of hashes): the event, the number of the record, the hash of
 * the record before and its own, with a line feed.
 *
 * @param event    a JSON object
 * @param records  how many records the history has, as pug_history_check() says
 * @param hash     the hash of the last of them; NULL with length 0 where there is none
 *
 * Errors: PUG_ERROR_DOCUMENT or PUG_ERROR_DATA (the event is no JSON object), PUG_ERROR_ARGUMENT (the hash is none).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_history_record(pug_text** line, const char* event, uint64_t event_length,
                                                 uint64_t records, const char* hash, uint64_t hash_length,
                                                 pug_error** err) PUG_NOEXCEPT;

/**
 * Checks a whole history: that no byte was changed, no line taken out, put in or moved.
 *
 * @param records   how many records it has
 * @param hash      the hash of the last of them, which stands for all; keep it where nobody who writes the history can
 * write
 * @param history   NULL with length 0: an empty history
 * @param expected  the hash that it has to end with; NULL with length 0: any
 *
 * Errors: PUG_ERROR_DATA, with the line: `history.unfinished`, `history.form`, `history.changed`, `history.order`,
 * `history.end`.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_history_check(uint64_t* records, pug_text** hash, const char* history,
                                                uint64_t history_length, const char* expected, uint64_t expected_length,
                                                pug_error** err) PUG_NOEXCEPT;

/* --- comparing: with a measure, between assessors, between rounds --------------------------------------------------
 */

/**
 * How a unit stands to a measure, as JSON: in every criterion its own value, the other's, the difference (positive is
 * better, whatever the direction; null where one of the two has no value) and the share of the others behind it;
 * practices, which are the answers of those ahead that would gain it something, with evidence and remediation; peers,
 * which are the most similar units of the next higher grade. Units are counted from 0.
 *
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `against` ("best", "median",
 * "mean", "group", {"unit": 3} or {"profile": {"id of a criterion": 80, ...}}), `middle` ("median" or "mean", of a
 * group or of best units that tie), `groups` (a text for every unit), `counted` (true or false for every unit),
 * `peers`, `named` (how many are told at most)
 *
 * Errors: PUG_ERROR_ARGUMENT (no such unit, scored with PUG_SCORE_NO_EXPLAIN, a request that asks for what there is
 * not), PUG_ERROR_DATA (no unit has a score), PUG_ERROR_DOCUMENT (the request is no JSON).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_scores_benchmark_json(pug_text** json, const pug_scores* scores, uint64_t unit,
                                                        const char* request, uint64_t request_length,
                                                        pug_error** err) PUG_NOEXCEPT;

/**
 * How far two or more rounds (assessors, stages) agree about the same units, as JSON: for every variable the share of
 * equal ratings, kappa, alpha, AC2 and bias with their intervals, which statuses differ, and whether it was read
 * differently; the same for scores and grades, with tables of grade by grade. Units are matched by their rows, so every
 * round has as many, in the same order.
 *
 * @param rounds   `n_rounds` scores, at least 2, all by the same rules
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `confidence`, `measurements`
 * ("nominal", "ordinal", "interval" or "ratio" by variable), `reading` (`agreement_below`, `bias`, `least_units`: when
 * a variable counts as read differently; the defaults are ours)
 *
 * Errors: PUG_ERROR_ARGUMENT (fewer than two rounds, other numbers of units, other rules, scored with
 * PUG_SCORE_NO_EXPLAIN, a request that asks for what there is not), PUG_ERROR_DOCUMENT (the request is no JSON).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_agreement_json(pug_text** json, const pug_scores* const* rounds, uint64_t n_rounds,
                                                 const char* request, uint64_t request_length,
                                                 pug_error** err) PUG_NOEXCEPT;

/**
 * How units changed from one round to the next, as JSON: every unit, the score and every criterion with its changes and
 * tests of "nothing changed" (Wilcoxon, sign; adjusted by Holm over the criteria), the table of grades before and
 * after, McNemar's test of grades and of questions of yes and no. Units are matched by their rows, so both rounds have
 * as many, in the same order. Instruments are the same where their scoring fingerprints are.
 *
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `confidence`, and where the
 * instruments differ `mapping` (`total`: true to compare the scores, `nodes`: {"id before": "id after", ...},
 * `variables`: the same of questions of yes and no)
 *
 * Errors: PUG_ERROR_ARGUMENT (other numbers of units, `progress.edition`: other rules and no mapping,
 * `progress.scale`: other reference values or dated parameters, `progress.mapping`, scored with PUG_SCORE_NO_EXPLAIN, a
 * request that asks for what there is not), PUG_ERROR_DOCUMENT (the request is no JSON).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_progress_json(pug_text** json, const pug_scores* before, const pug_scores* after,
                                                const char* request, uint64_t request_length,
                                                pug_error** err) PUG_NOEXCEPT;

/* --- gender analyses, women and men, small counts ----------------------------------------------------------------- */

/** Stands for a count that is not known. @since 0.3 */
#define PUG_COUNT_UNKNOWN UINT64_MAX

/**
 * What is wrong with a gender analysis (GAP or GBS) that can be read, as JSON: `{"contradictory", "findings": [{"code",
 * "where", "line", "column", "severity", "message", "correction"}, ...]}`. A severity is "contradiction", "arithmetic",
 * "missing" or "form"; message and correction are texts by language, "id" and "en". `contradictory` is true where a
 * finding is more than missing. The document is described in docs/gender-analysis.md.
 *
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `dominated_above` (per cent,
 * 50), `equal_within` (percentage points, 0); neither is official
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_DATA (the document cannot be understood; every problem with JSON pointer, line
 * and column), PUG_ERROR_ARGUMENT (a request that asks for what there is not).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_gender_analysis_check_json(pug_text** json, const char* document,
                                                             uint64_t document_length, const char* request,
                                                             uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

/**
 * What the figures of a gender analysis say of women and men, as JSON: for each figure its counts and the measures of
 * pug_sex_gap_json(), for each aspect (akses, partisipasi, kontrol, manfaat) the figures that it rests on.
 *
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `confidence` (0.95), `threshold`
 * (counts of 1 up to below it are suppressed for publication, with all from which they would follow)
 *
 * Errors: those of pug_gender_analysis_check_json(), and PUG_ERROR_DATA (`publication.counts`: counts that no table can
 * be made of).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_gender_analysis_summary_json(pug_text** json, const char* document,
                                                               uint64_t document_length, const char* request,
                                                               uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

/**
 * The canonical form (RFC 8785, numbers but years as strings that keep their digits) of a gender analysis.
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_DATA; every problem with JSON pointer, line and column.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_gender_analysis_canonical_json(pug_text** json, const char* document,
                                                                 uint64_t document_length,
                                                                 pug_error** err) PUG_NOEXCEPT;

/**
 * What counts of women and men say, as JSON: `women_share` (of those who have it; Clopper and Pearson), `women_rate`
 * and `men_rate` (Wilson), `gap` (rate of women less that of men; Newcombe), `parity` (rate of women over that of men;
 * Katz), each `{"status", "value", "low", "high"}`. Shares and rates are per cent, the gap is in percentage points. The
 * status is "observed", "missing" (a count is unknown) or "not_computable" (a division by zero), and what does not
 * exist is null; so is an end that is infinite.
 *
 * @param women, men          how many have it, or PUG_COUNT_UNKNOWN; at most 2^53
 * @param all_women, all_men  how many there are, or PUG_COUNT_UNKNOWN
 * @param confidence          of the intervals, between 0 and 1, such as 0.95
 *
 * Errors: PUG_ERROR_ARGUMENT (`statistics.share`: more than there are, `statistics.count`, `statistics.confidence`).
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_sex_gap_json(pug_text** json, uint64_t women, uint64_t men, uint64_t all_women,
                                               uint64_t all_men, double confidence, pug_error** err) PUG_NOEXCEPT;

/**
 * The share of a gender-responsive budget in a denominator of the caller's, as JSON: `{"responsive", "denominator",
 * "of", "percent", "shown"}`, all of them texts; `percent` is exact (a decimal, or a fraction where that does not end),
 * `shown` rounded half away from zero.
 *
 * @param request  JSON with the members `responsive` and `denominator` (numbers, or texts that keep every digit), `of`
 * (what the denominator is) and, optionally, `digits` (2)
 *
 * Errors: PUG_ERROR_DATA (`arg.denominator`: not above 0, `arg.responsive`: below 0 or above the denominator),
 * PUG_ERROR_ARGUMENT (`arg.of`: no name, or a request that asks for what there is not), PUG_ERROR_DOCUMENT.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_arg_share_json(pug_text** json, const char* request, uint64_t request_length,
                                                 pug_error** err) PUG_NOEXCEPT;

/**
 * Which cells of a table of counts are not published: those of 1 up to below the threshold, and as many others, totals
 * among them, as are needed so that none of these follows from the rest. 0 is not small.
 *
 * @param hidden  by cell of the table with its totals, row by row, (n_rows + 1) × (n_columns + 1): 1 where it is
 * hidden, else 0. The last row has the totals of the columns, the last column those of the rows
 * @param counts  row by row, n_rows × n_columns, without totals; each 0 to 2147483647
 *
 * Errors: PUG_ERROR_DATA (a count out of range), PUG_ERROR_ARGUMENT (a threshold below 1, no rows or no columns). After
 * an error `hidden` is untouched.
 * @since 0.3
 */
PUG_NODISCARD PUG_API int32_t pug_suppress_counts(uint8_t* hidden, const int64_t* counts, uint64_t n_rows,
                                                  uint64_t n_columns, int64_t threshold, pug_error** err) PUG_NOEXCEPT;

/* --- the index workbench ------------------------------------------------------------------------------------------ */

/** The design of an index, read and proved readable. Freed by pug_design_free(). @since 0.4 */
typedef struct pug_design pug_design;
/** An index built from data. Freed by pug_index_free(). @since 0.4 */
typedef struct pug_index pug_index;

/**
 * Reads the design of an index from a JSON document (docs/index-design.md): indicators, steps, tree, weights, rules.
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_INSTRUMENT; the error lists every problem with JSON pointer, line and column.
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_design_read(pug_design** design, const char* json, uint64_t json_length,
                                              pug_error** err) PUG_NOEXCEPT;

/** Frees a design; NULL does nothing. Indices built by it stay usable. @since 0.4 */
PUG_API void pug_design_free(pug_design* design) PUG_NOEXCEPT;

/** SHA-256 of the canonical design, 64 hexadecimal digits. @since 0.4 */
PUG_API const char* pug_design_fingerprint(const pug_design* design, uint64_t* length) PUG_NOEXCEPT;

/** How many columns of data the design needs: its indicators, then its denominators. @since 0.4 */
PUG_API uint64_t pug_design_column_count(const pug_design* design) PUG_NOEXCEPT;

/** Name of a column, from 0. @since 0.4 */
PUG_API const char* pug_design_column_name(const pug_design* design, uint64_t column, uint64_t* length) PUG_NOEXCEPT;

/** The canonical form (RFC 8785) of a design. Errors: PUG_ERROR_ARGUMENT. @since 0.4 */
PUG_NODISCARD PUG_API int32_t pug_design_canonical_json(pug_text** json, const pug_design* design,
                                                        pug_error** err) PUG_NOEXCEPT;

/**
 * Builds an index: the steps of the design in their order, then every part from its own parts.
 *
 * @param values    row by row, n_units × n_columns, in the order of pug_design_column_name()
 * @param statuses  the same of `PUG_STATUS_…`, or NULL where everything is observed; what is not observed is missing
 * @param labels    JSON, or NULL with length 0: `{"units": [a name a row], "times": [a number a row],
 * "groups": {"column": [a text a row]}}`, each optional; a design that imputes by group needs its column
 *
 * Errors: PUG_ERROR_ARGUMENT, PUG_ERROR_INSTRUMENT (the design is not sound), PUG_ERROR_DATA (a value is not finite, a
 * column is constant where a scale is wanted, …); every problem is listed and names the indicator or part.
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_build(pug_index** index, const pug_design* design, const double* values,
                                              const uint8_t* statuses, uint64_t n_units, uint64_t n_columns,
                                              const char* labels, uint64_t labels_length, pug_error** err) PUG_NOEXCEPT;

/** Frees an index; NULL does nothing. @since 0.4 */
PUG_API void pug_index_free(pug_index* index) PUG_NOEXCEPT;

/** How many units are in: those that screening left. @since 0.4 */
PUG_API uint64_t pug_index_count(const pug_index* index) PUG_NOEXCEPT;

/** The row of the data, from 0, that a unit is. @since 0.4 */
PUG_API uint64_t pug_index_row(const pug_index* index, uint64_t unit) PUG_NOEXCEPT;

/** How many values a unit has: its indicators as they were aggregated, then the parts; the index is last. @since 0.4 */
PUG_API uint64_t pug_index_value_count(const pug_index* index) PUG_NOEXCEPT;

/** Name of an indicator or part. @since 0.4 */
PUG_API const char* pug_index_value_name(const pug_index* index, uint64_t value, uint64_t* length) PUG_NOEXCEPT;

/** An indicator or part for every unit, pug_index_count() numbers; NaN where there is no value. @since 0.4 */
PUG_API const double* pug_index_values(const pug_index* index, uint64_t value) PUG_NOEXCEPT;

/** Rank of a unit, 1 the greatest index, equals sharing the least place; 0 where it has no index. @since 0.4 */
PUG_API uint64_t pug_index_rank(const pug_index* index, uint64_t unit) PUG_NOEXCEPT;

/**
 * The index as JSON: units with their parts, rank and grade, the weights used, the data after each step, and what
 * screening, imputation and treatment did. Errors: PUG_ERROR_ARGUMENT.
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_json(pug_text** json, const pug_index* index, pug_error** err) PUG_NOEXCEPT;

/**
 * The index as an instrument, in canonical JSON, for pug_instrument_read(): what the data decided is written out as
 * numbers, scales that look at the cohort stay rules.
 *
 * @param stage  whose data the instrument reads, or NULL with length 0 for "raw"
 *
 * Errors: PUG_ERROR_ARGUMENT (`design.unstated`: something in it is no rule about one unit; all of it is listed).
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_instrument_json(pug_text** json, const pug_index* index, const char* stage,
                                                        uint64_t stage_length, pug_error** err) PUG_NOEXCEPT;

/**
 * Answers a question about an index, as JSON.
 *
 * @param question  one of
 * - "describe": every indicator's figures and flags (`stage`, `parts`, `skew`, `kurtosis`, `available_at_least`,
 *   `zeros_at_most`, `distinct_at_least`, `reach`)
 * - "availability": shares of values by unit, part and group
 * - "correlations" of values of two levels (`levels`, `method`: "pearson", "spearman" or "kendall", `stage`,
 *   `alike_above`), "parents": of every value with what it belongs to (`against_below`), "denominators"
 *   (`denominator_above`)
 * - "components": the principal components of the parts of a part (`part`, `level`, `stage`, `basis`), "reliability":
 *   Cronbach's alpha
 * - "effective_weights", "remove_one": how ranks shift without each value (`level` or `names`)
 * - "strengths" and "summary" of a unit (`unit`, `time`; `most`, `weighted`)
 * - "outranking": in how much of the weight of a part's parts one unit is better than another (`part`)
 * @param request   JSON with the options in brackets, or NULL with length 0 for none
 *
 * Errors: PUG_ERROR_ARGUMENT (`question.unknown`, a request that asks for what there is not), PUG_ERROR_DOCUMENT (the
 * request is no JSON), PUG_ERROR_DATA (too few values to tell).
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_answer_json(pug_text** json, const pug_index* index, const char* question,
                                                    uint64_t question_length, const char* request,
                                                    uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

/**
 * Two indices side by side, as JSON: scores, ranks and shifts of every unit by its name (and time), correlation of the
 * ranks, those that moved furthest, who is in one only, whose grade changes.
 *
 * @param request  JSON, or NULL with length 0 for the defaults. Members, all optional: `first`, `second` (names of what
 * is compared; the index itself), `movers` (10)
 *
 * Errors: PUG_ERROR_ARGUMENT, PUG_ERROR_DOCUMENT.
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_compare_json(pug_text** json, const pug_index* first, const pug_index* second,
                                                     const char* request, uint64_t request_length,
                                                     pug_error** err) PUG_NOEXCEPT;

/**
 * Builds the index again and again, everything that is uncertain at random each time, and tells how scores and ranks
 * vary, as JSON: for every unit the interval of its rank, the chance of each grade and of being among the first so
 * many; how many replications were run, how many failed and why, why it stopped.
 *
 * @param request  JSON: `{"assumptions": [...]}` and any of `replications` (1000), `seed`, `level` (0.9), `top` (a
 * list), `outranking`, `tolerance` (stop early), `most_failed` (0.1), `threads` (1; the result is the same for any),
 * `samples` (true: the scores and ranks of every replication), `choices` (in place of random ones: by factor the
 * alternative of each replication). docs/certainty.md describes assumptions
 *
 * Errors: PUG_ERROR_DOCUMENT, PUG_ERROR_ARGUMENT (what the design has not, or cannot vary; every problem is listed;
 * `certainty.failed`: too many replications failed), PUG_ERROR_DATA.
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_uncertainty_json(pug_text** json, const pug_index* index, const char* request,
                                                         uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

/**
 * How much each uncertain assumption brings about of what varies, as JSON: first-order and total Sobol indices with
 * their intervals, for every target.
 *
 * @param request  JSON: `{"assumptions": [...]}` and any of `targets` ("rank_shift", "score", "rank", "top_kept", or
 * objects `{"target", "unit", "first"}`), `points` (1024), `seed`, `confidence` (0.95), `sets`, `threads`
 *
 * Errors: those of pug_index_uncertainty_json(), `sensitivity.constant` (nothing varies).
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_sensitivity_json(pug_text** json, const pug_index* index, const char* request,
                                                         uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

/**
 * Elementary effects (Morris) of the uncertain assumptions, as JSON: some hundred builds tell which of them are worth
 * the thousands of pug_index_sensitivity_json().
 *
 * @param request  as there; `points` is the number of trajectories, `levels` the places of the grid (4)
 * @since 0.4
 */
PUG_NODISCARD PUG_API int32_t pug_index_screening_json(pug_text** json, const pug_index* index, const char* request,
                                                       uint64_t request_length, pug_error** err) PUG_NOEXCEPT;

#if defined(__cplusplus)
}
#endif

#endif /* PUG_H */
