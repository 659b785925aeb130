# One interface target with everything that all our own code is compiled with.
add_library(wattprint_settings INTERFACE)
target_compile_options(wattprint_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wno-missing-field-initializers  # designated initialisers leave defaults out on purpose
  # g++ 12 warns wrongly in optimised builds: of "text" + std::string (GCC bug 105651) and of values
  # inside a std::optional that was just tested (GCC bug 80635)
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>"
  $<$<BOOL:${WATTPRINT_WARNINGS_AS_ERRORS}>:-Werror>)
if(WATTPRINT_SANITIZE)
  target_compile_options(wattprint_settings INTERFACE
    -fsanitize=${WATTPRINT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(wattprint_settings INTERFACE -fsanitize=${WATTPRINT_SANITIZE})
endif()
