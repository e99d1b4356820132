#!/bin/bash
# All checks that change nothing: `make check`. Runs each, then names those that failed.
set -u

export PATH="$PWD/.venv/bin:$PATH"
failed=()

step() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf 'ok      %s\n' "$name"
  else
    printf 'FAILED  %s\n%s\n\n' "$name" "$output"
    failed+=("$name")
  fi
}

# What a real site would have; the values are of no use to anybody.
production() {
  env DATABASE_URL=postgresql://site@db.example/site \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    LINK_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    ALLOWED_HOSTS=scan.example PRODUCTION=True \
    BEHIND_PROXY=True SECURE_SSL_REDIRECT=True SECURE_HSTS_SECONDS=31536000 \
    EMAIL_HOST=mail.example SITE_URL=https://scan.example \
    PRIVACY_CONTROLLER=Voorbeeld PRIVACY_ADDRESS=Adres PRIVACY_CONTACT=privacy@scan.example \
    PRIVACY_GROUND=taak PRIVACY_HOSTING=Voorbeeld PRIVACY_MAIL=Voorbeeld "$@"
}

without_database() {
  # makemigrations asks a database which migrations it has; here that question has no meaning.
  env DJANGO_SETTINGS_MODULE=afdelingsscan.settings_test \
    DATABASE_URL="postgresql:///none?host=/nonexistent" PYTHONWARNINGS=ignore "$@"
}

step "ruff check" ruff check .
step "ruff format" ruff format --check .
step "mypy" mypy
step "import-linter" lint-imports
step "djlint" djlint templates --check --lint --quiet
step "missing migrations" without_database python manage.py makemigrations --check --dry-run
step "check --deploy" production python manage.py check --deploy --fail-level WARNING
step "messages" scripts/check-messages.sh
step "requirements" python scripts/check_requirements.py

if ((${#failed[@]})); then
  printf -v names '%s, ' "${failed[@]}"
  printf 'make check: %d failed: %s\n' "${#failed[@]}" "${names%, }"
  exit 1
fi
echo "make check: all passed"
