import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../kernel/database.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { enterRefusal, enterSet } from './adopt-policies.ts';
import { checkPolicies } from './check-policies.ts';
import { POLICY_LIMITS } from './limits.ts';
import type { PoliciesInForce } from './policies-in-force.ts';
import { digestOfFiles } from './policy-set-store.ts';
import type { PolicyFiles, PolicyFlaw } from './policy.ts';

/** Files that were found and not adopted. */
export interface RefusedFiles {
  at: Date;
  flaws: PolicyFlaw[];
}

/** The operator's files of policies, kept the same as the set in force. */
export interface PolicyFolder {
  path: string;
  refused(): RefusedFiles | undefined;
  /** Looks at the files now. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface PolicyFolderOptions {
  path: string;
  db: Db;
  policies: PoliciesInForce;
  settled: () => Promise<void>;
  now: () => Date;
  log: (message: string) => void;
}

/** How often the folder is looked at. Files count once they were the same twice: nobody adopts half a file. */
const EVERY = 1_000;
/** Holds the digest of the set the folder held when it was last the same as the one in force. */
const MARKER = '.adopted';
const BY = 'operator:files';

/**
 * Keeps a folder and the set in force the same. Files that an operator changed are adopted where they hold; where they
 * don't, the last good set stays in force, also across a restart. A set adopted elsewhere is written to the files.
 */
export async function openPolicyFolder({ path, db, policies, settled, now, log }: PolicyFolderOptions): Promise<PolicyFolder> {
  let refused: (RefusedFiles & { digest: string }) | undefined;
  let seen: string | undefined;
  let settledFor: string | undefined;
  let work = Promise.resolve();
  let closed = false;

  const adopt = async (files: PolicyFiles, digest: string) => {
    if (refused?.digest === digest) return;
    const read = await checkPolicies(files);
    if ('flaws' in read) {
      refused = { at: now(), flaws: read.flaws, digest };
      await enterRefusal(db, { by: BY, at: now() }, files, read.flaws);
      log(
        `The policies in ${path} don't hold, so those before stay in force: ${read.flaws.map(({ file, line, column, reason }) => `${file}:${line}:${column} ${reason}`).join('; ')}`,
      );
      return;
    }
    const set = await enterSet(db, { by: BY, at: now() }, files, policies.set().files);
    await settled();
    await policies.refresh();
    await mark(path, digest);
    refused = undefined;
    log(`The policies in ${path} are in force as version ${set.version}.`);
  };

  const look = async () => {
    const files = await readPolicyFolder(path);
    const { digest, files: adopted } = policies.set();
    const found = files && digestOfFiles(files);
    const marked = await readFile(join(path, MARKER), 'utf8').catch(() => undefined);
    if (found === digest) {
      refused = undefined;
      if (marked !== digest) await mark(path, digest);
    } else if (files === undefined || found === marked || (marked === undefined && Object.keys(files).length === 0)) {
      // Nobody touched the files since they were last the same: the set in force is the newer one.
      await writePolicyFolder(path, adopted);
      await mark(path, digest);
      refused = undefined;
    } else await adopt(files, found as string);
  };
  const sync = () => (work = work.then(look).catch((error: unknown) => log(`The policies in ${path} can't be read or written: ${reasonOf(error)}`)));

  await sync();
  const timer = setInterval(() => {
    void signatureOf(path).then((signature) => {
      const state = `${signature} ${policies.set().version}`;
      const steady = state === seen;
      seen = state;
      if (closed || !steady || settledFor === state) return;
      settledFor = state;
      void sync();
    });
  }, EVERY);
  timer.unref();
  return {
    path,
    refused: () => refused && { at: refused.at, flaws: refused.flaws },
    sync,
    async close() {
      closed = true;
      clearInterval(timer);
      await work;
    },
  };
}

const isPolicyFile = (name: string) => name.endsWith('.cedar') && !name.startsWith('.');

async function namesIn(path: string): Promise<string[] | undefined> {
  try {
    return (await readdir(path))
      .filter(isPolicyFile)
      .sort()
      .slice(0, POLICY_LIMITS.files + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The files as they are; none where there is no such folder. What is too large is cut where it is known to be. */
async function readPolicyFolder(path: string): Promise<PolicyFiles | undefined> {
  const names = await namesIn(path);
  if (!names) return undefined;
  const read = async (name: string): Promise<[string, string]> => {
    const { size } = await stat(join(path, name));
    // A text this long is refused by its length: nobody need read it.
    if (size > POLICY_LIMITS.fileCharacters * 4) return [name, ' '.repeat(POLICY_LIMITS.fileCharacters + 1)];
    return [name, await readFile(join(path, name), 'utf8')];
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function writePolicyFolder(path: string, files: PolicyFiles): Promise<void> {
  await mkdir(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const target = join(path, name);
    await writeFile(`${target}.new`, text);
    await rename(`${target}.new`, target);
  }
  for (const name of (await namesIn(path)) ?? []) if (!(name in files)) await rm(join(path, name));
}

const mark = (path: string, digest: string) => writeFile(join(path, MARKER), digest);

async function signatureOf(path: string): Promise<string> {
  const names = (await namesIn(path).catch(() => [])) ?? ['(none)'];
  const stats = await Promise.all(names.map((name) => stat(join(path, name)).catch(() => undefined)));
  return JSON.stringify(names.map((name, place) => [name, stats[place]?.size, stats[place]?.mtimeMs, stats[place]?.ino]));
}
