/** What the client was told, and what must therefore be there in the end. */
export class Book {
  /** Punches by their label, which is part of the device's name. */
  readonly punches = new Map<string, Punch>();
  /** Payroll sheets by number. */
  readonly sheets = new Map<string, Sheet>();
  /** Numbers of labour contracts. */
  readonly contracts = new Map<string, { id: string | null; acknowledged: boolean }>();
  /** Receipts of answered submissions, with how many records each had. */
  readonly receipts = new Map<string, number>();
  /** Serials of admitted 603号 calls. */
  readonly serials = new Set<string>();
}

export interface Punch {
  deviceNo: string;
  /** Told by the receipt; null where it was held first, or came by a 603号 call. */
  id: string | null;
  version: number;
  acknowledged: boolean;
}

export interface Sheet {
  id: string | null;
  version: number;
  /** What each line pays, by its number. */
  lines: Record<number, string>;
  acknowledged: boolean;
}
