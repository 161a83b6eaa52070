# Finds utf8proc, whose distributors rarely ship its own CMake package: the target
# utf8proc::utf8proc. Installed beside cottyConfig.cmake too, which needs it for a static cotty.
if(TARGET utf8proc::utf8proc)
    set(utf8proc_FOUND TRUE)
    return()
endif()

# pkg-config knows prefixes of its own; without it the usual places are searched.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
    pkg_check_modules(PC_utf8proc QUIET libutf8proc)
endif()

find_path(utf8proc_INCLUDE_DIR utf8proc.h HINTS ${PC_utf8proc_INCLUDE_DIRS})
find_library(utf8proc_LIBRARY NAMES utf8proc utf8proc_static HINTS ${PC_utf8proc_LIBRARY_DIRS})
mark_as_advanced(utf8proc_INCLUDE_DIR utf8proc_LIBRARY)

# The header says which version it is, libutf8proc.pc often another one.
if(utf8proc_INCLUDE_DIR)
    set(utf8proc_VERSION "")
    foreach(part MAJOR MINOR PATCH)
        file(STRINGS ${utf8proc_INCLUDE_DIR}/utf8proc.h line REGEX "UTF8PROC_VERSION_${part} +[0-9]+")
        string(REGEX MATCH "[0-9]+$" number "${line}")
        list(APPEND utf8proc_VERSION ${number})
    endforeach()
    list(JOIN utf8proc_VERSION "." utf8proc_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(utf8proc
    REQUIRED_VARS utf8proc_LIBRARY utf8proc_INCLUDE_DIR
    VERSION_VAR utf8proc_VERSION)

if(utf8proc_FOUND)
    add_library(utf8proc::utf8proc UNKNOWN IMPORTED)
    set_target_properties(utf8proc::utf8proc PROPERTIES
        IMPORTED_LOCATION ${utf8proc_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${utf8proc_INCLUDE_DIR})
endif()
