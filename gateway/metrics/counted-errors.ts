import type { FormatError } from '../format-error.ts';
import type { Metrics } from './metrics.ts';

/** Counts each error that leaves for a caller: here all of them come by, whatever address they answer. */
export function countedErrors(formatError: FormatError, metrics?: Pick<Metrics, 'told'>): FormatError {
  if (metrics === undefined) return formatError;
  return (formatted, error) => {
    const told = formatError(formatted, error);
    metrics.told(told.extensions?.code);
    return told;
  };
}
