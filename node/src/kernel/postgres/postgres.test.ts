import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DataFolderInUse, DataFolderUnusable, startPostgres } from './index.ts';
import { processStart, servesCluster } from './process-identity.ts';

const LONG = 60_000;
vi.setConfig({ testTimeout: LONG, hookTimeout: LONG });

let dataFolder: string;
let children: ChildProcess[];
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'biotope-postgres-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await eventually(() => !clusterRuns());
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const data = () => join(dataFolder, 'postgres', 'data');
const postmasterPid = () => Number.parseInt(readFileSync(join(data(), 'postmaster.pid'), 'utf8'), 10);
const clusterRuns = () => existsSync(join(data(), 'postmaster.pid')) && servesCluster(postmasterPid(), data());

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

/** Another process that starts the database and then only lives. */
function startElsewhere(): ChildProcess {
  const program = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    console.log((await startPostgres({ dataFolder: process.argv[1] })).url);
    setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, dataFolder], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return line;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The processes whose command line holds these words. */
const processesWith = (words: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words) && processStart(pid) !== undefined;
      } catch {
        return false;
      }
    });

describe('the embedded PostgreSQL', () => {
  test('keeps what was written from one start to the next, and leaves nothing running after stop', async () => {
    const first = await startPostgres({ dataFolder });
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await query(first.url, "create table memory (word text); insert into memory values ('生境')");
    const pid = postmasterPid();
    await first.stop();
    expect(processStart(pid)).toBeUndefined();
    expect(readdirSync(dataFolder)).toEqual(['postgres']);
    await eventually(() => processesWith(`biotope-guard ${pid}`).length === 0);

    const second = await startPostgres({ dataFolder });
    expect(await query(second.url, 'select word from memory')).toEqual([{ word: '生境' }]);
    await second.stop();
  });

  test('speaks UTF-8 and UTC, compares by code point, and keeps its role from the files', async () => {
    const postgres = await startPostgres({ dataFolder });
    const [row] = await query(
      postgres.url,
      `select version() like '%' || '${postgres.version}' || '%' as version, lower('É') as lower, 'a' > 'B' as code_points, current_setting('timezone') as zone,
              current_setting('server_encoding') as encoding, (select rolsuper from pg_roles where rolname = current_user) as super`,
    );
    expect(row).toEqual({ version: true, lower: 'é', code_points: true, zone: 'UTC', encoding: 'UTF8', super: false });
    await expect(query(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    expect(statSync(join(dataFolder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    await postgres.stop();
  });

  test('ends when its owner is killed', async () => {
    const owner = startElsewhere();
    const url = await firstLine(owner);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const pid = postmasterPid();
    await kill(owner);
    await eventually(() => processStart(pid) === undefined);
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  test.runIf(process.platform === 'linux')('is found and replaced at the next start when its guard was killed too', async () => {
    const owner = startElsewhere();
    await query(await firstLine(owner), "create table memory (word text); insert into memory values ('kept')");
    const pid = postmasterPid();
    const guards = processesWith(`biotope-guard ${pid}`);
    expect(guards).toHaveLength(1);
    process.kill(guards[0]!, 'SIGKILL');
    await eventually(() => processStart(guards[0]!) === undefined);
    await kill(owner);
    expect(clusterRuns()).toBe(true);

    const lines: string[] = [];
    const next = await startPostgres({ dataFolder, log: (line) => lines.push(line) });
    expect(lines.join()).toContain(`process ${pid}`);
    expect(processStart(pid)).toBeUndefined();
    expect(await query(next.url, 'select word from memory')).toEqual([{ word: 'kept' }]);
    await next.stop();
  });

  test('recovers what was committed when the server itself was killed', async () => {
    const first = await startPostgres({ dataFolder });
    await query(first.url, "create table memory (word text); insert into memory values ('kept')");
    process.kill(postmasterPid(), 'SIGKILL');
    await first.stop();
    const second = await startPostgres({ dataFolder });
    expect(await query(second.url, 'select word from memory')).toEqual([{ word: 'kept' }]);
    await second.stop();
  });

  test('starts when its pid file names a process that is something else by now', async () => {
    await (await startPostgres({ dataFolder })).stop();
    // Of the user PostgreSQL runs as: any other it would not take for a server of its own.
    const other = spawn('sleep', ['600'], process.getuid?.() === 0 ? { uid: statSync(data()).uid } : {});
    children.push(other);
    writeFileSync(join(data(), 'postmaster.pid'), `${other.pid}\n${data()}\n1\n1\n\n127.0.0.1\n  1  1\nready   \n`);
    const second = await startPostgres({ dataFolder });
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(processStart(other.pid!)).toBeDefined();
    await second.stop();
  });

  test('is made anew when the first start was killed half-way', async () => {
    const home = join(dataFolder, 'postgres');
    const drafts = () => (existsSync(home) ? readdirSync(home).filter((name) => name.startsWith('new-')) : []);
    const owner = startElsewhere();
    await eventually(() => drafts().length > 0);
    await kill(owner);
    expect(existsSync(data())).toBe(false);
    const next = await startPostgres({ dataFolder });
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  test('sets a new password when the file with the old one is lost', async () => {
    await (await startPostgres({ dataFolder })).stop();
    rmSync(join(dataFolder, 'postgres', 'password'));
    const next = await startPostgres({ dataFolder });
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  });
});

describe('a data folder', () => {
  test('has one owner: a second is told which process and port', async () => {
    const postgres = await startPostgres({ dataFolder });
    writeFileSync(join(dataFolder, 'node.json'), JSON.stringify({ port: 7420 }));
    const refusal = await startPostgres({ dataFolder }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderInUse);
    expect(refusal).toMatchObject({ pid: process.pid, port: 7420, message: expect.stringContaining(dataFolder) });
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test('is won by exactly one of several that start at once', async () => {
    const starts = [startElsewhere(), startElsewhere(), startElsewhere()];
    const outcomes = await Promise.all(starts.map((child) => Promise.race([firstLine(child), text(child.stderr!)])));
    expect(outcomes.filter((outcome) => outcome.startsWith('postgresql://'))).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.includes('DataFolderInUse'))).toHaveLength(2);
  });

  test("does not belong to a dead process, nor to another that was given the dead one's number", async () => {
    writeFileSync(join(dataFolder, 'owner.json'), JSON.stringify({ pid: process.ppid, startedAt: '2020-01-01T00:00:00Z', startTime: 'long ago' }));
    const postgres = await startPostgres({ dataFolder });
    expect(JSON.parse(readFileSync(join(dataFolder, 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    await postgres.stop();
  });

  test('made by another PostgreSQL is refused with what to do', async () => {
    mkdirSync(data(), { recursive: true });
    writeFileSync(join(data(), 'PG_VERSION'), '17\n');
    await expect(startPostgres({ dataFolder })).rejects.toThrow(/made by PostgreSQL 17.*pg_dump.*DATABASE_URL/);
    expect(readdirSync(dataFolder)).toEqual(['postgres']);
  });

  test('that is no folder is named', async () => {
    const file = join(dataFolder, 'file');
    writeFileSync(file, '');
    const refusal = await startPostgres({ dataFolder: join(file, 'below') }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderUnusable);
    expect((refusal as Error).message).toContain(file);
  });
});
