import { z } from 'zod';
import listed from './verdicts.json' with { type: 'json' };

/** What a code makes of a record; `WARNING` is told beside another outcome and never decides one. */
export const VERDICT_CODE_OUTCOMES = [
  'ACCEPTED',
  'DUPLICATE',
  'CORRECTED',
  'HELD',
  'REJECTED',
  'WARNING',
] as const;

export type VerdictCodeOutcome = (typeof VERDICT_CODE_OUTCOMES)[number];

/** Why a record met its outcome (判定代码): stable, for machines; texts are not. */
export type VerdictCode = keyof typeof listed.codes;

/** What a code speaks of, such as `time` or `held`. */
export type VerdictGroup = keyof typeof listed.groups;

/** One row of the catalogue `schema/verdicts.json`. */
export type VerdictEntry = z.infer<typeof Entry>;

const Entry = z.strictObject({
  outcome: z.enum(VERDICT_CODE_OUTCOMES),
  group: z.enum(Object.keys(listed.groups) as VerdictGroup[]),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** Of what holds a record: why, without its waiting. */
  causeZh: z.string().min(1).optional(),
  causeEn: z.string().min(1).optional(),
  /** What was expected, where the reader of a field says nothing closer; null where nothing was. */
  expected: z.string().min(1).nullable(),
  remedyZh: z.string().min(1),
  remedyEn: z.string().min(1),
  /** Kind of doubtful data (疑点数据, modelled) a held record becomes at its deadline; null for what holds nothing. */
  doubt: z
    .string()
    .regex(/^(YD|HUB)-\d\d$/)
    .nullable(),
});

/** The catalogue of verdict codes (判定代码目录), by code, in its order. Modelled: this project's own list. */
export const verdictCatalogue: Readonly<Record<VerdictCode, VerdictEntry>> = z
  .record(z.string(), Entry)
  .parse(listed.codes) as Record<VerdictCode, VerdictEntry>;

/** The groups in Chinese and English, in the order of the catalogue. */
export const verdictGroups: Readonly<Record<VerdictGroup, { readonly zh: string; readonly en: string }>> =
  listed.groups;

export const isVerdictCode = (text: string): text is VerdictCode => Object.hasOwn(verdictCatalogue, text);
