# One step of the consumer tests, see CMakeLists.txt: `install` puts cotty under a prefix of its
# own; every other step builds the project in the folder of that name and compares what it prints.
cmake_minimum_required(VERSION 3.22)

# Nothing of the surroundings gets in: the consumers see cotty as a stranger's machine would.
foreach(variable
        CFLAGS CXXFLAGS CPPFLAGS LDFLAGS MAKEFLAGS MFLAGS MAKELEVEL DESTDIR CPATH CPLUS_INCLUDE_PATH
        LIBRARY_PATH PKG_CONFIG_PATH PKG_CONFIG_LIBDIR CMAKE_PREFIX_PATH cotty_DIR cotty_ROOT
        CMAKE_GENERATOR CMAKE_BUILD_TYPE CMAKE_TOOLCHAIN_FILE)
    unset(ENV{${variable}})
endforeach()

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(step STREQUAL "core_alone")
    # cotty itself, where Boost is missing: what is installed serves the same program.
    set(work ${work}/without_boost)
    file(REMOVE_RECURSE ${work})
    run(${CMAKE_COMMAND} -S ${cotty_source} -B ${work}/cotty -G ${generator}
        -D CMAKE_CXX_COMPILER=${compiler}
        -D CMAKE_DISABLE_FIND_PACKAGE_Boost=ON
        -D COTTY_BUILD_TESTS=OFF)
    run(${CMAKE_COMMAND} --build ${work}/cotty --parallel 1)
    run(${CMAKE_COMMAND} --install ${work}/cotty --prefix ${work}/prefix)
    set(step core)
endif()

set(installed ${work}/installed)
set(prefix ${work}/prefix)
set(source ${CMAKE_CURRENT_LIST_DIR}/${step})
set(build ${work}/${step})

if(step STREQUAL "install")
    # Installed at one place and moved to another: nothing may remember where it was.
    file(REMOVE_RECURSE ${installed} ${prefix})
    run(${CMAKE_COMMAND} --install ${cotty_build} --prefix ${installed})
    file(RENAME ${installed} ${prefix})
    run(${prefix}/bin/cotty --version)
    return()
endif()

file(REMOVE_RECURSE ${build})
if(step STREQUAL "pkg_config")
    file(GLOB_RECURSE pc ${prefix}/cotty.pc)
    cmake_path(GET pc PARENT_PATH pc_dir)
    set(ENV{PKG_CONFIG_PATH} ${pc_dir})
    file(MAKE_DIRECTORY ${build})
    run(${make} -C ${source} CXX=${compiler} PKG_CONFIG=${pkg_config} program=${build}/consumer)
else()
    run(${CMAKE_COMMAND} --no-warn-unused-cli -S ${source} -B ${build} -G ${generator}
        -D CMAKE_CXX_COMPILER=${compiler}
        -D CMAKE_PREFIX_PATH=${prefix}
        -D COTTY_SOURCE=${cotty_source})
    run(${CMAKE_COMMAND} --build ${build} --parallel 1)
endif()

execute_process(COMMAND ${build}/consumer
    OUTPUT_VARIABLE printed
    COMMAND_ERROR_IS_FATAL ANY)
if(step STREQUAL "core")
    file(READ ${CMAKE_CURRENT_LIST_DIR}/core/expected.txt expected)
else()
    file(READ ${CMAKE_CURRENT_LIST_DIR}/expected.txt expected)
endif()
if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "The consumer printed\n${printed}\ninstead of\n${expected}")
endif()
