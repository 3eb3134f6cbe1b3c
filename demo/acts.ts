import { setTimeout as wait } from 'node:timers/promises';
import { inLanguage } from '../node/src/kernel/language-map.ts';
import { settled } from '../tests/support/federation.ts';
import { STOPPED } from './cast.ts';
import type { Player, Stage } from './stage.ts';
import { isCurrent } from './status.ts';
import type { Language, Words } from './words.ts';

/** What the demonstration does and tells, and what must hold after each step. */
export interface Telling {
  language: Language;
  words: Words;
  say: (line: string) => void;
}

interface Found {
  id: string;
  title: Record<string, string>;
  sources?: string[];
}

const seconds = (begin: number) => ((performance.now() - begin) / 1_000).toFixed(1);
const player = ({ players }: Stage, name: string) => players.get(name) as Player;

async function search(at: Player, q: string): Promise<Found[]> {
  return (await at.node.ask<{ items: Found[] }>('GET', `/api/v1/resources?q=${encodeURIComponent(`"${q}"`)}&limit=5`)).body.items;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(50);
}

/** Every group holds its platforms, and the door its groups. */
export async function replicate(stage: Stage, { words, say }: Telling): Promise<void> {
  say(words.replicating);
  const begin = performance.now();
  await until(() => isCurrent(stage.players));
  for (const group of ['data-group', 'tools-group']) await settled(player(stage, 'door').node, player(stage, group).node);
  say(words.current(seconds(begin)));
}

/** A platform stops; nothing of it is lost at the door; it comes back with something new, and takes that back again. */
export async function stopAndReturn(stage: Stage, { words, say, language }: Telling): Promise<string[]> {
  const flaws: string[] = [];
  const [door, platform] = [player(stage, 'door'), player(stage, STOPPED)];
  const [known] = (await platform.node.ask<{ items: Found[] }>('GET', '/api/v1/resources?sort=links&limit=1')).body.items;
  const title = inLanguage(known?.title ?? {}, language);
  say(words.stops(platform.title));
  await platform.node.stop();
  if ((await search(door, known?.title['en'] ?? title)).length > 0) say(words.found(platform.title, title));
  else flaws.push(`${title} is not found at the door while ${platform.title} is stopped`);

  say(words.meanwhile(platform.title));
  await platform.node.start();
  const name = `Ontology of the demonstration ${Date.now().toString(36)}`;
  const description = { kind: 'ontology', title: { en: name, zh: `演示本体 ${name.slice(-8)}` } };
  const begin = performance.now();
  const made = await platform.node.ask<{ id: string }>('POST', '/api/v1/resources', description);
  await until(async () => (await search(door, name)).length > 0);
  say(words.arrived(inLanguage(description.title, language), seconds(begin)));

  const taken = performance.now();
  await platform.node.ask('PATCH', `/api/v1/resources/${made.body.id}`, { status: 'withdrawn', statusReason: 'Described for the demonstration alone.' });
  await until(async () => (await search(door, name)).length === 0);
  say(words.withdrawn(inLanguage(description.title, language), seconds(taken)));
  return flaws;
}

interface Holders {
  items: { name: Record<string, string> }[];
}

/** What two platforms describe is one entry at the door. */
export async function oneEntry(stage: Stage, { words, say, language }: Telling): Promise<string[]> {
  const door = player(stage, 'door');
  const { body } = await door.node.ask<{ items: Found[] }>('GET', '/api/v1/resources?kind=database&limit=20');
  for (const { id, title } of body.items) {
    const holders = (await door.node.ask<Holders>('GET', `/api/v1/resources/${id}/holders`)).body.items;
    if (holders.length < 2) continue;
    const same = (await search(door, title['en'] ?? '')).filter((found) => found.title['en'] === title['en']);
    if (same.length > 1) return [`“${title['en']}” stands ${same.length} times at the door`];
    say(words.holders(inLanguage(title, language), holders.length, holders.map(({ name }) => inLanguage(name, language)).join(language === 'zh' ? '、' : ', ')));
    return [];
  }
  return ['nothing at the door has two holders'];
}

interface Answer {
  members: { outcome: string }[];
}

/** Asks all members now. */
export async function askNow(stage: Stage, { words, say }: Telling): Promise<string[]> {
  const begin = performance.now();
  const { status, body } = await player(stage, 'data-group').node.ask<Answer>('GET', '/api/v1/federation/search?q=cancer&limit=5');
  const took = Math.round(performance.now() - begin);
  if (status !== 200) return [`the live question was answered with ${status}: ${JSON.stringify(body)}`];
  const counts = Map.groupBy(body.members, ({ outcome }) => outcome);
  say(words.asked(took, [...counts].map(([outcome, all]) => `${words.outcomes[outcome as keyof Words['outcomes']] ?? outcome} ${all.length}`).join(', ')));
  return [];
}
