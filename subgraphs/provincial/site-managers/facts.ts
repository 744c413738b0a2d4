import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 项目管理人员: a period of one person in one post, for one unit of one project. */
export const SiteManager = fact(
  {
    name: 'SiteManager',
    schema: 'provincial',
    table: 'site_manager',
    naturalKey: ['projectCode', 'unitCode', 'workerId', 'post', 'enteredOn'],
    excludesOverlap: true,
    sealed: ['phone'],
  },
  {
    projectCode: column.code(),
    unitCode: column.code(),
    role: column.code(),
    workerId: column.uuid(),
    post: column.code(),
    name: column.text(),
    phone: column.bytes().nullable(),
    registrationNo: column.code().nullable(),
    enteredOn: column.day(),
    exitedOn: column.day().nullable(),
  },
);
