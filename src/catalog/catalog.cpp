#include "pug/catalog.hpp"

#include <string>

#include "embedded.hpp"
#include "pug/io/instrument.hpp"

namespace pug {
inline namespace v0 {
namespace catalog {

std::vector<std::string_view> ids() {
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < pug::detail::embedded_document_count; ++i)
        found.push_back(pug::detail::embedded_documents[i].id);
    return found;
}

std::string_view document(std::string_view id) {
    for (std::size_t i = 0; i < pug::detail::embedded_document_count; ++i) {
        if (pug::detail::embedded_documents[i].id == id) return pug::detail::embedded_documents[i].json;
    }
    return {};
}

result<Instrument> load(std::string_view id) {
    const std::string_view json = document(id);
    if (!json.empty()) return read_instrument(json);
    std::string known;
    for (const std::string_view name : ids()) known += (known.empty() ? "" : ", ") + std::string(name);
    return Error(ErrorKind::not_found, "instrument.unknown", std::string(id),
                 "no instrument is called \"" + std::string(id) + "\"; the catalog has " + known);
}

}  // namespace catalog
}  // namespace v0
}  // namespace pug
