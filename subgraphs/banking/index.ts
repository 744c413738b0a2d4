import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { specialWageAccounts } from './accounts/dataset.ts';
import { accountResolvers } from './accounts/resolvers.ts';
import { bankProjectResolvers } from './bank-projects/resolvers.ts';
import { claimResolvers } from './claims/resolvers.ts';
import { guaranteeDeposits } from './deposits/dataset.ts';
import { depositResolvers } from './deposits/resolvers.ts';
import { disbursements } from './disbursements/dataset.ts';
import { disbursementResolvers } from './disbursements/resolvers.ts';
import { emptyAccountDays } from './empty-days/dataset.ts';
import { emptyDayResolvers } from './empty-days/resolvers.ts';
import { facts } from './facts.ts';
import { accountFlows } from './flows/dataset.ts';
import { moneyTally } from './figures/money-tally.ts';
import { figuresResolvers } from './figures/resolvers.ts';
import { flowResolvers } from './flows/resolvers.ts';
import { accountFreezes } from './freezes/dataset.ts';
import { freezeResolvers } from './freezes/resolvers.ts';
import { guaranteeLetters } from './guarantees/dataset.ts';
import { guaranteeResolvers } from './guarantees/resolvers.ts';
import { labourCostTransfers } from './labour-cost/dataset.ts';
import { labourCostTally } from './labour-cost/labour-cost-tally.ts';
import { labourCostResolvers } from './labour-cost/resolvers.ts';
import { lineMonths } from './line-months/projection.ts';
import { paymentGuarantees } from './payment-guarantees/dataset.ts';
import { paymentGuaranteeResolvers } from './payment-guarantees/resolvers.ts';
import { wageCards } from './wage-cards/dataset.ts';
import { wageCardResolvers } from './wage-cards/resolvers.ts';
import { workerMonthResolvers } from './worker-months/resolvers.ts';
import { withdrawnProjects } from './withdrawn-projects/projection.ts';
import { workerProjects } from './worker-projects/projection.ts';

/** The banks and guarantors: where wage money lies, what moved, and who was paid. */
export const banking: Subgraph = {
  name: 'banking',
  databaseSchema: 'banking',
  port: 4105,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: mergeResolvers([
    accountResolvers,
    flowResolvers,
    emptyDayResolvers,
    labourCostResolvers,
    disbursementResolvers,
    wageCardResolvers,
    depositResolvers,
    guaranteeResolvers,
    claimResolvers,
    bankProjectResolvers,
    paymentGuaranteeResolvers,
    freezeResolvers,
    figuresResolvers,
    workerMonthResolvers,
  ]),
  facts,
  datasets: [
    specialWageAccounts,
    accountFlows,
    emptyAccountDays,
    labourCostTransfers,
    disbursements,
    wageCards,
    guaranteeDeposits,
    guaranteeLetters,
    paymentGuarantees,
    accountFreezes,
  ],
  tallies: [moneyTally, labourCostTally],
  projections: [lineMonths, workerProjects, withdrawnProjects],
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
