/** One entry of an Accept or Accept-Encoding header: what is accepted, and how gladly (0 means not at all). */
export interface Accepted {
  what: string;
  quality: number;
}

/** The entries of such a header, gladliest first; equals in the order in which they stand. */
export function accepted(header: string | undefined): readonly Accepted[] {
  return (header ?? '')
    .slice(0, LONGEST)
    .split(',')
    .map(entryOf)
    .filter(({ what }) => what !== '')
    .sort((one, other) => other.quality - one.quality);
}

const LONGEST = 1000;

function entryOf(text: string): Accepted {
  const [what = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { what, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
