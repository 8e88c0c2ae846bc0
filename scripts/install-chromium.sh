#!/usr/bin/env bash
# Installs what the browser tests need and npm can't bring: Debian's Chromium. Does nothing where it is already there.
set -euo pipefail
command -v chromium >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
  echo "Chromium is missing: install it and set CHROMIUM_PATH, or the browser tests are skipped." >&2
  exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
