export { gathered, type Gathering } from '../../ledger/gathered.ts';
