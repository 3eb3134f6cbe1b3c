import { audienceOf } from '../../access/index.ts';
import { readResource, type Api, type CatalogueRouteOptions } from '../../catalogue/index.ts';

/**
 * A resource's persistent address. Browsers get the page; a program that asks for JSON gets the resource itself, or its
 * tombstone with 410.
 */
export function resourceAddress(app: Api, options: CatalogueRouteOptions): void {
  app.get<{ Params: { id: string } }>('/r/:id', { schema: { hide: true } }, async (request, reply) => {
    void reply.header('vary', 'accept').header('link', `<${options.baseUrl}/api/v1/resources/${request.params.id}>; rel="alternate"; type="application/json"`);
    if (!prefersJson(request.headers.accept)) return reply.callNotFound();
    const answer = await readResource(
      { db: options.db, vocabulary: options.vocabulary(), audience: audienceOf(options.callerOf(request)), baseUrl: options.baseUrl, sourceTitle: options.sourceTitle },
      request.params.id,
    );
    return 'tombstone' in answer ? reply.status(410).send(answer.tombstone) : answer.resource;
  });
}

/** Whether JSON stands in the Accept header before, or with more weight than, HTML. */
export function prefersJson(accept = ''): boolean {
  const weight = (wanted: RegExp) => Math.max(0, ...accept.split(',').map((part) => (wanted.test(part.trim()) ? Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1) : 0)));
  return weight(/^application\/([\w.-]+\+)?json\b/i) > weight(/^(text\/html|application\/xhtml\+xml)\b/i);
}
