# Two states of the sources of Mbed TLS, for scripts that build firmware of them. Sourced; $mbedtls is the folder that the tests fetch.

[ -d "$mbedtls/library" ] || { echo "$(basename "$0"): artifacts/mbedtls is missing: run ./test.sh once" >&2; exit 1; }

tls=()
for source in aes asn1parse asn1write base64 bignum ccm chacha20 chachapoly cipher cipher_wrap cmac constant_time ctr_drbg dhm ecdh ecdsa ecp ecp_curves \
    gcm hkdf hmac_drbg md md5 oid pem pk pk_wrap pkcs12 pkcs5 pkparse platform_util poly1305 ripemd160 rsa rsa_internal sha1 sha256 sha512; do
    tls+=("$mbedtls/library/$source.c")
done

# newer FOLDER SOURCES: copies of sources that have more lines in the newer state, a check at the start of some functions; prints their names.
newer() {
    local folder=$1 source
    shift
    mkdir -p "$folder"
    for source in "$@"; do
        awk '/^{/ && before ~ /\)$/ && ++n % 9 == 4 { print; print "    static volatile unsigned calls; if (++calls == 12345) calls = 0;"; next } { print; before = $0 }' \
            "$source" > "$folder/$(basename "$source")"
        echo "$folder/$(basename "$source")"
    done
}
