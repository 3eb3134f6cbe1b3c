import { officialFiles } from '../official-files.ts';
import { graphAt } from '../over-http.ts';
import { sentenceOf, shapeCheck } from '../shapes.ts';
import type { StandardCheck } from '../standard.ts';
import { SHAPES, VERSION } from './sources.ts';

/** DCAT-AP: the whole of `/catalog`, in Turtle as any harvester gets it, against both official sets of shapes. */
export const dcatAp: StandardCheck = {
  id: 'dcat-ap',
  title: `DCAT-AP ${VERSION}`,
  async check({ url, say }) {
    const shapes = await officialFiles('dcat-ap-3.0.1', SHAPES);
    const data = await graphAt(`${url}/catalog`);
    say(`${data.size} triples`);
    const { subjects, violations, warnings } = await shapeCheck(shapes)(data, (done) => say(`${done} subjects`));
    return {
      checkedWith: `${[...shapes.keys()].join(', ')} of ${VERSION} (SHACL)`,
      checked: subjects,
      of: `nodes of ${data.size} triples of /catalog`,
      violations: violations.map(sentenceOf),
      notes: warnings > 0 ? [`${warnings} results of a lesser severity than violation`] : [],
    };
  },
};
