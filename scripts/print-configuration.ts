// Writes docs/configuration.md from the settings that kernel/config.ts declares.
import { writeFileSync } from 'node:fs';
import { Fault } from '../kernel/faults.ts';
import { readConfig, type Setting, settings } from '../kernel/config.ts';

/** `docs/configuration.md` as text; a test holds the committed page equal to it. */
export function configurationPage(): string {
  const rows = Object.values<Setting<unknown>>(settings).map(
    (setting) =>
      `| \`${setting.env}\` | ${setting.doc} | ${expected(setting)} | ${defaultOf(setting)} | ${setting.secret ? 'yes' : ''} |`,
  );
  return `${[HEAD, TABLE, ...rows].join('\n')}\n\n${[PRODUCTION, ...productionDemands()].join('\n')}\n`;
}

// A reader says in its error what it expects, and this text is acceptable to none of them.
function expected({ env, read }: Setting<unknown>): string {
  try {
    read(' ?');
  } catch (error) {
    return (error as Error).message.replaceAll('|', '\\|');
  }
  throw new Error(`${env} accepts any text; its reader should say what it expects`);
}

function defaultOf({ fallback }: Setting<unknown>): string {
  if (fallback === undefined) return 'unset';
  return fallback === '' ? 'none' : `\`${fallback}\``;
}

// Asked of the reader itself, so that this list is what a start in production would say.
function productionDemands(): string[] {
  try {
    readConfig({ HUB_ENV: 'production', HUB_SEED: 'demo', HUB_NOW: '2026-01-05T07:31:30+08:00' });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const [, ...problems] = error.message.split('\n');
    return problems.map((problem) => `- ${problem.replace(/^(HUB_\w+):/, '`$1`')}.`);
  }
  throw new Error('production was expected to refuse demo data and a frozen clock');
}

const HEAD = `# Configuration (配置)

Printed from \`kernel/config.ts\` by \`scripts/print-configuration.ts\`; do not edit by hand. After a change of a setting:

\`\`\`sh
node_modules/.bin/node scripts/print-configuration.ts
\`\`\`

(The hub's own Node: an older one on the machine cannot read TypeScript.)

Settings are environment variables. They are read once, at the start; every problem is reported together and the start
ends with exit code 2. An empty variable counts as unset. A variable that begins with \`HUB_\` and is not listed here is
named in a warning, since it is most often a misspelt one. The value of a secret setting is never printed, not even in
an error. Keys are not settings: they are in \`keys/keyring.json\` of the data folder (mode 0600), made at the first start.
`;
const TABLE = '| variable | meaning | expected | default | secret |\n| --- | --- | --- | --- | --- |';
const PRODUCTION = '## With `HUB_ENV=production`\n';

if (import.meta.main)
  writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationPage());
