import { developmentIssuer, type Issuer, productionIssuer } from '../../gateway/callers/issuer.ts';
import { DEMO_CLAIMS } from '../../seeds/known.ts';
import type { Prepared } from './surroundings.ts';

/** Who vouches for callers: the organisation's own issuer in production, the built-in one in development. */
export function issuerOf({ config, keyring }: Prepared): Issuer {
  if (config.issuerJwks !== undefined && config.issuer !== undefined) {
    return productionIssuer(config.issuerJwks, config.issuer);
  }
  const issuer = developmentIssuer(keyring.secret('issuer/development'), config.issuer ?? DEVELOPMENT);
  // Each demo role is somebody of the demo: the bank has accounts there, the worker works there.
  return {
    ...issuer,
    issue: (role, overrides) => issuer.issue!(role, { ...DEMO_CLAIMS[role], ...overrides }),
  };
}

const DEVELOPMENT = 'guixin-hub-development';
