# How the project's targets are built: warnings, sanitizers, the compiler cache.

find_program(TROUPE_CCACHE ccache)
find_program(TROUPE_LLD ld.lld)
if(TROUPE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_DIR=${CMAKE_SOURCE_DIR}/.ccache CCACHE_SLOPPINESS=pch_defines,time_macros ${TROUPE_CCACHE})
endif()

add_library(troupe_options INTERFACE)
target_compile_options(troupe_options INTERFACE -Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Fires on std::string's own code: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
  target_compile_options(troupe_options INTERFACE -Wno-restrict)
endif()
target_include_directories(troupe_options INTERFACE ${CMAKE_SOURCE_DIR})
if(TROUPE_LLD)
  target_link_options(troupe_options INTERFACE -fuse-ld=lld)
endif()
if(TROUPE_SANITIZE)
  # The checks they insert make GCC take std::variant for uninitialised, and CAF's headers
  # refer to a null tuple where a spawned function takes no arguments.
  target_compile_options(troupe_options INTERFACE
    -fsanitize=${TROUPE_SANITIZE} -fno-omit-frame-pointer -Wno-maybe-uninitialized -fno-sanitize=null)
  target_link_options(troupe_options INTERFACE -fsanitize=${TROUPE_SANITIZE})
endif()

# Programs link this: with the thread sanitizer it shows it what Debian's CAF hides.
add_library(troupe_handover INTERFACE)
if(TROUPE_SANITIZE MATCHES thread)
  target_sources(troupe_handover INTERFACE ${CMAKE_SOURCE_DIR}/deploy/sanitizers/caf_handover.cpp)
endif()

# A room is one target of all the sources in its folder.
function(troupe_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC troupe_options ${ARGN})
endfunction()
