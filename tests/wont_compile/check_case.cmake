# cmake -D COMPILER=c++ -D CASE=file.cpp -D INCLUDES=dir;dir -P check_case.cmake
set(flags -std=c++20 -fsyntax-only -Wall -Wextra -Werror)
foreach(directory ${INCLUDES})
  list(APPEND flags -I${directory})
endforeach()

file(STRINGS ${CASE} expectation REGEX "^// expect: ")
string(REPLACE "// expect: " "" expectation "${expectation}")
if(NOT expectation)
  message(FATAL_ERROR "${CASE}: needs a line \"// expect: REGEX\"")
endif()

execute_process(COMMAND ${COMPILER} ${flags} ${CASE} RESULT_VARIABLE status ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${CASE}: the right twin must compile:\n${said}")
endif()

execute_process(COMMAND ${COMPILER} ${flags} -DWRONG ${CASE} RESULT_VARIABLE status ERROR_VARIABLE said)
if(status EQUAL 0)
  message(FATAL_ERROR "${CASE}: the wrong twin compiles")
endif()
if(NOT said MATCHES "${expectation}")
  message(FATAL_ERROR "${CASE}: fails, but not with \"${expectation}\":\n${said}")
endif()
