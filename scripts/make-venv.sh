#!/bin/sh
# Make .venv when it isn't there and install pinned packages, checked by hash.
#
#   make-venv.sh requirements.txt
set -eu

requirements=$1
python=${PYTHON:-python3}
needed_megabytes=1500

stop() {
  echo "$1" >&2
  exit 1
}

# A Python that was upgraded or a set-up that was broken off leaves one that has no pip.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  command -v "$python" >/dev/null 2>&1 ||
    stop "Python ontbreekt ($python); installeer Python 3.11 of nieuwer."
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Nodig is Python 3.11 of nieuwer en $python is $("$python" -V 2>&1); kies een andere, zoals: make run PYTHON=python3.12"
  free=$(df -Pk . | awk 'NR == 2 {print int($4 / 1024)}')
  [ "$free" -ge "$needed_megabytes" ] ||
    stop "De schijf is bijna vol: $free MB vrij, nodig is $needed_megabytes MB."
  PYTHON=$python scripts/system-packages.sh venv
  echo "De Python-omgeving maken in .venv (eenmalig)…"
  "$python" -m venv --clear .venv
fi

echo "Pakketten installeren uit $requirements…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
  --require-hashes -r "$requirements" ||
  stop "De pakketten zijn niet geïnstalleerd; de reden staat hierboven. Doe daarna hetzelfde opnieuw."
