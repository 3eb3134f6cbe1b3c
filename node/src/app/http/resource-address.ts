import type { FastifyReply, FastifyRequest } from 'fastify';
import { outgoing, readResource, type Api, type CatalogueRouteOptions, type Outgoing, type Reading } from '../../catalogue/index.ts';
import { acceptedProfiles, choose, type Format, FORMATS, linkHeader, linkSet, signposts, streamOf, writingContext, type WritingContext } from '../../exchange/index.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { sendProblem } from './problems.ts';

export interface AddressOptions extends CatalogueRouteOptions {
  node: WritingContext['node'];
}

interface Question {
  Params: { id: string };
  Querystring: { format?: unknown; profile?: unknown };
}

/** What every resource can be had as, beside the standards that cover it. */
const PAGE = { id: 'html', mediaType: 'text/html', alike: ['application/xhtml+xml'] };
const JSON_VIEW = { id: 'json', mediaType: 'application/json', alike: ['application/problem+json'] };

/**
 * A resource's persistent address. Browsers get the page; a program gets the resource as JSON or in the standard it asks
 * for (`Accept`, `Accept-Profile`, `?format=`, `?profile=`), or its tombstone with 410 whatever it asks for. Links lead
 * to all of them (FAIR Signposting).
 */
export function resourceAddress(app: Api, options: AddressOptions): void {
  const readingOf = (request: FastifyRequest): Reading => ({
    db: options.db,
    vocabulary: options.vocabulary(),
    sight: options.sightOf(request),
    baseUrl: options.baseUrl,
    sourceTitle: options.sourceTitle,
  });

  const answer = async (request: FastifyRequest<Question>, reply: FastifyReply) => {
    const reading = readingOf(request);
    const { id } = request.params;
    void reply.header('vary', 'accept, accept-profile');
    const resource = await find(reading, id);
    const named = typeof request.query.format === 'string' ? request.query.format : undefined;
    if (!resource) {
      if (!named && choose(request.headers.accept, [PAGE, JSON_VIEW, ...FORMATS]) === PAGE) return reply.callNotFound();
      const left = await readResource(reading, id);
      return 'tombstone' in left ? reply.status(410).send(left.tombstone) : left.resource;
    }
    const formats = FORMATS.filter((format) => format.covers(resource));
    const links = signposts(resource, formats, options.baseUrl);
    const offers = [PAGE, JSON_VIEW, ...formats];
    const profiles = [...(typeof request.query.profile === 'string' ? [request.query.profile] : []), ...acceptedProfiles(request.headers['accept-profile'] as string | undefined)];
    const chosen = named ? offers.find((offer) => offer.id === named) : choose(request.headers.accept, offers, profiles);
    if (!chosen) return notOffered(request, reply, resource, formats, named);
    const alternate = { rel: 'alternate', href: `${options.baseUrl}/api/v1/resources/${id}`, type: 'application/json' };
    const describes = chosen === PAGE ? [] : [{ rel: 'describes', href: resource.url, type: 'text/html' }];
    void reply.header('link', linkHeader([...describes, ...links, alternate]));
    if (chosen === PAGE) return reply.callNotFound();
    if (chosen === JSON_VIEW) return ((await readResource(reading, id)) as { resource: unknown }).resource;
    const format = chosen as Format;
    void reply.header('content-location', `/r/${id}?format=${format.id}`).type(contentType(format));
    if (request.method === 'HEAD') return reply.send(null);
    return reply.send(streamOf(format, [resource], writingContext(reading, options.node, new Date(resource.updated)), { whole: false }));
  };
  // Both by name: the HEAD that comes with a GET would read the page to its end, and can't go on to the portal.
  app.route<Question>({ method: ['GET', 'HEAD'], url: '/r/:id', schema: { hide: true }, handler: answer });

  app.get<Question>('/r/:id/linkset', { schema: { hide: true } }, async (request, reply) => {
    const reading = readingOf(request);
    const resource = await find(reading, request.params.id);
    if (!resource) {
      const left = await readResource(reading, request.params.id);
      return reply.status(410).send('tombstone' in left ? left.tombstone : undefined);
    }
    const formats = FORMATS.filter((format) => format.covers(resource));
    // As bytes: the media type has no parameter for an encoding, and text would be given one.
    return reply.type('application/linkset+json').send(Buffer.from(JSON.stringify(linkSet(resource.url, signposts(resource, formats, options.baseUrl)))));
  });
}

/** As it is sent: text names its encoding. */
export const contentType = ({ mediaType }: { mediaType: string }): string => (mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);

async function find(reading: Reading, id: string): Promise<Outgoing | undefined> {
  const { items } = await outgoing(reading, { by: 'ordinal', ids: [id], limit: 1 });
  return items.flatMap((it) => ('resource' in it ? [it.resource] : []))[0];
}

function notOffered(request: FastifyRequest, reply: FastifyReply, resource: Outgoing, formats: readonly Format[], named: string | undefined) {
  const known = named !== undefined && FORMATS.find((format) => format.id === named);
  const there = formats.map(({ id, mediaType, profile, title }) => ({ id, mediaType, profile, title: inLanguage(title, 'en'), url: `${resource.url}?format=${id}` }));
  const names = ['html', 'json', ...formats.map(({ id }) => id)].join(', ');
  if (named !== undefined && !known)
    return sendProblem(
      request,
      reply,
      400,
      'No such format',
      `There is no format "${named}". Of this resource there are: ${names}.`,
      [{ pointer: '/format', reason: 'is no format of this node' }],
      { formats: there },
    );
  return sendProblem(
    request,
    reply,
    406,
    'Not acceptable',
    known
      ? `${inLanguage(known.title, 'en')} has no words for a ${resource.kind}. Of this resource there are: ${names}.`
      : `Nothing that the Accept header names can be had of this resource. There are: ${names}.`,
    [],
    { formats: there },
  );
}
