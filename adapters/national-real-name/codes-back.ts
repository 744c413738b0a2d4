/** Codes of the interface for values of the standard, where answers give them back. */
export const PROJECT_STATUS: Readonly<Record<string, string>> = {
  PREPARING: '001',
  APPROVED: '002',
  UNDER_CONSTRUCTION: '003',
  COMPLETED: '004',
  SUSPENDED: '005',
};

/** Of a unit whose source states the role alone: every kind of subcontractor is one role, and 劳务分包 stands for them. */
export const CORP_TYPE: Readonly<Record<string, string>> = {
  SUBCONTRACTOR: '006',
  SUPERVISOR: '007',
  OWNER: '008',
  GENERAL_CONTRACTOR: '009',
  SURVEYOR: '010',
  DESIGNER: '011',
  OTHER: '012',
};

export const DIRECTION: Readonly<Record<string, string>> = { IN: '01', OUT: '02' };

/** Instants as the interface writes them: Beijing time without a zone. */
export const beijingText = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** A code of the standard's `CodeName`. */
export const codeOf = (named: { readonly code: string } | null | undefined): string | null =>
  named?.code ?? null;

/** Team numbers are integers where the hub gave them, and text where another system numbered the crew. */
export const teamNumber = (crewNo: string | null): number | string | null =>
  crewNo !== null && /^\d{1,15}$/.test(crewNo) ? Number(crewNo) : crewNo;
