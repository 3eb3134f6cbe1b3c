import { inLanguage } from '../../kernel/language-map.ts';
import { addressesOf } from './addresses.ts';
import { byNode, notApplicable, onceRegistered, said, type Rule } from './evidence.ts';
import { PHYSICAL_KINDS } from './subject.ts';

/** FsF-A1-01M. Open access needs no further conditions; any other level says how one gets in. */
export const accessInformation: Rule = (subject) => {
  const { access } = subject.content;
  const evidence = [
    ...(access?.level ? [said(subject, '/access/level', access.level)] : []),
    ...(access?.conditions ? [said(subject, '/access/conditions', inLanguage(access.conditions, 'en'))] : []),
    ...(access?.url ? [said(subject, '/access/url', access.url)] : []),
  ];
  if (access?.level === 'open') return { verdict: 'holds', earnedBy: 'description', because: { en: 'It says that access is open.', zh: '说明了访问为开放。' }, evidence };
  const conditions = access?.conditions ?? access?.url;
  if (access?.level && conditions)
    return { verdict: 'holds', earnedBy: 'description', because: { en: 'Access level and conditions are stated.', zh: '说明了访问级别和条件。' }, evidence };
  if (access?.level)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: `The access level is stated (${access.level}), but not how one gets access.`, zh: `说明了访问级别（${access.level}），但没有说明如何获得访问权限。` },
      evidence,
      fix: { en: 'Add the conditions of access, or the page where access is applied for.', zh: '请补充访问条件，或申请访问的页面。' },
    };
  const fix = {
    en: 'State the access level (open, registration, controlled, closed) and, unless open, its conditions.',
    zh: '请说明访问级别（开放、需注册、受控、不开放）；若非开放，请说明条件。',
  };
  if (conditions)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'Conditions of access are stated, but no access level.', zh: '说明了访问条件，但没有访问级别。' },
      evidence,
      fix,
    };
  return { verdict: 'fails', earnedBy: 'nobody', because: { en: 'Nothing is said about access.', zh: '没有任何访问说明。' }, evidence, fix };
};

/** FsF-A1-02M. The node's doing: every description answers at its address over HTTP. */
export const metadataProtocol: Rule = ({ url }) =>
  url
    ? {
        verdict: 'holds',
        earnedBy: 'node',
        because: { en: 'This node answers for every description over HTTP, at its address.', zh: '本节点通过 HTTP 在每项描述的地址上应答。' },
        evidence: [byNode('/url', url)],
      }
    : onceRegistered;

/** Protocols that a standard describes and any program may speak. */
const STANDARD_PROTOCOL = /^(https?|ftps?|sftp):/i;

/** FsF-A1-03D. Whether it answers is told by the link checks; what was not checked is taken at its word and says so. */
export const dataProtocol: Rule = (subject) => {
  const all = addressesOf(subject.content).filter(({ ofData }) => ofData);
  if (all.length === 0) {
    if (PHYSICAL_KINDS.includes(subject.content.kind)) return notApplicable({ en: 'It is no digital object.', zh: '它不是数字对象。' });
    return {
      verdict: 'fails',
      earnedBy: 'nobody',
      because: { en: 'No address of the resource itself is stated.', zh: '没有给出资源本身的地址。' },
      evidence: [],
      fix: { en: 'Add the address where it is used or downloaded.', zh: '请补充使用或下载的地址。' },
    };
  }
  const evidence = all.slice(0, 5).map(({ pointer, address }) => {
    const state = subject.addresses.get(address);
    const told = state?.checked ? `${state.state}${state.httpStatus ? ` ${state.httpStatus}` : ''}, ${state.checked.slice(0, 10)}` : 'not checked';
    return said(subject, pointer, `${address} (${told})`);
  });
  const standard = all.filter(({ address }) => STANDARD_PROTOCOL.test(address));
  if (standard.length === 0)
    return {
      verdict: 'partly',
      earnedBy: 'description',
      because: { en: 'The addresses use a provider’s own protocol, which needs that provider’s software.', zh: '这些地址使用服务商自有协议，需要其专用软件。' },
      evidence,
      fix: { en: 'Add an address that answers over HTTPS or FTP.', zh: '请补充可通过 HTTPS 或 FTP 访问的地址。' },
    };
  const dead = standard.filter(({ address }) => subject.addresses.get(address)?.state === 'dead');
  if (dead.length === standard.length)
    return {
      verdict: 'fails',
      earnedBy: 'nobody',
      because: { en: 'Every address of it has been dead for days.', zh: '其所有地址均已连续数天无法访问。' },
      evidence,
      fix: { en: 'Find where it has moved, or withdraw it with a reason.', zh: '请查找其新地址，或说明原因后撤回。' },
    };
  const seen = standard.some(({ address }) => ['alive', 'redirected'].includes(subject.addresses.get(address)?.state ?? ''));
  return {
    verdict: dead.length > 0 ? 'partly' : 'holds',
    earnedBy: 'description',
    because:
      dead.length > 0
        ? { en: `${dead.length} of ${standard.length} addresses have been dead for days.`, zh: `${standard.length} 个地址中有 ${dead.length} 个已连续数天无法访问。` }
        : seen
          ? { en: 'It is reached by a standard protocol, and answered when last asked.', zh: '可通过标准协议访问，最近一次检查有应答。' }
          : { en: 'It is reached by a standard protocol. Whether it answers is not known.', zh: '可通过标准协议访问；是否应答尚不清楚。' },
    evidence,
    ...(dead.length > 0 ? { fix: { en: 'Mend or remove the dead addresses.', zh: '请修正或删除失效的地址。' } } : {}),
  };
};

/** FsF-A2-01M. The node's doing: a withdrawn resource leaves a tombstone and every revision. */
export const metadataPreservation: Rule = ({ url }) =>
  url
    ? {
        verdict: 'holds',
        earnedBy: 'node',
        because: { en: 'This node keeps every revision, and a withdrawn resource goes on answering with its reason.', zh: '本节点保留所有修订；已撤回的资源仍会应答并说明原因。' },
        evidence: [byNode('/url', `${url}/revisions`)],
      }
    : onceRegistered;
