import { faults } from '../kernel/faults.ts';
import { refusalCodes } from './refusal-codes.ts';

/** `docs/errors.md` as text; a test holds the committed page equal to it. */
export function errorsPage(): string {
  const rows = Object.entries(refusalCodes).map(
    ([code, { status, when, remedy }]) => `| \`${code}\` | ${status} | ${when} | ${remedy} |`,
  );
  const others = Object.entries(faults)
    .filter(([code]) => !Object.hasOwn(refusalCodes, code))
    .map(([code, make]) => `| \`${code}\` | ${make('…').httpStatus} |`);
  return `${[HEAD, TABLE, ...rows].join('\n')}\n\n${[FAULTS, ...others].join('\n')}\n`;
}

const HEAD = `# Errors (错误代码)

Printed from \`gateway/refusal-codes.ts\` and \`kernel/faults.ts\` by \`scripts/print-errors.ts\`; do not edit by hand.

Every error has the shape \`{"message", "path"?, "extensions": {"code", …}}\`. Codes and statuses are stable, texts are
not. An answer may hold both \`data\` and \`errors\`: then each error's \`path\` names the field that is null. No error
holds a stack, a file, a table, another organisation's data, or the value a client sent. A fault carries an
\`incident\`: the log has its cause under that number.

Departments refuse with codes of their own (listed with each mutation's refusals). They pass through the gateway with
\`subgraph\`, and where there is something to repair with \`field\`, \`expected\`, \`came\` and \`remedy\`.
`;
const TABLE = '| code | HTTP | when | what to do |\n| --- | --- | --- | --- |';
const FAULTS = `## Faults of departments and doors

Seen as \`extensions.code\` of one field, with HTTP 200 and an \`incident\`; the status counts where a department is asked
alone.

| code | status |
| --- | --- |`;
