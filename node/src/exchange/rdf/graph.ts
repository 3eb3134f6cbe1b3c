/** A node is named by its IRI, or by `_:` and a label where it is blank. */
export type GraphTerm = { type: 'node'; value: string } | { type: 'literal'; value: string; language: string; datatype: string };

export const isBlank = (node: string): boolean => node.startsWith('_:');

/** What one document says, kept small: some 12 bytes a triple beside its nodes' names and its texts. */
export interface Graph {
  readonly size: number;
  /** What is said of a node with a property, each once, in the order of the document. */
  objects(subject: string, predicate: string): GraphTerm[];
  /** Whether anything is said of a node. */
  describes(subject: string): boolean;
  /** Every node that is named, be it as subject, property or object. */
  nodes(): Iterable<string>;
  /** Every subject and object of a property, in the order of the document. */
  pairs(predicate: string): IterableIterator<[string, GraphTerm]>;
}

export interface GraphBuilder {
  readonly size: number;
  add(subject: string, predicate: string, object: GraphTerm): void;
  graph(): Graph;
}

const TEXTS = 4 * 2 ** 20;

/** Texts one after the other in blocks outside of the engine's heap. */
function textStore() {
  const blocks: Buffer[] = [];
  let places = new Float64Array(1_024);
  let count = 0;
  let block = Buffer.alloc(0);
  let used = 0;
  return {
    add(text: string): number {
      const length = Buffer.byteLength(text);
      if (used + length > block.length) {
        block = Buffer.allocUnsafeSlow(Math.max(TEXTS, length));
        blocks.push(block);
        used = 0;
      }
      if (2 * count + 2 > places.length) {
        const more = new Float64Array(places.length * 2);
        more.set(places);
        places = more;
      }
      block.write(text, used);
      places[2 * count] = (blocks.length - 1) * 2 ** 32 + used;
      places[2 * count + 1] = length;
      used += length;
      return count++;
    },
    get(index: number): string {
      const place = places[2 * index]!;
      const from = place % 2 ** 32;
      return blocks[Math.floor(place / 2 ** 32)]!.toString('utf8', from, from + places[2 * index + 1]!);
    },
  };
}

/** Numbers for names; a name is copied, so that it does not keep the text alive from which a parser cut it. */
function numbering() {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    find: (name: string) => numbers.get(name),
    of(name: string): number {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const copy = Buffer.from(name).toString();
      numbers.set(copy, names.length);
      return names.push(copy) - 1;
    },
  };
}

/** Collects triples. Objects are numbered from 0 up where they are nodes, from -1 down where they are literals. */
export function graphBuilder(): GraphBuilder {
  const nodes = numbering();
  const types = numbering();
  const texts = textStore();
  let triples = new Int32Array(3 * 1_024);
  let literalTypes = new Uint32Array(1_024);
  let size = 0;
  let lastSubject = '';
  let lastNode = -1;

  const literal = (value: string, language: string, datatype: string): number => {
    const index = texts.add(value);
    if (index >= literalTypes.length) {
      const more = new Uint32Array(literalTypes.length * 2);
      more.set(literalTypes);
      literalTypes = more;
    }
    literalTypes[index] = types.of(`${language} ${datatype}`);
    return -1 - index;
  };
  const termOf = (number: number): GraphTerm => {
    if (number >= 0) return { type: 'node', value: nodes.names[number]! };
    const [language = '', datatype = ''] = types.names[literalTypes[-1 - number]!]!.split(' ');
    return { type: 'literal', value: texts.get(-1 - number), language, datatype };
  };

  return {
    get size() {
      return size;
    },
    add(subject, predicate, object) {
      if (3 * size + 3 > triples.length) {
        const more = new Int32Array(triples.length * 2);
        more.set(triples);
        triples = more;
      }
      const at = 3 * size++;
      // What is said of a node mostly stands together.
      if (subject !== lastSubject || lastNode < 0) [lastSubject, lastNode] = [subject, nodes.of(subject)];
      triples[at] = lastNode;
      triples[at + 1] = nodes.of(predicate);
      triples[at + 2] = object.type === 'node' ? nodes.of(object.value) : literal(object.value, object.language, object.datatype);
    },
    graph() {
      // Triples by subject: where each node's begin, and their numbers in the order of the document.
      const begin = new Uint32Array(nodes.names.length + 1);
      for (let at = 0; at < size; at++) begin[triples[3 * at]! + 1]!++;
      for (let node = 0; node < nodes.names.length; node++) begin[node + 1]! += begin[node]!;
      const order = new Uint32Array(size);
      const next = begin.slice();
      for (let at = 0; at < size; at++) order[next[triples[3 * at]!]!++] = at;
      return {
        size,
        nodes: () => nodes.names,
        describes: (subject) => {
          const node = nodes.find(subject);
          return node !== undefined && begin[node]! < begin[node + 1]!;
        },
        objects(subject, predicate) {
          const [node, property] = [nodes.find(subject), nodes.find(predicate)];
          if (node === undefined || property === undefined) return [];
          const found = new Map<string, GraphTerm>();
          for (let place = begin[node]!; place < begin[node + 1]!; place++) {
            const at = 3 * order[place]!;
            if (triples[at + 1] !== property) continue;
            const term = termOf(triples[at + 2]!);
            const same = term.type === 'node' ? term.value : `"${term.language} ${term.datatype} ${term.value}`;
            if (!found.has(same)) found.set(same, term);
          }
          return [...found.values()];
        },
        *pairs(predicate) {
          const property = nodes.find(predicate);
          if (property === undefined) return;
          for (let at = 0; at < 3 * size; at += 3) if (triples[at + 1] === property) yield [nodes.names[triples[at]!]!, termOf(triples[at + 2]!)];
        },
      };
    },
  };
}
