/** One stable code of the gateway: its HTTP status, when it is given, what the client should do. */
export interface RefusalCode {
  status: number;
  when: string;
  remedy: string;
  /** Both in Chinese (中文说明), as the answer tells it. */
  zh: string;
}

export function code(status: number, when: string, remedy: string, zh: string): RefusalCode {
  return { status, when, remedy, zh };
}
