import { subgraphs } from '../../subgraphs/registry.ts';

/** The subgraphs that may run as processes of their own; the exchange belongs to the gateway's process. */
export const departments = subgraphs.filter((one) => one.name !== 'exchange');
