import { invalid } from '../../kernel/errors.ts';
import type { Input } from '../input/input.ts';
import type { ReadItem, ReadReport, Source } from '../source.ts';
import { readTerms } from './terms.ts';

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  let terms = 0;
  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !/(^|\/)EDAM[^/]*\.owl$/i.test(entry.path)) continue;
    for await (const term of readTerms(entry.path, entry.bytes())) {
      terms++;
      if (term.label['en']) yield { term };
      else yield { rejection: { record: term.id, field: 'label', reason: 'is missing', key: term.id, collection: 'terms' } };
    }
  }
  if (terms === 0) throw invalid(`${input.address} holds no concept of EDAM (an OWL file with classes http://edamontology.org/topic_…)`);
  report.whole('terms');
}

/** EDAM: topics, operations, data and formats, with the terms it has given up. */
export const edam: Source = {
  id: 'edam',
  title: { en: 'EDAM ontology', zh: 'EDAM 本体' },
  description: {
    en: 'Topics, operations, types of data and formats of bioinformatics: the vocabulary in which this node’s resources are annotated and found.',
    zh: '生物信息学的主题、操作、数据类型和格式：本节点用于标注和查找资源的词表。',
  },
  homepage: 'https://edamontology.org/',
  licence: { id: 'CC-BY-SA-4.0', name: 'Creative Commons Attribution-ShareAlike 4.0', url: 'https://creativecommons.org/licenses/by-sa/4.0/' },
  defaultAddress: 'https://raw.githubusercontent.com/edamontology/edamontology/main/releases/EDAM_1.25.owl',
  schedule: '17 2 * * 0',
  target: 'vocabulary',
  version: 1,
  read,
};
