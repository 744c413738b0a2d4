/** What a serial begins with: object, verb and the hour in Beijing time, `workerattendance-add-2026010507`. */
export function stemOfSerial(method: string, at: Date): string {
  const hour = new Date(at.getTime() + BEIJING_MS).toISOString().replace(/\D/g, '').slice(0, 10);
  return `${method.toLowerCase().replace('.', '-')}-${hour}`;
}

const BEIJING_MS = 8 * 3_600_000;
