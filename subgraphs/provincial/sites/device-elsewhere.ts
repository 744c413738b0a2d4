import { sql } from 'kysely';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { type AtPlace, byKey, joined, keyRows } from '../references/key-parts.ts';

interface Device {
  readonly projectCode: string | null;
  readonly serialNo: string | null;
  readonly removedOn: string | null;
}

/** The same device, by its maker's number, where it stands in another project and was not removed (他处在用设备). */
export const elsewhere: Reference<Device, AtPlace> = {
  name: 'device-elsewhere',
  path: 'serialNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, serialNo, removedOn }) => (removedOn === null ? joined(projectCode, serialNo) : null),
  async find(keys, _scene, db) {
    const rows = await db!.rows<AtPlace>(sql`
      select k.place from ${keyRows(keys, 'project_code', 'serial_no')}
       where exists (select from provincial.attendance_device d
                      where d.serial_no = k.serial_no and d.project_code <> k.project_code
                        and d.removed_on is null and not d.withdrawn)`);
    return byKey(keys, rows);
  },
};
