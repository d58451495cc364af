# Runs an example and compares what it prints with the file of the same name that ends with .txt.
#   cmake -D PROGRAM=… -D EXPECTED=… -P expect.cmake

cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE found RESULT_VARIABLE status)
file(READ "${EXPECTED}" expected)
if(status OR NOT found STREQUAL expected)
    message(FATAL_ERROR "exit status ${status}; found:\n${found}\nexpected:\n${expected}")
endif()
message("${found}")
