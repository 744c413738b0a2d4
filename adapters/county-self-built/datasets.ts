/** A dataset that a county's rows may become, with the mutation that takes it and the type of its records (标准报送). */
export interface DatasetOperation {
  readonly subgraph: string;
  readonly operation: string;
  readonly input: string;
}

/**
 * Datasets whose records are one row each; wage sheets have lines of their own and are no county CSV. Named by themselves, and
 * where several subgraphs keep one of the same name, by subgraph and name: `housing/SECTOR_REVIEW`.
 */
export const datasetOperations: Readonly<Record<string, DatasetOperation>> = named([
  ['provincial', 'ENTERPRISE', 'submitEnterprises', 'Enterprise'],
  ['provincial', 'PROJECT', 'fileProjects', 'Project'],
  ['provincial', 'PARTICIPATING_UNIT', 'submitParticipatingUnits', 'ParticipatingUnit'],
  ['provincial', 'CREW', 'submitCrews', 'Crew'],
  ['provincial', 'MIGRANT_WORKER', 'submitMigrantWorkers', 'MigrantWorker'],
  ['provincial', 'REAL_NAME_REGISTRATION', 'submitRealNameRegistrations', 'RealNameRegistration'],
  ['provincial', 'ENGAGEMENT', 'submitEngagements', 'Engagement'],
  ['provincial', 'ATTENDANCE', 'submitAttendance', 'Attendance'],
  ['human-resources', 'LABOUR_CONTRACT', 'submitLabourContracts', 'LabourContract'],
  ['banking', 'SPECIAL_WAGE_ACCOUNT', 'submitSpecialWageAccounts', 'SpecialWageAccount'],
  ['banking', 'WAGE_CARD', 'submitWageCards', 'WageCard'],
  ...sectorDatasets('housing', 'Housing'),
  ...sectorDatasets('transport', 'Transport'),
  ['transport', 'CONTRACT_SECTION', 'submitContractSections', 'ContractSection'],
  ...sectorDatasets('water', 'Water'),
  ['water', 'WATER_SECTION', 'submitWaterSections', 'WaterSection'],
  ['water', 'WATER_WORKS', 'submitWaterWorks', 'WaterWorks'],
]);

/** A name that several subgraphs have: it does not say which is meant. */
export interface Ambiguous {
  readonly code: 'DATASET_AMBIGUOUS';
  readonly message: string;
}

/**
 * The one name of a dataset that a mapping names, with its subgraph or without; what no subgraph has is left as it stands, and
 * found by whoever knows the graph.
 */
export function datasetNamed(stated: string): string | Ambiguous {
  if (stated in datasetOperations) return stated;
  const [subgraph, name] = stated.split('/') as [string, string | undefined];
  if (name !== undefined) return datasetOperations[name]?.subgraph === subgraph ? name : stated;
  const meant = Object.keys(datasetOperations).filter((one) => one.endsWith(`/${stated}`));
  if (meant.length === 0) return stated;
  return {
    code: 'DATASET_AMBIGUOUS',
    message: `DATASET_AMBIGUOUS: ${stated} is kept by several subgraphs; say which: ${meant.join(', ')}`,
  };
}

/** The document that submits records of a dataset and asks for what becomes of each. */
export const submissionDocument = ({ operation, input }: DatasetOperation): string =>
  `mutation Import($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
  ${operation}(envelope: $envelope, records: $records) {
    id replayed verdicts { index outcome code recordId path expected remedy message warnings }
  }
}`;

type Listed = readonly [subgraph: string, dataset: string, operation: string, record: string];

/** What each of the three industry departments keeps of its own projects, under the same names. */
function sectorDatasets(subgraph: string, type: string): Listed[] {
  return [
    [subgraph, 'CONSTRUCTION_PERMIT', `submit${type}Permits`, `${type}Permit`],
    [subgraph, 'SECTOR_REVIEW', `submit${type}Reviews`, `${type}Review`],
    [subgraph, 'INSPECTION', `submit${type}Inspections`, `${type}Inspection`],
    [subgraph, 'CREDIT_DEDUCTION', `submit${type}CreditDeductions`, `${type}CreditDeduction`],
  ];
}

function named(listed: readonly Listed[]): Record<string, DatasetOperation> {
  const isAlone = (name: string) => listed.filter(([, other]) => other === name).length === 1;
  return Object.fromEntries(
    listed.map(([subgraph, dataset, operation, record]) => [
      isAlone(dataset) ? dataset : `${subgraph}/${dataset}`,
      { subgraph, operation, input: `${record}RecordInput` },
    ]),
  );
}
