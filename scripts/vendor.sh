#!/bin/sh
# Copy Bootstrap and the fonts from their npm packages into static/, with their licences.
# Run it after changing a version in package.json; the site itself needs no npm and no network.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$root/package.json" "$root/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)
packages="$work/node_modules"

mkdir -p "$root/static/vendor/bootstrap" "$root/static/fonts"

# The source map stays behind, so the line that points at it must go too: the static files
# storage refuses a reference to a file that does not exist.
grep -v sourceMappingURL "$packages/bootstrap/dist/css/bootstrap.min.css" \
  >"$root/static/vendor/bootstrap/bootstrap.min.css"
cp "$packages/bootstrap/LICENSE" "$root/static/vendor/bootstrap/LICENSE"

for family in source-sans-3 source-serif-4; do
  cp "$packages/@fontsource/$family/LICENSE" "$root/static/fonts/LICENSE-$family"
  for weight in 400 600; do
    cp "$packages/@fontsource/$family/files/$family-latin-$weight-normal.woff2" "$root/static/fonts/"
  done
done
