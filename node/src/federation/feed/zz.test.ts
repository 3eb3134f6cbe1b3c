import { test } from 'vitest';
import { openFeedNode } from './testing/feed-node.ts';
test('stop', async () => {
  const node = await openFeedNode();
  await node.feed.start();
  await node.feed.catchUp();
  const ask = (path: string, init?: object) => fetch(`${node.url}${path}`, init);
  const first = await ask('/feed/checkpoint');
  const etag = first.headers.get('etag')!;
  await first.text();
  const t = performance.now();
  const waiting = ask('/feed/checkpoint', { headers: { prefer: 'wait=30', 'if-none-match': etag } }).then((a) => console.log('answered', a.status, performance.now() - t, a.headers.get('connection')));
  await new Promise((later) => setTimeout(later, 300));
  await node.stopListening(); console.log('closed', performance.now() - t);
  await waiting;
  await node.close();
});
