import { businessDateOf } from '../../kernel/calendar.ts';
import { codeTable, codeTableNames } from '../../schema/codes.ts';
import {
  type ProvinceParameter,
  type ProvinceProfile,
  exceptionsOn,
  parametersOn,
  provinceProfiles,
} from '../../schema/province-profiles.ts';
import type { Resolvers } from '../subgraph.ts';

/** What codes mean and what a province's rules say (参考数据): read from `schema/`, the same for every caller. */
export const referenceResolvers: Resolvers = {
  Query: {
    codeTables: (_root, { name }) => codeTableNames.filter((one) => (name ?? one) === one).map(tableOf),
    provinceProfiles: (_root, { division }) =>
      provinceProfiles
        .filter((one) => division == null || one.division === `${String(division).slice(0, 2)}0000`)
        .map((one) => ({ ...one, asked: division ?? one.division })),
  },
  CodeTable: {
    items: ({ items }: Table, { code }) => items.filter((one) => (code ?? one.code) === one.code),
  },
  ProvinceProfile: {
    codeTables: ({ codeTables }: ProvinceProfile) => codeTables.map(tableOf),
    parameters: ({ asked }: AskedProfile, { on, name }, { now }) =>
      ofName(name, parametersOn(asked, on ?? businessDateOf(now))),
    exceptions: (profile: AskedProfile, { on, name }, { now }) =>
      ofName(name, exceptionsOn(profile.asked, on ?? businessDateOf(now), profile)),
    history: ({ parameters }: ProvinceProfile) => parameters.map(told),
  },
};

/** A profile as it holds in a division of its province, or in all of it. */
interface AskedProfile extends ProvinceProfile {
  readonly asked: string;
}

const ofName = (name: string | null | undefined, parameters: readonly ProvinceParameter[]) =>
  parameters.filter((one) => (name ?? one.name) === one.name).map(told);

type Table = ReturnType<typeof tableOf>;

function tableOf(name: string) {
  const { title, source, status, items } = codeTable(name);
  return { name, title, source, status: statusOf(status), items };
}

const told = ({ document, status, ...parameter }: ProvinceParameter) => ({
  ...parameter,
  document: document?.title ?? null,
  documentReference: document?.number ?? null,
  status: statusOf(status),
});

const statusOf = (status: string): string => status.split(':', 1)[0]!.toUpperCase();
