/* The built-in instruments: each can be named, read and loaded. */
#include "check.h"

static void every_instrument_loads(void) {
    const char* before = "";
    for (uint64_t i = 0; i < pug_catalog_count(); ++i) {
        uint64_t id_length = 0, json_length = 0, length = 0;
        const char* id = pug_catalog_id(i, &id_length);
        const char* json = NULL;
        pug_instrument *loaded = NULL, *read = NULL;
        CHECK(id != NULL && strlen(id) == id_length);
        CHECK(strcmp(before, id) < 0);
        before = id;
        CHECK(pug_catalog_document(&json, &json_length, id, id_length, NULL) == PUG_OK);
        CHECK(json != NULL && strlen(json) == json_length);
        CHECK(pug_catalog_load(&loaded, id, id_length, NULL) == PUG_OK);
        CHECK(is_text(pug_instrument_id(loaded, &length), &length, id));
        CHECK(pug_instrument_read(&read, json, json_length, NULL) == PUG_OK);
        CHECK(strcmp(pug_instrument_fingerprint(read, NULL), pug_instrument_fingerprint(loaded, NULL)) == 0);
        CHECK(pug_instrument_validate(loaded, NULL) == PUG_OK);
        pug_instrument_free(loaded);
        pug_instrument_free(read);
    }
    CHECK(pug_catalog_count() >= 4);
}

static void an_id_needs_no_terminating_nul(void) {
    pug_instrument* instrument = NULL;
    CHECK(pug_catalog_load(&instrument, "undp.gii and more", 8, NULL) == PUG_OK);
    CHECK(strcmp(pug_instrument_id(instrument, NULL), "undp.gii") == 0);
    pug_instrument_free(instrument);
}

static void an_unknown_id_is_not_found(void) {
    pug_error* err = NULL;
    pug_instrument* instrument = (pug_instrument*)&err;
    const char* json = "before";
    uint64_t length = 7;
    int32_t returned = pug_catalog_load(&instrument, "undp.gi", 7, &err);
    CHECK(instrument == NULL);
    CHECK(err != NULL && strstr(pug_error_message(err, NULL), "undp.gii") != NULL);
    CHECK(failed_with(returned, &err, PUG_ERROR_NOT_FOUND, "instrument.unknown"));
    returned = pug_catalog_document(&json, &length, "", 0, &err);
    CHECK(json == NULL && length == 7);
    CHECK(failed_with(returned, &err, PUG_ERROR_NOT_FOUND, "instrument.unknown"));
    CHECK(
        failed_with(pug_catalog_load(&instrument, "undp\xff", 5, &err), &err, PUG_ERROR_ARGUMENT, "argument.not_utf8"));
    CHECK(pug_catalog_load(&instrument, "nothing", 7, NULL) == PUG_ERROR_NOT_FOUND);
}

static void there_is_nothing_beyond_the_end(void) {
    uint64_t length = 7;
    CHECK(pug_catalog_id(pug_catalog_count(), &length) == NULL && length == 0);
    CHECK(pug_catalog_id(UINT64_MAX, NULL) == NULL);
}

int main(void) {
    every_instrument_loads();
    an_id_needs_no_terminating_nul();
    an_unknown_id_is_not_found();
    there_is_nothing_beyond_the_end();
    return failures != 0;
}
