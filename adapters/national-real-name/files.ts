import { fieldOf, isRow, type Row, textOf } from './business.ts';
import type { Complaint } from './complaint.ts';
import { ATTACHMENT, type File, type FileLimit, isFile, MOST_ATTACHMENTS, readFile } from './picture.ts';

export interface SentFile {
  readonly text: string;
  readonly place: string;
  readonly limit: FileLimit;
  /** The list it is one of; lists are bounded. */
  readonly list?: string;
}

/** Reads the files of a call; an empty text is no file. */
export function readFiles(sent: readonly SentFile[]): {
  files: readonly File[];
  complaints: readonly Complaint[];
} {
  const files: File[] = [];
  const complaints: Complaint[] = [];
  const counted = new Map<string, number>();
  for (const { text, place, limit, list } of sent) {
    if (text === '') continue;
    if (list !== undefined) counted.set(list, (counted.get(list) ?? 0) + 1);
    const read = readFile(text, place, limit);
    if (isFile(read)) files.push(read);
    else complaints.push(read);
  }
  for (const [list, count] of counted)
    if (count > MOST_ATTACHMENTS)
      complaints.push({
        place: `[${list}]`,
        chinese: `附件最多 ${MOST_ATTACHMENTS} 个`,
        english: `at most ${MOST_ATTACHMENTS} attachments`,
      });
  return { files, complaints };
}

/** Rows of a field that holds attachments (附件): each `{name, data}` (§6.4, §6.7, §6.9, §6.10). */
export const attachmentRows = (sent: unknown): readonly Row[] => (Array.isArray(sent) ? sent : []).filter(isRow);

/** The contents of attachments, as `readFiles` takes them. @param list the field's place without its outer brackets */
export const attachmentsAt = (rows: readonly Row[], list: string): SentFile[] =>
  rows.map((row, index) => ({
    text: textOf(fieldOf(row, 'data')),
    place: `[${list}][${index}][data]`,
    limit: ATTACHMENT,
    list,
  }));

/** An attachment in the words of the standard. */
export interface Attachment {
  readonly name?: string;
  readonly digest: string;
}

/** Attachments as the standard keeps them, by digest with their names; one that could not be read is left out. */
export function namedDigests(rows: readonly Row[], list: string, files: readonly File[]): Attachment[] {
  const digests = new Map(files.map(({ place, digest }) => [place, digest]));
  return rows.flatMap((row, index) => {
    const digest = digests.get(`[${list}][${index}][data]`);
    const name = textOf(fieldOf(row, 'name'));
    return digest === undefined ? [] : [{ ...(name !== '' && { name }), digest }];
  });
}

/** Attachments as answers give them back: their names, since the hub keeps files sealed and gives no address of them. */
export const attachmentNames = (kept: readonly { readonly name: string | null }[] | null | undefined) =>
  (kept ?? []).map(({ name }) => ({ name }));
