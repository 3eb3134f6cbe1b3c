import { Command, CommanderError } from 'commander';
import { ConfigurationError, readConfiguration, type Configuration } from '../configuration.ts';
import { check } from './check.ts';
import { openDoor, Refused, type Door } from './door.ts';
import { decide, type DecideOptions } from './decide.ts';
import { doctor } from './doctor.ts';
import { exportDocument } from './export.ts';
import { harvest } from './harvest.ts';
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

  const command = (usage: string, description: string, action: Action, configure: (command: Command) => Command = (it) => it) =>
    configure(program.command(usage).description(description).option('--json', 'one JSON value on standard output')).action(async (...given: unknown[]) => {
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
  program
    .command('decide')
    .description('may data under these conditions be used for this purpose?')
    .requiredOption('--conditions <file>', 'GA4GH DUO terms with their values, as YAML or JSON: [{term, values}]')
    .requiredOption('--purpose <file>', 'the purpose, as YAML or JSON')
    .option('--hierarchy <file>', 'what each disease or place is a narrower case of: {id: [broader ids]}')
    .option('--at <instant>', 'decide as of this instant')
    .option('--json', 'one JSON value on standard output')
    .action(async (options: DecideOptions) => {
      process.exitCode = await decide(options);
    });
  const ledger = program.command('ledger').description('the node’s append-only book');
  ledger
    .command('verify')
    .description('check every entry’s digest and place')
    .option('--json', 'one JSON value on standard output')
    .action(async (options: { json?: boolean }) => {
      const door = await openDoor(readConfiguration());
      try {
        const result = await door.call<{ entries: number; intact: boolean; broken?: { sequence: number; reason: string } }>('GET', '/api/v1/ledger/verification');
        process.stdout.write(
          options.json
            ? `${JSON.stringify(result)}\n`
            : result.intact
              ? `The ledger is intact: ${result.entries} entries.\n`
              : `The ledger is broken at entry ${result.broken?.sequence}: ${result.broken?.reason}.\n`,
        );
        process.exitCode = result.intact ? 0 : 1;
      } finally {
        await door.close();
      }
    });

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
