# Finds the Boost headers (no compiled Boost library is used) and offers them as the target pug::boost_headers. Installed
# together with the package, so that a consumer finds Boost by the same rule.
#
# Distributions lag behind the version we need (Debian 12 has 1.74, which lacks Boost.JSON, Debian 13 has 1.83). So three
# places are asked, the most explicit one first:
#   1. PUG_BOOST_INCLUDE_DIR, the folder that holds boost/version.hpp
#   2. the Python package boost-headers, in the Python of this build, the active or local virtual environment, or python3
#   3. the system's own headers

set(PUG_BOOST_MINIMUM 1.85)
set(PUG_BOOST_INCLUDE_DIR "" CACHE PATH "Folder that holds boost/version.hpp (>= ${PUG_BOOST_MINIMUM})")

# The version of the Boost in `folder`, empty when there is none.
function(pug_boost_version result folder)
    set(version "")
    if(EXISTS "${folder}/boost/version.hpp")
        file(STRINGS "${folder}/boost/version.hpp" line REGEX "^#define BOOST_VERSION ")
        if(line MATCHES "([0-9]+)$")
            math(EXPR major "${CMAKE_MATCH_1} / 100000")
            math(EXPR minor "${CMAKE_MATCH_1} / 100 % 1000")
            set(version "${major}.${minor}")
        endif()
    endif()
    set(${result} "${version}" PARENT_SCOPE)
endfunction()

# The folders to try, in order.
function(pug_boost_candidates result)
    if(PUG_BOOST_INCLUDE_DIR)
        set(${result} "${PUG_BOOST_INCLUDE_DIR}" PARENT_SCOPE)
        return()
    endif()
    set(folders "")
    foreach(python IN ITEMS "${Python_EXECUTABLE}" "$ENV{VIRTUAL_ENV}/bin/python" "${PROJECT_SOURCE_DIR}/.venv/bin/python"
                            python3)
        execute_process(
            COMMAND "${python}" -c "import boost_headers; print(boost_headers.get_include().as_posix())"
            OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failure)
        if(NOT failure)
            list(APPEND folders "${folder}")
        endif()
    endforeach()
    find_path(system_folder boost/version.hpp NO_CACHE)
    if(system_folder)
        list(APPEND folders "${system_folder}")
    endif()
    set(${result} "${folders}" PARENT_SCOPE)
endfunction()

# Defines pug::boost_headers; otherwise sets `problem` to what was found and what was wanted.
function(pug_find_boost problem)
    if(TARGET pug::boost_headers)
        return()
    endif()
    set(found "")
    pug_boost_candidates(folders)
    foreach(folder IN LISTS folders)
        pug_boost_version(version "${folder}")
        if(version VERSION_GREATER_EQUAL PUG_BOOST_MINIMUM)
            message(STATUS "pug: Boost ${version} headers in ${folder}")
            add_library(pug::boost_headers INTERFACE IMPORTED GLOBAL)
            set_target_properties(pug::boost_headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${folder}")
            return()
        endif()
        if(version)
            list(APPEND found "${folder} (version ${version})")
        else()
            list(APPEND found "${folder} (no boost/version.hpp)")
        endif()
    endforeach()
    list(JOIN found ", " found)
    if(NOT found)
        set(found none)
    endif()
    set(${problem}
        "Boost headers found: ${found}; wanted: ${PUG_BOOST_MINIMUM} or newer, by -DPUG_BOOST_INCLUDE_DIR=<folder> or `pip install boost-headers`"
        PARENT_SCOPE)
endfunction()
