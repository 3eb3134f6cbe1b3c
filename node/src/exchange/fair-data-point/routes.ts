import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CATEGORIES, outgoing, runSeen, type Category, type Outgoing, type Reading } from '../../catalogue/index.ts';
import { DomainError, invalid, notFound } from '../../kernel/errors.ts';
import { placeText, type Seal } from '../../kernel/seal.ts';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import { standingOf } from '../dcat/index.ts';
import type { WritingContext } from '../format.ts';
import { choose } from '../negotiation.ts';
import { rdfText, SYNTAXES, type Add, type Syntax } from '../rdf/index.ts';
import type { Api } from '../routes/options.ts';
import { lastChange, resourcesOf, writingContext } from '../writing-context.ts';
import { catalogueAddress, entryAddress, pointAddress } from './addresses.ts';
import { describeCatalogue, describeEntry, describeForm, describePoint } from './describe.ts';
import { allShapes, isShapeName, SHAPE_NAMES, shapesText } from './shapes.ts';

export interface FairDataPointOptions {
  db: Reading['db'];
  vocabulary: () => Reading['vocabulary'];
  baseUrl: string;
  sourceTitle: Reading['sourceTitle'];
  /** Closes the places at which pages go on. */
  seal: Seal;
  /** What anyone may discover now. */
  publicSight: () => Promise<Reading['sight']>;
  node: WritingContext['node'];
  version: string;
}

const LARGEST_PAGE = 500;
const OFFERS = [
  ...Object.entries(SYNTAXES).map(([syntax, { mediaType }]) => ({ syntax: syntax as Syntax, mediaType })),
  { syntax: 'html' as const, mediaType: 'text/html', alike: ['application/xhtml+xml'] },
];
const SYNTAX_NAMES = Object.keys(SYNTAXES) as [Syntax, ...Syntax[]];
const Negotiated = { format: z.enum(SYNTAX_NAMES).optional().describe('In place of an Accept header') };
const Paged = {
  ...Negotiated,
  after: z.string().max(200).optional().describe('Where the page before ended, as its link `next` says'),
  size: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
};

/**
 * The catalogue as a FAIR Data Point: the point, a catalogue for each category, what stands in it, its forms; each at an
 * address of its own, as Turtle unless something else is asked for. Browsers are led to the portal's page of the same.
 */
export function fairDataPointRoutes(app: Api, options: FairDataPointOptions): void {
  const { baseUrl, version } = options;
  const readingNow = async (): Promise<Reading> => ({
    db: options.db,
    vocabulary: options.vocabulary(),
    sight: await options.publicSight(),
    baseUrl,
    sourceTitle: options.sourceTitle,
  });
  const contextNow = async (reading: Reading) => writingContext(reading, options.node, await lastChange(reading));
  const get = <Shape extends z.ZodRawShape>(
    url: string,
    summary: string,
    querystring: Shape,
    handler: (request: FastifyRequest<{ Params: Record<string, string>; Querystring: z.infer<z.ZodObject<Shape>> }>, reply: FastifyReply) => unknown,
  ) => app.route({ method: 'GET', url, schema: { tags: ['exchange'], summary, querystring: z.strictObject(querystring) }, handler: handler as never });

  const answer = (request: FastifyRequest<{ Querystring: { format?: Syntax | undefined } }>, reply: FastifyReply, page: string, write: (add: Add) => void) => {
    void reply.header('vary', 'accept');
    const chosen = request.query.format ?? choose(request.headers.accept, OFFERS)?.syntax;
    if (chosen === 'html') return reply.redirect(page, 303);
    if (!chosen)
      return reply
        .status(406)
        .type('application/problem+json')
        .send(JSON.stringify(notAcceptable(request)));
    const { mediaType } = SYNTAXES[chosen];
    // As bytes: media types that know no parameter for an encoding are given none.
    return reply.type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType).send(Buffer.from(rdfText(chosen, write)));
  };

  get('/fdp', 'The FAIR Data Point: what this node is, and its catalogues', Negotiated, async (request, reply) => {
    const reading = await readingNow();
    const [context, { begun, categories }] = await Promise.all([contextNow(reading), contents(reading)]);
    return answer(request, reply, '/about', (add) => describePoint(add, context, { version, begun, categories }));
  });

  const catalogue = async (
    request: FastifyRequest<{ Params: Record<string, string>; Querystring: { format?: Syntax | undefined; after?: string | undefined; size: number } }>,
    reply: FastifyReply,
    only?: 'dataset' | 'resource',
  ) => {
    const category = categoryNamed(request.params['category']);
    const { after, size } = request.query;
    const place = after === undefined ? undefined : { ordinal: placeOf(options.seal, after), updated: '' };
    const reading = await readingNow();
    const page = await outgoing(reading, { by: 'ordinal', category, limit: size, after: place });
    const entries = resourcesOf(page.items).filter((it) => !only || (standingOf(it) === 'dataset') === (only === 'dataset'));
    const here = only ? `${catalogueAddress(baseUrl, category)}/page/${only}` : catalogueAddress(baseUrl, category);
    const at = (from: string | undefined) => (from === undefined ? (size === LARGEST_PAGE ? here : `${here}?size=${size}`) : `${here}?after=${from}&size=${size}`);
    const next = page.next && at(options.seal.close(placeText(page.next.ordinal)));
    void reply.header('link', [`<${at(undefined)}>; rel="first"`, ...(next ? [`<${next}>; rel="next"`] : [])].join(', '));
    const [context, { begun }] = await Promise.all([contextNow(reading), contents(reading)]);
    return answer(request, reply, `/search?category=${category}`, (add) => describeCatalogue(add, context, category, { version, begun, page: at(after), entries, next }));
  };
  get('/fdp/catalog/:category', 'A catalogue of the FAIR Data Point, page by page', Paged, async (request, reply) => catalogue(request, reply));
  get('/fdp/catalog/:category/page/:part', 'The datasets, or the other resources, of a catalogue, page by page', Paged, async (request, reply) => {
    const { part } = request.params;
    if (part !== 'dataset' && part !== 'resource') throw notFound(`A catalogue lists "dataset" and "resource", not "${part}".`);
    return catalogue(request, reply, part);
  });

  for (const part of ['dataset', 'resource'] as const) {
    get(`/fdp/${part}/:id`, `A ${part} of the FAIR Data Point, with its distributions by address`, Negotiated, async (request, reply) => {
      const reading = await readingNow();
      const resource = await resourceAt(reading, request.params['id'] ?? '');
      const right = entryAddress(baseUrl, resource);
      if (!right.includes(`/fdp/${part}/`)) return reply.redirect(right, 308);
      return answer(request, reply, `/r/${resource.id}`, (add) => describeEntry(add, writingContext(reading, options.node, new Date(resource.updated)), resource));
    });
  }

  get('/fdp/distribution/:name', 'One form in which a dataset can be had', Negotiated, async (request, reply) => {
    const [, id = '', number = '0'] = /^([0-9a-z]{12})-([1-9]\d{0,3})$/.exec(request.params['name'] ?? '') ?? [];
    const reading = await readingNow();
    const resource = await resourceAt(reading, id);
    if (!resource.distributions[Number(number) - 1]) throw notFound(`Resource "${id}" has no distribution ${number}.`);
    return answer(request, reply, `/r/${id}`, (add) => describeForm(add, writingContext(reading, options.node, new Date(resource.updated)), resource, Number(number)));
  });

  const shapes = (reply: FastifyReply, text: string) => reply.type('text/turtle; charset=utf-8').send(text);
  get('/fdp/shapes', 'The shapes (SHACL) that this FAIR Data Point keeps to', {}, async (_request, reply) => shapes(reply, allShapes(baseUrl)));
  get('/fdp/shapes/:name', 'The shapes of one level', {}, async (request, reply) => {
    const { name = '' } = request.params;
    if (!isShapeName(name)) throw notFound(`There are no shapes "${name}". There are: ${SHAPE_NAMES.join(', ')}.`);
    return shapes(reply, shapesText(name, baseUrl));
  });
  get('/fdp/spec', 'The shapes of the point itself', {}, async (_request, reply) => shapes(reply, shapesText('fdp', baseUrl)));
  for (const level of ['catalog', 'dataset', 'resource', 'distribution'] as const) {
    get(`/fdp/${level}/spec`, `The shapes of a ${level}`, {}, async (_request, reply) => shapes(reply, shapesText(level, baseUrl)));
  }

  get('/fdp/meta', 'State and place of the point, for clients of the reference implementation', {}, async () => metaOf(pointAddress(baseUrl), inPath(options)));
  get('/fdp/catalog/:category/meta', 'State and place of a catalogue', {}, async (request) =>
    metaOf(catalogueAddress(baseUrl, categoryNamed(request.params['category'])), inPath(options)),
  );
  for (const part of ['dataset', 'resource'] as const) {
    get(`/fdp/${part}/:id/meta`, `State and place of a ${part}`, {}, async (request) => {
      const resource = await resourceAt(await readingNow(), request.params['id'] ?? '');
      return metaOf(entryAddress(baseUrl, resource), inPath(options), resource);
    });
  }
}

/** Where something stands, from the point down: each address with its title and parent. */
type Path = Record<string, { title: string; parent?: string }>;
const inPath = ({ baseUrl, node }: FairDataPointOptions): Path => ({ [pointAddress(baseUrl)]: { title: node.name['en'] ?? Object.values(node.name)[0] ?? '' } });

function metaOf(address: string, path: Path, resource?: Outgoing): object {
  const point = Object.keys(path)[0] ?? '';
  const catalogue = resource && `${point}/catalog/${resource.category}`;
  const title = resource ? (resource.title['en'] ?? Object.values(resource.title)[0] ?? '') : address.slice(address.lastIndexOf('/') + 1);
  return {
    member: {},
    state: { current: 'PUBLISHED', children: {} },
    path: {
      ...path,
      ...(catalogue && resource ? { [catalogue]: { title: resource.category, parent: point } } : {}),
      ...(address === point ? {} : { [address]: { title, parent: catalogue ?? point } }),
    },
  };
}

/** The ordinal after which a page goes on. */
function placeOf(seal: Seal, after: string): number {
  const text = seal.open(after);
  if (text === undefined)
    throw invalid('The page cannot be found: follow the link `next` of the page before, unchanged.', [{ pointer: '/after', reason: 'is not one that this node gave' }]);
  return Number(text);
}

function categoryNamed(given: string | undefined): Category {
  const found = CATEGORIES.find((category) => category === given);
  if (!found) throw notFound(`There is no catalogue "${given}" here. There are: ${CATEGORIES.join(', ')}.`);
  return found;
}

async function resourceAt(reading: Reading, id: string): Promise<Outgoing> {
  if (!RESOURCE_ID.test(id)) throw notFound(`There is no resource "${id}" here.`);
  const [found] = (await outgoing(reading, { by: 'ordinal', ids: [id], withdrawn: true, limit: 1 })).items;
  if (!found) throw notFound(`There is no resource "${id}" here.`);
  if ('tombstone' in found) throw new DomainError('gone', `Resource "${id}" was withdrawn: ${found.tombstone.reason}`);
  return found.resource;
}

/** The categories in which something public stands, in their order, and when the first of it came in. */
async function contents({ db, sight }: Reading): Promise<{ categories: Category[]; begun: Date }> {
  const { rows } = await runSeen(db, sight, `select r.category, min(r.created) as begun from catalogue.resource r where seen(r) group by r.category`);
  const found = new Map(rows.map((row) => [row['category'], row['begun'] as Date]));
  return { categories: CATEGORIES.filter((category) => found.has(category)), begun: new Date(Math.min(...[...found.values()].map(Number), Date.now())) };
}

const notAcceptable = (request: FastifyRequest) => ({
  type: 'about:blank',
  title: 'Not acceptable',
  status: 406,
  detail: `Nothing that the Accept header names can be had here. There are: ${OFFERS.map(({ mediaType }) => mediaType).join(', ')}.`,
  instance: request.url,
  requestId: request.id,
});
