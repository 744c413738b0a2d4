import { z } from 'zod';
import standard from './rhythms.json' with { type: 'json' };

/** How often a source is expected to say that a dataset is complete (报送节奏). */
export interface Rhythm {
  readonly everyHours: number;
  /** Where that is agreed with the source itself; null for what is expected of everybody. */
  readonly agreement: string | null;
}

/** The rhythm of one source in one dataset that an operator has agreed with it (约定节奏). */
export interface AgreedRhythm {
  readonly sourceSystem: string;
  readonly dataset: string;
  readonly everyHours: number;
  readonly agreement: string;
}

/** The rhythm of a source in a dataset; null where nothing is expected. */
export type Rhythms = (dataset: string, sourceSystem: string) => Rhythm | null;

/** What is agreed with a source goes before what is expected of everybody (`rhythms.json`, modelled). */
export function rhythmsWith(agreed: readonly AgreedRhythm[]): Rhythms {
  const own = new Map(agreed.map((one) => [keyOf(one), one]));
  return (dataset, sourceSystem) => {
    const known = own.get(keyOf({ dataset, sourceSystem }));
    if (known) return { everyHours: known.everyHours, agreement: known.agreement };
    const everyHours = STANDARD[dataset];
    return everyHours === undefined ? null : { everyHours, agreement: null };
  };
}

/** Those of everybody alone. */
export const standardRhythms: Rhythms = rhythmsWith([]);

/**
 * Reads a file of agreed rhythms.
 * @param datasets those that there are
 * @throws RhythmsInvalid with every problem of the file at once
 */
export function readRhythms(text: string, datasets: ReadonlySet<string>): AgreedRhythm[] {
  const read = Listed.safeParse(jsonOf(text));
  if (!read.success)
    throw new RhythmsInvalid(
      read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  const { rhythms } = read.data;
  const problems = rhythms.flatMap((one, at) => {
    const first = rhythms.findIndex((other) => keyOf(other) === keyOf(one));
    return [
      ...(datasets.has(one.dataset) ? [] : [`rhythms.${at}.dataset: there is no dataset ${one.dataset}`]),
      ...(first < at ? [`rhythms.${at}: ${one.sourceSystem} has a rhythm for ${one.dataset} already`] : []),
    ];
  });
  if (problems.length > 0) throw new RhythmsInvalid(problems);
  return rhythms;
}

/** A file of rhythms that cannot be used, with all that is wrong with it. */
export class RhythmsInvalid extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const STANDARD: Readonly<Record<string, number | undefined>> = standard.hours;

const keyOf = ({ dataset, sourceSystem }: { readonly dataset: string; readonly sourceSystem: string }) =>
  `${dataset} ${sourceSystem}`;

const Listed = z.strictObject(
  {
    rhythms: z.array(
      z.strictObject({
        sourceSystem: z.string().regex(/^[\w./-]{1,64}$/, 'expected the name of a source system'),
        dataset: z.string('expected the name of a dataset, such as ATTENDANCE'),
        everyHours: z
          .int('expected whole hours')
          .min(1, 'expected at least an hour')
          .max(8_784, 'expected at most a year'),
        agreement: z
          .string('expected where it is agreed')
          .trim()
          .min(1, 'expected where it is agreed')
          .max(200),
      }),
      'expected a list of rhythms',
    ),
  },
  'expected an object with a list of rhythms',
);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RhythmsInvalid([`expected JSON: ${(cause as Error).message}`]);
  }
}
