import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServer, type OpenServer } from '../../app/http/testing/open-server.ts';

/** The specification as GA4GH published it. */
const SPECIFICATION = new URL('../../../../../shared/specs/ga4gh/service-info-1.0.0/service-info.yaml', import.meta.url);

let hub: OpenServer;
let member: OpenServer;
beforeAll(async () => {
  const settings = async () => ({ federation: { allowHosts: ['127.0.0.1'], automatic: false, deadline: 2 } });
  hub = await openServer(settings);
  member = await openServer(async () => ({
    ...(await settings()),
    node: {
      name: { en: 'Platform 3', zh: '平台三' },
      description: { en: 'Spectra', zh: '谱图' },
      organisation: { name: { en: 'Institute' }, url: 'https://institute.example.org' },
      contact: 'desk@example.org',
    },
  }));
  const operate = async (at: OpenServer, path: string, body: object) =>
    (
      await fetch(`${at.url}/api/v1/federation/memberships${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${at.node.operatorKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json() as Promise<{ id: string }>;
  const { id } = await operate(member, '', { hub: hub.url });
  await operate(hub, `/${id}/admit`, {});
});
afterAll(async () => {
  await member?.close();
  await hub?.close();
});

const read = async (path: string) => {
  const answer = await fetch(`${hub.url}${path}`);
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: (await answer.json()) as never };
};
interface Service {
  id: string;
  url: string;
  name: string;
  type: { group: string; artifact: string; version: string };
}

describe('GA4GH service-info and service-registry', () => {
  it('list this node and its members, each by its identifier and with its address', async () => {
    const { body } = await read('/ga4gh/registry/v1/services');
    const services = body as Service[];
    expect(services.map(({ url, id }) => [url, id])).toEqual([
      [hub.url, hub.node.federation.self.id],
      [member.url, member.node.federation.self.id],
    ]);
    expect(services[1]).toMatchObject({
      name: 'Platform 3',
      description: 'Spectra',
      organization: { name: 'Institute', url: 'https://institute.example.org' },
      contactUrl: 'mailto:desk@example.org',
    });
    expect((await read(`/ga4gh/registry/v1/services/${encodeURIComponent(services[1]!.id)}`)).body).toEqual(services[1]);
    expect((await read('/ga4gh/registry/v1/services/nothing')).status).toBe(404);
    expect((await read('/ga4gh/registry/v1/services/types')).body).toEqual([services[0]!.type]);
    expect((await read('/ga4gh/registry/v1/service-info')).body).toMatchObject({ type: { group: 'org.ga4gh', artifact: 'service-registry', version: '1.0.0' } });
    const own = (await read('/service-info')).body as Service;
    expect({ ...own, url: hub.url }, 'a service says of itself what the registry says of it').toEqual(services[0]);
  });

  it.skipIf(!existsSync(SPECIFICATION))('are as the specification has them (not run: not present, where the specification is not)', async () => {
    const { components } = load(readFileSync(SPECIFICATION, 'utf8')) as { components: { schemas: Record<string, object> } };
    const ajv = new Ajv({ strict: false });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv);
    ajv.addSchema({ $id: 'service-info', components });
    const service = ajv.compile({ $ref: 'service-info#/components/schemas/Service' });
    // An entry of the registry is a service with the address of its base (service-registry 1.0.0, ExternalService).
    const external = ajv.compile({
      allOf: [{ $ref: 'service-info#/components/schemas/Service' }, { type: 'object', required: ['url'], properties: { url: { type: 'string', format: 'uri' } } }],
    });
    const answers: [unknown, typeof service][] = [
      [(await read('/service-info')).body, service],
      [(await read('/ga4gh/registry/v1/service-info')).body, service],
      ...((await read('/ga4gh/registry/v1/services')).body as unknown[]).map((it): [unknown, typeof service] => [it, external]),
    ];
    for (const [answer, validate] of answers) expect(validate(answer), JSON.stringify([answer, validate.errors])).toBe(true);
    expect(service({ id: 'x', name: 'x' }), 'the specification can refuse').toBe(false);
  });
});
