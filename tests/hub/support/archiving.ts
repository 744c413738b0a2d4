import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServerSite } from '../../survival/support/server-site.ts';
import type { Parents } from '../../survival/support/parents.ts';
import { ROOT } from '../../support/rooms.ts';
import { surroundings } from '../../support/surroundings.ts';

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `hub archive` as a process of its own. */
export function startArchive(
  env: Readonly<Record<string, string>>,
  ...words: readonly string[]
): { child: ChildProcess; said: Promise<Said> } {
  const child = spawn(process.execPath, [join(ROOT, 'bin/hub.mjs'), 'archive', ...words], {
    env: { ...surroundings(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return { child, said: once(child, 'close').then(([code]) => ({ code, out, err })) };
}

export const archive = (env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Said> =>
  startArchive(env, ...words).said;

let keys = 0;

/** What the vendor is told of one punch of each worker on a day. @returns the verdicts, each once */
export async function punchOn(site: ServerSite, parents: Parents, day: string): Promise<string[]> {
  const query = `mutation P($envelope: SubmissionEnvelopeInput!, $records: [AttendanceRecordInput!]!) {
    submitAttendance(envelope: $envelope, records: $records) { verdicts { outcome code path } } }`;
  const records = parents.documents.flatMap((documentNumber) =>
    ['07:30:00', '18:00:00'].map((time, at) => ({
      projectCode: parents.projectCode,
      crewNo: parents.crewNo,
      documentType: '01',
      documentNumber,
      occurredAt: `${day}T${time}+08:00`,
      direction: at === 0 ? 'IN' : 'OUT',
      deviceNo: `GATE-${day}`,
    })),
  );
  const envelope = {
    idempotencyKey: `old-${process.pid}-${keys++}`,
    sourceSystem: 'archive-vendor',
    sentAt: new Date().toISOString(),
  };
  const { data, errors } = await asked(site, 'vendor', query, { envelope, records });
  if (errors) throw new Error(JSON.stringify(errors));
  const { verdicts } = data.submitAttendance as {
    verdicts: { outcome: string; code: string; path: string | null }[];
  };
  return [
    ...new Set(verdicts.map(({ outcome, code, path }) => [outcome, code, path].filter(Boolean).join(' '))),
  ];
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the question asks for
export type Answer = { data: any; errors?: { path: string[]; extensions: Record<string, unknown> }[] };

export async function asked(
  site: ServerSite,
  role: string,
  query: string,
  variables: object = {},
): Promise<Answer> {
  const response = await fetch(`${site.urls[0]}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${site.tokens()[role]}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Every record of a month as one text, whatever table it is in; null where there is no such month. */
export const contentOf = (site: ServerSite, month: string): Promise<string | null> =>
  site.sql(async (client) => {
    const { rows } = await client.query<{ content: string | null }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, e'\\n' order by t.id), '')) as content
         from provincial.attendance_record t
        where to_char(t.occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM') = $1`,
      [month],
    );
    const { content } = rows[0]!;
    return content?.startsWith('0 ') ? null : content;
  });
