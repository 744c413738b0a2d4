import { developmentIssuer, type Issuer, productionIssuer } from '../../gateway/callers/issuer.ts';
import type { Prepared } from './surroundings.ts';

/** Who vouches for callers: the organisation's own issuer in production, the built-in one in development. */
export function issuerOf({ config, keyring }: Prepared): Issuer {
  if (config.issuerJwks !== undefined && config.issuer !== undefined) {
    return productionIssuer(config.issuerJwks, config.issuer);
  }
  return developmentIssuer(keyring.secret('issuer/development'), config.issuer ?? 'guixin-hub-development');
}
