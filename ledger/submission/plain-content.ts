import type { Table } from '../table.ts';
import type { LedgerRoom } from './room.ts';

/** What a row states, by property (明文内容): sealed columns in plain text, as the writer wants them. */
export function plainContent(
  { sealer }: Pick<LedgerRoom, 'sealer'>,
  { fact, content }: Table,
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const { property, name, sealed } of content) {
    const value = row[property];
    const place = { dataset: fact.table, column: name, recordId: row.id as string };
    plain[property] = sealed && value !== null ? sealer.open(value as Buffer, place) : value;
  }
  return plain;
}
