import type { EngineAnswer } from '../engine/engine.ts';
import type { FormatError } from '../format-error.ts';
import { toldErrors } from '../told-errors.ts';

/** An answer as it goes out. */
export interface Written {
  status: number;
  text: string;
}

/** `{errors, data}` as JSON text, errors made fit for clients as everywhere; the status is theirs where they have one. */
export function written(
  { data = null, errors }: EngineAnswer,
  formatError: FormatError,
  requestId: string,
): Written {
  if (errors === undefined || errors.length === 0) return { status: 200, text: JSON.stringify({ data }) };
  const told = toldErrors(errors, formatError, requestId);
  return { status: told.status ?? 200, text: JSON.stringify({ errors: told.errors, data }) };
}
