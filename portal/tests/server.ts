import { biotope, removeFolder, startNode as start, temporaryFolder } from '../../tests/support/running-node.ts';

/** A node with a small, real catalogue: what the journeys walk through. */
export interface PortalNode {
  url: string;
  /** Identifiers of what stands there. */
  ids: { tool: string; dataset: string; changed: string; withdrawn: string; harvest: string };
  stop: () => Promise<void>;
}

const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url).pathname;

export async function startNode(): Promise<PortalNode> {
  const folder = await temporaryFolder();
  const node = await start(folder);
  const headers = { ...(await node.operator()), 'content-type': 'application/json' };
  const send = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(node.url + path, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as { id: string };
  };
  const harvest = async (source: string, file: string) => {
    const { json, stderr } = await biotope(folder, ['harvest', source, fixture(file), '--json'], { BIOTOPE_PORT: new URL(node.url).port });
    if (json?.state !== 'done') throw new Error(`The harvest of ${source} failed: ${stderr}`);
    return json as { harvest: string };
  };

  await harvest('edam', 'edam-part.owl');
  const codex = await harvest('galaxy-codex', 'galaxy-codex');
  const dataset = await send('POST', '/api/v1/resources', {
    kind: 'dataset',
    title: { en: 'Reads of a journey', zh: '旅程测序数据' },
    description: { en: 'Sequencing reads made for a walk through the portal.', zh: '用于浏览门户的测序数据。' },
    homepage: 'https://example.org/reads',
    topics: ['edam:topic_3168'],
    formats: ['edam:format_1930', 'edam:format_2572'],
    licence: { id: 'CC-BY-4.0', name: 'Creative Commons Attribution 4.0' },
    distributions: [{ url: 'https://example.org/reads.fastq.gz', format: 'FASTQ', size: 1_417_339_207, checksum: { algorithm: 'sha-256', value: 'a1'.repeat(32) } }],
    publications: [{ doi: '10.1000/182', title: 'A paper on it' }],
  });
  const changed = await send('POST', '/api/v1/resources', { kind: 'instrument', title: { en: 'Microscope of a journey', zh: '旅程显微镜' } });
  await send('PATCH', `/api/v1/resources/${changed.id}`, { version: '2', title: { en: 'Two-photon microscope of a journey', zh: '旅程双光子显微镜' } });
  const withdrawn = await send('POST', '/api/v1/resources', { kind: 'instrument', title: { en: 'Sold microscope' } });
  await send('PATCH', `/api/v1/resources/${withdrawn.id}`, { status: 'withdrawn', statusReason: 'Sold to a museum' });
  const found = (await (await fetch(`${node.url}/api/v1/resources?q=bwa&kind=tool`)).json()) as { items: { id: string }[] };

  return {
    url: node.url,
    ids: { tool: found.items[0]?.id ?? '', dataset: dataset.id, changed: changed.id, withdrawn: withdrawn.id, harvest: codex.harvest },
    async stop() {
      await node.stop();
      await removeFolder(folder);
    },
  };
}
