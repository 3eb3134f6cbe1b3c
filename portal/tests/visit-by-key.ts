import type { TestBrowser, Visitor } from './browser.ts';

/** Opens a page that asks who one is, and signs in with the node's key. */
export async function visitByKey(browser: TestBrowser, node: { url: string; key: string }, path: string, visitor: Visitor = {}) {
  const visit = await browser.visit(`${node.url}/sign-in?to=${encodeURIComponent(path)}`, visitor);
  const zh = visitor.language === 'zh';
  await visit.page.locator('.by-key summary').click();
  await visit.page.getByLabel(zh ? '节点密钥' : 'The node’s key').fill(node.key);
  await visit.page
    .getByRole('main')
    .getByRole('button', { name: zh ? '登录' : 'Sign in' })
    .click();
  await visit.page.waitForURL((url) => url.pathname + url.search === path);
  // The page answers to clicks once React has taken it over.
  if (visitor.scripts !== false) await visit.page.waitForFunction(() => (window as unknown as { __reactRouterDataRouter?: unknown }).__reactRouterDataRouter !== undefined);
  return visit;
}
