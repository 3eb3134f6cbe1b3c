import type { FastifyInstance } from 'fastify';
import type { Db } from '../../../kernel/database.ts';
import { notFound } from '../../../kernel/errors.ts';
import { inLanguage } from '../../../kernel/language-map.ts';
import type { Self, SelfDescription } from '../../self/index.ts';
import { membersOf } from '../members.ts';
import { membershipTables } from '../tables.ts';

/** GA4GH service-info 1.0.0: a service and, with its address, an external one (service-registry 1.0.0). */
interface Service {
  id: string;
  name: string;
  type: { group: string; artifact: string; version: string };
  description: string;
  organization: { name: string; url: string };
  contactUrl?: string;
  documentationUrl: string;
  /** When the node first began. */
  createdAt: string;
  version: string;
}
type ExternalService = Service & { url: string };

/** The API of a node is no GA4GH standard, so its type has a namespace of its own. */
const NODE_TYPE = { group: 'org.biotope', artifact: 'node', version: '1.0.0' };
const REGISTRY_TYPE = { group: 'org.ga4gh', artifact: 'service-registry', version: '1.0.0' };
const REGISTRY = '/ga4gh/registry/v1';

export interface ServiceRegistryOptions {
  db: Db;
  self: Self;
}

/** What this node is, and it and its members as a registry of services. */
export function serviceRegistryRoutes(app: FastifyInstance, { db, self }: ServiceRegistryOptions): void {
  const own = async () => (await self.document(new Date())).value;
  const services = async (): Promise<ExternalService[]> => {
    const members = await membersOf(db, new Date());
    const rows =
      members.length === 0
        ? []
        : await membershipTables(db)
            .selectFrom('node')
            .select('document')
            .where(
              'id',
              'in',
              members.map(({ node }) => node),
            )
            .orderBy('id')
            .execute();
    return [await own(), ...rows.map(({ document }) => (document as { value: SelfDescription }).value)].map((description) => ({ ...serviceOf(description), url: description.url }));
  };
  const headers = { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };

  app.get('/service-info', { schema: { hide: true } }, async (_request, reply) => reply.headers(headers).send(serviceOf(await own())));
  app.get(`${REGISTRY}/service-info`, { schema: { hide: true } }, async (_request, reply) => {
    const service = serviceOf(await own());
    return reply.headers(headers).send({ ...service, id: `${service.id}:registry`, type: REGISTRY_TYPE, description: `${service.name} and the nodes that belong to it` });
  });
  app.get(`${REGISTRY}/services`, { schema: { hide: true } }, async (_request, reply) => reply.headers(headers).send(await services()));
  app.get(`${REGISTRY}/services/types`, { schema: { hide: true } }, async (_request, reply) => reply.headers(headers).send([NODE_TYPE]));
  app.get<{ Params: { id: string } }>(`${REGISTRY}/services/:id`, { schema: { hide: true } }, async (request, reply) => {
    const found = (await services()).find(({ id }) => id === request.params.id);
    if (!found) throw notFound('No such service is registered here.');
    return reply.headers(headers).send(found);
  });
}

function serviceOf({ id, name, description, url, organisation, contact, software, keys }: SelfDescription): Service {
  const contactUrl = contactAddress(contact);
  return {
    id,
    name: inLanguage(name, 'en'),
    type: NODE_TYPE,
    description: inLanguage(description, 'en'),
    organization: { name: inLanguage(organisation?.name ?? name, 'en'), url: organisation?.url && URL.canParse(organisation.url) ? organisation.url : url },
    ...(contactUrl ? { contactUrl } : {}),
    documentationUrl: `${url}/reference`,
    createdAt: keys[0]?.value.at ?? '',
    version: software.version,
  };
}

/** A contact as an address: of the web, or of mail. */
function contactAddress(contact: string | undefined): string | undefined {
  if (!contact) return undefined;
  if (/^[^\s@]+@[^\s@]+$/.test(contact)) return `mailto:${contact}`;
  return /^(https?|mailto):/.test(contact) && URL.canParse(contact) ? contact : undefined;
}
