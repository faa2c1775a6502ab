# Sourced by demo.sh and test.sh: installs what a Debian or Ubuntu machine lacks.

# need PACKAGE... : installs those that are not there. 'a|b' takes the first that the distribution has.
need() {
    local missing=() choice name
    for choice in "$@"; do
        for name in ${choice//|/ }; do
            if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ]; then
                continue 2
            fi
        done
        missing+=("$choice")
    done
    [ ${#missing[@]} -eq 0 ] && return
    apt_get update -qq
    local packages=()
    for choice in "${missing[@]}"; do
        packages+=("$(available "$choice")")
    done
    echo "Installing ${packages[*]}" >&2
    apt_get install -qq --yes --no-install-recommends "${packages[@]}" >&2
}

# have COMMAND PACKAGE : installs the package unless the command is there, from wherever it came.
have() {
    command -v "$1" > /dev/null || need "$2"
}

available() {
    local name
    for name in ${1//|/ }; do
        # Read whole: a grep that leaves at its first match ends apt-cache by SIGPIPE, which pipefail reports as a failure.
        if [[ $(apt-cache policy "$name") =~ Candidate:\ [^\(] ]]; then
            echo "$name"
            return
        fi
    done
    echo "None of the packages $1 is to be had from this machine's package sources." >&2
    return 1
}

apt_get() {
    if ! command -v apt-get > /dev/null; then
        echo "This script installs with apt-get, which this machine does not have. Install ${*: -1} yourself." >&2
        return 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi
}

# The SDK comes from the machine's own package sources; where they have none, Microsoft's page says how.
need_dotnet() {
    command -v dotnet > /dev/null && [[ $'\n'$(dotnet --list-sdks) == *$'\n10.'* ]] && return
    need dotnet-sdk-10.0 && return
    echo "Install the .NET SDK 10 first: https://learn.microsoft.com/dotnet/core/install/linux" >&2
    return 1
}
