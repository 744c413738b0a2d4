import { type Role, roles } from './roles.ts';

/** `docs/roles.md` as text; a test holds the committed page equal to it. */
export function rolesPage(): string {
  return `${[HEAD, table(), ...roles.map(section)].join('\n\n')}\n`;
}

const HEAD = `# Roles (角色)

Printed from \`gateway/callers/roles.ts\` by \`scripts/print-roles.ts\`; do not edit by hand. The roles are modelled on
who uses the hub; they are not an official list.

A token names its role; scopes, sectors and kind come from the role, whatever the token says. Divisions come from the
token, never wider than the role's level. Personal data is masked for everybody. It is shown in clear when the role
has \`personal:clear\` or \`sensitive:clear\` **and** the request declares a purpose that has not expired:

\`\`\`json
{ "query": "…", "extensions": { "hub": { "purpose": { "basis": "…", "caseNo": "…", "expiresAt": "2026-01-31T18:00:00+08:00" } } } }
\`\`\`

\`basis\` (依据) and \`caseNo\` (案号) are texts of 2 to 200 characters on one line; \`expiresAt\` (RFC 3339) is at most 24
hours ahead of the real clock. Each request that asks for clear data is noted in the log with its basis and case.
\`workerByDocument\` takes \`sensitive:clear\` and a purpose as well, and is put on record for auditors (\`workerLookups\`).

\`extensions.hub\` also takes \`asOf\` (RFC 3339, not in the future) and \`withEvidence\` (true or false).

## Tokens

| claim | meaning |
| --- | --- |
| \`iss\`, \`aud\`, \`iat\`, \`nbf\`, \`exp\` | issuer (\`HUB_ISSUER\`), \`guixin-hub\`, and times; a production token lives at most a day |
| \`sub\` | the person or the client program; never written to the log |
| \`organisation\` | the organisation behind it |
| \`role\` | one of the roles below |
| \`divisions\` | division codes of 6, 9 or 12 digits (行政区划); the role's own when absent |
| \`enterprise\`, \`bank\`, \`worker\` | whom an enterprise, a guarantee company or an insurer (统一社会信用代码, 18 characters), a bank (bank code) or the worker's app (the worker's id, a UUID) acts for; other roles' are not read |`;

function table(): string {
  const rows = roles.map(({ name, zh, kind, level, sectors, divisions }) =>
    [
      `[\`${name}\`](#${name})`,
      zh,
      kind,
      level,
      sectors.length === 6 ? 'all' : sectors.join(', '),
      divisions.join(', '),
    ].join(' | '),
  );
  return [
    '| role | 中文 | kind | widest | sectors | divisions when none is named |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function section({ name, zh, sentence, scopes, claims }: Role): string {
  const needs =
    claims.length === 0
      ? ''
      : `\n\nIts tokens must carry ${claims.map((claim) => `\`${claim}\``).join(', ')}.`;
  return `## ${name}\n\n${sentence} (${zh})\n\nScopes: ${scopes.map((scope) => `\`${scope}\``).join(' ')}${needs}`;
}
