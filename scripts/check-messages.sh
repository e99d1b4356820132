#!/bin/bash
# Fail when a text of the interface has no translation, or a translation has no text any more.
set -euo pipefail

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R manage.py afdelingsscan scans templates locale "$copy/"

# In a copy, because makemessages writes where the settings say that the translations are.
python=$PWD/.venv/bin/python
(
  cd "$copy"
  export DJANGO_SETTINGS_MODULE=afdelingsscan.settings_test
  "$python" manage.py makemessages --locale en --no-obsolete --no-location --verbosity 0
)

for fresh in "$copy"/locale/*/LC_MESSAGES/*.po; do
  kept=${fresh#"$copy"/}
  [ -e "$kept" ] || { echo "$kept is missing: run make messages"; exit 1; }
  if ! difference=$(diff <(grep -v '^"POT-Creation-Date' "$kept") \
    <(grep -v '^"POT-Creation-Date' "$fresh")); then
    printf '%s is stale: run make messages, then translate\n%s\n' "$kept" "$difference"
    exit 1
  fi
  statistics=$(LC_ALL=C msgfmt --check --statistics --output-file=/dev/null "$kept" 2>&1)
  if grep -Eq 'fuzzy|untranslated' <<<"$statistics"; then
    echo "$kept: $statistics"
    exit 1
  fi
done
