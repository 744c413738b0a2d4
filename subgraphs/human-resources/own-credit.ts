import type { Resolver } from '../subgraph.ts';

/** Credit of an enterprise (信用), null to an enterprise that asks of another: row scope shows it its own, and none would be told as good. */
export const ofOwnCredit =
  (credit: Resolver): Resolver =>
  (enterprise: { readonly creditCode: string }, args, context, info) => {
    const { kind, enterprise: own } = context.caller;
    return kind === 'ENTERPRISE' && enterprise.creditCode !== own
      ? null
      : credit(enterprise, args, context, info);
  };
