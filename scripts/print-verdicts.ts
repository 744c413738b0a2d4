// Writes docs/verdicts.md from schema/verdicts.json.
import { writeFileSync } from 'node:fs';
import { type VerdictGroup, verdictCatalogue, verdictGroups } from '../schema/verdicts.ts';
import { nameOfCode } from '../schema/codes.ts';

/** `docs/verdicts.md` as text; a test holds the committed page equal to it. */
export function verdictsPage(): string {
  const sections = Object.entries(verdictGroups).map(([group, { zh, en }]) =>
    [`## ${zh}: ${en}`, '', TABLE, ...rowsOf(group as VerdictGroup)].join('\n'),
  );
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

function rowsOf(of: VerdictGroup): string[] {
  return Object.entries(verdictCatalogue)
    .filter(([, { group }]) => group === of)
    .map(([code, { outcome, zh, en, expected, remedyZh, remedyEn, doubt }]) => {
      const meaning = [zh, en, doubt ? doubtOf(doubt) : ''].filter(Boolean).join('<br>');
      return `| \`${code}\` | ${outcome} | ${meaning} | ${expected ?? ''} | ${remedyZh}<br>${remedyEn} |`;
    });
}

const doubtOf = (kind: string): string =>
  `At the deadline: doubtful data ${kind} (${nameOfCode('doubtful-kinds', kind)}), modelled.`;

const HEAD = `# Verdicts (判定代码)

Printed from \`schema/verdicts.json\` by \`scripts/print-verdicts.ts\`; do not edit by hand. The same is answered by the
query \`verdictCodes(outcome, group, code)\`.

Every record of a submission gets one verdict, in the order of submission: an outcome, a code, and where something is to
be put right the field's path, what was expected there and the remedy. A verdict never holds the value that came. Codes
are stable, texts are not. The list is modelled: it is this project's own and no authority's.

- \`ACCEPTED\` 已接受: a new fact. \`CORRECTED\` 已更正: a new version of a known fact. \`DUPLICATE\` 重复: nothing changed.
- \`HELD\` 暂存: well formed, but it points to something not yet known or carries a number that fails its check. It waits
  outside every total, is released by itself when what it points to arrives, and is corrected by sending it again with
  \`replacesHeld\`. When its deadline passes it becomes doubtful data where its code names a kind, and lapses otherwise.
- \`REJECTED\` 已拒绝: not taken. Where a record has several faults, the first is told.
- \`WARNING\` 提示: told among \`warnings\` of a record, whatever became of it; it decides nothing, and beside \`REJECTED\` and
  \`DUPLICATE\` nothing was stored.

What was expected is the field's own where its reader says more than the table below.`;
const TABLE = '| code | outcome | meaning | expected | what to do |\n| --- | --- | --- | --- | --- |';

if (import.meta.main) writeFileSync(new URL('../docs/verdicts.md', import.meta.url), verdictsPage());
