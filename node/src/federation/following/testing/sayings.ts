import { saying, testNode, tombstone } from '../../testing/nodes.ts';
import type { Carried, FeedLog } from './feed-log.ts';
import { feedLog, hand, resourceNamed } from './feed-log.ts';

export type TestNode = Awaited<ReturnType<typeof testNode>>;

/** What a node says of the resource made from a word. */
export const say = (node: TestNode, word: string, version = 1, given: object = {}): Promise<Carried> =>
  saying(node, { resource: resourceNamed(word), version, description: { kind: 'tool', title: { en: `${word} ${version}` } }, ...given });

export const withdraw = (node: TestNode, word: string, version: number, given: object = {}): Promise<Carried> =>
  tombstone(node, { resource: resourceNamed(word), version, reason: { en: 'It was wrong' }, ...given });

export const words = (count: number, prefix = 'r'): string[] => Array.from({ length: count }, (_, number) => `${prefix}${number}`);

/** A feed that carries a description of each word. */
export async function logOf(node: TestNode, named: readonly string[] = []): Promise<FeedLog> {
  const log = feedLog(node.id);
  for (const carried of await Promise.all(named.map((word) => say(node, word)))) hand(log, carried);
  return log;
}

export const nameOf = (node: TestNode, word: string): string => `${node.id} ${resourceNamed(word)}`;
