import type { OfficialFile } from '../official-files.ts';

const SPECIFICATIONS = 'https://raw.githubusercontent.com/BioSchemas/specifications/4133b87d321c308d58d952e28fa839dca2810cf7';

export interface Profile extends OfficialFile {
  /** As pages name it in `dct:conformsTo`. */
  profile: string;
  /** The kinds of resources whose pages keep to it. */
  kinds: readonly string[];
}

const profile = (name: string, version: string, kinds: readonly string[], sha256: string): Profile => ({
  name: `${name}_v${version}.json`,
  address: `${SPECIFICATIONS}/${name}/jsonld/${name}_v${version}.json`,
  sha256,
  profile: `https://bioschemas.org/profiles/${name}/${version}`,
  kinds,
});

/** The releases of the profiles; each holds its JSON schema. */
export const PROFILES: readonly Profile[] = [
  profile('ComputationalTool', '1.0-RELEASE', ['tool'], '8e532aa6fb09d745778b86981185255625d73ab223dd7d47619da884c8285f61'),
  profile('ComputationalWorkflow', '1.0-RELEASE', ['workflow'], '0ccdb416f4ac7bd3b53bb454b5b1956a6f6e0cac8124f874f5c456709604c45a'),
  profile('Dataset', '1.0-RELEASE', ['dataset'], 'bd40865f4bfad25aeeeb975f0eeb373a8513786f66b08d9f1c042b6c6a87bbe6'),
  profile('DataCatalog', '0.3-RELEASE-2019_07_01', ['database', 'knowledge-base'], '25ea9ad87e4c07bdad9ca4208ee84ba92050aa8eab135f1905b88d4349858e31'),
  profile('TrainingMaterial', '1.0-RELEASE', ['training-material'], '6d8daf98978a3f238a8bc97faf3a33a3317cb0195020464f56679db126f1f7d4'),
  profile('Course', '1.0-RELEASE', ['course'], '75876566905f31bc3e252b1188af8990806eead2ab6dee98835c2b48ec6ee04e'),
  profile('CourseInstance', '1.0-RELEASE', [], '54da2aff973bf91c132e5373284a16f44efa71849bf3baa799f91b7d9f9dd3a4'),
  profile('Sample', '0.2-RELEASE-2018_11_10', ['sample-collection'], '34ff35f6e1d64ad7552006ef72a284311ed6e3cd1cb001cff0470eacb77e4526'),
];
