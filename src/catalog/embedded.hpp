#pragma once

#include <cstddef>
#include <string_view>

namespace pug {
inline namespace v0 {
namespace detail {

/// A built-in instrument document as it lies in src/catalog, carried inside the library.
struct EmbeddedDocument {
    std::string_view id;    ///< file name without `.json`, which is the instrument's id
    std::string_view json;  ///< the file's bytes
};

/// Every built-in document, sorted by id. Defined in a source that the build generates from src/catalog/*.json.
extern const EmbeddedDocument embedded_documents[];

/// How many there are.
extern const std::size_t embedded_document_count;

}  // namespace detail
}  // namespace v0
}  // namespace pug
