#!/bin/sh
# Makes the files that compose.yaml hands out as secrets; one that is there is left as it is.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep_or_write() { [ -e "secrets/$1" ] || cat >"secrets/$1"; }

random | keep_or_write postgres_password
random | keep_or_write grafana_password
keep_or_write tidings.toml <<TOML
# Settings that nobody else may read; docs/configuration.md lists them all.
database_url = "postgresql://tidings:$(cat secrets/postgres_password)@postgres:5432/tidings"
# telegram_token = "from @BotFather"
# openai_api_key = ""
# anthropic_api_key = ""
# gemini_api_key = ""
TOML
# Where alerts go, one address a file; one that is empty reaches nobody.
for receiver in slack_url pagerduty_key deadman_url; do
    keep_or_write "$receiver" </dev/null
done
# Accounts inside containers have other numbers than yours: the folder is closed, the files in it are not.
chmod 700 secrets
chmod 644 secrets/*
echo "secrets are in $(pwd)/secrets: put your keys into tidings.toml"
