# Turns the built-in instrument documents into C++ at build time, so that the library carries them and opens no file.
# Included by CMakeLists.txt it offers pug_embed_documents(); run by `cmake -P` it writes the source.

# Sets `result` to a generated source that defines what src/catalog/embedded.hpp declares for every FOLDER/*.json.
function(pug_embed_documents result)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" FOLDER "")
    set(script "${CMAKE_CURRENT_FUNCTION_LIST_FILE}")
    set(output "${PROJECT_BINARY_DIR}/catalog/embedded.cpp")
    file(GLOB documents CONFIGURE_DEPENDS "${arg_FOLDER}/*.json")
    # The names are part of the command, so that removing a document runs it again just as changing one does.
    set(names "")
    foreach(document IN LISTS documents)
        cmake_path(GET document FILENAME name)
        list(APPEND names "${name}")
    endforeach()
    string(REPLACE ";" "," names "${names}")
    add_custom_command(
        OUTPUT "${output}"
        COMMAND "${CMAKE_COMMAND}" -D "FOLDER=${arg_FOLDER}" -D "NAMES=${names}" -D "OUTPUT=${output}" -P "${script}"
        DEPENDS ${documents} "${script}"
        COMMENT "Embedding the catalog"
        VERBATIM)
    set(${result} "${output}" PARENT_SCOPE)
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE)
    return()
endif()

string(REPLACE "," ";" names "${NAMES}")
set(ids ${names})
list(TRANSFORM ids REPLACE "\\.json$" "")
list(SORT ids)
list(LENGTH ids count)

# Bytes as character literals: no limit on the length of a string literal, no escape to get wrong, no encoding to guess.
set(source "#include \"catalog/embedded.hpp\"\n\nnamespace pug::inline v0::detail {\n\nnamespace {\n\n")
set(table "")
set(index 0)
foreach(id IN LISTS ids)
    file(READ "${FOLDER}/${id}.json" bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND source "constexpr char document_${index}[] = {${bytes}'\\0'};\n")
    string(APPEND table "    {\"${id}\", {document_${index}, sizeof document_${index} - 1}},\n")
    math(EXPR index "${index} + 1")
endforeach()
string(APPEND source "\n}  // namespace\n\nextern const EmbeddedDocument embedded_documents[] = {\n${table}};\n")
string(APPEND source "extern const std::size_t embedded_document_count = ${count};\n\n}  // namespace pug::inline v0::detail\n")
file(WRITE "${OUTPUT}" "${source}")
