#!/usr/bin/env bash
# A doubtful case from the nation and back: the national platform hands it down in a signed batch, the city receives and
# assigns it, the county's housing office verifies and concludes it, and the result is given back. Run after 1-attendance.sh.
# Run again it hands another case down: HAND_DOWN is its number.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/hub.sh"
cd "$EXAMPLES/doubtful-case"
HAND_DOWN=${HAND_DOWN:-$(date +%Y%m%d%H%M%S)}

echo '# The nation hands it down.'
national doubtful DOUBTFUL_DATA "B-$HAND_DOWN" '[{"body":{"detail":"2026年1月有考勤，无工资支付表。","kindCode":"YD-07","projectCode":"4501032026010001"},"occurredAt":"2026-02-28T10:00:00+08:00","op":"UPSERT","recordId":"D-'$HAND_DOWN'"}]'

echo '# The city finds and receives it.'
cases=$(as city-hr 1-cases.json)
echo "$cases"
case=$(node -e '
  const { nodes } = JSON.parse(require("fs").readFileSync(0, "utf8")).data.doubtfulDataCases;
  console.log(nodes.find(({ externalNo }) => externalNo === process.argv[1]).id);' "D-$HAND_DOWN" <<< "$cases")
as city-hr 2-receive.json CASE "$case"

echo '# It assigns it, to the office that the hub suggests. That office verifies and concludes it, with its evidence.'
as city-hr 3-assign.json CASE "$case"
as county-housing 4-start.json CASE "$case"
as county-housing 5-conclude.json CASE "$case" DIGEST "$(openssl dgst -sm3 -r < record.txt | cut -c1-64)"
as province-hr 6-history.json CASE "$case"

echo '# The nation asks for results.'
results() { national results DOUBTFUL_RESULT "Q-$HAND_DOWN" '[{"body":{"after":null,"first":200},"occurredAt":"2026-02-28T10:00:00+08:00","op":"UPSERT","recordId":"Q-1"}]'; }
until_is TRUE records.0.body.result results
