# The programs that every consumer project builds; how it got hold of pug is all that differs between them.

add_executable(core "${CMAKE_CURRENT_LIST_DIR}/core.cpp" "${CMAKE_CURRENT_LIST_DIR}/core_second_unit.cpp")
target_link_libraries(core PRIVATE pug::core)

add_executable(catalog "${CMAKE_CURRENT_LIST_DIR}/catalog.cpp")
target_link_libraries(catalog PRIVATE pug::pug)

add_executable(c_library "${CMAKE_CURRENT_LIST_DIR}/c_library.c")
target_link_libraries(c_library PRIVATE pug::c)

enable_testing()
foreach(program IN ITEMS core catalog c_library)
    add_test(NAME ${program} COMMAND ${program})
endforeach()
