import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';

interface Device {
  readonly projectCode: string;
  readonly deviceNo: string;
  readonly serialNo: string | null;
  readonly removedOn: string | null;
}

/** The project of each device of one maker's number that is in use, by project and the device's number there. */
export type InUse = Map<string, string>;

/**
 * The devices of one maker's number that were not removed (在用设备). What a call states is noted as it is checked, in its order: its
 * records are told what they would be in calls of their own.
 */
export const devicesInUse: Reference<Device, InUse> = {
  name: 'devices-in-use',
  path: 'serialNo',
  missing: null,
  asks: 'database',
  key: ({ serialNo }) => serialNo,
  async find(serials, _scene, db) {
    const rows = await db!.rows<Device>(sql`
      select d.serial_no as "serialNo", d.project_code as "projectCode", d.device_no as "deviceNo"
        from provincial.attendance_device d
       where d.serial_no = any(${arrayLiteral(serials)}::text[]) and d.removed_on is null and not d.withdrawn`);
    const inUse = new Map(serials.map((serial): [string, InUse] => [serial, new Map()]));
    for (const row of rows) inUse.get(row.serialNo!)!.set(placeOf(row), row.projectCode);
    return inUse;
  },
};

/** Notes a device among those of its number. @returns whether it is in use here while it is still in use elsewhere (他处在用) */
export function isElsewhere(device: Device, inUse: InUse): boolean {
  inUse.delete(placeOf(device));
  if (device.removedOn !== null) return false;
  const others = [...inUse.values()].some((code) => code !== device.projectCode);
  inUse.set(placeOf(device), device.projectCode);
  return others;
}

const placeOf = ({ projectCode, deviceNo }: Pick<Device, 'projectCode' | 'deviceNo'>): string =>
  `${projectCode} ${deviceNo}`;
