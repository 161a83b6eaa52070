# What people read whose compiler or Boost is too old, in each header: cotty's sentence, first.
cmake_minimum_required(VERSION 3.22)

# Says `what` of a header compiled with the flags behind it, or nothing if the sentence came first.
function(expect_sentence sentence header what)
    execute_process(
        COMMAND ${compiler} ${ARGN} -Wfatal-errors -fsyntax-only -I ${generated} -I ${include}
            -x c++ -include ${header} /dev/null
        RESULT_VARIABLE failed
        ERROR_VARIABLE said)
    string(REGEX MATCH "error: [^\n]*" first "${said}")
    if(NOT failed OR NOT first MATCHES "${sentence}")
        message(SEND_ERROR "${header} ${what} does not begin with \"${sentence}\":\n${said}")
    endif()
endfunction()

# A Boost of which there is nothing but its age.
set(old_boost ${work}/old_boost)
file(WRITE ${old_boost}/boost/version.hpp "#define BOOST_VERSION 108000\n")

file(GLOB_RECURSE headers RELATIVE ${include} ${include}/*.hpp)
foreach(header IN LISTS headers)
    expect_sentence("cotty needs C\\+\\+20" ${header} "as C++17" -std=c++17)
    file(READ ${include}/${header} content)
    if(content MATCHES "#include <boost/")
        expect_sentence("cotty needs Boost 1.81" ${header} "with an old Boost"
            -std=c++20 -I ${old_boost})
    endif()
endforeach()
