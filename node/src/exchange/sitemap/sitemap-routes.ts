import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Sight } from '../../access/index.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Db } from '../../kernel/database.ts';
import type { Api } from '../routes/options.ts';
import { partNamed, sitemapIndex, sitemapPart } from './sitemap.ts';

/** Harvesters may come as often as they like; the parts need not be made anew for each. */
const KEPT = 'public, max-age=600';

/** Pages that are made for a question: each would be a new one for a crawler, without end. */
const NOT_CRAWLED = ['/search', '/path', '/graph/', '/r/*/links', '/r/*/possibilities', '/r/*/revisions'];

/** `/sitemap.xml`, its parts, and `/robots.txt` that names it. */
export function sitemapRoutes(app: Api, { db, baseUrl, publicSight }: { db: Db; baseUrl: string; publicSight: () => Promise<Sight> }): void {
  app.get('/sitemap.xml', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/xml; charset=utf-8')
      .header('cache-control', KEPT)
      .send(await sitemapIndex(db, await publicSight(), baseUrl)),
  );
  app.get('/sitemap-:part(^[1-9]\\d{0,5}).xml', { schema: { hide: true, params: z.strictObject({ part: z.coerce.number() }) } }, async (request, reply) => {
    const { part } = request.params;
    const sight = await publicSight();
    const named = await partNamed(db, sight, part);
    if (!named) throw notFound(`The sitemap has no part ${part}; /sitemap.xml lists them.`);
    return reply
      .type('application/xml; charset=utf-8')
      .header('cache-control', KEPT)
      .send(Readable.from(sitemapPart(db, sight, baseUrl, named)));
  });
  app.get('/robots.txt', { schema: { hide: true } }, (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', KEPT)
      .send(`User-agent: *\n${NOT_CRAWLED.map((path) => `Disallow: ${path}\n`).join('')}\nSitemap: ${baseUrl}/sitemap.xml\n`),
  );
}
