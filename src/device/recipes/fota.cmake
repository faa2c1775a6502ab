# Fota.Build for CMake 3.20: headers before the target compiles, and the update package of its image.
#
#   find_program(FOTA fota REQUIRED)
#   execute_process(COMMAND ${FOTA} device-sources --path OUTPUT_VARIABLE FOTA_DEVICE OUTPUT_STRIP_TRAILING_WHITESPACE)
#   include(${FOTA_DEVICE}/recipes/fota.cmake)
#   fota_update(TARGET app VERSION 1.0.0)
#
# fota_update(TARGET target [VERSION version] [DIR folder with fota.json] [IMAGE raw binary] [PROPERTIES Name=value...])
# Without IMAGE the raw binary is made by objcopy. The package goes to fota/ in the binary folder, when target_update is built.
if(NOT FOTA)
    find_program(FOTA fota REQUIRED)
endif()
set(FOTA_DEVICE ${CMAKE_CURRENT_LIST_DIR}/.. CACHE INTERNAL "The C sources for the device")

function(fota_update)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;VERSION;DIR;IMAGE" "PROPERTIES")
    if(NOT arg_DIR)
        set(arg_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/fota)
    set(image ${arg_IMAGE})
    if(NOT image)
        set(image ${CMAKE_CURRENT_BINARY_DIR}/${arg_TARGET}.bin)
        add_custom_command(OUTPUT ${image} DEPENDS ${arg_TARGET} VERBATIM
            COMMAND ${CMAKE_OBJCOPY} -O binary $<TARGET_FILE:${arg_TARGET}> ${image})
    endif()

    set(arguments ${arg_DIR} -p:FotaHeaderDir=${folder}/include -p:FotaOutputDir=${folder} -p:FotaImage=${image})
    if(arg_VERSION)
        list(APPEND arguments -p:FotaVersion=${arg_VERSION})
    endif()
    foreach(property IN LISTS arg_PROPERTIES)
        list(APPEND arguments -p:${property})
    endforeach()
    file(GLOB keys CONFIGURE_DEPENDS ${arg_DIR}/keys/*.pub)

    # A header that stays as it is keeps its time, and nothing is compiled again.
    set(headers ${folder}/include/update_certs.h ${folder}/include/fota_version.h)
    add_custom_command(OUTPUT ${folder}/headers.stamp BYPRODUCTS ${headers} DEPENDS ${arg_DIR}/fota.json ${keys} VERBATIM
        COMMAND ${FOTA} headers ${arguments}
        COMMAND ${CMAKE_COMMAND} -E touch ${folder}/headers.stamp)
    add_custom_target(${arg_TARGET}_headers DEPENDS ${folder}/headers.stamp)
    add_dependencies(${arg_TARGET} ${arg_TARGET}_headers)
    target_include_directories(${arg_TARGET} PRIVATE ${folder}/include ${FOTA_DEVICE}/lib ${FOTA_DEVICE}/bootloader)

    add_custom_command(OUTPUT ${folder}/package.stamp DEPENDS ${image} ${arg_DIR}/fota.json ${keys} VERBATIM
        COMMAND ${FOTA} package ${arguments}
        COMMAND ${CMAKE_COMMAND} -E touch ${folder}/package.stamp)
    add_custom_target(${arg_TARGET}_update ALL DEPENDS ${folder}/package.stamp)
endfunction()
