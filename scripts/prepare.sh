# What scripts/demo and scripts/test have in common. Read with `source`, not run.

SWIFT_VERSION=6.3.1 # what the product is built and tested with; 6.2 is the oldest that will do

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '\n%s: %s\n' "${0##*/}" "$1" >&2
    shift
    if (($#)); then printf '  %s\n' "$@" >&2; fi
    exit 1
}

# Installs those of the named Debian packages that are missing. Says nothing when all are there.
install_packages() {
    local package missing=() as_root=()
    for package in "$@"; do
        if [[ $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) != "install ok installed" ]]; then
            missing+=("$package")
        fi
    done
    if ((${#missing[@]} == 0)); then return; fi
    say "Installing Debian packages: ${missing[*]}"
    command -v apt-get >/dev/null ||
        fail "this is not a Debian system (there is no apt-get)" "Install what corresponds to: ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "packages are missing, and there is no sudo" \
            "As root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    "${as_root[@]}" "${apt[@]}" update || fail "apt-get update failed" "Is the network up? Then run this again."
    "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "apt-get could not install: ${missing[*]}" "Run it by hand to see why: apt-get install ${missing[*]}"
}

# Ends with instructions unless Swift 6.2 or newer is on PATH.
check_swift() {
    local found
    if command -v swift >/dev/null; then
        found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
        if [[ $(printf '%s\n6.2\n' "${found:-0}" | sort -V | head -n 1) == 6.2 ]]; then return; fi
        echo "Swift ${found:-of unknown version} is on PATH ($(command -v swift)); 6.2 or newer is needed." >&2
    else
        echo "There is no swift on PATH." >&2
    fi
    local debian=debian12 name
    if [[ $(uname -m) == aarch64 ]]; then debian=debian12-aarch64; fi
    name=swift-$SWIFT_VERSION-RELEASE-$debian
    fail "Swift is missing or too old. On Debian 12:" \
        "curl -fLO https://download.swift.org/swift-$SWIFT_VERSION-release/$debian/swift-$SWIFT_VERSION-RELEASE/$name.tar.gz" \
        "sudo mkdir -p /opt/swift" \
        "sudo tar -xzf $name.tar.gz -C /opt/swift --strip-components=1" \
        "export PATH=/opt/swift/usr/bin:\$PATH" \
        "(other systems: https://www.swift.org/install/linux/) Then run this again."
}

# Whether something listens on this port of 127.0.0.1.
port_is_used() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# How what is to be fast is built. With Swift's libraries inside of the program, calls into them are direct, which saves a
# search an eighth of its CPU time, and the program runs where there is no Swift.
# shellcheck disable=SC2034
release_options=(-c release --static-swift-stdlib)

# What Swift needs to compile and link, the C libraries of the product, and the libraries of the demonstration.
# shellcheck disable=SC2034
build_packages=(
    g++ git ca-certificates pkg-config zlib1g-dev libcurl4-openssl-dev libncurses-dev libsqlite3-dev
    libyaz-dev libxml2-dev libjemalloc-dev
    yaz idzebra-2.0 idzebra-2.0-utils python3 curl procps util-linux
)
