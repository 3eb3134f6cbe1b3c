import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CATEGORIES, type Api, type Reading } from '../../catalogue/index.ts';
import { acceptedProfiles, choose, formatNamed, FORMATS, lastChange, readAhead, streamOf, wholeCatalogue, writingContext } from '../../exchange/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { sendProblem } from './problems.ts';
import { contentType, type AddressOptions } from './resource-address.ts';

const PAGE = { id: 'html', mediaType: 'text/html', alike: ['application/xhtml+xml'] };
/** What a whole catalogue can be had as; the first is the one for whoever has no wish. */
const WHOLE = FORMATS.filter((format) => format.scope === 'many');
const NAMES = WHOLE.map(({ id }) => id).join(', ');

const Query = z.strictObject({
  format: z.string().optional().describe('A format of /api/v1/formats with the scope "many"; else the Accept header decides'),
  category: z.enum(CATEGORIES).optional(),
  profile: z.string().optional(),
});

/**
 * The whole public catalogue, or all of a category, in one document. It is written as fast as it is read, and memory
 * stays that of two pages of resources. Drafts are never in it, whoever asks.
 */
export function catalogueAddress(app: Api, options: AddressOptions): void {
  const answer = async (request: FastifyRequest<{ Querystring: z.infer<typeof Query> }>, reply: FastifyReply) => {
    const { category } = request.query;
    void reply.header('vary', 'accept, accept-profile').header('link', alternates(options.baseUrl));
    const chosen = chosenBy(request.headers, request.query);
    if (chosen === PAGE) return reply.redirect(`/search${category ? `?category=${category}` : ''}`, 303);
    const format = WHOLE.find((it) => it === chosen);
    if (!format) return refuse(request, reply, request.query.format);
    void reply.header('content-disposition', `inline; filename="catalogue${category ? `-${category}` : ''}.${format.extension}"`).type(contentType(format));
    if (request.method === 'HEAD') return reply.send(null);
    const reading: Reading = { db: options.db, vocabulary: options.vocabulary(), sight: await options.publicSight(), baseUrl: options.baseUrl, sourceTitle: options.sourceTitle };
    const context = writingContext(reading, options.node, await lastChange(reading));
    return reply.send(streamOf(format, readAhead(wholeCatalogue(reading, format, category)), context, { whole: category === undefined, category }));
  };
  // Each by name: the HEAD that comes with a GET would write the whole catalogue to nobody.
  app.route({
    method: 'GET',
    url: '/catalog',
    exposeHeadRoute: false,
    schema: {
      operationId: 'exportCatalogue',
      tags: ['exchange'],
      summary: 'The whole catalogue in one document',
      description: 'In the standard that the Accept header or `format` names; DCAT-AP as Turtle where neither does. Browsers are led to the search page.',
      querystring: Query,
    },
    handler: answer,
  });
  app.route({ method: 'HEAD', url: '/catalog', schema: { hide: true, querystring: Query }, handler: answer });
}

function chosenBy(headers: FastifyRequest['headers'], { format, profile }: z.infer<typeof Query>): { mediaType: string } | undefined {
  if (format !== undefined) return formatNamed(format);
  const profiles = [...(profile ? [profile] : []), ...acceptedProfiles(headers['accept-profile'] as string | undefined)];
  return choose(headers.accept, [...WHOLE, PAGE], profiles);
}

const alternates = (baseUrl: string) =>
  WHOLE.map(({ id, mediaType, profile }) => `<${baseUrl}/catalog?format=${id}>; rel="alternate"; type="${mediaType}"; profile="${profile}"`).join(', ');

function refuse(request: FastifyRequest, reply: FastifyReply, named: string | undefined) {
  if (named !== undefined) {
    const known = formatNamed(named);
    const reason = known ? 'describes one resource at a time' : 'is no format of this node';
    throw invalid(
      `${known ? `${inLanguage(known.title, 'en')} describes one resource at a time.` : `There is no format "${named}".`} The whole catalogue can be had as: ${NAMES}.`,
      [{ pointer: '/format', reason }],
    );
  }
  const formats = WHOLE.map(({ id, mediaType, profile, title }) => ({ id, mediaType, profile, title: inLanguage(title, 'en'), url: `/catalog?format=${id}` }));
  return sendProblem(request, reply, 406, 'Not acceptable', `Nothing that the Accept header names can be had of the whole catalogue. There are: ${NAMES}.`, [], { formats });
}
