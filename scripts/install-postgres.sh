#!/usr/bin/env bash
# Installs what the tests of the store on Postgres need: Debian's server, as programs alone; the tests start their own. Does nothing where one is there.
set -euo pipefail
if [ -n "${POSTGRES_BIN:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
  echo "Postgres is missing: install it and set POSTGRES_BIN to the folder with initdb, or the tests of the store on Postgres are skipped." >&2
  exit 0
fi
# No cluster and no service of Debian's own.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
