import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { divisionSpan, isWithin } from '../kernel/identifiers/division-code.ts';
import { parseYuan, type Yuan } from '../kernel/yuan.ts';
import { codeTableNames } from './codes.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const UNITS = [
  'CALENDAR_DAYS',
  'WORKING_DAYS',
  'DAY_OF_MONTH',
  'MONTHS',
  'YEARS',
  'RATIO',
  'YUAN',
  'SQUARE_METRES',
] as const;

const Parameter = z
  .strictObject({
    name: z.string().regex(/^[A-Z][A-Z_]*$/),
    title: z.string().min(1),
    value: z.string().regex(/^\d+(\.\d+)?$/),
    unit: z.enum(UNITS),
    validFrom: day.nullable(),
    validTo: day.nullable(),
    /** Where it holds, with everything below, when that is less than the whole province. */
    division: z
      .string()
      .regex(/^\d{6}$/)
      .nullable()
      .default(null),
    document: z.strictObject({ title: z.string().min(1), number: z.string().min(1).nullable() }).nullable(),
    status: z.enum(['sourced', 'modelled']),
    note: z.string().min(1).nullable(),
  })
  .refine(
    ({ document, status }) => status === 'modelled' || document !== null,
    'a sourced value names its document',
  )
  .refine(
    ({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo,
    'ends before it begins',
  );

const Profile = z.strictObject({
  name: z.string().min(1),
  codeTables: z.array(z.string()),
  parameters: z.array(Parameter),
});

/** One value that holds in a province for a time (省级参数), with the document it stands in. */
export type ProvinceParameter = z.infer<typeof Parameter>;

/** What is particular to a province (省级配置): `schema/provinces`, one file each. */
export interface ProvinceProfile extends z.infer<typeof Profile> {
  /** Its division code; 000000 is the whole country. */
  readonly division: string;
}

/** All profiles, the national one first. */
export const provinceProfiles: readonly ProvinceProfile[] = readdirSync(folder())
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => parseProfile(file.slice(0, 6), JSON.parse(readFileSync(`${folder()}${file}`, 'utf8'))));

/** Checks what was read as a profile. @throws Error with every flaw of it */
export function parseProfile(division: string, read: unknown): ProvinceProfile {
  const parsed = Profile.safeParse(read);
  if (!parsed.success) throw new Error(`Province ${division}: ${z.prettifyError(parsed.error)}`);
  const unknown = parsed.data.codeTables.filter((name) => !codeTableNames.includes(name));
  if (unknown.length > 0) throw new Error(`Province ${division}: no code table ${unknown.join(', ')}`);
  const outside = parsed.data.parameters.filter(
    (one) => one.division !== null && !isWithin(one.division, division),
  );
  if (outside.length > 0)
    throw new Error(
      `Province ${division}: ${outside.map((one) => `${one.name} of ${one.division}`).join(', ')} lies elsewhere`,
    );
  return { ...parsed.data, division };
}

/**
 * The parameters that hold in a division on a day, one a name: that of the smallest division that has one, its province's before the
 * nation's; of those the one that began last.
 * @param name this one alone
 */
export function parametersOn(
  division: string,
  on: string,
  profiles: readonly ProvinceProfile[] = provinceProfiles,
  name?: string,
): ProvinceParameter[] {
  const found = new Map<string, Placed>();
  for (const { division: province, parameters } of profiles)
    for (const one of parameters) {
      if (name !== undefined && one.name !== name) continue;
      const where = one.division ?? province;
      if (!holds(one, on) || !isWithin(division, where)) continue;
      const reach = divisionSpan(where).lo.length;
      const other = found.get(one.name);
      if (other === undefined || reach > other.reach || (reach === other.reach && beganLater(one, other.one)))
        found.set(one.name, { reach, one });
    }
  return [...found.values()].map(({ one }) => one);
}

interface Placed {
  readonly reach: number;
  readonly one: ProvinceParameter;
}

/**
 * What holds on a day in parts of a division alone (下级例外), one a name and part; of those that hold in a part the one that began last.
 * Of the division as a whole none of it holds.
 */
export function exceptionsOn(
  division: string,
  on: string,
  { parameters }: Pick<ProvinceProfile, 'parameters'>,
): ProvinceParameter[] {
  const found = new Map<string, ProvinceParameter>();
  for (const one of parameters) {
    if (one.division === null || !holds(one, on)) continue;
    if (!isWithin(one.division, division) || isWithin(division, one.division)) continue;
    const key = `${one.name} ${one.division}`;
    const other = found.get(key);
    if (other === undefined || beganLater(one, other)) found.set(key, one);
  }
  return [...found.values()];
}

/** Of two that hold, the one that began later counts; of one day, the one that is stated last. */
const beganLater = (one: ProvinceParameter, other: ProvinceParameter): boolean =>
  (one.validFrom ?? '') >= (other.validFrom ?? '');

/** One parameter of a division on a day; undefined where neither it, its province nor the nation has it. */
export function parameterOn(
  division: string,
  name: string,
  on: string,
  profiles: readonly ProvinceProfile[] = provinceProfiles,
): ProvinceParameter | undefined {
  return parametersOn(division, on, profiles, name)[0];
}

/** A parameter as a number, such as of days; null where there is none. */
export function numberOn(
  division: string,
  name: string,
  on: string,
  profiles: readonly ProvinceProfile[] = provinceProfiles,
): number | null {
  const found = parameterOn(division, name, on, profiles);
  return found === undefined ? null : Number(found.value);
}

/** A parameter as an amount; null where there is none. */
export function yuanOn(
  division: string,
  name: string,
  on: string,
  profiles: readonly ProvinceProfile[] = provinceProfiles,
): Yuan | null {
  const found = parameterOn(division, name, on, profiles);
  return found === undefined ? null : parseYuan(found.value);
}

const holds = ({ validFrom, validTo }: ProvinceParameter, on: string): boolean =>
  (validFrom ?? '') <= on && on <= (validTo ?? '9999-12-31');

function folder(): string {
  return fileURLToPath(new URL('./provinces/', import.meta.url));
}
