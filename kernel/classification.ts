/** How closely a fact is kept, from open inside the hub to most protected (数据分类分级). */
export const CLASSIFICATIONS = ['GENERAL', 'PERSONAL', 'SENSITIVE_PERSONAL', 'IMPORTANT'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** The stricter of several; `GENERAL` of none. */
export function strictest(levels: Iterable<Classification>): Classification {
  let rank = 0;
  for (const level of levels) rank = Math.max(rank, CLASSIFICATIONS.indexOf(level));
  return CLASSIFICATIONS[rank]!;
}

/** Negative when `left` is less strict than `right`, as `Array.sort` expects. */
export function compareClassification(left: Classification, right: Classification): number {
  return CLASSIFICATIONS.indexOf(left) - CLASSIFICATIONS.indexOf(right);
}

export type MaskName =
  | 'RESIDENT_NUMBER'
  | 'BANK_CARD'
  | 'PHONE'
  | 'PERSON_NAME'
  | 'ADDRESS'
  | 'FULL'
  | 'NULL';

/**
 * The masked form of a text, by name. A mask never shows more than its documented part, whatever comes in:
 * a text too short for its form is hidden whole. Characters are counted as people see them, not as UTF-16 units.
 */
export const MASKS: Readonly<Record<MaskName, (text: string) => string | null>> = {
  /** First four and last four: `4501**********0011`. */
  RESIDENT_NUMBER: (text) => keepEnds(text, 4, 4, 12),
  /** Last four: `***************0000`. */
  BANK_CARD: (text) => keepEnds(text, 0, 4, 8),
  /** First three and last four: `138****0000`. */
  PHONE: (text) => keepEnds(text, 3, 4, 11),
  /** First character, then one star, whatever the length: `韦*`. */
  PERSON_NAME: (text) => {
    const [first, ...rest] = characters(text);
    return first === undefined || rest.length === 0 ? '*' : `${first}*`;
  },
  /** To county level, at most the first nine characters: `广西南宁市兴宁区****`. */
  ADDRESS: (text) => `${county(characters(text))}****`,
  /** Nothing of the text, not even its length. */
  FULL: () => '****',
  /** No value at all. */
  NULL: () => null,
};

function keepEnds(text: string, head: number, tail: number, shortest: number): string {
  const all = characters(text);
  if (all.length < shortest) return '****';
  return [...all.slice(0, head), '*'.repeat(all.length - head - tail), ...all.slice(all.length - tail)].join(
    '',
  );
}

// A short address is house and street: of it nothing is shown unless a county-level word ends the part shown.
function county(all: string[]): string {
  const shown = all.slice(0, 9);
  const end = Math.max(shown.lastIndexOf('县'), shown.lastIndexOf('区'), shown.lastIndexOf('市'));
  return shown.slice(0, end + 1).join('');
}

function characters(text: string): string[] {
  return ONE_UNIT_EACH.test(text)
    ? text.split('')
    : Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Letters and ideographs that nothing joins to, so that each is seen as one character: most names and all numbers. */
const ONE_UNIT_EACH = /^[ -~\u3400-\u4dbf\u4e00-\u9fff]*$/;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
