#!/bin/sh
# Make sure that the programs and libraries that pip can't install are there.
#
#   system-packages.sh venv    what `python -m venv` needs
#   system-packages.sh run     what the site needs: Pango and HarfBuzz-Subset for the PDF, msgfmt
#   system-packages.sh test    what the tests need too: Chromium, pdftoppm, HAProxy
#   system-packages.sh cluster what several machines on one need: HAProxy
#
# Nothing is done when nothing is missing. On Debian and Ubuntu root gets the packages installed;
# everybody else gets the command to type.
set -eu

what=$1
python=${PYTHON:-python3}
debian='' fedora='' macos=''

missing() {
  debian="$debian $1"
  # Elsewhere one package may hold what Debian has in two.
  case "$fedora " in *" $2 "*) ;; *) fedora="$fedora $2" macos="$macos $3" ;; esac
}

has_program() {
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

# By loading it: a package manager may not know what was installed in another way.
has_library() {
  "$python" - "$@" <<'PYTHON' 2>/dev/null
import ctypes
import ctypes.util
import sys

soname, name = sys.argv[1:]
try:
    ctypes.CDLL(soname)
except OSError:
    sys.exit(ctypes.util.find_library(name) is None)
PYTHON
}

look() {
  debian='' fedora='' macos=''
  case $what in
    venv)
      "$python" -c 'import ensurepip, venv' 2>/dev/null || missing python3-venv python3 python
      ;;
    run)
      has_library libpango-1.0.so.0 pango-1.0 || missing libpango-1.0-0 pango pango
      has_library libpangoft2-1.0.so.0 pangoft2-1.0 || missing libpangoft2-1.0-0 pango pango
      has_library libharfbuzz-subset.so.0 harfbuzz-subset ||
        missing libharfbuzz-subset0 harfbuzz harfbuzz
      has_program msgfmt || missing gettext gettext gettext
      ;;
    test)
      has_program chromium google-chrome || missing chromium chromium chromium
      has_program pdftoppm || missing poppler-utils poppler-utils poppler
      has_program nginx /usr/sbin/nginx || missing nginx-light nginx nginx
      has_program xgettext || missing gettext gettext gettext
      has_program haproxy /usr/sbin/haproxy || missing haproxy haproxy haproxy
      ;;
    cluster)
      has_program haproxy /usr/sbin/haproxy || missing haproxy haproxy haproxy
      ;;
  esac
}

look
[ -n "$debian" ] || exit 0

if [ "$(id -u)" = 0 ] && has_program apt-get; then
  echo "Systeempakketten installeren:$debian"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # a list of words
  if apt-get update -qq && apt-get install -y -qq --no-install-recommends $debian >/dev/null; then
    look
    [ -n "$debian" ] || exit 0
  fi
fi

cat >&2 <<TEXT
Er ontbreken systeempakketten. Installeer ze en probeer het dan opnieuw:
  Debian, Ubuntu:  sudo apt-get install$debian
  Fedora:          sudo dnf install$fedora
  macOS:           brew install$macos
TEXT
exit 1
