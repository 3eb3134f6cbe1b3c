import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type Provider from 'oidc-provider';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { policyRoutes } from '../../access/index.ts';
import { passportRoutes } from '../../access/passports/index.ts';
import { requestRoutes } from '../../access/requests/index.ts';
import { curationRoutes } from '../../catalogue/curation/index.ts';
import { graphRoutes } from '../../catalogue/graph/index.ts';
import { catalogueRoutes, LOCAL, namedSubjects, type Api, type CatalogueRouteOptions } from '../../catalogue/index.ts';
import { qualityRoutes } from '../../catalogue/quality/index.ts';
import { searchRoute, suggestRoute } from '../../catalogue/search/index.ts';
import { stewardshipRoutes } from '../../catalogue/stewardship/index.ts';
import { checkRoute, exchangeRoutes, fairDataPointRoutes, oaiPmhRoutes, sitemapRoutes, writingRoutes } from '../../exchange/index.ts';
import {
  askingRoutes,
  ecosystemRoutes,
  feedRoutes,
  followingRoutes,
  membershipRoutes,
  nodeKeyRoutes,
  openEcosystem,
  placingRoutes,
  selfDescriptionRoute,
  serviceRegistryRoutes,
} from '../../federation/index.ts';
import { ANYONE, identityRoutes, nameOf, sharedSecretSeal } from '../../identity/index.ts';
import { sealOf } from '../../kernel/seal.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { vocabularyRoutes } from '../../vocabulary/index.ts';
import type { Node } from '../node.ts';
import { callerOf, isKnown, knowCallers } from './caller.ts';
import { catalogueAddress } from './catalogue-address.ts';
import { healthRoutes } from './health.ts';
import { keyRoutes, publishKeys } from './key-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { nodeRoutes } from './node-routes.ts';
import { openSignIn } from './open-sign-in.ts';
import { mountPortal } from './portal.ts';
import { answerError, nothingHere, refuseUnreadable } from './problems.ts';
import { interactionRoutes, mountProvider } from './provider-routes.ts';
import { limitRates } from './rate-limits.ts';
import { sessionRoutes } from './session-routes.ts';
import { providerListRoute, signInRoutes, type SignInOptions } from './sign-in-routes.ts';
import { resourceAddress } from './resource-address.ts';
import { knowSights, sightOf } from './sight.ts';

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
    if (isKnown(request) && !reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
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
  const secure = node.configuration.url.startsWith('https:');
  knowCallers(app, { db: node.db, operatorKey: node.operatorKey, secure });
  knowSights(app, node.access);
  await limitRates(app, node.configuration.rateLimits);
  const { providers, own } = openSignIn(app, node);
  const signIn: SignInOptions = { signingIn: { db: node.db, providers }, url: node.configuration.url, secure };
  const catalogue: CatalogueRouteOptions = {
    db: node.db,
    vocabulary: node.vocabulary,
    callerOf,
    sightOf,
    publicSight: () => node.access.sightOf(ANYONE),
    access: node.access,
    baseUrl: node.configuration.url,
    sourceTitle: node.sourceTitle,
    rankOf: node.rankOf,
    catchUp: () => node.search.catchUp(),
  };
  const seal = sealOf(node.operatorKey, 'pages');
  healthRoutes(app, node);
  publishKeys(app, node.keys);
  selfDescriptionRoute(app, node.federation.self);
  serviceRegistryRoutes(app, { db: node.db, self: node.federation.self });
  await app.register((api) => apiRoutes(api.withTypeProvider<ZodTypeProvider>(), node, catalogue, { ...signIn, own }), { prefix: '/api/v1' });
  signInRoutes(app, signIn);
  await mountProvider(app, own, node.configuration.url);
  sitemapRoutes(app, catalogue);
  resourceAddress(app, { ...catalogue, node: node.configuration.node });
  catalogueAddress(app, { ...catalogue, node: node.configuration.node });
  fairDataPointRoutes(app, { ...catalogue, seal, node: node.configuration.node, version: node.version });
  await app.register((api) => oaiPmhRoutes(api.withTypeProvider<ZodTypeProvider>(), { ...catalogue, node: node.configuration.node, secret: node.operatorKey }));
  await app.register((part) => feedRoutes(part, { db: node.db, feed: node.federation.feed, keys: node.federation.keys, url: node.configuration.url }));
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(reference, {
    routePrefix: '/reference',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false, agent: { disabled: true }, mcp: { disabled: true }, showDeveloperTools: 'never' },
  });

  if (options.portal && existsSync(PORTAL)) await mountPortal(app, { buildFolder: PORTAL, url: node.configuration.url });
  else app.setNotFoundHandler(nothingHere);
  return app;
}

async function apiRoutes(api: Api, node: Node, catalogue: CatalogueRouteOptions, signIn: SignInOptions & { own: Provider }): Promise<void> {
  const { callerOf } = catalogue;
  const shared = { db: node.db, vocabulary: node.vocabulary, organisationNames: node.organisationNames, sightOf };
  const mayOperate = async (request: FastifyRequest) => {
    const caller = callerOf(request);
    await node.access.demand({ caller, action: 'harvest:run', requestId: request.id });
    return nameOf(caller);
  };
  await catalogueRoutes(api, catalogue);
  await curationRoutes(api, catalogue);
  await stewardshipRoutes(api, { ...catalogue, keys: node.keys });
  await api.register(searchRoute, { ...shared, searching: node.searching });
  await api.register(suggestRoute, { ...shared, searching: node.searching });
  await api.register(graphRoutes, shared);
  await api.register(vocabularyRoutes, shared);
  await api.register(exchangeRoutes, { ...node.harvesting, mayOperate, sightOf });
  await writingRoutes(api, {
    readingOf: (request) => ({ db: node.db, vocabulary: node.vocabulary(), sight: sightOf(request), baseUrl: catalogue.baseUrl, sourceTitle: node.sourceTitle }),
    searching: node.searching,
    node: node.configuration.node,
  });
  await api.register(checkRoute, { vocabulary: node.vocabulary });
  await qualityRoutes(api, {
    ...node.quality,
    seal: sealOf(node.operatorKey, 'lists'),
    mayOperate,
    hasSource: (id) => id === LOCAL || node.harvesting.sourceTitle(id) !== undefined || node.federation.placing.names.isKnown(id),
    readingOf: (request) => ({ db: node.db, vocabulary: node.vocabulary(), sight: sightOf(request), baseUrl: catalogue.baseUrl, sourceTitle: node.sourceTitle }),
  });
  await requestRoutes(api, { db: node.db, access: node.access, callerOf, subjectsOf: (ids) => namedSubjects(node.db, ids) });
  await passportRoutes(api, {
    db: node.db,
    access: node.access,
    keys: node.keys,
    passports: node.passports,
    url: node.configuration.url,
    callerOf,
    subjectsOf: (ids) => namedSubjects(node.db, ids),
  });
  ledgerRoutes(api, node, callerOf);
  keyRoutes(api, node, callerOf);
  await policyRoutes(api, { db: node.db, access: node.access, callerOf, subjectsOf: (ids) => namedSubjects(node.db, ids) });
  nodeRoutes(api, node, callerOf);
  const { self, keys, memberships } = node.federation;
  const operatorOf = async (request: FastifyRequest) => {
    const caller = callerOf(request);
    await node.access.demand({ caller, action: 'node:operate', requestId: request.id });
    return nameOf(caller);
  };
  nodeKeyRoutes(api, { db: node.db, self, mayOperate: operatorOf });
  await membershipRoutes(api, { db: node.db, self, keys, url: node.configuration.url, memberships, mayOperate: operatorOf });
  followingRoutes(api, {
    db: node.db,
    following: node.federation.following,
    mayOperate: operatorOf,
    isOperator: async (request) => (await node.access.decide({ caller: callerOf(request), action: 'node:operate', requestId: request.id, beforehand: true })).allowed,
  });
  const { id, name, url } = self;
  placingRoutes(api, { db: node.db, self: { id, name, url } }, (request) => ({
    db: node.db,
    vocabulary: node.vocabulary(),
    sight: sightOf(request),
    baseUrl: catalogue.baseUrl,
    sourceTitle: node.sourceTitle,
  }));
  const { description, organisation } = node.configuration.node;
  ecosystemRoutes(
    api,
    openEcosystem({
      searching: node.searching,
      self: { id, name, url, description, organisation: organisation?.name ?? null },
      publicSight: catalogue.publicSight,
      peers: node.configuration.federation.automatic ? node.federation.peers : undefined,
    }),
  );
  await askingRoutes(api, {
    db: node.db,
    asking: node.federation.asking,
    keys: node.federation.keys,
    self: { id, url },
    searching: node.searching,
    access: node.access,
    book: node.book,
    callerOf,
    sightOf,
    readingOf: (sight) => ({ db: node.db, vocabulary: node.vocabulary(), sight, baseUrl: catalogue.baseUrl, sourceTitle: node.sourceTitle }),
    limited: node.configuration.rateLimits.api !== false,
  });
  sessionRoutes(api, { db: node.db, key: node.operatorKey, secure: signIn.secure });
  providerListRoute(api, signIn);
  const factorSeal = sharedSecretSeal(node.operatorKey);
  interactionRoutes(api, { db: node.db, seal: factorSeal, provider: signIn.own });
  await identityRoutes(api, {
    db: node.db,
    callerOf,
    mayManagePeople: async (request) => {
      const caller = callerOf(request);
      await node.access.demand({ caller, action: 'people:manage', requestId: request.id });
      return nameOf(caller);
    },
    seal: factorSeal,
    issuer: inLanguage(node.configuration.node.name, 'en'),
    settled: () => node.access.settled(),
  });
}
