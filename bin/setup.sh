# Sourced by bin/counter and bin/test, with $root set: brings a machine that has python3 to where
# the program runs. What is there already is left alone; a second run changes and says nothing.

# Loaded by Qt's xcb platform plugin, QtGui and the CUPS print plugin, as ldd shows.
window_needs='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libcups.so.2 libcups2
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
'

# What a ticket printer on USB is reached by.
kiosk_needs='
libusb-1.0.so.0 libusb-1.0-0
'

# What a board speaks and rings with.
voice_needs='
aplay alsa-utils
espeak-ng espeak-ng
'

# A display, a print server with a printer behind it, and readers of what comes out.
test_needs='
Xvfb xvfb
cupsd cups-daemon
dbus-daemon dbus-daemon
ippeveprinter cups-ipp-utils
lpadmin cups-client
/usr/lib/cups/filter/pdftopdf cups-filters
pdftotext poppler-utils
openssl openssl
qpdf qpdf
zbarimg zbar-tools
'

# A Chromium that opens the page for strangers. Ubuntu's own is a snap, which shares neither files
# nor pipes with the tests; there they take the one in Qt, which loads these.
engine_needs='
libXcomposite.so.1 libxcomposite1
libXdamage.so.1 libxdamage1
libXrandr.so.2 libxrandr2
libXtst.so.6 libxtst6
libasound.so.2 libasound2t64
libgbm.so.1 libgbm1
libnss3.so libnss3
libxkbfile.so.1 libxkbfile1
'
browser_needs() {
    case $(. /etc/os-release && echo "$ID") in
    debian) echo chromium-headless-shell chromium-headless-shell ;;
    *) echo "$engine_needs" ;;
    esac
}

# A cluster on three loopback addresses (tests/ha). Patroni's way to etcd is a package of its own
# that Debian 13 leaves out, and needs idna where python3-openssl happens to be there.
cluster_needs='
/usr/bin/etcd etcd-server
/usr/bin/patroni patroni
/usr/lib/python3/dist-packages/etcd python3-etcd
/usr/lib/python3/dist-packages/idna python3-idna
'
server_needs() {
    set -- /usr/lib/postgresql/*/bin/postgres
    [ -x "$1" ] || echo "/usr/lib/postgresql/-/bin/postgres postgresql"
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# need TABLE: installs the packages whose library, file or command is not there yet.
need() {
    libraries=$(PATH=$PATH:/sbin ldconfig -p)
    missing=
    while read -r thing package; do
        case $thing in
        '') continue ;;
        lib*) case $libraries in *"$thing "*) continue ;; esac ;;
        /*) [ ! -e "$thing" ] || continue ;;
        *) ! PATH=$PATH:/usr/sbin:/sbin command -v "$thing" >/dev/null || continue ;;
        esac
        missing="$missing $package"
    done <<END
$1
END
    [ -z "$missing" ] || install_packages $missing
}

install_packages() {
    again="then run this again."
    command -v apt-get >/dev/null || fail "Install what Debian calls $*, $again"
    as_root=
    if [ "$(id -u)" != 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null || fail "Run 'apt-get install $*' as root, $again"
    fi
    say "Installing system packages: $*"
    log=$(mktemp)
    { [ "${updated:-}" ] || $as_root apt-get update -q >"$log" 2>&1; } &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends "$@" >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        rm "$log"
        fail "These could not be installed; run 'apt-get install $*' as root, $again"
    }
    rm "$log"
    updated=1
}

# environment LOCK: .venv holds what LOCK lists; once made for the tests, it stays that and is both.
environment() {
    make_environment "$1"
    compile_program
}

make_environment() {
    lock=$1
    made=$(cat "$root/.venv/made-from" 2>/dev/null) || made=
    case $made in requirements-dev.lock*) lock=requirements-dev.lock ;; esac
    [ "$made" != "$(made_from "$lock")" ] || [ ! -x "$root/.venv/bin/python" ] || return 0
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        fail "Install Python 3.11 or newer (Debian's package python3), then run this again."
    find_uv
    say "Making the Python environment"
    rm -f "$root/.venv/made-from"
    [ -x "$root/.venv/bin/python" ] && [ "${made#* * * }" = "$root" ] ||
        "$uv" venv --quiet --clear --python "$(command -v python3)" "$root/.venv"
    [ -t 2 ] && show= || show=--quiet
    "$uv" pip sync $show --compile-bytecode --require-hashes --python "$root/.venv" "$root/$lock" &&
        "$uv" pip install --quiet --no-deps --python "$root/.venv" --editable "$root" ||
        fail "The Python packages could not be fetched; check the network, then run this again."
    made_from "$lock" >"$root/.venv/made-from"
}

# So that no start has to, also of who may write nothing here or lets Python write no bytecode.
compile_program() {
    compiled=$root/.venv/compiled
    set -- "$root/counter_app" "$root/db" "$root/ui"
    if [ -e "$compiled" ]; then
        [ "$(find "$@" -name '*.py' -newer "$compiled" 2>/dev/null)" ] || return 0
    fi
    "$root/.venv/bin/python" -m compileall -q "$@" >/dev/null 2>&1 &&
        printf '' 2>/dev/null >"$compiled" || :
}

made_from() { printf '%s %s\n' "$1 $(cat "$root/pyproject.toml" "$root/$1" | cksum)" "$root"; }

# Sets $uv: the machine's own if it can build this project, else one kept in .tools.
find_uv() {
    uv=uv
    case $(uv --version 2>/dev/null) in
    "uv 0.9."* | "uv 0.1"[0-3].*) return ;;
    esac
    uv=$root/.tools/bin/uv
    [ ! -x "$uv" ] || return 0
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    say "Fetching uv"
    python3 -m venv --clear "$root/.tools" &&
        "$root/.tools/bin/pip" install --quiet --disable-pip-version-check \
            --require-hashes --requirement "$root/requirements-uv.lock" ||
        fail "uv could not be fetched; check the network, then run this again."
}
