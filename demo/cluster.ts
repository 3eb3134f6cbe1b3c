import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openCluster, type Cluster } from '../tests/support/cluster.ts';
import { askNow, oneEntry, replicate, stopAndReturn, type Telling } from './acts.ts';
import { haveRealData } from './slices.ts';
import { setStage, type Stage } from './stage.ts';
import { statusLines } from './status.ts';
import { languageOf, WORDS } from './words.ts';

/**
 * `npm run demo:cluster [--once] [--fresh] [--zh|--en]`: a whole cluster on this machine. `--once` ends after its checks,
 * with 1 where one fails; `--fresh` forgets what a run before left in `.biotope-demo`.
 */
const given = process.argv.slice(2);
const unknown = given.filter((word) => !['--once', '--fresh', '--zh', '--en'].includes(word));
const language = languageOf(given, process.env);
const words = WORDS[language];
const say = (line = '') => void process.stdout.write(`${line}\n`);
const telling: Telling = { language, words, say: (line) => say(`  ${line}`) };
const folder = resolve(process.env['BIOTOPE_DATA'] ?? '.biotope-demo');
const STATUS_EVERY = 2_000;

async function main(): Promise<number> {
  if (unknown.length > 0) {
    process.stderr.write(`demo:cluster knows --once, --fresh, --zh and --en, not ${unknown.join(' ')}.\n`);
    return 2;
  }
  const base = Number(process.env['BIOTOPE_PORT'] ?? 7420);
  if (given.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  say(words.begin);
  if (!haveRealData()) say(words.noRealData);

  const stopping = Promise.withResolvers<'stop'>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.resolve('stop'));
  let cluster: Cluster | undefined;
  let stage: Stage | undefined;
  const play = async (): Promise<string[]> => {
    cluster = await openCluster(folder);
    stage = await setStage(cluster, base, telling);
    if (stage.again) say(`  ${words.again}`);
    await replicate(stage, telling);
    const flaws = [...(await stopAndReturn(stage, telling)), ...(await oneEntry(stage, telling)), ...(await askNow(stage, telling))];
    return flaws;
  };
  try {
    const flaws = await Promise.race([play(), stopping.promise]);
    if (flaws === 'stop') return 130;
    say();
    say(flaws.length === 0 ? words.checked : words.failed);
    for (const flaw of flaws) say(`  ${flaw}`);
    if (!stage || given.includes('--once')) {
      if (stage) for (const line of await statusLines(stage.players, language, words)) say(line);
      return flaws.length === 0 ? 0 : 1;
    }
    introduce(stage);
    await watch(stage, stopping.promise);
    return 0;
  } finally {
    say(words.stopping);
    await stage?.close();
    await cluster?.close();
  }
}

/** What to open, look at and try. */
function introduce({ players }: Stage): void {
  const all = [...players.values()];
  const door = all.find(({ part }) => part.role === 'door');
  const platform = all.find(({ part }) => part.name === 'open-data');
  if (!door || !platform) return;
  say();
  say(words.open);
  for (const { node, title, part } of all) say(`  ${node.url}   ${title}${part.slow ? ` (${words.slow(part.slow)})` : ''}   ${words.process} ${node.running()?.process.pid}`);
  say();
  say(words.look);
  for (const line of words.looks(door.node.url)) say(`  ${line}`);
  say();
  say(words.try);
  const example = `curl -H "authorization: Bearer $(cat ${join(platform.node.folder, 'operator.key')})" -H content-type:application/json -d '{"kind":"dataset","title":{"en":"Mine","zh":"我的数据"}}' ${platform.node.url}/api/v1/resources`;
  for (const line of words.tries(example)) say(`  ${line}`);
  say(`  ${words.key(join(door.node.folder, 'operator.key'))}`);
  say();
  say(words.stop);
}

/** Status lines: written over where the terminal can, else whenever something changed. */
async function watch({ players }: Stage, stopped: Promise<'stop'>): Promise<void> {
  let before = '';
  let height = 0;
  for (let goes = true; goes;) {
    const lines = await statusLines(players, language, words).catch((error: unknown) => [String(error)]);
    if (process.stdout.isTTY && height > 0) process.stdout.write(`\u001b[${height}A\u001b[J`);
    if (process.stdout.isTTY || lines.join('\n') !== before) for (const line of ['', ...lines]) say(line);
    before = lines.join('\n');
    height = lines.length + 1;
    goes = (await Promise.race([wait(STATUS_EVERY, 'go'), stopped])) === 'go';
  }
}

process.exit(await main());
