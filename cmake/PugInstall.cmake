# What `cmake --install` puts in place: headers, libraries, and the packages by which CMake and pkg-config find them.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/pug")

install(TARGETS pug_core pug_pug EXPORT pugTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(PUG_BUILD_C)
    install(TARGETS pug_c EXPORT pugCTargets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
    # Relative to where the file lies, so that an installed tree may be moved.
    cmake_path(SET pkgconfig_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}/${pkgconfig_folder}"
               OUTPUT_VARIABLE prefix_from_pkgconfig)
    configure_file("${PROJECT_SOURCE_DIR}/cmake/pug.pc.in" "${PROJECT_BINARY_DIR}/pug.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/pug.pc" DESTINATION "${pkgconfig_folder}")
    # A set of its own: a C program needs neither Boost nor a C++ compiler.
    install(EXPORT pugCTargets NAMESPACE pug:: DESTINATION "${package_folder}")
endif()

install(EXPORT pugTargets NAMESPACE pug:: DESTINATION "${package_folder}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/pugConfig.cmake.in" "${PROJECT_BINARY_DIR}/pugConfig.cmake"
    INSTALL_DESTINATION "${package_folder}")
# Before 1.0 a minor version may break its callers.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/pugConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/pugConfig.cmake"
    "${PROJECT_BINARY_DIR}/pugConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/PugBoost.cmake"
    DESTINATION "${package_folder}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_SOURCE_DIR}/NOTICE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
