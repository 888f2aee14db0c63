# The libraries that carry the desk; each was chosen for one need and is used from one folder.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CYAML REQUIRED IMPORTED_TARGET libcyaml yaml-0.1)  # forms: policy packs
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)     # forms: NFC, graphemes, folding
pkg_check_modules(GMP REQUIRED IMPORTED_TARGET gmp)                  # forms: exact decimals
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)           # db: the store
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)          # db: JSON
pkg_check_modules(NCURSES REQUIRED IMPORTED_TARGET ncursesw)         # tui: screens
find_package(Gettext REQUIRED)
