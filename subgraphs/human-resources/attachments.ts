import { digest, list, required, text } from '../../ledger/submission/fields/index.ts';

/** One file (附件) by its SM3 digest, with its name where one was stated; the file stays with its source. */
export interface Attachment {
  readonly name?: string;
  readonly digest: string;
}

/** The files of a record, of which interfaces state name and content (603号 §6.7, §6.10). */
export const attachments = (max: number) =>
  list({ name: text({ max: 200 }), digest: required(digest()) }, { min: 0, max });

interface Stated {
  readonly name: string | null;
  readonly digest: string;
}

/** As they are stored; null where there is none, so that a record without files is the record it was before they had a home. */
export const storedAttachments = (stated: readonly Stated[]): Attachment[] | null =>
  stated.length === 0
    ? null
    : stated.map(({ name, digest }) => ({ ...(name !== null && { name }), digest }));
