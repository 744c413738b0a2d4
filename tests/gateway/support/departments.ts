import { composeServices } from '@apollo/composition';
import { GraphQLScalarType, parse } from 'graphql';
import { subgraphSdl } from '../../../schema/subgraph-sdl.ts';

/** Two small departments: `provincial` with projects and people, `banking` that adds accounts and cards. */
export const provincialSdl = `
  scalar Weekday
  type Query {
    projects: ProjectConnection! @requiresScopes(scopes: [["project:read"]])
    project(code: ID!): Project @requiresScopes(scopes: [["project:read"]])
    worker(id: ID!): MigrantWorker @requiresScopes(scopes: [["worker:read"]])
    find(text: String!): [Found!]! @authenticated
    enterprise(creditCode: SocialCreditCode!): Enterprise @requiresScopes(scopes: [["enterprise:read"]])
    seen: String @authenticated
    breaks: String @authenticated
    refuses(number: String): String @authenticated
    onDay(day: Weekday!): String @authenticated
  }
  type Mutation {
    note(text: String!): String @requiresScopes(scopes: [["doubtful:handle"]])
    record(input: RecordInput!): String @requiresScopes(scopes: [["doubtful:handle"]])
  }
  input RecordInput { count: Int! people: [PersonInput!]! }
  input PersonInput { number: Int! }
  interface Project @key(fields: "code") { code: ID! name: String! audit: String workers: [MigrantWorker!]! }
  type HousingProject implements Project @key(fields: "code") {
    code: ID! name: String! audit: String @requiresScopes(scopes: [["audit:read"]]) workers: [MigrantWorker!]!
  }
  type OtherProject implements Project @key(fields: "code") { code: ID! name: String! audit: String workers: [MigrantWorker!]! }
  type MigrantWorker @key(fields: "id") {
    id: ID!
    name: String @classified(level: PERSONAL, mask: PERSON_NAME)
    idNumber: String @classified(level: SENSITIVE_PERSONAL, mask: RESIDENT_NUMBER) @requiresScopes(scopes: [["audit:read"]])
    mates: [MigrantWorker!]!
  }
  union Found = HousingProject | MigrantWorker
  type Enterprise { creditCode: SocialCreditCode! projectCodes: [String!]! }
`;

export const bankingSdl = `
  type Query { banks: [String!]! @authenticated accounts: [Account!] @authenticated }
  type Project @key(fields: "code") @interfaceObject {
    code: ID!
    account: Account @requiresScopes(scopes: [["account:read"]])
    balance: Int! @requiresScopes(scopes: [["account:read"]])
  }
  type Account {
    number: String @classified(level: SENSITIVE_PERSONAL, mask: BANK_CARD)
    project: Project
    owner: Project!
    others: [Project!]
  }
  type MigrantWorker @key(fields: "id") {
    id: ID!
    card: String @requiresScopes(scopes: [["account:read"]]) @classified(level: SENSITIVE_PERSONAL, mask: BANK_CARD)
  }
`;

export const sdlOf = {
  provincial: subgraphSdl('provincial', provincialSdl),
  banking: subgraphSdl('banking', bankingSdl),
};

export function supergraph(): string {
  const parts = Object.entries(sdlOf).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors = [] } = composeServices(parts);
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

const workers = ['w1', 'w2', 'w3'].map((id) => ({ id, name: `韦${id}`, idNumber: '450100190001010011' }));
const mates = () => workers.map((worker) => ({ ...worker, mates }));
export const projects = [
  { __typename: 'HousingProject', code: 'P1', name: '一号楼', audit: 'kept', workers: mates },
  { __typename: 'OtherProject', code: 'P2', name: '二号路', audit: 'kept', workers: mates },
  { __typename: 'OtherProject', code: 'P3', name: '三号渠', audit: 'kept', workers: () => [] },
];
const projectOf = ({ code }: { code: string }) => projects.find((project) => project.code === code) ?? null;

/** What a secret in an error of a department looks like: no answer may ever contain it. */
export const CANARY = 'canary-6222020200112233445';

export const provincialResolvers = {
  Query: {
    projects: () => ({
      nodes: projects,
      edges: [],
      totalCount: projects.length,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    }),
    project: (_root: unknown, args: { code: string }) => projectOf(args),
    worker: (_root: unknown, { id }: { id: string }) => mates().find((worker) => worker.id === id) ?? null,
    find: () => [projects[0], { __typename: 'MigrantWorker', ...mates()[0] }],
    enterprise: (_root: unknown, { creditCode }: { creditCode: string }) => ({
      creditCode,
      projectCodes:
        creditCode === '91450100MA0MANY01B'
          ? ['P1,P2', ...Array.from({ length: 4_999 }, (_, n) => `P${n}`)]
          : ['P1', 'P3'],
    }),
    seen: (_root: unknown, _args: unknown, claims: unknown) => JSON.stringify(claims),
    breaks: () => {
      throw new Error(`relation "${CANARY}" does not exist`);
    },
    refuses: () => {
      throw Object.assign(new Error('project P9 is not on file'), {
        extensions: {
          code: 'PROJECT_UNKNOWN',
          field: ['number'],
          expected: 'a project code',
          secret: CANARY,
          http: { status: 418 },
        },
      });
    },
  },
  Mutation: { note: (_root: unknown, { text }: { text: string }) => text, record: () => 'recorded' },
  // A scalar that reads: the gateway's do not, so only the department sees that a day is none.
  Weekday: new GraphQLScalarType({
    name: 'Weekday',
    parseValue(text) {
      if (/^\d{4}-\d\d-\d\d$/.test(String(text))) return text;
      throw Object.assign(new Error('a day as YYYY-MM-DD'), { extensions: { code: 'DATE_INVALID' } });
    },
  }),
  Project: { __resolveReference: projectOf },
  HousingProject: { __resolveReference: projectOf },
  OtherProject: { __resolveReference: projectOf },
  MigrantWorker: {
    __resolveReference: ({ id }: { id: string }) => mates().find((worker) => worker.id === id),
  },
};

/** Projects whose accounts banking cannot read just now. */
export const unreadable = new Set<string>();

/** Of project P9 banking knows an account; provincial shows the project to nobody. */
const accountOf = (code: string) => ({
  number: '0000',
  project: { code },
  owner: { code },
  others: [{ code: 'P2' }, { code }],
});

export const bankingResolvers = {
  Query: { banks: () => ['102'], accounts: () => [accountOf('P1'), accountOf('P9')] },
  Project: {
    __resolveReference: async ({ code }: { code: string }) => {
      if (code === 'P2' && unreadable.has(code)) throw new Error(CANARY);
      return { code };
    },
    account: ({ code }: { code: string }) => (code === 'P3' ? null : { number: '0000' }),
    balance: () => 100,
  },
  MigrantWorker: { __resolveReference: ({ id }: { id: string }) => ({ id }), card: () => '*0000' },
};
