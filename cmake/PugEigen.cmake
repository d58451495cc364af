# Finds the headers of Eigen 3.4, which the sources of the workbench use for linear algebra and no header of pug shows.
# They are taken from PUG_EIGEN_INCLUDE_DIR, else from the Python package cmeel-eigen, else from the system.

set(PUG_EIGEN_INCLUDE_DIR "" CACHE PATH "Folder that holds Eigen/Core (3.4)")

# Sets PUG_EIGEN_FOLDER in the caller; otherwise sets `problem` to what was found and what was wanted.
function(pug_find_eigen problem)
    set(folders "${PUG_EIGEN_INCLUDE_DIR}")
    if(NOT folders)
        foreach(python IN ITEMS "${Python_EXECUTABLE}" "$ENV{VIRTUAL_ENV}/bin/python"
                                "${PROJECT_SOURCE_DIR}/.venv/bin/python" python3)
            # The package puts its files into a prefix of their own beside the other packages.
            execute_process(
                COMMAND "${python}" -c "import sys; print(';'.join(f'{p}/cmeel.prefix/include/eigen3' for p in sys.path if p))"
                OUTPUT_VARIABLE beside OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failure)
            if(NOT failure)
                list(APPEND folders ${beside})
            endif()
        endforeach()
        find_path(system_folder Eigen/Core PATH_SUFFIXES eigen3 NO_CACHE)
        if(system_folder)
            list(APPEND folders "${system_folder}")
        endif()
    endif()
    set(found none)
    foreach(folder IN LISTS folders)
        if(NOT EXISTS "${folder}/Eigen/src/Core/util/Macros.h")
            continue()
        endif()
        file(STRINGS "${folder}/Eigen/src/Core/util/Macros.h" lines REGEX "^#define EIGEN_(WORLD|MAJOR)_VERSION ")
        if("${lines}" MATCHES "WORLD_VERSION 3" AND "${lines}" MATCHES "MAJOR_VERSION 4")
            message(STATUS "pug: Eigen headers in ${folder}")
            set(PUG_EIGEN_FOLDER "${folder}" PARENT_SCOPE)
            return()
        endif()
        set(found "${folder}, another version")
    endforeach()
    set(${problem}
        "Eigen headers found: ${found}; wanted: 3.4, by -DPUG_EIGEN_INCLUDE_DIR=<folder> or `pip install cmeel-eigen`"
        PARENT_SCOPE)
endfunction()
