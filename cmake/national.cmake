# Turn forms/data/national.tsv into the rows of the C table: cmake -D IN=... -D OUT=... -P cmake/national.cmake
file(READ ${IN} text)
string(REGEX REPLACE "([a-z_]+)\t([0-9A-Z]+)\t([^\t\n\"]+)\n" "{\"\\1\",\"\\2\",\"\\3\"},\n" text "${text}")
if(text MATCHES "\t")
	message(FATAL_ERROR "${IN}: a line is not <list>TAB<code>TAB<words>")
endif()
file(WRITE ${OUT} "${text}")
