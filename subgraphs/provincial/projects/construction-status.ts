import { code } from '../../../ledger/submission/fields/index.ts';
import type { Field } from '../../../ledger/submission/field.ts';

/** Dictionary project-status of the national real-name interface (施工状态). */
const STATUS_OF_CODE: Readonly<Record<string, string>> = {
  '001': 'PREPARING',
  '002': 'APPROVED',
  '003': 'UNDER_CONSTRUCTION',
  '004': 'COMPLETED',
  '005': 'SUSPENDED',
};

const CODE_OF_STATUS = Object.fromEntries(
  Object.entries(STATUS_OF_CODE).map(([code, status]) => [status, code]),
);

export const statusOf = (code: string): string => STATUS_OF_CODE[code] ?? 'PREPARING';

export const statusCode = (status: string): string => CODE_OF_STATUS[status]!;

const stated = code('project-status');

/** The construction status as a source states it: by the dictionary's code, or by the word of the graph. */
export const constructionStatus: Field<string | null> = {
  expected: `${stated.expected}; or ${Object.keys(CODE_OF_STATUS).join(', ')}`,
  read: (raw, report) => stated.read((typeof raw === 'string' && CODE_OF_STATUS[raw.trim()]) || raw, report),
};
