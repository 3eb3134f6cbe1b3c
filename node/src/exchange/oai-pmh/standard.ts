import { defineStandard } from '../standard.ts';
import { crawlRepository } from './reader/crawl-repository.ts';
import { readFiles } from './reader/read-files.ts';
import { OaiPmhSettings } from './reader/settings.ts';

/** OAI-PMH 2.0, read: a repository by its base address, or saved answers to ListRecords. */
export const oaiPmh = defineStandard<OaiPmhSettings>({
  id: 'oai-pmh',
  title: { en: 'OAI-PMH', zh: 'OAI-PMH（开放存档元数据收割协议）' },
  description: {
    en: 'Records of a repository or catalogue by the Open Archives Initiative Protocol for Metadata Harvesting 2.0: whole from another Biotope, else as DCAT where it is offered, else as Dublin Core.',
    zh: '通过开放存档元数据收割协议（OAI-PMH 2.0）读取存储库或目录的记录：来自另一个生境节点时读完整描述，否则对方提供 DCAT 时读 DCAT，不提供时读都柏林核心元数据。',
  },
  homepage: 'https://www.openarchives.org/OAI/openarchivesprotocol.html',
  version: 1,
  settings: OaiPmhSettings,
  read: readFiles,
  crawl: crawlRepository,
});
