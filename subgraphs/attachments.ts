import type { Moment } from '../ledger/submission/dataset.ts';
import { digest, list, namesNobody, required, text, within } from '../ledger/submission/fields/index.ts';
import type { Report } from '../ledger/submission/report.ts';
import { digestsOf } from './file-digests.ts';

/** One file (附件) by its SM3 digest, with its name where one was stated; the file stays with its source. */
export interface Attachment {
  readonly name?: string;
  readonly digest: string;
}

interface Stated {
  readonly name: string | null;
  readonly digest: string;
}

/** The files of a record, of which the 603号 interface states name and content (§6.4, §6.7, §6.9, §6.10). */
export const attachments = (max: number) =>
  list({ name: text({ max: 200 }), digest: required(digest()) }, { min: 0, max });

/** Names of files are read in clear (附件名称): none holds a number of a person; `path` is the field of the list. */
export function filesNameNobody(
  report: Report,
  path: string,
  stated: readonly Stated[],
  moment: Moment,
): void {
  for (const [place, { name }] of stated.entries())
    namesNobody(within(report, `${path}.${place}`), { name }, moment);
}

/** As they are stored; null where there is none, so that a record without files is the record it was before they had a home. */
export const storedAttachments = (stated: readonly Stated[]): Attachment[] | null =>
  stated.length === 0 ? null : stated.map(({ name, digest }) => ({ ...(name !== null && { name }), digest }));

/** Those that have a name, for a record that keeps all digests in a text of their own (`digests`). */
export const namedAttachments = (stated: readonly Stated[]): Attachment[] | null =>
  storedAttachments(stated.filter(({ name }) => name !== null));

/** The digests of all files as one text, however they were stated, each once; null where there is none. */
export function allDigests(bare: string | null, stated: readonly Stated[]): string | null {
  if (stated.length === 0) return bare;
  const known = bare === null ? [] : digestsOf(bare);
  return [...new Set([...known, ...stated.map(({ digest }) => digest)])].join(' ');
}

/** All files of two such columns, each with its name where it has one; null where there is none. */
export function filesOf(all: string | null | undefined, named: unknown): Stated[] | null {
  if (!all) return null;
  const names = new Map((named as Attachment[] | null | undefined)?.map((one) => [one.digest, one.name]));
  return digestsOf(all).map((digest) => ({ digest, name: names.get(digest) ?? null }));
}
