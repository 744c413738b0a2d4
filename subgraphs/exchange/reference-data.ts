import { businessDateOf } from '../../kernel/calendar.ts';
import { codeTable, codeTableNames } from '../../schema/codes.ts';
import {
  type ProvinceParameter,
  type ProvinceProfile,
  parametersOn,
  provinceProfiles,
} from '../../schema/province-profiles.ts';
import type { Resolvers } from '../subgraph.ts';

/** What codes mean and what a province's rules say (参考数据): read from `schema/`, the same for every caller. */
export const referenceResolvers: Resolvers = {
  Query: {
    codeTables: (_root, { name }) => codeTableNames.filter((one) => (name ?? one) === one).map(tableOf),
    provinceProfiles: (_root, { division }) =>
      provinceProfiles.filter(
        (one) => division == null || one.division === `${String(division).slice(0, 2)}0000`,
      ),
  },
  CodeTable: {
    items: ({ items }: Table, { code }) => items.filter((one) => (code ?? one.code) === one.code),
  },
  ProvinceProfile: {
    codeTables: ({ codeTables }: ProvinceProfile) => codeTables.map(tableOf),
    parameters: ({ division }: ProvinceProfile, { on, name }, { now }) =>
      parametersOn(division, on ?? businessDateOf(now))
        .filter((one) => (name ?? one.name) === one.name)
        .map(told),
    history: ({ parameters }: ProvinceProfile) => parameters.map(told),
  },
};

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
