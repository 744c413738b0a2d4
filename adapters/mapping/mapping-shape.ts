import { z } from 'zod';
import { AMOUNT_UNITS, type AmountUnit } from './amount.ts';

// YAML is read without guessing types: every scalar arrives as the text that was written, so 01 stays 01 and NO stays NO.

const Text = z.string({ error: 'expected a text' }).min(1, 'expected a text').max(400);
const Flag = z
  .enum(['true', 'false'], { error: 'expected true or false' })
  .transform((text) => text === 'true');
/** One text or a list of them. */
const Texts = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(Text, { error: 'expected a text or a list of texts' }).min(1).max(40),
);

const Codes = z
  .strictObject({
    map: z.record(z.string(), Text, { error: 'expected pairs of a foreign and a standard code' }).optional(),
    table: Text.optional(),
    variant: Text.optional(),
    suffix: Text.optional(),
    digits: z.coerce.number().int().min(2).max(12).optional(),
    otherwise: Text.default('REFUSE'),
  })
  .refine(({ map, table }) => map ?? table, 'expected map, table or both')
  .refine(({ table, variant }) => table || !variant, 'a variant belongs to a table');

const Format = z.strictObject({
  as: z.enum(['day', 'instant', 'month'], { error: 'expected day, instant or month' }),
  pattern: Texts,
  zone: z
    .string()
    .regex(/^([+-](0\d|1[0-4]):[0-5]\d|none)$/, 'expected an offset such as +08:00, or none')
    .default('+08:00'),
});

/** One rule, as it is written. */
export const RuleShape = z
  .strictObject({
    to: z.string({ error: 'expected the name of a standard field' }).regex(/^[a-z][A-Za-z0-9]{0,79}$/, {
      error: 'expected the name of a standard field',
    }),
    from: Texts.optional(),
    join: z.array(Texts).min(2, 'expected two columns or more').max(8).optional(),
    separator: z.string().max(8).default(' '),
    constant: Text.optional(),
    default: Text.optional(),
    required: Flag.default(false),
    decrypt: Flag.default(false),
    whenEmpty: z.enum(['omit', 'null'], { error: 'expected omit or null' }).default('omit'),
    emptyTexts: Texts.optional(),
    codes: Codes.optional(),
    format: Format.optional(),
    unit: z
      .enum(Object.keys(AMOUNT_UNITS) as [AmountUnit], { error: 'expected yuan, wan-yuan or fen' })
      .optional(),
    as: z.enum(['text', 'integer', 'boolean'], { error: 'expected text, integer or boolean' }).optional(),
  })
  .superRefine((rule, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const sources = [rule.from, rule.join, rule.constant].filter((one) => one !== undefined);
    if (sources.length !== 1) refuse('expected exactly one of from, join and constant');
    const readings = [rule.codes, rule.format, rule.unit].filter((one) => one !== undefined);
    if (readings.length > 1) refuse('expected at most one of codes, format and unit');
    if (rule.constant !== undefined && (readings.length > 0 || rule.decrypt || rule.default !== undefined))
      refuse('a constant is taken as it stands');
    if (rule.required && rule.default !== undefined) refuse('what has a default cannot be missing');
    if (rule.as && (rule.format || rule.unit)) refuse('as goes with from, codes and constant only');
  });

export type WrittenRule = z.infer<typeof RuleShape>;

/** The rules of one mapping. @see mapping.ts */
export const RulesShape = z
  .array(RuleShape, { error: 'expected a list of rules' })
  .min(1, 'expected at least one rule')
  .max(200)
  .superRefine((rules, context) => {
    for (const [place, { to }] of rules.entries())
      if (rules.findIndex((other) => other.to === to) < place)
        context.addIssue({ code: 'custom', path: [place, 'to'], message: `${to} has a rule already` });
  });

export const NameShape = z
  .string({ error: 'expected a name' })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected small letters, digits and hyphens');

export const VersionShape = z
  .string({ error: 'expected a version such as "1"' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/, 'expected a version such as "1"');

/** A dataset by its name, or by subgraph and name where several subgraphs have one of that name. */
export const DatasetShape = z
  .string({ error: 'expected the name of a dataset, such as ATTENDANCE or housing/SECTOR_REVIEW' })
  .regex(
    /^([a-z][a-z-]{0,39}\/)?[A-Z][A-Z_]{1,63}$/,
    'expected the name of a dataset, such as ATTENDANCE or housing/SECTOR_REVIEW',
  );

/** A mapping that stands in a file of its own. */
export const MappingShape = z.strictObject({
  mapping: NameShape,
  version: VersionShape,
  /** Where the knowledge comes from; for readers. */
  source: Text.optional(),
  dataset: DatasetShape.optional(),
  fields: RulesShape,
});
