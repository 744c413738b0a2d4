import { InvalidArgumentError, type Command } from 'commander';
import type { ClientOrder } from '../wiring/client-desk.ts';
import type { AddCommand, Surroundings } from './command.ts';

const EXAMPLES = `
Examples:
  hub client add --interface real-name --appid GX0001 --organisation 'Attendance Ltd' --divisions 450100
                                     prints the secret once; it is nowhere to be read again
  hub client add --interface real-name --appid GX0001 --organisation 'Attendance Ltd' --divisions 450100 \\
                 --tolerance 360 --cipher AES-128
                                     the same client with another secret and other settings
  hub client add --interface national --system-code NATIONAL --public-key national.pem --organisation 'National platform'
                                     the early-warning platform, by its SM2 public key
  hub client list
  hub client disable --interface real-name --name GX0001

With the embedded database the hub must be stopped meanwhile; with HUB_DATABASE_URL it may run. It hears of a change
within a second.`;

/** Registers the machine clients of the doors. */
export const client: AddCommand = (program, surroundings) => {
  const group = program
    .command('client')
    .summary('register, list and close machine clients of the doors')
    .description('Clients of the real-name interface (603号) and of the national early-warning exchange.')
    .addHelpText('after', EXAMPLES);
  addAdd(group, surroundings);
  group
    .command('list')
    .description('every client, closed ones included, without secrets')
    .action(async () => {
      const { listClients } = await import('../wiring/client-desk.ts');
      for (const line of await listClients(surroundings.env)) surroundings.stdout.write(`${line}\n`);
    });
  group
    .command('disable')
    .description('close a client; its facts and calls stay')
    .requiredOption('--interface <interface>', 'real-name or national', oneInterface)
    .requiredOption('--name <name>', 'appid or system code')
    .action(async (options: { interface: ClientOrder['interface']; name: string }) => {
      const { disableClient } = await import('../wiring/client-desk.ts');
      await disableClient(surroundings.env, options.interface, options.name);
      surroundings.stdout.write(`${options.name} is closed\n`);
    });
};

function addAdd(group: Command, { env, stdout }: Surroundings): void {
  group
    .command('add')
    .description('register a client, or change the one of that name')
    .requiredOption('--interface <interface>', 'real-name or national', oneInterface)
    .requiredOption('--organisation <name>', 'the organisation that states the facts')
    .option('--appid <appid>', 'access account of a real-name client')
    .option('--public-key <file>', 'PEM of the SM2 public key of a national client')
    .option('--system-code <code>', 'the code that a national client signs itself with')
    .option('--divisions <codes>', 'divisions whose projects it may state facts of, with commas', list, [])
    .option('--sectors <sectors>', 'sectors, with commas; every sector when left out', list, [])
    .option('--projects <codes>', 'only these projects, with commas', list)
    .option('--source-system <name>', 'the name under which its facts are kept')
    .option('--tolerance <seconds>', 'how far its clock may be off; 600 when left out', Number)
    .option('--cipher <cipher>', 'AES-256 or AES-128')
    .option('--sector <sector>', 'the sector of the projects it files, where it has more than one')
    .option('--corp-key <key>', 'enterprise key; given, every call must carry its corpsign')
    .option('--entry-exit-reversed', 'it sends 0 for entry and 1 for exit, as the draft of 2016 says')
    .action(async (order: ClientOrder) => {
      const { addClient } = await import('../wiring/client-desk.ts');
      const { name, secret } = await addClient(env, order);
      stdout.write(`name    ${name}\n`);
      if (secret !== undefined) stdout.write(`secret  ${secret}\n`);
    });
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function oneInterface(text: string): ClientOrder['interface'] {
  if (text !== 'real-name' && text !== 'national')
    throw new InvalidArgumentError('expected real-name or national.');
  return text;
}
