import type { Page } from 'playwright-core';
import { createAccount, createPerson, giveRole, type RoleHeld } from '../../node/src/identity/index.ts';
import { openDatabase } from '../../node/src/kernel/database.ts';
import { freshDatabase } from '../../node/src/kernel/testing/database.ts';
import { removeFolder, startNode, temporaryFolder } from '../../tests/support/running-node.ts';

/** A node with people who ask and people who decide, each with an account, and data that are not open to everybody. */
export interface AccessNode {
  url: string;
  /** Asks the API as the operator's programs do. */
  ask: <T = Record<string, unknown>>(method: string, path: string, body?: object) => Promise<T>;
  /** A dataset under terms. */
  dataset: (title: { en: string; zh: string }, terms: object) => Promise<string>;
  /** Signs somebody in on the page where one chooses how; the first time a password takes the place of the one-time secret. */
  signIn: (page: Page, who: Who) => Promise<void>;
  /** Ends the node and starts it again with its clock so many days ahead. */
  goOnAfter: (days: number) => Promise<void>;
  stop: () => Promise<void>;
}

const PEOPLE = {
  asker: { name: 'Asker', roles: [] },
  'reviewer-one': { name: 'Reviewer one', roles: [{ role: 'committee', scope: 'node' }] },
  'reviewer-two': { name: 'Reviewer two', roles: [{ role: 'committee', scope: 'node' }] },
  steward: { name: 'Steward', roles: [{ role: 'steward', scope: 'node' }] },
} satisfies Record<string, { name: string; roles: RoleHeld[] }>;
export type Who = keyof typeof PEOPLE;

const PASSWORD = 'a long enough pass phrase';

export async function startAccessNode(): Promise<AccessNode> {
  const [folder, database] = await Promise.all([temporaryFolder(), freshDatabase()]);
  const environment = { DATABASE_URL: database.url };
  let node = await startNode(folder, environment);
  const { authorization } = await node.operator();
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(node.url + path, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const json = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  const secrets = new Map<Who, string>();
  const { db, close } = openDatabase(database.url);
  const managing = { db, by: 'operator:local', at: new Date() };
  for (const [login, { name, roles }] of Object.entries(PEOPLE)) {
    const { id } = await createPerson(managing, { name });
    for (const role of roles) await giveRole(managing, { kind: 'person', id }, role);
    secrets.set(login as Who, await createAccount(managing, { login, person: id }));
  }
  await close();
  return {
    get url() {
      return node.url;
    },
    ask,
    async dataset(title, terms) {
      const { id } = await ask<{ id: string }>('POST', '/api/v1/resources', {
        kind: 'dataset',
        title,
        description: { en: 'Reads of people, under conditions.', zh: '有条件的人类测序数据。' },
      });
      await ask('PUT', `/api/v1/resources/${id}/terms`, { terms });
      return id;
    },
    async signIn(page, who) {
      await page.locator('.providers a').first().click();
      await page.locator('#login').fill(who);
      await page.locator('#password').fill(secrets.get(who) ?? PASSWORD);
      await page.getByRole('main').locator('button[type=submit]').click();
      if (secrets.has(who)) {
        await page.locator('#newPassword').waitFor();
        await page.locator('#password').fill(secrets.get(who) as string);
        await page.locator('#newPassword').fill(PASSWORD);
        await page.locator('#again').fill(PASSWORD);
        await page.getByRole('main').locator('button[type=submit]').click();
        secrets.delete(who);
      }
      await page.waitForURL((url) => !/^\/(sign-in|oidc)/.test(url.pathname));
    },
    async goOnAfter(days) {
      await node.stop();
      node = await startNode(folder, { ...environment, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clockAhead(days))}` });
    },
    async stop() {
      await node.stop();
      await database.drop();
      await removeFolder(folder);
    },
  };
}

/** What a process runs first, whose clock is to be ahead. */
const clockAhead = (days: number): string => `
  const Real = Date, ahead = ${days * 86_400_000};
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + ahead) : super(...given); }
    static now() { return Real.now() + ahead; }
  };`;
