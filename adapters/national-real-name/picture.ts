import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import type { Complaint } from './complaint.ts';
import type { KeptImage } from './ports.ts';

/** What may come in a field that holds a file (图片或附件). */
export interface FileLimit {
  readonly most: number;
  readonly types: readonly KeptImage['contentType'][];
}

/** headImage, issueCardPic and attendance pictures: 50 KB, jpg/jpeg/png (§6.5, §6.8). */
export const PICTURE: FileLimit = { most: 50 * 1024, types: ['image/jpeg', 'image/png'] };
/** Attachments: 1 MB, at most five (§6.4); scans are also sent as PDF (modelled). */
export const ATTACHMENT: FileLimit = {
  most: 1024 * 1024,
  types: ['image/jpeg', 'image/png', 'application/pdf'],
};
export const MOST_ATTACHMENTS = 5;

export type File = Pick<KeptImage, 'bytes' | 'contentType' | 'digest' | 'place'>;

/**
 * Reads a file sent as base64, with or without a `data:` head. What it is, its first bytes say and not its name:
 * SVG and HTML, which can carry programs, are none of the types.
 */
export function readFile(text: string, place: string, limit: FileLimit): File | Complaint {
  const base64 = text.replace(/^data:[\w/+.-]{1,60};base64,/i, '').replace(/\r?\n/g, '');
  if (base64.length > Math.ceil(limit.most / 3) * 4)
    return complaint(place, `不能超过 ${limit.most / 1024} KB`, `at most ${limit.most / 1024} KB`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0)
    return complaint(place, '应为 base64 编码', 'it must be base64');
  const bytes = Buffer.from(base64, 'base64');
  const contentType = limit.types.find((type) => MAGIC[type].some((head) => bytes.indexOf(head) === 0));
  if (contentType === undefined || bytes.length > limit.most)
    return contentType === undefined
      ? complaint(place, `格式应为 ${words(limit)}`, `its content must be ${words(limit)}`)
      : complaint(place, `不能超过 ${limit.most / 1024} KB`, `at most ${limit.most / 1024} KB`);
  return { bytes, contentType, digest: sm3Hex(bytes), place };
}

export const isFile = (read: File | Complaint): read is File => 'bytes' in read;

const MAGIC: Readonly<Record<KeptImage['contentType'], readonly Buffer[]>> = {
  'image/jpeg': [Buffer.from([0xff, 0xd8, 0xff])],
  'image/png': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  'application/pdf': [Buffer.from('%PDF-')],
};

const words = ({ types }: FileLimit): string => (types.length === 2 ? 'jpg/jpeg/png' : 'jpg/jpeg/png/pdf');

const complaint = (place: string, chinese: string, english: string): Complaint => ({
  place,
  chinese,
  english,
});
