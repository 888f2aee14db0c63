# Compiler flags shared by every target. Sources see the project's root as an include folder, so that
# an #include names the room it comes from: #include "forms/filing.h".
add_compile_definitions(_GNU_SOURCE)
include_directories(${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})

add_compile_options(-Wall -Wextra -Wformat=2 -Wconversion -Wno-sign-conversion -Wshadow
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla)
# A line for the screen is clipped to its buffer on purpose.
add_compile_options(-Wno-format-truncation)
if(MTDESK_WERROR)
	add_compile_options(-Werror)
endif()

if(MTDESK_SANITIZE)
	add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
	add_link_options(-fsanitize=address,undefined)
	# A development build takes day, time and costs from MTDESK_TODAY, MTDESK_NOW and MTDESK_KDF_COST, so that tests have
	# fixed ones and need not wait.
	add_compile_definitions(MTDESK_TESTING)
endif()

# libFuzzer is led by which branches an input reached; only clang tells.
if(MTDESK_FUZZ)
	add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(MTDESK_HARDEN)
	set(CMAKE_C_FLAGS_RELEASE "-O2")
	set(CMAKE_POSITION_INDEPENDENT_CODE ON)
	add_compile_options(-D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
		-fcf-protection=full -ftrivial-auto-var-init=zero)
	add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
