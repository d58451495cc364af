# What is built. Whoever builds pug itself gets everything that can be tested; whoever adds it to a larger project gets the
# library alone; scikit-build-core (`pip install .`) gets the Python module alone.

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED SKBUILD)
    set(developing ON)
else()
    set(developing OFF)
endif()
if(DEFINED SKBUILD)
    set(python_build ON)
else()
    set(python_build OFF)
endif()

option(PUG_BUILD_C "Build the shared C library libpug (pug::c)" ${developing})
option(PUG_BUILD_TESTS "Build the tests (needs GoogleTest)" ${developing})
option(PUG_BUILD_EXAMPLES "Build the examples and run them as tests" ${developing})
option(PUG_BUILD_BENCH "Build the benchmarks (needs Google Benchmark)" OFF)
option(PUG_BUILD_PYTHON "Build the native module of the Python package (needs pybind11)" ${python_build})
option(PUG_INSTALL "Install headers, libraries and the CMake and pkg-config packages" ${developing})
option(PUG_WERROR "Treat warnings in pug's own code as errors" OFF)

if(PROJECT_IS_TOP_LEVEL)
    get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
    if(NOT multi_config AND NOT CMAKE_BUILD_TYPE)
        set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
    endif()

    # A second build of the same sources costs seconds where ccache is installed; nothing needs it.
    find_program(PUG_CCACHE ccache DOC "Compiler cache, used when found")
    mark_as_advanced(PUG_CCACHE)
    if(PUG_CCACHE)
        foreach(language IN ITEMS C CXX)
            if(NOT DEFINED CMAKE_${language}_COMPILER_LAUNCHER)
                set(CMAKE_${language}_COMPILER_LAUNCHER "${PUG_CCACHE}")
            endif()
        endforeach()
    endif()
endif()
