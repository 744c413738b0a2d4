import type { LedgerRoom } from '../submission/room.ts';
import { unusable } from '../submission/unusable.ts';

/**
 * Holds the dataset that a question names (数据集) to those of the room: a misspelt one, or one of another department, would look
 * like one of which nothing was ever sent.
 * @throws BadInput VALUE_REFUSED, with the names there are
 */
export function checkDataset(
  dataset: string | null | undefined,
  { datasets }: Pick<LedgerRoom, 'datasets'>,
  path: readonly string[] = ['filter', 'dataset'],
): void {
  if (dataset === null || dataset === undefined) return;
  const names = datasets.map(({ name }) => name);
  if (names.includes(dataset)) return;
  throw unusable('VALUE_REFUSED', 'this ledger has no such dataset', {
    path,
    expected: `one of ${names.join(', ')}`,
    came: 'another name',
  });
}
