# Turn forms/data/divisions.tsv into the rows of the C table: cmake -D IN=... -D OUT=... -P cmake/divisions.cmake
file(READ ${IN} text)
string(REGEX REPLACE "([0-9][0-9][0-9][0-9][0-9][0-9])\t([^\t\n\"]+)\tnow\n" "{\\1,\"\\2\",DIVISION_PRESENT},\n" text "${text}")
string(REGEX REPLACE "([0-9][0-9][0-9][0-9][0-9][0-9])\t([^\t\n\"]+)\tpast\n" "{\\1,\"\\2\",DIVISION_PAST},\n" text "${text}")
if(text MATCHES "\t")
	message(FATAL_ERROR "${IN}: a line is not <code>TAB<name>TAB<now|past>")
endif()
file(WRITE ${OUT} "${text}")
