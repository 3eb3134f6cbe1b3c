import type { LanguageMap } from '../node/src/kernel/language-map.ts';
import { inLanguage } from '../node/src/kernel/language-map.ts';
import type { Player } from './stage.ts';
import type { Language, Words } from './words.ts';

/** A followed feed, as `GET /api/v1/federation/followings` tells of it. */
interface FollowingView {
  node: string;
  name: LanguageMap | null;
  audience: string;
  state: string;
  lag: number | null;
  here: { count: number };
  there: { count: number } | null;
  digestEqual: boolean | null;
}

async function followingsOf({ node }: Player): Promise<FollowingView[]> {
  const { status, body } = await node.ask<{ items: FollowingView[] }>('GET', '/api/v1/federation/followings');
  if (status !== 200) throw new Error(`${node.name} answers ${status} for the feeds it follows: ${JSON.stringify(body)}`);
  return body.items.filter(({ audience }) => audience === 'public');
}

/** Cells of Chinese take two columns of a terminal. */
const width = (text: string) => [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
const padded = (text: string, columns: number) => text + ' '.repeat(Math.max(1, columns - width(text)));

/** A line for each feed that a hub of the cluster follows. */
export async function statusLines(players: Map<string, Player>, language: Language, words: Words): Promise<string[]> {
  const lines: string[] = [];
  for (const hub of [...players.values()].filter(({ part }) => part.role !== 'platform')) {
    const followings = await followingsOf(hub);
    for (const { node, name, here, there, digestEqual, lag, state } of followings) {
      const cells: [string, number][] = [
        [`${hub.title} ← ${inLanguage(name ?? { en: node }, language)}`, 68],
        [here.count.toLocaleString('en'), 10],
        [there === null ? '?' : there.count.toLocaleString('en'), 10],
        [digestEqual ? '=' : '≠', 8],
        [lag === null ? '–' : `${(lag / 1_000).toFixed(1)} s`, 10],
        [words.states[state as keyof Words['states']] ?? state, 1],
      ];
      lines.push(cells.map(([text, columns]) => padded(text, columns)).join(''));
    }
  }
  return [words.status.map((word, place) => padded(word, [68, 10, 10, 8, 10, 1][place] ?? 1)).join(''), ...lines];
}

/** Whether every feed that is followed is held whole. */
export async function isCurrent(players: Map<string, Player>): Promise<boolean> {
  for (const hub of [...players.values()].filter(({ part }) => part.role !== 'platform')) {
    const expected = [...players.values()].filter(({ part }) => part.joins.some((join) => join.hub === hub.part.name)).length;
    const followings = await followingsOf(hub);
    if (followings.length < expected || followings.some(({ digestEqual, here, there }) => !digestEqual || here.count !== there?.count)) return false;
  }
  return true;
}
