import { inLanguage } from '../../kernel/language-map.ts';
import type { Evidence } from './report.ts';
import { byNode, notApplicable, onceRegistered, said, saidEach, type Judgement, type Rule } from './evidence.ts';
import { isGloballyUnique, persistentSystem } from './identifiers.ts';
import { DATA_KINDS, PHYSICAL_KINDS, type Subject } from './subject.ts';

/** FsF-F1-01D. An address on the web is an identifier too; this node's own names the description, not the thing. */
export const uniqueIdentifier: Rule = (subject) => {
  const { content, url } = subject;
  const own = [
    ...saidEach(subject, '/identifiers', content.identifiers, (it) => (isGloballyUnique(it) ? it : undefined)),
    ...(content.homepage ? [said(subject, '/homepage', content.homepage)] : []),
    ...saidEach(subject, '/distributions', content.distributions, ({ url: at }) => (isGloballyUnique(at) ? at : undefined)).slice(0, 1),
  ];
  const here = url ? [byNode('/url', url)] : [];
  if (own.length > 0)
    return {
      verdict: 'holds',
      earnedBy: 'description',
      because: { en: 'It is named by an identifier or web address of its own.', zh: '它有自己的标识符或网址。' },
      evidence: [...own, ...here],
    };
  const fix = {
    en: 'State an identifier of the resource itself (DOI, bio.tools, RRID, accession) or its home page.',
    zh: '请提供资源自身的标识符（DOI、bio.tools、RRID、登录号）或主页地址。',
  };
  if (here.length === 0)
    return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'It states no identifier and no address.', zh: '没有标识符，也没有网址。' }, evidence: [], fix };
  return {
    verdict: 'partly',
    earnedBy: 'node',
    because: {
      en: 'Only this node’s address names it, and that stands for the description rather than the thing.',
      zh: '只有本节点的地址可以指称它，而该地址代表的是描述，而非资源本身。',
    },
    evidence: here,
    fix,
  };
};

/** FsF-F1-02D. A persistent identifier is one whose system is governed to last; a plain web address is not. */
export const persistentIdentifier: Rule = (subject) => {
  const { content, url } = subject;
  const own = saidEach(subject, '/identifiers', content.identifiers, (it) => (persistentSystem(it) ? it : undefined));
  const here = url ? [byNode('/url', url)] : [];
  if (own.length > 0) {
    const systems = [...new Set(content.identifiers.map(persistentSystem).filter((it) => it !== undefined))];
    const named = (language: 'en' | 'zh') => systems.map((system) => inLanguage(system, language)).join(', ');
    return {
      verdict: 'holds',
      earnedBy: here.length > 0 ? 'both' : 'description',
      because: { en: `It has a persistent identifier (${named('en')}).`, zh: `它具有持久标识符（${named('zh')}）。` },
      evidence: [...own, ...here],
    };
  }
  const fix = {
    en: 'Register the resource where persistent identifiers are given (DataCite DOI, RRID, bio.tools, FAIRsharing, CSTR) and state the identifier.',
    zh: '请在可分配持久标识符的机构登记该资源（DataCite DOI、RRID、bio.tools、FAIRsharing、CSTR），并在描述中给出标识符。',
  };
  if (here.length === 0) return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'It states no persistent identifier.', zh: '没有持久标识符。' }, evidence: [], fix };
  return {
    verdict: 'partly',
    earnedBy: 'node',
    because: {
      en: 'This node gives it an address that never changes and answers even after withdrawal, but no registration agency stands behind it and it lasts as long as this node.',
      zh: '本节点为其分配永不变更、撤回后仍会应答的地址，但没有登记机构为其担保，其寿命与本节点相同。',
    },
    evidence: here,
    fix,
  };
};

const ELEMENTS: { en: string; zh: string; find: (subject: Subject) => Evidence | undefined }[] = [
  {
    en: 'creator',
    zh: '创建者',
    find: (subject) => {
      const place = subject.content.contacts.findIndex(({ name, orcid }) => name ?? orcid);
      const contact = subject.content.contacts[place];
      return contact ? said(subject, `/contacts/${place}`, contact.name ?? contact.orcid ?? '') : publisher(subject);
    },
  },
  { en: 'title', zh: '标题', find: (subject) => said(subject, '/title', inLanguage(subject.content.title, 'en')) },
  {
    en: 'identifier',
    zh: '标识符',
    find: (subject) =>
      saidEach(subject, '/identifiers', subject.content.identifiers, (it) => it)[0] ??
      (subject.content.homepage ? said(subject, '/homepage', subject.content.homepage) : undefined) ??
      saidEach(subject, '/distributions', subject.content.distributions, ({ url }) => url)[0] ??
      (subject.url ? byNode('/url', subject.url) : undefined),
  },
  { en: 'publisher', zh: '发布者', find: (subject) => publisher(subject) },
  {
    en: 'publication date',
    zh: '发布日期',
    find: (subject) => {
      const { issued, modified } = subject.content;
      return issued ? said(subject, '/issued', issued) : modified ? said(subject, '/modified', modified) : undefined;
    },
  },
  { en: 'summary', zh: '摘要', find: (subject) => (subject.content.description ? said(subject, '/description', inLanguage(subject.content.description, 'en')) : undefined) },
  {
    en: 'keywords',
    zh: '关键词',
    find: (subject) =>
      saidEach(subject, '/topics', subject.content.topics, ({ label }) => inLanguage(label, 'en'))[0] ??
      saidEach(subject, '/operations', subject.content.operations, ({ label }) => inLanguage(label, 'en'))[0] ??
      saidEach(subject, '/keywords', subject.content.keywords, (it) => it)[0],
  },
];

function publisher(subject: Subject): Evidence | undefined {
  return subject.content.provider ? said(subject, '/provider/name', inLanguage(subject.content.provider.name, 'en')) : undefined;
}

/** FsF-F2-01M. Half of the seven elements is partly; a provider counts as creator where no person is named. */
export const coreElements: Rule = (subject) => {
  const found = ELEMENTS.map((element) => ({ ...element, evidence: element.find(subject) }));
  const missing = found.filter(({ evidence }) => !evidence);
  const evidence = found.flatMap((it) => it.evidence ?? []);
  const earnedBy = evidence.some(({ source }) => source === 'node') ? 'both' : 'description';
  if (missing.length === 0) return { verdict: 'holds', earnedBy, because: { en: 'All seven core elements are there.', zh: '七项核心要素齐备。' }, evidence };
  const list = { en: missing.map(({ en }) => en).join(', '), zh: missing.map(({ zh }) => zh).join('、') };
  return {
    verdict: missing.length < ELEMENTS.length / 2 ? 'partly' : 'fails',
    earnedBy,
    because: {
      en: `${found.length - missing.length} of ${found.length} core elements are there; missing: ${list.en}.`,
      zh: `${found.length} 项核心要素中有 ${found.length - missing.length} 项；缺少：${list.zh}。`,
    },
    evidence,
    fix: { en: `Add: ${list.en}.`, zh: `请补充：${list.zh}。` },
  };
};

/** FsF-F3-01M. For data, where the files lie and what they are; for other digital things, where they are used or fetched. */
export const dataIdentifier: Rule = (subject) => {
  const { content } = subject;
  const files = saidEach(subject, '/distributions', content.distributions, ({ url }) => url);
  const places = [...saidEach(subject, '/endpoints', content.endpoints, ({ url }) => url), ...(content.homepage ? [said(subject, '/homepage', content.homepage)] : [])];
  if (!DATA_KINDS.includes(content.kind)) {
    if (files.length + places.length > 0)
      return {
        verdict: 'holds',
        earnedBy: 'description',
        because: { en: 'It says where the resource itself is found.', zh: '说明了资源本身所在的位置。' },
        evidence: [...files, ...places],
      };
    if (PHYSICAL_KINDS.includes(content.kind)) return notApplicable({ en: 'It is no digital object, so there is no data to point to.', zh: '它不是数字对象，没有可指向的数据。' });
    return missingPlace(
      { en: 'Nothing says where the resource itself is found.', zh: '没有说明资源本身所在的位置。' },
      { en: 'Add the home page, the service’s address or the download.', zh: '请补充主页、服务地址或下载地址。' },
    );
  }
  const described = content.distributions.some(({ format, mediaType, size }) => format ?? mediaType ?? size);
  const fix = {
    en: 'List the files or services that hold the data under distributions, each with address, format and size.',
    zh: '请在“分发”中列出包含数据的文件或服务，并给出地址、格式和大小。',
  };
  if (files.length > 0 && described)
    return {
      verdict: 'holds',
      earnedBy: 'description',
      because: { en: 'It lists where the data lie, with format or size.', zh: '列出了数据的位置，并给出格式或大小。' },
      evidence: files,
    };
  if (files.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'It lists where the data lie, but neither format nor size.', zh: '列出了数据的位置，但没有格式和大小。' },
      evidence: files,
      fix,
    };
  if (places.length > 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'It names a page or service, but not where the data themselves lie.', zh: '给出了网页或服务，但没有说明数据本身的位置。' },
      evidence: places,
      fix,
    };
  return missingPlace({ en: 'Nothing says where the data lie.', zh: '没有说明数据的位置。' }, fix);
};

const missingPlace = (because: Judgement['because'], fix: Judgement['because']): Judgement => ({ verdict: 'fails', earnedBy: 'nobody', because, evidence: [], fix });

/** FsF-F4-01M. The node's doing: every resource is handed out by its address, the API and the standards that have words for it. */
export const retrievable: Rule = ({ content, url }, { standards }) => {
  if (!url) return onceRegistered;
  return {
    verdict: 'holds',
    earnedBy: 'node',
    because: { en: 'This node hands the description out to programs, for every resource alike.', zh: '本节点以程序可读的方式提供每项资源的描述。' },
    evidence: [byNode('application/json', url), ...standards(content).map(({ mediaType, profile }) => byNode(mediaType, profile))].slice(0, 8),
  };
};
