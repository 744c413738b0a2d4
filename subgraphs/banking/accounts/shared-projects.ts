import type { Reference } from '../../../ledger/submission/dataset.ts';
import { digest, list, projectCode, required } from '../../../ledger/submission/fields/index.ts';
import { project } from '../withdrawn-projects/project-on-file.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** Another project that an account serves (共用专户的其他项目), and the digest of its own ledger (分账台账) where one is stated. */
export interface SharedProject {
  readonly projectCode: string;
  readonly ledgerDigest: string | null;
}

/** Modelled: no document says how many projects may share an account. */
const MOST = 50;

export const sharedProjectsField = list(
  { projectCode: required(projectCode()), ledgerDigest: digest() },
  { max: MOST, min: 0 },
);

interface Sharing {
  readonly projectCode: string;
  readonly sharedProjects: readonly SharedProject[];
}

/** Of the projects that share the account, those that are on record within the sender's reach. */
const sharedOnRecord: Reference<Sharing, ReadonlySet<string>> = {
  name: 'shared-projects',
  path: 'sharedProjects',
  missing: null,
  asks: 'graph',
  key: ({ sharedProjects }) => sharedProjects.map((one) => one.projectCode).join(' ') || null,
  async find(keys, scene, db) {
    const codes = new Set(keys.flatMap((key) => key.split(' ')));
    const known = new Set((await project.find([...codes], scene, db)).keys());
    return new Map(keys.map((key) => [key, known]));
  },
};

const firstUnknown = ({ sharedProjects }: Sharing, known: ReadonlySet<string> | null): number =>
  sharedProjects.findIndex((one) => !known?.has(one.projectCode));

/** The first of them that is not: the account waits for it as for its own project. */
const unknownSharing: Reference<Sharing, string> = {
  name: project.name,
  path: 'sharedProjects',
  pathIn: (values, found) => `sharedProjects.${firstUnknown(values, found(sharedOnRecord))}.projectCode`,
  missing: 'PROJECT_UNKNOWN',
  asks: 'graph',
  key: (values, found) =>
    values.sharedProjects[firstUnknown(values, found(sharedOnRecord))]?.projectCode ?? null,
  find: async () => new Map(),
};

/** The projects that share an account, in the order in which they are resolved. */
export const sharing = [sharedOnRecord, unknownSharing] as const;

/** Each project once, and not the account's own. */
export function checkSharing({ projectCode: own, sharedProjects }: Sharing, report: Report): void {
  const named = new Set([own]);
  for (const [place, { projectCode: code }] of sharedProjects.entries()) {
    if (code !== null && named.has(code))
      report.reject('LINE_REPEATED', {
        path: `sharedProjects.${place}.projectCode`,
        expected: 'each project once',
      });
    named.add(code);
  }
}

/** What is stored: null where none are stated, and of each nothing that is not. */
export const storedSharing = (shared: readonly SharedProject[]): readonly object[] | null =>
  shared.length === 0
    ? null
    : shared.map(({ projectCode: code, ledgerDigest }) => ({
        projectCode: code,
        ...(ledgerDigest && { ledgerDigest }),
      }));

/** As it is read from where it is stored. */
export const sharedOf = (stored: unknown): readonly SharedProject[] => (stored ?? []) as SharedProject[];
