# `cmake --build ... --target check`: the one-line rules of the house, each with its reason.
add_custom_target(check COMMAND ${CMAKE_SOURCE_DIR}/script/check WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
