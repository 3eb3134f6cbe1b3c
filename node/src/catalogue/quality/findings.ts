import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import { addressesOf } from './addresses.ts';
import { said } from './evidence.ts';
import { isStandardLicence } from './licences.ts';
import type { Finding, FindingName } from './report.ts';
import type { Subject } from './subject.ts';

/** A description shorter than this, in the language where it is longest, tells too little (characters; Chinese says more with fewer). */
export const SHORTEST_DESCRIPTION = { zh: 25, others: 60 } as const;
/** A resource its provider has not touched for so many years is worth a look. */
export const LONG_UNMODIFIED_YEARS = 5;

export const FINDING_TITLES: Record<FindingName, LanguageMap> = {
  'no-description': { en: 'No description', zh: '没有描述' },
  'short-description': { en: 'Very short description', zh: '描述过短' },
  'no-licence': { en: 'No licence', zh: '没有许可证' },
  'unknown-licence': { en: 'Licence not recognised', zh: '许可证无法识别' },
  'no-contact': { en: 'No contact', zh: '没有联系方式' },
  'no-topics': { en: 'No topics', zh: '没有主题' },
  'deprecated-term': { en: 'Deprecated term', zh: '弃用的术语' },
  'dead-link': { en: 'Dead link', zh: '失效链接' },
  'redirected-link': { en: 'Link has moved', zh: '链接已迁移' },
  'duplicate-title': { en: 'Another has the same title', zh: '与其他资源同名' },
  'one-language': { en: 'In one language only', zh: '仅有一种语言' },
  'long-unmodified': { en: 'Unchanged for years', zh: '多年未更新' },
};

type Look = (subject: Subject) => Omit<Finding, 'finding' | 'title'> | undefined;

const LOOKS: Partial<Record<FindingName, Look>> = {
  'no-description': ({ content }) =>
    content.description
      ? undefined
      : { because: { en: 'No source describes it.', zh: '没有来源对其进行描述。' }, fix: { en: 'Add a description of some sentences.', zh: '请补充几句描述。' }, evidence: [] },

  'short-description': (subject) => {
    const texts = Object.entries(subject.content.description ?? {});
    if (texts.length === 0 || texts.some(([language, text]) => text.trim().length >= (language.startsWith('zh') ? SHORTEST_DESCRIPTION.zh : SHORTEST_DESCRIPTION.others)))
      return undefined;
    const longest = Math.max(...texts.map(([, text]) => text.trim().length));
    return {
      because: { en: `The description has ${longest} characters.`, zh: `描述仅有 ${longest} 个字符。` },
      fix: { en: 'Say what it is, for whom, and what it holds or does.', zh: '请说明它是什么、面向谁、包含什么或能做什么。' },
      evidence: texts.slice(0, 2).map(([language, text]) => said(subject, `/description/${language}`, text)),
    };
  },

  'no-licence': ({ content }) =>
    content.licence
      ? undefined
      : {
          because: { en: 'No source states a licence.', zh: '没有来源说明许可证。' },
          fix: { en: 'Ask the provider, and state the SPDX identifier.', zh: '请向提供方确认，并注明 SPDX 标识符。' },
          evidence: [],
        },

  'unknown-licence': (subject) => {
    const { licence } = subject.content;
    if (!licence || (licence.id && isStandardLicence(licence.id))) return undefined;
    return {
      because: { en: 'What is stated is not recognised as an SPDX licence.', zh: '所述许可证无法识别为 SPDX 许可证。' },
      fix: { en: 'If it is a standard licence, state its SPDX identifier.', zh: '若为标准许可证，请注明其 SPDX 标识符。' },
      evidence: (['id', 'name', 'url'] as const).flatMap((part) => (licence[part] ? [said(subject, `/licence/${part}`, licence[part])] : [])),
    };
  },

  'no-contact': ({ content }) =>
    content.contacts.length > 0 || content.provider?.url
      ? undefined
      : {
          because: { en: 'Nobody is named whom one could ask.', zh: '没有可以询问的联系人。' },
          fix: { en: 'Add a contact: name, e-mail, ORCID or web page.', zh: '请补充联系人：姓名、电子邮件、ORCID 或网页。' },
          evidence: [],
        },

  'no-topics': ({ content }) =>
    content.topics.length + content.operations.length > 0
      ? undefined
      : {
          because: { en: 'It bears no topic or operation of the vocabulary, so it is found by its words only.', zh: '没有词表中的主题或操作，只能通过字面检索到。' },
          fix: { en: 'Add topics of EDAM.', zh: '请添加 EDAM 主题。' },
          evidence: [],
        },

  'deprecated-term': ({ deprecatedTerms }) => {
    if (deprecatedTerms.length === 0) return undefined;
    const offers = (language: 'en' | 'zh') =>
      [...new Map(deprecatedTerms.map((it) => [it.term.id, it])).values()]
        .slice(0, 5)
        .map(
          ({ term, replacement }) => `${inLanguage(term.label, language)} (${term.id}) → ${replacement ? `${inLanguage(replacement.label, language)} (${replacement.id})` : '?'}`,
        )
        .join('; ');
    return {
      because: { en: 'A record names terms that their vocabulary has deprecated.', zh: '记录中使用了已被词表弃用的术语。' },
      fix: { en: `Use instead: ${offers('en')}.`, zh: `请改用：${offers('zh')}。` },
      evidence: deprecatedTerms.slice(0, 5).map(({ field, written, source, record }) => ({ field, value: written, source, ...(record ? { record } : {}) })),
    };
  },

  'dead-link': (subject) =>
    linksIn(
      subject,
      'dead',
      { en: 'An address it names has not answered for days.', zh: '所列地址已连续数天无法访问。' },
      { en: 'Find the new address, or remove it.', zh: '请查找新地址，或将其删除。' },
    ),

  'redirected-link': (subject) =>
    linksIn(
      subject,
      'redirected',
      { en: 'An address it names leads on to another one for good.', zh: '所列地址已永久跳转到其他地址。' },
      { en: 'State the new address.', zh: '请改用新地址。' },
    ),

  'duplicate-title': ({ sameTitle }) =>
    sameTitle.length === 0
      ? undefined
      : {
          because: { en: 'Another resource of the same kind bears the same title.', zh: '另有同类资源使用相同标题。' },
          fix: { en: 'If they are one thing, merge them; else make the titles tell them apart.', zh: '若为同一资源请合并；否则请修改标题加以区分。' },
          evidence: sameTitle.slice(0, 5).map((id) => ({ field: '/title', value: id, source: 'node' })),
        },

  'one-language': ({ content }) => {
    const languages = new Set([...Object.keys(content.title), ...Object.keys(content.description ?? {})].map((tag) => tag.split('-')[0]));
    if (languages.size > 1) return undefined;
    return {
      because: { en: `Title and description are in one language only (${[...languages][0]}).`, zh: `标题和描述只有一种语言（${[...languages][0]}）。` },
      fix: { en: 'Add the title and description in the other language, English or Chinese.', zh: '请补充另一种语言（英文或中文）的标题和描述。' },
      evidence: [],
    };
  },

  'long-unmodified': (subject) => {
    const { modified, issued } = subject.content;
    const last = modified ?? issued;
    if (!last || subject.now.getTime() - Date.parse(last.slice(0, 10)) < LONG_UNMODIFIED_YEARS * 365.25 * 86_400_000) return undefined;
    return {
      because: { en: `Its provider last changed it in ${last.slice(0, 4)}.`, zh: `提供方最近一次更新是在 ${last.slice(0, 4)} 年。` },
      fix: { en: 'Check that it is still kept; if not, mark it as deprecated.', zh: '请确认其是否仍在维护；若否，请标记为弃用。' },
      evidence: [said(subject, modified ? '/modified' : '/issued', last)],
    };
  },
};

function linksIn(subject: Subject, state: 'dead' | 'redirected', because: LanguageMap, fix: LanguageMap): ReturnType<Look> {
  const evidence = addressesOf(subject.content).flatMap(({ pointer, address }) => {
    const known = subject.addresses.get(address);
    if (known?.state !== state) return [];
    const told = state === 'dead' ? [known.httpStatus ?? known.reason, known.failingSince?.slice(0, 10)].filter(Boolean).join(', ') : `→ ${known.redirectedTo}`;
    return [said(subject, pointer, `${address} (${told})`)];
  });
  return evidence.length > 0 ? { because, fix, evidence: evidence.slice(0, 5) } : undefined;
}

/** What a curator would want to mend, beside the metrics. */
export const findingsOn = (subject: Subject): Finding[] =>
  Object.entries(LOOKS).flatMap(([name, look]) => {
    const found = look(subject);
    return found ? [{ finding: name as FindingName, title: FINDING_TITLES[name as FindingName], ...found }] : [];
  });
