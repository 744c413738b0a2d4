import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 重点监管标识: a time during which a project is under key supervision. */
export const KeySupervisionMark = fact(
  {
    name: 'KeySupervisionMark',
    schema: 'provincial',
    table: 'key_supervision_mark',
    naturalKey: ['projectCode', 'startsOn'],
    excludesOverlap: true,
  },
  {
    projectCode: column.code(),
    startsOn: column.day(),
    endsOn: column.day().nullable(),
    reason: column.text(),
    authority: column.text(),
  },
);
