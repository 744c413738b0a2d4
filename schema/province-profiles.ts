import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
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

const NATION = '000000';

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
  return { ...parsed.data, division };
}

/** The parameters that hold in a division's province on a day, its own before national ones; one a name. */
export function parametersOn(division: string, on: string): ProvinceParameter[] {
  const province = `${division.slice(0, 2)}0000`;
  const names = new Map<string, ProvinceParameter>();
  for (const { division: code, parameters } of provinceProfiles) {
    if (code !== NATION && code !== province) continue;
    const own = new Map<string, ProvinceParameter>();
    for (const one of parameters.filter((it) => holds(it, on))) {
      const other = own.get(one.name);
      if (other === undefined || (one.validFrom ?? '') >= (other.validFrom ?? '')) own.set(one.name, one);
    }
    for (const [name, one] of own) names.set(name, one);
  }
  return [...names.values()];
}

/** One parameter of a division's province on a day; undefined where neither it nor the nation has it. */
export function parameterOn(division: string, name: string, on: string): ProvinceParameter | undefined {
  return parametersOn(division, on).find((one) => one.name === name);
}

const holds = ({ validFrom, validTo }: ProvinceParameter, on: string): boolean =>
  (validFrom ?? '') <= on && on <= (validTo ?? '9999-12-31');

function folder(): string {
  return fileURLToPath(new URL('./provinces/', import.meta.url));
}
