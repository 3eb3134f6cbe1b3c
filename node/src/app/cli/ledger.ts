import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import { verifyExported, type Seal } from '../../ledger/index.ts';
import { readConfiguration } from '../configuration.ts';
import type { RetentionView, VerificationView } from '../ledger-view.ts';
import { openDoor, type Door } from './door.ts';
import { LANGUAGE } from './language.ts';
import { inMegabytes, writeDocument } from './write-document.ts';

const WORDS = {
  en: {
    intact: (entries: number, sealed?: number) => `The ledger is intact: ${entries} entries${sealed ? `, the first ${sealed} of them sealed` : ''}.`,
    broken: (sequence: number, reason: string) => `The ledger is broken at entry ${sequence}: ${reason}.`,
    file: (path: string, first: number, last: number, previous: string, digest: string) =>
      `${path} is intact: entries ${first} to ${last}.\n  follows   ${previous}\n  ends with ${digest}`,
    empty: (path: string) => `${path} holds no entry.`,
    noRule: 'This node keeps every entry: no retention rule ("ledger.keep" in biotope.yaml) is set.',
    nothing: (before: string) => `Nothing to seal: no entry was written before ${before}.`,
    misses: (path: string, first: number, last: number) => `${path} does not hold entries ${first} to ${last}, which may be sealed. Export the ledger again.`,
    differs: (path: string, last: number) => `${path} is not of this ledger: its entry ${last} has another digest.`,
    sealed: ({ first, last, from, until, file }: Seal, entry: number) =>
      `Entries ${first} to ${last} (${from.slice(0, 10)} to ${until.slice(0, 10)}) are sealed by entry ${entry}.\nKeep the exported file: it alone holds them now (SHA-256 ${file}).`,
  },
  zh: {
    intact: (entries: number, sealed?: number) => `账本完整：共 ${entries} 条${sealed ? `，其中前 ${sealed} 条已封存` : ''}。`,
    broken: (sequence: number, reason: string) => `账本在第 ${sequence} 条处不完整：${reason}。`,
    file: (path: string, first: number, last: number, previous: string, digest: string) => `${path} 完整：第 ${first} 至 ${last} 条。\n  承接 ${previous}\n  结尾 ${digest}`,
    empty: (path: string) => `${path} 中没有条目。`,
    noRule: '本节点保留全部条目：未设置保留期限（biotope.yaml 中的 “ledger.keep”）。',
    nothing: (before: string) => `无可封存的条目：${before} 之前没有写入任何条目。`,
    misses: (path: string, first: number, last: number) => `${path} 不包含可封存的第 ${first} 至 ${last} 条。请重新导出账本。`,
    differs: (path: string, last: number) => `${path} 不属于本账本：其第 ${last} 条的摘要不同。`,
    sealed: ({ first, last, from, until, file }: Seal, entry: number) =>
      `第 ${first} 至 ${last} 条（${from.slice(0, 10)} 至 ${until.slice(0, 10)}）已由第 ${entry} 条封存。\n请保存导出的文件：这些条目今后仅存于其中（SHA-256 ${file}）。`,
  },
};
const words = WORDS[LANGUAGE];

interface Options {
  json?: boolean;
  file?: string;
  output?: string;
  after?: string;
}

/** `biotope ledger verify | export | seal`. */
export function ledgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('the node’s append-only book');
  const command = (usage: string, description: string, action: (options: Options, ...given: string[]) => Promise<number>) =>
    ledger
      .command(usage)
      .description(description)
      .option('--json', 'one JSON value on standard output')
      .action(async (...given: unknown[]) => {
        process.exitCode = await action(given.at(-2) as Options, ...(given.slice(0, -2) as string[]));
      });
  command('verify', 'check every entry’s digest and place', (options) => (options.file ? verifyFile(options.file, options) : verify(options))).option(
    '--file <file>',
    'check exported entries instead; no node is asked',
  );
  command('export', 'write the entries as JSON Lines, with the digests of their chain', exportEntries)
    .option('--output <file>', 'write there, not to standard output')
    .option('--after <sequence>', 'entries after this one');
  command('seal <exported-file>', 'replace the oldest entries, which the file holds, by a seal, as far as ledger.keep lets them go', seal);
}

const say = (value: unknown, { json }: Options, text: string) => void process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
const refuse = (text: string): number => {
  process.stderr.write(`${text}\n`);
  return 1;
};

async function atDoor<T>(work: (door: Door) => Promise<T>): Promise<T> {
  const door = await openDoor(readConfiguration());
  try {
    return await work(door);
  } finally {
    await door.close();
  }
}

const verify = (options: Options): Promise<number> =>
  atDoor(async (door) => {
    const result = await door.call<z.infer<typeof VerificationView>>('GET', '/api/v1/ledger/verification');
    say(result, options, result.broken ? words.broken(result.broken.sequence, result.broken.reason) : words.intact(result.entries, result.sealed));
    return result.intact ? 0 : 1;
  });

async function verifyFile(path: string, options: Options): Promise<number> {
  const read = await verifyExported(linesOf(path));
  if (!read) return refuse(words.empty(path));
  say(read, options, read.broken ? words.broken(read.broken.sequence, read.broken.reason) : words.file(path, read.first, read.last, read.previous, read.digest));
  return read.intact ? 0 : 1;
}

const exportEntries = ({ output, after = '0', json }: Options): Promise<number> =>
  atDoor(async (door) => {
    if (json && !output) {
      refuse('With --json the entries need a place of their own: --output <file>.');
      return 2;
    }
    const { path, bytes } = await writeDocument(await door.stream(`/api/v1/ledger/export?after=${encodeURIComponent(after)}`), output);
    if (path) say({ file: path, bytes }, { json }, `${path}: ${inMegabytes(bytes)}`);
    return 0;
  });

/** The file is read and checked here, whole, before the node is asked to let anything go. */
const seal = (options: Options, path: string): Promise<number> =>
  atDoor(async (door) => {
    const { keep, before, sealable } = await door.call<z.infer<typeof RetentionView>>('GET', '/api/v1/ledger/retention');
    if (keep === null || before === null) return refuse(words.noRule);
    if (!sealable) return refuse(words.nothing(before.slice(0, 10)));
    let digest: string | undefined;
    const read = await verifyExported(linesOf(path), (entry) => {
      if (entry.sequence === sealable.last) ({ digest } = entry);
    });
    if (read?.broken) return refuse(words.broken(read.broken.sequence, read.broken.reason));
    if (!read || read.first > sealable.first || digest === undefined) return refuse(words.misses(path, sealable.first, sealable.last));
    if (digest !== sealable.digest) return refuse(words.differs(path, sealable.last));
    const done = await door.call<{ seal: Seal; entry: number }>('POST', '/api/v1/ledger/seal', { last: sealable.last, digest, file: await sha256Of(path) });
    say(done, options, words.sealed(done.seal, done.entry));
    return 0;
  });

/** Characters of one line: what is longer is no exported entry. */
const LONGEST_LINE = 64 * 2 ** 20;

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(path, 'utf8')) {
    const lines = (rest + (piece as string)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error(`${path} holds a line of more than ${LONGEST_LINE} characters and is no exported ledger.`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
