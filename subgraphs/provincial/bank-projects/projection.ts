import { hubCaller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import type { Projection } from '../../../ledger/order/follow-projection.ts';
import { askGraph } from '../../../ledger/submission/references/ask-graph.ts';
import { type BankProject, writeBankProjects } from './bank-project.ts';

const NAME = 'bank-projects';

const BANK_PROJECTS = /* GraphQL */ `
  query BankProjectsOnRecord($recordIds: [ID!]!) {
    bankProjects(recordIds: $recordIds) {
      recordId
      version
      bankCode
      projectCode
      sharedProjectCodes
      isWithdrawn
    }
  }
`;

/** Which projects are shown to which bank (银行经办项目): those for which it keeps or has issued something, as banking states it. */
export const bankProjects: Projection = {
  name: NAME,
  ledger: 'banking',
  datasets: ['SPECIAL_WAGE_ACCOUNT', 'GUARANTEE_DEPOSIT', 'GUARANTEE_LETTER', 'PAYMENT_GUARANTEE'],
  async bringUpToDate(room, recordIds) {
    const { bankProjects: stated } = await askGraph<Answer>(room, BANK_PROJECTS, { recordIds });
    // A root that its department could not answer is null; then nothing is known, and not nothing on record.
    if (!stated) throw faults.UPSTREAM_UNAVAILABLE('the projects of banks');
    if (stated.length === 0) return;
    await room.write(hubCaller(NAME), (db) => writeBankProjects(db, stated));
  },
};

interface Answer {
  readonly bankProjects: readonly BankProject[] | null;
}
