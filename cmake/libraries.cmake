# The libraries that carry the desk; each was chosen for one need and is used from one folder.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CYAML REQUIRED IMPORTED_TARGET libcyaml yaml-0.1)  # forms: policy packs
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)     # forms: NFC, graphemes, folding
pkg_check_modules(GMP REQUIRED IMPORTED_TARGET gmp)                  # forms: exact decimals
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto)           # forms: SM2, SM3, SM4
pkg_check_modules(CRYPT REQUIRED IMPORTED_TARGET libxcrypt)            # forms: yescrypt
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo-pdf pangocairo pangoft2 fontconfig) # forms: pages
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)       # forms: QR codes
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)      # db: workbooks out
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip)            # db: workbooks in
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)                # ...
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)           # db: the store
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)          # db: JSON
pkg_check_modules(NCURSES REQUIRED IMPORTED_TARGET ncursesw)         # tui: screens
pkg_check_modules(CHAFA REQUIRED IMPORTED_TARGET chafa)                # tui: pictures as cells
pkg_check_modules(PIXBUF REQUIRED IMPORTED_TARGET gdk-pixbuf-2.0)      # tui: PNG and JPEG
find_package(Gettext REQUIRED)
