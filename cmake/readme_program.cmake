# cotty_readme_program(<readme> <source>): writes the first ```cpp block of <readme> that has an
# `int main()` to <source>, whenever <readme> changes.
function(cotty_readme_program readme source)
    if(NOT EXISTS ${readme})
        message(FATAL_ERROR "${readme} is missing: the first example is taken from it.")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${readme})

    file(READ ${readme} rest)
    set(fence "\n```")
    set(program "")
    while(NOT program MATCHES "int main\\(\\)")
        string(FIND "${rest}" "${fence}cpp\n" begin)
        if(begin EQUAL -1)
            message(FATAL_ERROR "${readme} has no ```cpp block with `int main()`.")
        endif()
        string(LENGTH "${fence}cpp\n" skip)
        math(EXPR begin "${begin} + ${skip}")
        string(SUBSTRING "${rest}" ${begin} -1 rest)
        string(FIND "${rest}" "${fence}" end)
        string(SUBSTRING "${rest}" 0 ${end} program)
        string(SUBSTRING "${rest}" ${end} -1 rest)
    endwhile()

    # A first program that needs scrolling says that the library is not finished.
    string(REGEX REPLACE "[^\n]" "" lines "${program}\n")
    string(LENGTH "${lines}" lines)
    if(lines GREATER_EQUAL 40)
        message(FATAL_ERROR "The program in ${readme} has ${lines} lines: keep it below 40.")
    endif()

    # Left alone if it is the same, so that it is not compiled again.
    file(WRITE ${source}.new "${program}\n")
    file(COPY_FILE ${source}.new ${source} ONLY_IF_DIFFERENT)
    file(REMOVE ${source}.new)
endfunction()
