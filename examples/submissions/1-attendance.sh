#!/usr/bin/env bash
# A project is filed and attendance submitted: one good record, one bad, two that wait; the correction, the release, the
# resend, the withdrawal. Run again it gets the stored answers: each submission has its key.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/hub.sh"
cd "$EXAMPLES/attendance"

echo '# The general contractor files its project, then its crew and people.'
as enterprise 1-project.json
as enterprise 2-people.json

echo '# The vendor of the gates submits what they recorded.'
attendance=$(as vendor 3-attendance.json)
echo "$attendance"

echo '# What was kept of it, and what waits.'
receipt=$(pick data.submitAttendance.id <<< "$attendance")
waiting=$(as vendor 4-receipt.json RECEIPT "$receipt")
echo "$waiting"

echo '# The correction: it names the held record that it puts right.'
held=$(pick data.ledgers.provincial.wrongNumber.nodes.0.id <<< "$waiting")
correction=$(as vendor 5-correction.json HELD "$held")
echo "$correction"

echo '# The resend: the same key and content get the same answer, replayed.'
as vendor 3-attendance.json

echo '# The worker arrives that the last record waits for: the hub releases it by itself.'
as enterprise 6-late-worker.json
until_is 0 data.ledgers.provincial.waiting.totalCount as vendor 4-receipt.json RECEIPT "$receipt"
as province-hr 8-day.json

echo '# A record is taken back.'
record=$(pick data.submitAttendance.verdicts.1.recordId <<< "$correction")
as vendor 7-withdrawal.json RECORD "$record"
as province-hr 8-day.json
