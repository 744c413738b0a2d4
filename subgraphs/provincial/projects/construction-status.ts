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
