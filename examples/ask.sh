#!/usr/bin/env bash
# Asks the running demo one question with curl, as one of its roles.
#
#   examples/ask.sh [ROLE] [QUESTION.graphql] [VARIABLES] [MODIFIERS]
#   examples/ask.sh province-hr examples/questions/01-cross-sector-view.graphql '{"first": 3}'
#   examples/ask.sh county-hr examples/questions/03-open-warnings.graphql '{}' '{"asOf": "2026-01-05T08:00:00+08:00"}'
#
# Roles are in docs/roles.md, tokens in demo-credentials.json of HUB_DATA_DIR (.hub of the project by default). Prints the
# answer as it came. Exit code 0: an answer with data and without errors or with some; 1: refused; 2: cannot ask.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
role=${1:-province-hr}
question=${2:-$here/questions/01-cross-sector-view.graphql}
variables=${3:-"{}"}
modifiers=${4:-"{}"}
credentials=${HUB_DATA_DIR:-$here/../.hub}/demo-credentials.json

cannot() { echo "ask.sh: $1" >&2; exit 2; }
[ -r "$credentials" ] || cannot "$credentials is not there or not yours; start the hub first, or set HUB_DATA_DIR"
[ -r "$question" ] || cannot "there is no question $question"

# JSON is read and written by node, which the hub needs anyway; any version will do.
from_credentials() {
  node -e '
    const { graphql, tokens } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const [, , what, role] = process.argv;
    if (what === "address") console.log(graphql);
    else if (Object.hasOwn(tokens, role)) console.log(`authorization: Bearer ${tokens[role]}`);
    else { console.error(`ask.sh: there is no role ${role}; there are ${Object.keys(tokens).join(", ")}`); process.exit(2); }
  ' "$credentials" "$@"
}
body() {
  node -e '
    const [, file, variables, modifiers] = process.argv;
    const query = require("fs").readFileSync(file, "utf8");
    try {
      console.log(JSON.stringify({ query, variables: JSON.parse(variables), extensions: { hub: JSON.parse(modifiers) } }));
    } catch {
      process.exit(2);
    }
  ' "$question" "$variables" "$modifiers"
}

address=$(from_credentials address)
header=$(from_credentials token "$role") || exit 2
json=$(body) || cannot "variables and modifiers must be JSON objects"

# The token goes by a pipe, not by an argument that every user of the machine could read.
curl --silent --show-error --fail-with-body --header @<(echo "$header") --header 'content-type: application/json' \
  --data-binary @<(echo "$json") "$address" && status=0 || status=$?
echo
case $status in 0) exit 0 ;; 22) exit 1 ;; *) exit 2 ;; esac
