export { digest, digests, digestsOf } from '../../file-digests.ts';
