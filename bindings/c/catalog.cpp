#include "pug/catalog.hpp"

#include <string_view>

#include "catalog/embedded.hpp"
#include "error.hpp"
#include "instrument.hpp"
#include "text.hpp"

using namespace pug::c;

// The catalog's ids and documents are literals of the library and end with a NUL.

uint64_t pug_catalog_count(void) noexcept { return pug::detail::embedded_document_count; }

const char* pug_catalog_id(uint64_t index, uint64_t* length) noexcept {
    if (index >= pug::detail::embedded_document_count) return lend_nothing(length);
    return lend_literal(pug::detail::embedded_documents[index].id, length);
}

int32_t pug_catalog_document(const char** json, uint64_t* json_length, const char* id, uint64_t id_length,
                             pug_error** err) noexcept {
    if (json != nullptr) *json = nullptr;
    return execute(err, [&]() -> Outcome {
        if (auto problem = null_argument({{json, "json"}, {json_length, "json_length"}})) return problem;
        PUG_TRY(const std::string_view name, borrow(id, id_length, "id"));
        const std::string_view document = pug::catalog::document(name);
        if (document.empty()) return pug::catalog::load(name).error();
        *json = lend_literal(document, json_length);
        return std::nullopt;
    });
}

int32_t pug_catalog_load(pug_instrument** instrument, const char* id, uint64_t id_length, pug_error** err) noexcept {
    return create(instrument, "instrument", err, [&]() -> pug::result<std::unique_ptr<pug_instrument>> {
        PUG_TRY(const std::string_view name, borrow(id, id_length, "id"));
        PUG_TRY(pug::Instrument loaded, pug::catalog::load(name));
        return make_instrument(std::move(loaded));
    });
}
