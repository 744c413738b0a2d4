import { decodeCursor, encodeCursor } from '../cursor.ts';

/** The place in the order from which the changes are read next: a submission's position, and a record's index in it. */
export interface ChangePlace {
  readonly position: number;
  readonly index: number;
}

/** A cursor of `changes`. Made from a position, it goes on with that position's first record. */
export const changeCursor = ({ position, index }: ChangePlace): string =>
  encodeCursor(LIST, [position, index]);

/** @throws BadInput `CURSOR_INVALID` for anything but a cursor of `changes` */
export function changePlace(cursor: string): ChangePlace {
  const [position, index] = decodeCursor(cursor, LIST, COLUMNS).map(Number);
  return { position: position!, index: index! };
}

const LIST = 'changes';
const COLUMNS = [
  { property: 'position', name: 'position', type: 'bigint', sealed: false },
  { property: 'index', name: 'index', type: 'int', sealed: false },
];
