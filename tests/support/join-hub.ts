import { setTimeout as wait } from 'node:timers/promises';
import type { ClusterNode } from './cluster.ts';
import { identify } from './federation.ts';

export interface Joining {
  role?: 'platform' | 'hub' | 'peer';
  scope?: { categories?: string[]; topics?: string[] };
  /** The end of the term. */
  until?: Date;
  shareGroup?: boolean;
  trustAskers?: boolean;
}

interface Membership {
  id: string;
  node: { id: string };
  state: string;
}

const MOST_ATTEMPTS = 30;
const PATH = '/api/v1/federation/memberships';

/** Asks a node's operator interface. @throws where it refuses. */
async function demand<T>(node: ClusterNode, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await node.ask<T>(method, path, body);
  if (answer.status >= 300) throw new Error(`${node.name} answers ${answer.status} for ${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function membershipWith(node: ClusterNode, other: string, states: readonly string[], side?: 'member' | 'hub'): Promise<Membership> {
  const { items } = await demand<{ items: Membership[] }>(node, 'GET', `${PATH}${side ? `?side=${side}` : ''}`);
  const found = items.find((item) => item.node.id === other && states.includes(item.state));
  if (!found) throw new Error(`${node.name} has no membership with ${other} that is ${states.join(' or ')}: ${JSON.stringify(items)}`);
  return found;
}

/** On a machine that is busy with starting nodes a hub may be too slow to answer: it is asked again. */
async function askToJoin(member: ClusterNode, question: object): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { status, body } = await member.ask('POST', PATH, question);
    if (status < 300) return;
    if (status !== 503 || attempt === MOST_ATTEMPTS) throw new Error(`${member.name} could not ask to join: ${JSON.stringify(body)}`);
    await wait(1_000);
  }
}

/** A node asks a hub to join, the hub's operator admits it, and the node hears of it. */
export async function joinHub(member: ClusterNode, hub: ClusterNode, { role = 'platform', scope, until, shareGroup = false, trustAskers = false }: Joining = {}): Promise<void> {
  await askToJoin(member, { hub: hub.url, role, sharesGroup: shareGroup, trustsAskers: trustAskers });
  const { id } = await membershipWith(hub, await identify(member), ['asked'], 'member');
  await demand(hub, 'POST', `${PATH}/${id}/admit`, { role, ...(scope ? { scope } : {}), ...(until ? { until: until.toISOString() } : {}) });
  await demand(member, 'POST', `${PATH}/refresh`);
}

/** The hub's operator changes what a member was admitted with. */
export async function amendMembership(hub: ClusterNode, member: string, { until, scope }: { until?: Date; scope?: Joining['scope'] }): Promise<void> {
  const { id } = await membershipWith(hub, member, ['admitted', 'expired'], 'member');
  await demand(hub, 'PATCH', `${PATH}/${id}`, { ...(until ? { until: until.toISOString() } : {}), ...(scope ? { scope } : {}) });
}

/** Either side ends the membership with another node. */
export async function endMembership(node: ClusterNode, other: string, reason: string, side: 'member' | 'hub' = 'member'): Promise<void> {
  const { id } = await membershipWith(node, other, ['admitted', 'expired'], side);
  await demand(node, 'POST', `${PATH}/${id}/end`, { reason });
}
