import { SaxesParser, type SaxesTagNS } from 'saxes';
import { invalid } from '../../../kernel/errors.ts';
import { collectMetadata } from './collect-metadata.ts';
import type { Metadata, MetadataCollector } from './metadata.ts';

const OAI = 'http://www.openarchives.org/OAI/2.0/';

/** Bounds of an answer, so that none can fill memory: elements within each other, and characters of one value beside the metadata. */
const DEEPEST = 64;
const LONGEST = 20_000;

export interface OaiRecord {
  identifier: string;
  datestamp: string;
  deleted: boolean;
  metadata?: Metadata;
}

/** What an answer says beside its records. */
export interface AnswerHead {
  responseDate?: string;
  /** Arguments of the request, as the answer repeats them. */
  request: Record<string, string>;
  errors: { code: string; message: string }[];
  identify: { granularity?: string; deletedRecord?: string };
  formats: { prefix: string; namespace: string }[];
  /** Undefined: there is none; empty: the list ends here. */
  resumptionToken?: string;
  completeListSize?: number;
}

export interface AnswerParser {
  head: AnswerHead;
  /** Takes the next piece of the answer. Throws `invalid` where it cannot be read; what stood before may be taken all the same. */
  write(piece: string): void;
  /** The records completed since they were last taken. */
  take(): OaiRecord[];
  /** No more comes. Throws `invalid` where the answer was cut off. */
  close(): void;
}

/**
 * Reads an answer of OAI-PMH piece by piece. Nothing outside it is fetched and nothing in it is expanded: a document
 * type, which alone could define entities, is refused.
 */
export function answerParser(): AnswerParser {
  const parser = new SaxesParser({ xmlns: true });
  const head: AnswerHead = { request: {}, errors: [], identify: {}, formats: [] };
  const path: string[] = [];
  let done: OaiRecord[] = [];
  let record: OaiRecord | undefined;
  let collector: { depth: number; of: MetadataCollector } | undefined;
  let value = '';

  parser.on('doctype', () => {
    throw invalid('holds a document type declaration (DOCTYPE), which is not read: it could define entities without end or name files to fetch');
  });
  parser.on('error', ({ message }) => {
    throw invalid(`is no well-formed XML: ${message.replace(/^\s*(undefined:)?/, '')}`);
  });
  parser.on('opentag', (tag) => {
    path.push(tag.uri === OAI ? tag.local : '');
    if (path.length > DEEPEST) throw invalid(`nests elements more than ${DEEPEST} deep`);
    if (path.length === 1 && path[0] !== 'OAI-PMH') throw invalid(`is no answer of OAI-PMH 2.0: it begins with the element "${shown(tag.name)}"`);
    if (!collector && record && path.at(-2) === 'metadata') collector = { depth: path.length, of: collectMetadata(tag) };
    if (collector) return collector.of.open(tag);
    value = '';
    if (tag.uri === OAI) begin(tag);
  });
  const onText = (text: string) => {
    if (collector) return collector.of.text(text);
    value += text;
    if (value.length > LONGEST) throw invalid(`holds more than ${LONGEST} characters in one element "${shown(path.at(-1) ?? '')}"`);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', (tag) => {
    const depth = path.length;
    path.pop();
    if (collector) {
      collector.of.close(tag);
      if (depth > collector.depth) return;
      if (record) record.metadata = collector.of.metadata();
      collector = undefined;
      return;
    }
    if (tag.uri === OAI) end(tag.local, path.at(-1), value.trim());
    value = '';
  });

  const begin = (tag: SaxesTagNS) => {
    const attribute = (name: string): string | undefined => tag.attributes[name]?.value;
    switch (tag.local) {
      case 'record':
        record = { identifier: '', datestamp: '', deleted: false };
        break;
      case 'header':
        record ??= { identifier: '', datestamp: '', deleted: false };
        record.deleted = attribute('status') === 'deleted';
        break;
      case 'request':
        if (path.length === 2) for (const { name, value: given } of Object.values(tag.attributes)) head.request[name] = given;
        break;
      case 'error':
        head.errors.push({ code: attribute('code') ?? '', message: '' });
        break;
      case 'metadataFormat':
        head.formats.push({ prefix: '', namespace: '' });
        break;
      case 'resumptionToken': {
        const size = Number(attribute('completeListSize'));
        if (Number.isSafeInteger(size) && size > 0) head.completeListSize = size;
      }
    }
  };

  const end = (name: string, parent: string | undefined, text: string) => {
    const format = head.formats.at(-1);
    if (name === 'record' || (name === 'header' && parent !== 'record')) {
      if (record) done.push(record);
      record = undefined;
    } else if (record && parent === 'header' && (name === 'identifier' || name === 'datestamp')) record[name] = text;
    else if (name === 'responseDate' || name === 'resumptionToken') head[name] = text;
    else if (name === 'error') head.errors.at(-1)!.message = shown(text);
    else if (name === 'granularity' || name === 'deletedRecord') head.identify[name] = text;
    else if (format && parent === 'metadataFormat' && name === 'metadataPrefix') format.prefix = text;
    else if (format && parent === 'metadataFormat' && name === 'metadataNamespace') format.namespace = text;
  };

  return {
    head,
    write: (piece) => void parser.write(piece),
    take() {
      const taken = done;
      done = [];
      return taken;
    },
    close: () => void parser.close(),
  };
}

const shown = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
