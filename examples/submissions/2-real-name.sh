#!/usr/bin/env bash
# The same project by the national real-name interface (603号), as a client of the demo calls it: a team, and a punch of
# one of its people with the document number encrypted. Each is answered with a serial number, which is asked for its result.
# Run after 1-attendance.sh. Run again the team is there already (班组已存在), and the punch is a repetition.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/hub.sh"
APPID=${APPID:-DEMOAPP001}

# result SERIAL: asks until the call is carried out; status 20 is done, 10 failed.
result() {
  local answer status
  for _ in $(seq 60); do
    answer=$(real_name "$APPID" AsyncHandleResult.Query '{"requestSerialCode":"'$1'"}')
    status=$(pick data.status <<< "$answer")
    [ "$status" = 0 ] || break
    sleep 0.5
  done
  echo "$answer"
}

echo '# A team; the hub gives its number.'
team=$(real_name "$APPID" Team.Add '{"projectCode":"4501032026010001","corpCode":"91450300MA0DEA1178","corpName":"广西澄岭建设集团有限公司","teamName":"木工一班"}')
echo "$team"
team=$(result "$(pick data.requestSerialCode <<< "$team")")
echo "$team"
number=$(pick data.result <<< "$team" | grep -Eo '[0-9]{9,10}' | head -1)

echo '# A punch at its gate.'
person=$(encrypted "$APPID" 450107196103010000)
punch=$(real_name "$APPID" WorkerAttendance.Add '{"projectCode":"4501032026010001","teamSysNo":'$number',"dataList":[{"idCardType":"01","idCardNumber":"'$person'","date":"2026-01-06 07:30:00","direction":"01"}]}')
echo "$punch"
result "$(pick data.requestSerialCode <<< "$punch")"

echo '# One record for all: the graph answers with the punches of both ways in.'
as province-hr "$EXAMPLES/attendance/8-day.json"
