import type { Complaint } from './complaint.ts';
import { type File, type FileLimit, isFile, MOST_ATTACHMENTS, readFile } from './picture.ts';

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
