import { faults } from '../kernel/faults.ts';
import { departmentRefusals, refusalGroups } from '../schema/refusals.ts';
import { refusalCodes } from './refusal-codes.ts';

/** `docs/errors.md` as text; a test holds the committed page equal to it. */
export function errorsPage(): string {
  const rows = Object.entries(refusalCodes).map(
    ([code, { status, when, remedy, zh }]) => `| \`${code}\` | ${status} | ${when}<br>${zh} | ${remedy} |`,
  );
  const others = Object.entries(faults)
    .filter(([code]) => !Object.hasOwn(refusalCodes, code))
    .map(([code, make]) => `| \`${code}\` | ${make('…').httpStatus} |`);
  const parts = [
    [HEAD, TABLE, ...rows],
    [DEPARTMENTS],
    ...Object.keys(refusalGroups).map(ofGroup),
    [FAULTS, ...others],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function ofGroup(group: string): string[] {
  const { zh, en } = refusalGroups[group as keyof typeof refusalGroups];
  const rows = Object.entries(departmentRefusals)
    .filter(([, one]) => one.group === group)
    .map(([code, { when, remedy, zh }]) => `| \`${code}\` | ${when}<br>${zh} | ${remedy} |`);
  return [`### ${zh}: ${en}`, '', '| code | when | what to do |\n| --- | --- | --- |', ...rows];
}

const HEAD = `# Errors (错误代码)

Printed from \`gateway/refusal-codes.ts\`, \`schema/refusals.json\` and \`kernel/faults.ts\` by \`scripts/print-errors.ts\`; do
not edit by hand.

Every error has the shape \`{"message", "path"?, "extensions": {"code", "messageZh", …}}\`: \`message\` in English,
\`messageZh\` in Chinese (中文说明). Codes and statuses are stable, texts are
not. An answer may hold both \`data\` and \`errors\`: then each error's \`path\` names the field that is null. No error
holds a stack, a file, a table, another organisation's data, or the value a client sent. A fault carries an
\`incident\`: the log has its cause under that number.

What became of single records is no error but a verdict: [verdicts](verdicts.md).
`;
const TABLE = '| code | HTTP | when | what to do |\n| --- | --- | --- | --- |';
const DEPARTMENTS = `## Refusals of departments (部门拒绝代码)

With HTTP 200, the department in \`subgraph\`, and where there is something to repair \`field\`, \`expected\`, \`came\` and
\`remedy\`. The call is refused as a whole: nothing is stored, and no idempotency key is used up. A business no with fields
of its own is a member of a mutation's result instead.`;
const FAULTS = `## Faults of departments and doors

Seen as \`extensions.code\` of one field, with HTTP 200 and an \`incident\`; the status counts where a department is asked
alone.

| code | status |
| --- | --- |`;
