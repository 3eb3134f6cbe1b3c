import { Command, CommanderError, Option } from 'commander';
import { ConfigurationError, readConfiguration, type Configuration } from '../configuration.ts';
import { check } from './check.ts';
import { openDoor, Refused, type Door } from './door.ts';
import { decide, type DecideOptions } from './decide.ts';
import { decideResource, type DecideResourceOptions } from './decide-resource.ts';
import { doctor } from './doctor.ts';
import { exportDocument } from './export.ts';
import { harvest } from './harvest.ts';
import { resetAccount } from './people.ts';
import type { PhrasesOptions } from './phrases.ts';
import { rotateKey } from './keys.ts';
import { ledgerCommands } from './ledger.ts';
import { join, members } from './memberships.ts';
import { links, path, search, show } from './read.ts';

/** What every command is given: its door to the node, and how to answer. */
export interface CommandContext {
  door: Door;
  configuration: Configuration;
  /** One JSON value on standard output, or text for a person. */
  answer(value: unknown, text: () => string): void;
  json: boolean;
}

type Action = (context: CommandContext, ...values: string[]) => Promise<number | void>;

/** The command line: `biotope <command>`. Ends with 0, with 1 where the answer is no, with 2 where the call was wrong. */
export async function main(values: string[]): Promise<void> {
  const program = new Command('biotope')
    .description('Biotope, a node of biomedical research infrastructure')
    .exitOverride()
    .showHelpAfterError()
    .configureHelp({ sortSubcommands: true });

  const command = (usage: string, description: string, action: Action, configure: (command: Command) => Command = (it) => it, below: Command = program) =>
    configure(below.command(usage).description(description).option('--json', 'one JSON value on standard output')).action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      const options = self.opts();
      const words = given.slice(0, -2).filter((value): value is string => typeof value === 'string');
      const configuration = readConfiguration();
      const door = await openDoor(configuration);
      const json = Boolean(options['json']);
      try {
        const code = await action(
          { door, configuration, json, answer: (value, text) => void process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text()}\n`) },
          ...words,
          JSON.stringify(options),
        );
        process.exitCode = code ?? 0;
      } finally {
        await door.close();
      }
    });

  program
    .command('start', { isDefault: true })
    .description('start the node and serve')
    .action(async () => {
      const { serve } = await import('../serve.ts');
      await serve(readConfiguration());
    });
  command('harvest <source> [file-or-address]', 'take descriptions in from a source', harvest, (it) =>
    it
      .option('--allow-deletions', 'withdraw even if most of a collection is gone')
      .option('--allow-host <host...>', 'reach this host too, even in a private network')
      .option('--settings <file>', 'what the standard’s reader is told, as YAML (the columns of a table)'),
  );
  command('export <format>', 'write the catalogue, or one resource, in a standard (/api/v1/formats lists them)', exportDocument, (it) =>
    it
      .option('--output <file>', 'write there, not to standard output')
      .option('--resource <id>', 'this resource alone, by its identifier or another registry’s')
      .option('--category <category>', 'all of this category'),
  );
  command('search <query>', 'search the catalogue', search, (it) =>
    it
      .option('--category <category>')
      .option('--kind <kind>')
      .option('--topic <term>')
      .option('--source <source>')
      .option('--limit <n>', 'at most', '20')
      .option('--sort <sort>', 'relevance, recency or links', 'relevance'),
  );
  command('show <id>', 'show a resource, by its identifier or another registry’s', show);
  command('links <id>', 'show where a resource leads', links, (it) => it.option('--predicate <name>').option('--limit <n>', 'at most', '50'));
  command('path <from> <to>', 'show how two resources hang together', path);
  command('check <file-or-address>', 'FAIR and quality report of a description that is not registered', check, (it) =>
    it.option('--as <standard>', 'the standard to read it as (told by its content where left out)'),
  );
  command('doctor', 'check that all is well', doctor);
  const people = program.command('people').description('people and their accounts at this node');
  command('reset <login>', 'give an account a new one-time secret', resetAccount, (it) => it, people);
  program
    .command('decide')
    .description('may this be done? Of conditions and a purpose from files, or of a resource here')
    .option('--conditions <file>', 'GA4GH DUO terms with their values, as YAML or JSON: [{term, values}]')
    .option('--purpose <file>', 'the purpose, as YAML or JSON')
    .option('--hierarchy <file>', 'what each disease or place is a narrower case of: {id: [broader ids]}')
    .option('--at <instant>', 'decide as of this instant')
    .option('--resource <id>', 'a resource of this node, in place of conditions')
    .option('--as <person>', 'how it is answered to this person (identifier), or to "anyone"; without it, to the operator')
    .option('--action <action>', 'use, export, edit, steward, certify, discover', 'use')
    .option('--destination <country>', 'where the data would go: ISO 3166-1 alpha-2')
    .option('--json', 'one JSON value on standard output')
    .action(async (options: Partial<DecideOptions> & Partial<DecideResourceOptions>) => {
      const { resource, conditions, purpose } = options;
      if (resource !== undefined) process.exitCode = await decideResource({ ...options, resource });
      else if (conditions === undefined || purpose === undefined) {
        process.stderr.write('Name --resource, or both --conditions and --purpose.\n');
        process.exitCode = 2;
      } else process.exitCode = await decide({ ...options, conditions, purpose });
    });
  program
    .command('phrases <file>')
    .description('the technology phrases of a file: a document a line, as text or as JSON with title and abstract')
    .option('--top <n>', 'the best so many', '100')
    .option('--json', 'one JSON value on standard output')
    .action(async (file: string, options: PhrasesOptions) => {
      // The language model is loaded by those alone who mine phrases.
      const { phrases } = await import('./phrases.ts');
      process.exitCode = await phrases(file, options);
    });
  command('join <hub>', 'ask another node, by its address, to take this one in', join, (it) =>
    it
      .addOption(
        new Option('--role <role>', 'as what: a platform, a hub of others, or a peer whose descriptions go no further').choices(['platform', 'hub', 'peer']).default('platform'),
      )
      .option('--share-group', 'hand over what is restricted to the group')
      .option('--trust-askers', 'take the hub’s word for who asks')
      .option('--message <text>', 'to its operator'),
  );
  command('members', 'the hubs of this node and its members, as they stand now', members);
  const keys = program.command('keys').description('what this node signs with: visas, certificates, and what it says to other nodes');
  command(
    'rotate <use>',
    'make the next signing key for "visa", "certificate" or "node"',
    rotateKey,
    (it) => it.option('--compromised', 'the present key became known: withdraw it at once, with all it signed'),
    keys,
  );
  ledgerCommands(program);

  try {
    await program.parseAsync(values, { from: 'user' });
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Says what went wrong in words; the exit code tells a wrong call from a refused one. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Refused) {
    process.stderr.write(`${error.message}\n`);
    return error.status >= 500 ? 1 : 2;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['BIOTOPE_DEBUG']) process.stderr.write(`${(error as Error).stack}\n`);
  return 1;
}
