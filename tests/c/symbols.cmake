# Compares what the shared library exports with the committed list, and the list with the header.
#   cmake -D NM=… -D LIBRARY=… -D SOURCE_DIR=… -P symbols.cmake

cmake_minimum_required(VERSION 3.25)

function(must_agree what found expected)
    foreach(name IN LISTS found)
        if(NOT name IN_LIST expected)
            message(SEND_ERROR "${name} is ${what} and not in symbols.txt")
        endif()
    endforeach()
    foreach(name IN LISTS expected)
        if(NOT name IN_LIST found)
            message(SEND_ERROR "${name} is in symbols.txt and not ${what}")
        endif()
    endforeach()
endfunction()

set(folder "${SOURCE_DIR}/bindings/c")
file(STRINGS "${folder}/symbols.txt" expected)

execute_process(COMMAND "${NM}" --dynamic --defined-only --no-demangle "${LIBRARY}"
    OUTPUT_VARIABLE listing COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" lines "${listing}")
set(exported "")
foreach(line IN LISTS lines)
    # The version node is an absolute symbol of its own; what carries it ends with @@ and its name.
    if(line MATCHES " [^A] ([^ @]+)@@PUG_0$")
        list(APPEND exported "${CMAKE_MATCH_1}")
    elseif(NOT line MATCHES " A PUG_0(@@PUG_0)?$")
        message(SEND_ERROR "exported without the version PUG_0: ${line}")
    endif()
endforeach()
must_agree("exported" "${exported}" "${expected}")

file(READ "${folder}/pug.h" header)
string(REGEX MATCHALL "pug_[a-z_]+\\([^)]*\\)[ \n]+PUG_NOEXCEPT" declarations "${header}")
list(TRANSFORM declarations REPLACE "\\(.*" "")
must_agree("declared" "${declarations}" "${expected}")
