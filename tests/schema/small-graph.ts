import { composeSupergraph, type SupergraphPart } from '../../schema/compose.ts';
import { subgraphSdl } from '../../schema/subgraph-sdl.ts';

/** A graph of the shape of the real one: kinds behind an interface, sector detail, an interface object, a person. */
export const departments = {
  provincial: `
"A project (工程项目)."
interface Project @key(fields: "code") @classified(level: GENERAL) {
  "Its code (项目编码)."
  code: ID!
  "Its name (项目名称)."
  name: String!
}
"A housing project (房建项目)."
type HousingProject implements Project @key(fields: "code") @classified(level: GENERAL) {
  "Its code (项目编码)."
  code: ID!
  "Its name (项目名称)."
  name: String!
}
"A project of another sector (其他项目)."
type OtherProject implements Project @key(fields: "code") @classified(level: GENERAL) {
  "Its code (项目编码)."
  code: ID!
  "Its name (项目名称)."
  name: String! @requiresScopes(scopes: [["sector:read"]]) @cost(weight: 7)
}
"A migrant worker (农民工)."
type MigrantWorker @key(fields: "id") @requiresScopes(scopes: [["worker:read"]]) @classified(level: PERSONAL) {
  "The hub's own id (编号)."
  id: ID! @classified(level: GENERAL)
  "The name (姓名)."
  name: String! @classified(level: PERSONAL, mask: PERSON_NAME, basis: "个人信息保护法 Art. 4")
  "The number (公民身份号码)."
  residentNumber: String @classified(level: SENSITIVE_PERSONAL, mask: RESIDENT_NUMBER)
  "Where the record comes from (数据来源)."
  provenance: Provenance!
}
"What a query by number finds (查询结果)."
union Found = HousingProject | OtherProject | MigrantWorker
"What closing a project gives (结果)."
union CloseProjectResult = HousingProject | TransitionRefused | OutsideJurisdiction
type Query {
  "Projects (工程项目)."
  projects("How many (条数)." first: Int, "Of which sector (行业)." sector: Sector): ProjectConnection! @authenticated
  "Workers (农民工)."
  workers("How many (条数)." first: Int = 20): MigrantWorkerConnection! @requiresScopes(scopes: [["worker:read"]])
  "Anything by number (按编号查)."
  find("The number (编号)." no: String! @cost(weight: 3)): Found @policy(policies: [["DUTY_OFFICER"]])
}
type Mutation {
  "Closes a project (竣工)."
  closeProject("Its code (项目编码)." code: ID!): CloseProjectResult! @requiresScopes(scopes: [["project:submit"], ["project:read", "doubtful:handle"]])
}`,
  housing: `
"A housing project with its permit (房建项目)."
type HousingProject @key(fields: "code") @classified(level: GENERAL) {
  "Its code (项目编码)."
  code: ID!
  "The construction permit (施工许可证号)."
  permitNo: String @requiresScopes(scopes: [["sector:read"]])
}`,
  banking: `
"A project, whatever its kind (工程项目)."
type Project @interfaceObject @key(fields: "code") @classified(level: GENERAL) {
  "Its code (项目编码)."
  code: ID!
  "The special wage account (专户)."
  account: SpecialWageAccount @requiresScopes(scopes: [["account:read"]]) @classified(level: IMPORTANT, mask: FULL)
}
"A special wage account (农民工工资专用账户)."
type SpecialWageAccount @key(fields: "id") @classified(level: IMPORTANT) {
  "Its id (编号)."
  id: ID!
  "The balance (余额)."
  balance: Yuan! @cost(weight: 5)
}
"A worker with wage cards (农民工)."
type MigrantWorker @key(fields: "id") @classified(level: PERSONAL) {
  "The hub's own id (编号)."
  id: ID!
  "The cards (工资卡号)."
  cardNumbers: [String!]! @classified(level: SENSITIVE_PERSONAL, mask: BANK_CARD)
}
type Query {
  "Accounts (专户)."
  accounts("How many (条数)." first: Int, "From the end (倒数条数)." last: Int): SpecialWageAccountConnection! @authenticated
}`,
} as const;

/** The department's SDL with one piece of text replaced, as a flaw to be found. */
export function spoilt(name: keyof typeof departments, from: string, to: string): Record<string, string> {
  if (!departments[name].includes(from)) throw new Error(`${name} does not contain ${from}`);
  return { ...departments, [name]: departments[name].replace(from, to) };
}

/** The supergraph of these departments. */
export function composed(sdl: Record<string, string> = departments): string {
  return composeSupergraph(parts(sdl)).supergraphSdl;
}

export function parts(sdl: Record<string, string> = departments): SupergraphPart[] {
  return Object.entries(sdl).map(([name, text]) => ({
    name,
    url: `http://127.0.0.1/${name}`,
    sdl: subgraphSdl(name, text),
  }));
}
