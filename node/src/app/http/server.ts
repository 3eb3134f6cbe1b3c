import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { audienceOf } from '../../access/index.ts';
import { curationRoutes } from '../../catalogue/curation/index.ts';
import { graphRoutes } from '../../catalogue/graph/index.ts';
import { catalogueRoutes, LOCAL, type Api, type CatalogueRouteOptions } from '../../catalogue/index.ts';
import { qualityRoutes } from '../../catalogue/quality/index.ts';
import { searchRoute, suggestRoute } from '../../catalogue/search/index.ts';
import { checkRoute, exchangeRoutes, fairDataPointRoutes, oaiPmhRoutes, sitemapRoutes, writingRoutes } from '../../exchange/index.ts';
import { nameOf } from '../../identity/index.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { vocabularyRoutes } from '../../vocabulary/index.ts';
import type { Node } from '../node.ts';
import { callerFrom } from './caller.ts';
import { catalogueAddress } from './catalogue-address.ts';
import { healthRoutes } from './health.ts';
import { nodeRoutes } from './node-routes.ts';
import { mountPortal } from './portal.ts';
import { answerError, nothingHere, refuseUnreadable } from './problems.ts';
import { sessionRoutes } from './session-routes.ts';
import { resourceAddress } from './resource-address.ts';

const LARGEST_BODY = 4 * 2 ** 20;
/** The API reference comes with scripts and styles written into its page; it shows this node's own description and nothing else. */
const REFERENCE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'self'";
const PORTAL = new URL('../../../../portal/build', import.meta.url).pathname;

/** The node's HTTP server: the API of every room, its description, the health routes, and the portal in front. */
export async function createServer(node: Node, options: { portal?: boolean } = {}): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: node.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY,
    routerOptions: { maxParamLength: 4_096 },
    trustProxy: 'loopback',
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/reference')) void reply.header('content-security-policy', REFERENCE_POLICY);
  });

  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      directives: {
        'script-src': ["'self'", "'wasm-unsafe-eval'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'upgrade-insecure-requests': null,
      },
    },
    hsts: node.configuration.url.startsWith('https:'),
    // Without any referrer browsers send forms from origin "null", which nobody can tell from a foreign page's.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(compress, { threshold: 1_024, encodings: ['br', 'gzip'] });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${inLanguage(node.configuration.node.name, 'en')}: API`,
        description: 'Find resources of biomedical research, see how they hang together, and why each answer was given. Errors are problem details (RFC 9457).',
        version: node.version,
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [{ url: node.configuration.url }],
      components: { securitySchemes: { operator: { type: 'http', scheme: 'bearer', description: "The operator's key, from the data folder" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  const catalogue: CatalogueRouteOptions = {
    db: node.db,
    vocabulary: node.vocabulary,
    callerOf: callerFrom(node.operatorKey),
    access: node.access,
    baseUrl: node.configuration.url,
    sourceTitle: node.sourceTitle,
    rankOf: node.rankOf,
    catchUp: () => node.search.catchUp(),
  };
  healthRoutes(app, node);
  await app.register((api) => apiRoutes(api.withTypeProvider<ZodTypeProvider>(), node, catalogue), { prefix: '/api/v1' });
  sitemapRoutes(app, catalogue);
  resourceAddress(app, { ...catalogue, node: node.configuration.node });
  catalogueAddress(app, { ...catalogue, node: node.configuration.node });
  fairDataPointRoutes(app, { ...catalogue, node: node.configuration.node, version: node.version });
  await app.register((api) => oaiPmhRoutes(api.withTypeProvider<ZodTypeProvider>(), { ...catalogue, node: node.configuration.node, secret: node.operatorKey }));
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(reference, {
    routePrefix: '/reference',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false, agent: { disabled: true }, mcp: { disabled: true }, showDeveloperTools: 'never' },
  });

  if (options.portal && existsSync(PORTAL)) await mountPortal(app, { buildFolder: PORTAL, url: node.configuration.url });
  else app.setNotFoundHandler(nothingHere);
  return app;
}

async function apiRoutes(api: Api, node: Node, catalogue: CatalogueRouteOptions): Promise<void> {
  const { callerOf } = catalogue;
  const shared = { db: node.db, vocabulary: node.vocabulary, organisationNames: node.organisationNames, audienceOf: (request: FastifyRequest) => audienceOf(callerOf(request)) };
  const mayOperate = async (request: FastifyRequest) => {
    const caller = callerOf(request);
    await node.access.demand({ caller, action: 'harvest:run', requestId: request.id });
    return nameOf(caller);
  };
  await catalogueRoutes(api, catalogue);
  await curationRoutes(api, catalogue);
  await api.register(searchRoute, { ...shared, searching: node.searching });
  await api.register(suggestRoute, { ...shared, searching: node.searching });
  await api.register(graphRoutes, shared);
  await api.register(vocabularyRoutes, shared);
  await api.register(exchangeRoutes, { ...node.harvesting, mayOperate });
  await writingRoutes(api, {
    readingOf: (request) => ({ db: node.db, vocabulary: node.vocabulary(), audience: audienceOf(callerOf(request)), baseUrl: catalogue.baseUrl, sourceTitle: node.sourceTitle }),
    searching: node.searching,
    node: node.configuration.node,
  });
  await api.register(checkRoute, { vocabulary: node.vocabulary });
  await qualityRoutes(api, {
    ...node.quality,
    mayOperate,
    hasSource: (id) => id === LOCAL || node.harvesting.sourceTitle(id) !== undefined,
    readingOf: (request) => ({ db: node.db, vocabulary: node.vocabulary(), audience: audienceOf(callerOf(request)), baseUrl: catalogue.baseUrl, sourceTitle: node.sourceTitle }),
  });
  nodeRoutes(api, node, callerOf);
  sessionRoutes(api, { key: node.operatorKey, secure: node.configuration.url.startsWith('https:'), callerOf });
}
