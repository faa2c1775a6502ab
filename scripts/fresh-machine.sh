#!/usr/bin/env bash
# Runs a command in a clone of this tree on a new Debian machine that has what README.md asks for, git and the .NET SDK, and no more.
#
#   scripts/fresh-machine.sh ./demo.sh
#   scripts/fresh-machine.sh bash          to look around
#
# The machine is a root file system made by mmdebstrap and entered in namespaces of its own: what the command mounts, writes or
# leaves running is gone when it ends or is interrupted. From this machine it has the SDK, a clone of what is committed, the way to
# package sources (apt, NuGet, npm, names, proxies, certificates), and the variable CI. Needs root, and 10 GB in TMPDIR or /var/tmp.
set -euo pipefail
tree=$(cd "$(dirname "$0")/.." && pwd)

fail() { echo "fresh-machine.sh: $*" >&2; exit 1; }

# Makes a folder for the machine, waits until the machine has ended, and removes it.
outside() {
    [ $# -gt 0 ] || fail "name the command to run"
    [ "$(id -u)" -eq 0 ] || fail "only root can make a root file system and enter it"
    . "$tree/scripts/install.sh"
    have mmdebstrap mmdebstrap || fail "mmdebstrap makes the root file system, and is not to be had"
    have git git
    need_dotnet
    unshare --mount --pid --fork true || fail "root may not mount here; a container must be allowed to (docker run --privileged)"
    [ -z "$(git -C "$tree" status --porcelain)" ] || echo "fresh-machine.sh: what is not committed stays behind" >&2

    machine=
    folder=$(mktemp -d -p "${TMPDIR:-/var/tmp}" fresh-machine.XXXXXX)
    trap remove EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    { : <&0; } 2> /dev/null || exec < /dev/null
    # In the background, so that a signal is heard at once. A background process ignores SIGINT, unless told otherwise.
    env --default-signal=INT,QUIT setpriv --pdeathsig KILL \
        unshare --mount --pid --fork --kill-child --mount-proc "$0" --inside "$folder" "$@" <&0 &
    machine=$!
    wait "$machine"
}

remove() {
    set +e
    trap '' HUP INT TERM
    if [ -n "$machine" ]; then
        # With the first process of a namespace the kernel ends all; unshare ends when they are gone.
        awk -v parent="$machine" '$4 == parent { print $1 }' /proc/[0-9]*/stat 2> /dev/null | xargs --no-run-if-empty kill -KILL
        wait "$machine" 2> /dev/null
    fi
    rm -rf --one-file-system "$folder"
}

# Runs as the first process of the new namespaces.
inside() {
    local root=$1/root
    shift
    echo "fresh-machine.sh: making a $(. /etc/os-release && echo "$NAME $VERSION_CODENAME") machine" >&2
    make_root "$root" || fail "mmdebstrap made no root file system"
    carry_over "$root"
    attach "$root"
    # Not chroot, inside of which the kernel refuses user namespaces.
    cd "$root"
    pivot_root . .
    umount --lazy .
    cd /root/Fota.Build
    environment "$@"
}

# Debian's essential packages and apt, and what the SDK and a user's shell take for granted.
make_root() {
    local sources=() file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [ -s "$file" ] && sources+=("$file")
    done
    apt-config dump Acquire::http Acquire::https Acquire::Check-Valid-Until > "$1.apt"
    mmdebstrap --quiet --mode=root --variant=apt --aptopt="$1.apt" --include='git,mount,libssl3,?name(^libicu[0-9]+$)' \
        --setup-hook='mkdir -p "$1/usr/share"; cp -r --parents /etc/apt/auth.conf.d /etc/apt/trusted.gpg.d /usr/share/keyrings "$1"' \
        "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$1" "${sources[@]}"
}

# The clone, and how this machine reaches package sources.
carry_over() {
    local file
    git clone --quiet "$tree" "$1/root/Fota.Build"
    for file in /etc/resolv.conf /etc/hosts /etc/npmrc /etc/opt/NuGet /usr/local/share/ca-certificates; do
        [ ! -e "$file" ] || cp -rL --parents "$file" "$1"
    done
    (
        cd ~
        for file in .npmrc .nuget/NuGet .nuget/config .config/NuGet; do
            [ ! -e "$file" ] || cp -rL --parents "$file" "$1/root"
        done
    )
}

# Mounts, for this namespace alone, what is not a file system's content.
attach() {
    local node
    mount --bind "$1" "$1"
    mount -t proc proc "$1/proc"
    mount -t tmpfs -o mode=755 dev "$1/dev"
    mkdir "$1/dev/pts" "$1/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$1/dev/pts"
    mount -t tmpfs -o mode=1777 shm "$1/dev/shm"
    ln -s pts/ptmx "$1/dev/ptmx"
    for node in null zero full random urandom tty; do
        touch "$1/dev/$node"
        mount --bind "/dev/$node" "$1/dev/$node"
    done
    for node in fd fd/0:stdin fd/1:stdout fd/2:stderr; do
        ln -s "/proc/self/${node%:*}" "$1/dev/${node#*:}"
    done
    mkdir -p "$1/usr/share/dotnet"
    mount -o bind,ro "$(dirname "$(readlink -f "$(command -v dotnet)")")" "$1/usr/share/dotnet"
    ln -s ../share/dotnet/dotnet "$1/usr/bin/dotnet"
}

# environment COMMAND... : runs it with a new login's variables, and those that lead to package sources.
environment() {
    local carried=() variable
    while IFS= read -r -d '' variable; do
        case $variable in
            CI=* | TERM=* | *_proxy=* | *_PROXY=* | NUGET_* | npm_config_* | NODE_EXTRA_CA_CERTS=*) carried+=("$variable") ;;
        esac
    done < /proc/self/environ
    env -i HOME=/root USER=root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${carried[@]}" "$@"
}

if [ "${1-}" = --inside ]; then
    inside "${@:2}"
else
    outside "$@"
fi
