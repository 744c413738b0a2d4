import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** A hub that runs somewhere, asked as an outside program asks it: by its demo credentials, over HTTP. */
export interface RunningHub {
  readonly url: string;
  readonly tokens: Readonly<Record<string, string>>;
  ask(role: string | null, query: string, variables?: object, extensions?: object): Promise<Answer>;
  stop(): Promise<void>;
}

export async function runningHub(dataDir: string, stop: () => Promise<void>): Promise<RunningHub> {
  const credentials = JSON.parse(await readFile(join(dataDir, 'demo-credentials.json'), 'utf8'));
  const { graphql, tokens } = credentials as { graphql: string; tokens: Record<string, string> };
  return {
    url: graphql.replace(/\/graphql$/, ''),
    tokens,
    stop,
    async ask(role, query, variables = {}, extensions) {
      const response = await fetch(graphql, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(role !== null && { authorization: `Bearer ${tokens[role]}` }),
        },
        body: JSON.stringify({ query, variables, ...(extensions && { extensions }) }),
      });
      return { status: response.status, ...((await response.json()) as object) } as Answer;
    },
  };
}
