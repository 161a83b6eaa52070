# What `cmake --install` puts where, and what other projects find cotty by.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ ${PROJECT_BINARY_DIR}/include/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.hpp")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET cotty-tool)
    install(TARGETS cotty-tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    # What its help texts name.
    install(
        FILES
            ${PROJECT_SOURCE_DIR}/README.md
            ${PROJECT_SOURCE_DIR}/docs/decode.md
            ${PROJECT_SOURCE_DIR}/docs/doctor.md
            ${PROJECT_SOURCE_DIR}/docs/keys.md
            ${PROJECT_SOURCE_DIR}/docs/record.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
if(TARGET cotty-tool-documents)
    set(documents ${PROJECT_BINARY_DIR}/documents)
    install(DIRECTORY ${documents}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
    install(FILES ${documents}/bash/cotty
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${documents}/zsh/_cotty DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    install(FILES ${documents}/fish/cotty.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

# Two exports, so that who wants the core alone needs neither Boost nor threads.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cotty)
install(TARGETS cotty-core EXPORT cotty-core INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT cotty-core
    FILE cottyCoreTargets.cmake NAMESPACE cotty:: DESTINATION ${package_dir})
set(cotty_type "")
if(TARGET cotty-library)
    install(TARGETS cotty-library EXPORT cotty-library)
    install(EXPORT cotty-library
        FILE cottyTargets.cmake NAMESPACE cotty:: DESTINATION ${package_dir})
    get_target_property(cotty_type cotty-library TYPE)
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/cottyConfig.cmake.in
    ${PROJECT_BINARY_DIR}/cottyConfig.cmake
    INSTALL_DESTINATION ${package_dir}
    NO_SET_AND_CHECK_MACRO)
# Before 1.0 a new minor version may break what used the last one.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cottyConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(
    FILES
        ${PROJECT_BINARY_DIR}/cottyConfig.cmake
        ${PROJECT_BINARY_DIR}/cottyConfigVersion.cmake
        ${CMAKE_CURRENT_LIST_DIR}/Findutf8proc.cmake
    DESTINATION ${package_dir})

if(NOT TARGET cotty-library)
    return()
endif()
# cotty.pc finds the prefix from where it lies itself, so the installed tree may be moved. A
# directory that was given as an absolute path stays one.
file(RELATIVE_PATH pc_to_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
cmake_path(APPEND pc_libdir "\${prefix}" ${CMAKE_INSTALL_LIBDIR})
cmake_path(APPEND pc_includedir "\${prefix}" ${CMAKE_INSTALL_INCLUDEDIR})
set(pc_requires "")
set(pc_libs "")
if(cotty_type STREQUAL "STATIC_LIBRARY")
    if(PC_utf8proc_FOUND)
        set(pc_requires "Requires: libutf8proc\n")
    else()
        set(pc_libs " -lutf8proc")
    endif()
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/cotty.pc.in ${PROJECT_BINARY_DIR}/cotty.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cotty.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
