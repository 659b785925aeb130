# What `cmake --install` puts where, and how other projects find it: find_package(wattprint) and
# pkg-config wattprint. tests/consumer builds against both.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/wattprint)

install(TARGETS wattprint_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS wattprint_shared EXPORT wattprintTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/wattprint DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
# What `wattprint run --compat` puts before other Python packages.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/bindings/python/wattprint/compat/_shims/
        DESTINATION ${CMAKE_INSTALL_DATADIR}/wattprint/compat FILES_MATCHING PATTERN "*.py")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md
        ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT wattprintTargets NAMESPACE wattprint:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/wattprintConfig.cmake.in
  ${PROJECT_BINARY_DIR}/wattprintConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/wattprintConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/wattprintConfig.cmake
              ${PROJECT_BINARY_DIR}/wattprintConfigVersion.cmake
        DESTINATION ${package_dir})

# Relative to the .pc file, so that `cmake --install --prefix` and moved trees work.
file(RELATIVE_PATH prefix_from_pkgconfig
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(${CMAKE_CURRENT_LIST_DIR}/wattprint.pc.in ${PROJECT_BINARY_DIR}/wattprint.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/wattprint.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
