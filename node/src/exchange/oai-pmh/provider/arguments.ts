import { ARGUMENTS, ProtocolError, spanOf, VERBS, type Argument, type Verb } from './protocol.ts';

export interface Request {
  verb: Verb;
  arguments: Partial<Record<Argument, string>>;
}

/** By verb (§4): what must stand there, what may. `resumptionToken` stands alone. */
const TAKES: Record<Verb, { required: Argument[]; optional: Argument[]; resumable?: boolean }> = {
  Identify: { required: [], optional: [] },
  ListMetadataFormats: { required: [], optional: ['identifier'] },
  ListSets: { required: [], optional: [], resumable: true },
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [] },
  ListIdentifiers: { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], resumable: true },
  ListRecords: { required: ['metadataPrefix'], optional: ['from', 'until', 'set'], resumable: true },
};

/** The form of each argument as the protocol's schema has it (OAI-PMH.xsd). */
const FORMS: Record<Argument, { fits: (text: string) => boolean; form: string }> = {
  // oxlint-disable-next-line no-control-regex -- what no identifier holds
  identifier: { fits: (text) => /^[^\s"<>\\^`{|}\u0000-\u001F\u007F\uFFFD]{1,2000}$/.test(text), form: 'a URI such as oai:example.org:3k7m9p2q8s1x' },
  metadataPrefix: { fits: (text) => /^[A-Za-z0-9\-_.!~*'()]{1,200}$/.test(text), form: 'a prefix such as oai_dc' },
  from: { fits: (text) => spanOf(text) !== undefined, form: 'YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' },
  until: { fits: (text) => spanOf(text) !== undefined, form: 'YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' },
  set: { fits: (text) => /^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$/.test(text) && text.length <= 200, form: 'a setSpec such as data' },
  resumptionToken: { fits: (text) => text !== '', form: 'a token this repository gave' },
};

const shown = (text: string) => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
const badArgument = (message: string) => new ProtocolError('badArgument', message);

/** Reads a request's arguments and checks them against the verb. Throws badVerb or badArgument. */
export function readRequest(given: URLSearchParams): Request {
  const verb = readVerb(given.getAll('verb'));
  const takes = TAKES[verb];
  const found: Request['arguments'] = {};
  for (const [name, value] of given) {
    if (name === 'verb') continue;
    if (!isArgument(name)) throw badArgument(`There is no argument ${shown(name)}.`);
    if (name in found) throw badArgument(`The argument "${name}" is given more than once.`);
    found[name] = value;
  }
  const names = Object.keys(found) as Argument[];
  if (takes.resumable && found.resumptionToken !== undefined) {
    if (names.length > 1)
      throw badArgument(`"resumptionToken" stands alone: it carries the other arguments (given with it: ${names.filter((name) => name !== 'resumptionToken').join(', ')}).`);
  } else {
    const foreign = names.filter((name) => !takes.required.includes(name) && !takes.optional.includes(name));
    if (foreign.length > 0) throw badArgument(`${verb} takes no argument "${foreign.join('", "')}".`);
    const missing = takes.required.filter((name) => found[name] === undefined);
    if (missing.length > 0) throw badArgument(`${verb} needs the argument "${missing.join('", "')}".`);
  }
  for (const name of names) if (!FORMS[name].fits(found[name]!)) throw badArgument(`"${name}" must be ${FORMS[name].form}; ${shown(found[name]!)} is not.`);
  checkSpan(found);
  return { verb, arguments: found };
}

function readVerb(verbs: string[]): Verb {
  if (verbs.length === 0) throw new ProtocolError('badVerb', `The argument "verb" is missing. It is one of ${VERBS.join(', ')}.`);
  if (verbs.length > 1) throw new ProtocolError('badVerb', 'The argument "verb" is given more than once.');
  const verb = VERBS.find((name) => name === verbs[0]);
  if (!verb) throw new ProtocolError('badVerb', `${shown(verbs[0]!)} is no verb of OAI-PMH. It is one of ${VERBS.join(', ')}.`);
  return verb;
}

const isArgument = (name: string): name is Argument => (ARGUMENTS as readonly string[]).includes(name);

function checkSpan({ from, until }: Request['arguments']): void {
  const [first, last] = [from && spanOf(from), until && spanOf(until)];
  if (!first || !last) return;
  if (first.granularity !== last.granularity) throw badArgument('"from" and "until" must be of the same granularity.');
  if (first.first > last.first) throw badArgument('"from" lies after "until".');
}
