import { dcatStandard } from '../dcat/read-dcat.ts';
import { defineStandard } from '../standard.ts';
import { crawlFairDataPoint } from './crawl.ts';

/** A FAIR Data Point, walked from its address; a file of one is read as any DCAT. */
export const fairDataPoint = defineStandard({
  id: 'fair-data-point',
  title: { en: 'FAIR Data Point', zh: 'FAIR 数据点（FAIR Data Point）' },
  description: {
    en: 'The catalogues of a FAIR Data Point, walked from its address: catalogues, datasets and their distributions.',
    zh: '从 FAIR 数据点的网址出发，逐级读取其目录、数据集与分发。',
  },
  homepage: 'https://specs.fairdatapoint.org/',
  version: dcatStandard.version,
  accept: dcatStandard.accept,
  settings: dcatStandard.settings,
  read: dcatStandard.read,
  crawl: crawlFairDataPoint,
});
