/**
 * Asks the running demo one question with fetch, as one of its roles, and goes through every page of it.
 *
 *   node_modules/.bin/node examples/ask.ts [ROLE] [PAGE SIZE]
 *   node_modules/.bin/node examples/ask.ts county-housing 20
 *
 * Roles are in docs/roles.md, tokens in demo-credentials.json of HUB_DATA_DIR (.hub of the project by default).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const QUESTION = `query SpecialAccounts($first: Int, $after: Cursor) {
  projects(first: $first, after: $after, orderBy: CODE) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { code kind name specialWageAccounts { bankName accountName accountNumber status } }
  }
}`;

interface Answer {
  readonly data?: { readonly projects: Page } | null;
  readonly errors?: readonly GraphError[];
}

interface Page {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  /** Accounts are null when the banking subgraph is down; the error at their path says so. */
  readonly nodes: readonly {
    readonly code: string;
    readonly kind: string;
    readonly name: string;
    readonly specialWageAccounts: readonly Account[] | null;
  }[];
}

interface Account {
  readonly bankName: string;
  readonly accountName: string;
  readonly accountNumber: string | null;
  readonly status: string;
}

interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly incident?: string };
}

interface Credentials {
  readonly graphql: string;
  readonly tokens: Readonly<Record<string, string>>;
}

const [role = 'province-hr', size = '20'] = process.argv.slice(2);
process.exitCode = await main(role, Number(size)).catch((error: Error) => {
  console.error(`ask.ts: ${error.message} ${error.cause ?? ''}`);
  return 2;
});

/** @returns the exit code: 0 all pages came, 1 the hub refused, 2 it could not be asked */
async function main(as: string, first: number): Promise<number> {
  const { graphql, tokens } = credentials();
  const token = tokens[as];
  if (token === undefined)
    throw new Error(`there is no role ${as}; there are ${Object.keys(tokens).join(', ')}`);
  let seen = 0;
  for (let after: string | null = null; ; ) {
    const { data, errors = [] } = await ask(graphql, token, { first, after });
    for (const { extensions, message, path } of errors)
      console.error(`${extensions.code} ${path?.join('.') ?? ''} ${message}`);
    if (!data) return 1;
    const { nodes, pageInfo, totalCount } = data.projects;
    for (const { code, kind, name, specialWageAccounts } of nodes) {
      console.log(`${code}  ${kind.padEnd(9)}  ${name}`);
      for (const { bankName, accountName, accountNumber, status } of specialWageAccounts ?? [])
        console.log(`    ${accountNumber ?? '-'}  ${status}  ${bankName}  ${accountName}`);
    }
    seen += nodes.length;
    if (!pageInfo.hasNextPage) {
      console.log(`${seen} of ${totalCount} projects, as ${as}`);
      return 0;
    }
    after = pageInfo.endCursor;
  }
}

// Values go as variables: the text stays the same, and with it the plan that the gateway remembers.
async function ask(address: string, token: string, variables: object): Promise<Answer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUESTION, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  // A refusal has a status of its own and the same JSON form.
  return (await response.json()) as Answer;
}

function credentials(): Credentials {
  const folder = process.env.HUB_DATA_DIR ?? fileURLToPath(new URL('../.hub', import.meta.url));
  return JSON.parse(readFileSync(`${folder}/demo-credentials.json`, 'utf8')) as Credentials;
}
