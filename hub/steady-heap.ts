import { setFlagsFromString } from 'node:v8';

/** How far the heap grows beyond what is in use before it is collected, in per cent; V8 alone goes up to 300. */
const GROWTH = 60;
/**
 * Of a process that is a gateway and nothing else. Its heap is small, 35 MiB, and what it holds of requests under way is
 * taken for lasting: at 60 per cent it was collected as a whole twice a second, for a fifth of its CPU.
 */
export const GATEWAY_GROWTH = 135;

/**
 * Keeps the process small under load: batches of records live just long enough to be taken for lasting, and the heap would
 * grow to several times what is in use. Measured with batches of 500 records: 700 MiB without it.
 */
export function keepHeapSteady(growth = GROWTH): void {
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}
