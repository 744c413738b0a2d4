import { BadInput } from '../../../kernel/refusals.ts';

const MOST_RECORDS = 500;

/** @throws BadInput `TOO_MANY_RECORDS`, `SOURCE_MALFORMED`, `BATCH_NO_MALFORMED` */
export function refuseBadBatch(batch: {
  readonly source: string;
  readonly batchNo: string;
  readonly records: readonly unknown[];
}): void {
  if (batch.records.length > MOST_RECORDS)
    throw bad('TOO_MANY_RECORDS', 'records', `at most ${MOST_RECORDS} records`, `${batch.records.length}`);
  if (!/^[0-9A-Za-z._-]{1,64}$/.test(batch.source))
    throw bad('SOURCE_MALFORMED', 'source', '1 to 64 letters, digits, dots, hyphens and underscores');
  if (!/^[\x21-\x7e]{1,64}$/.test(batch.batchNo))
    throw bad('BATCH_NO_MALFORMED', 'batchNo', '1 to 64 visible ASCII characters');
}

function bad(code: string, field: string, expected: string, came?: string): BadInput {
  return new BadInput(code, `the batch cannot be taken: ${field}`, {
    path: ['batch', field],
    expected,
    ...(came !== undefined && { came }),
    remedy: 'nothing was stored; correct the batch and send it again',
  });
}
