/**
 * Replicates an event stream with the client of its authors, in a process of its own: `replicate.ts <module> <stream>
 * <state folder>`. Prints one JSON value a member, in the order in which the client hands them over.
 */
interface Quad {
  subject: { value: string };
  predicate: { value: string };
  object: { value: string };
}
interface Member {
  id: { value: string };
  isVersionOf?: string;
  type?: { value: string };
  quads: Quad[];
}
interface Client {
  on(event: 'error', listener: (error: Error) => void): void;
  stream(strategy: { highWaterMark: number }): ReadableStream<Member>;
}
interface Library {
  intoConfig(config: { url: string; statePath: string }): unknown;
  replicateLDES(config: unknown, ordered: 'ascending'): Client;
}

const [module = '', url = '', statePath = ''] = process.argv.slice(2);
const { intoConfig, replicateLDES } = (await import(module)) as Library;
const client = replicateLDES(intoConfig({ url, statePath }), 'ascending');
client.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
const reader = client.stream({ highWaterMark: 1 }).getReader();
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  const { id, isVersionOf, type, quads } = next.value;
  const said = (name: string) => quads.find(({ predicate }) => predicate.value === `https://w3id.org/biotope/feed/1#${name}`)?.object.value;
  const line = JSON.stringify({
    id: id.value,
    of: isVersionOf,
    type: type?.value,
    envelope: said('envelope'),
    jws: said('jws'),
    removed: said('removed'),
    takenBack: said('takenBack'),
  });
  if (!process.stdout.write(`${line}\n`)) await new Promise((drained) => process.stdout.once('drain', drained));
}
process.stdout.end(() => process.exit(0));
