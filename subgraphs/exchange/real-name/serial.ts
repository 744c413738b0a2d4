/** The hour in a serial, `yyyyMMddHH` in Beijing time. */
export function hourOfSerial(at: Date): string {
  return new Date(at.getTime() + BEIJING_MS).toISOString().replace(/\D/g, '').slice(0, 10);
}

const BEIJING_MS = 8 * 3_600_000;
