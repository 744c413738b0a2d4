import { z } from 'zod';
import listed from './refusals.json' with { type: 'json' };

/** One row of the catalogue `schema/refusals.json`: why a department refuses a whole call, and what to do. */
export type RefusalEntry = z.infer<typeof Entry>;
export type RefusalGroup = keyof typeof listed.groups;

const Entry = z.strictObject({
  group: z.enum(Object.keys(listed.groups) as RefusalGroup[]),
  when: z.string().min(1),
  remedy: z.string().min(1),
  /** Both in Chinese (中文说明). */
  zh: z.string().min(1),
});

/** Codes with which departments refuse whole calls (部门拒绝代码), in the catalogue's order. Modelled. */
export const departmentRefusals: Readonly<Record<string, RefusalEntry>> = z
  .record(z.string().regex(/^[A-Z]+(_[A-Z]+)*$/), Entry)
  .parse(listed.codes);

/** The groups in Chinese and English, in the order of the catalogue. */
export const refusalGroups: Readonly<Record<RefusalGroup, { readonly zh: string; readonly en: string }>> =
  listed.groups;
