import type { Sector } from '../../../kernel/caller.ts';
import type { SubgraphContext } from '../../context.ts';
import { PERMIT_NUMBER } from '../../construction-permit-submission.ts';

/** What the sector departments know of a construction permit's number. */
export interface OfPermits {
  readonly codes: readonly string[];
  readonly unanswered: readonly Sector[];
}

/** The departments that keep construction permits, by the queries of theirs that find one by its number. */
const ASKED: readonly (readonly [Sector, query: string])[] = [
  ['HOUSING', 'housingPermit'],
  ['TRANSPORT', 'transportPermit'],
  ['WATER', 'waterPermit'],
];

/** Longer than a department takes that is well, and shorter than whoever searches waits. */
const PATIENCE_MS = 3_000;

/**
 * The projects that a construction permit of this number permits (施工许可证号). Permits are facts of the sector departments: they
 * are asked over the graph as the caller, before anything is read here, and none of them asks back. Who may not ask for
 * permits finds none by them, and a department that does not answer costs the search its own permits alone.
 */
export async function projectsOfPermits(text: string, context: SubgraphContext): Promise<OfPermits> {
  if (!context.caller.scopes.includes('sector:read') || !PERMIT_NUMBER.test(text)) return NOTHING;
  const numbers = [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
  const { caller, session, requestId, store } = context;
  const { purpose: _none, ...asking } = caller;
  const variables = Object.fromEntries(numbers.map((number, place) => [`n${place}`, number]));
  const asOf = session.asOf && { asOf: session.asOf.toISOString() };
  try {
    const answer = await within(
      PATIENCE_MS,
      store.graph().execute(questionFor(numbers.length), variables, asking, { requestId, ...asOf }),
    );
    const failed = (answer.errors ?? []).map(({ path }) => String(path?.[0] ?? ''));
    const unanswered = ASKED.filter(([sector]) =>
      failed.some((alias) => alias === '' || ofSector(alias, sector)),
    );
    const found = Object.values(answer.data ?? {}) as (Permit | null)[];
    return {
      codes: found.flatMap((permit) => permit?.project?.code ?? []),
      unanswered: unanswered.map(([sector]) => sector),
    };
  } catch {
    // No answer at all, whatever the reason: the search says so, and finds the rest.
    return { codes: [], unanswered: ASKED.map(([sector]) => sector) };
  }
}

interface Permit {
  readonly project: { readonly code: string } | null;
}

const NOTHING: OfPermits = { codes: [], unanswered: [] };

const ofSector = (alias: string, sector: Sector): boolean => alias.startsWith(`${sector.toLowerCase()}_`);

function questionFor(numbers: number): string {
  const places = Array.from({ length: numbers }, (_none, place) => place);
  const fields = ASKED.flatMap(([sector, query]) =>
    places.map((at) => `${sector.toLowerCase()}_${at}: ${query}(permitNo: $n${at}) { project { code } }`),
  );
  return `query PermitsOfNumber(${places.map((at) => `$n${at}: String!`).join(', ')}) { ${fields.join(' ')} }`;
}

async function within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
