# Write a C file that holds files as constant bytes: cmake -DOUT=<file.c> "-DFILES=<a>;<b>" -P embed.cmake
set(arrays "")
set(rows "")
set(number 0)
foreach(path IN LISTS FILES)
	get_filename_component(name ${path} NAME)
	file(READ ${path} hex HEX)
	string(LENGTH "${hex}" digits)
	math(EXPR bytes "${digits} / 2")
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${hex}")
	# One literal a piece: compilers promise 4095 bytes of source text in a line, not 60000.
	string(REGEX REPLACE "((\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..))" "\\1\"\n\t\"" text "${text}")
	string(APPEND arrays "static const char pack_${number}[] =\n\t\"${text}\";\n")
	string(APPEND rows "\t{ \"${name}\", pack_${number}, ${bytes} },\n")
	math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"forms/policies/embedded.h\"\n\n${arrays}
const struct embedded_pack embedded_packs[] = {\n${rows}};
const size_t embedded_packs_count = ${number};\n")
