import type { DescriptionInput } from '../../catalogue/index.ts';
import { clip, isAddress, markdownLinks } from '../text.ts';
import type { AwsResource } from './shape.ts';

const isTrue = (value: unknown) => value === true || value === 'true' || value === 'True';

/** The locator of an Amazon resource name: buckets as `s3://bucket/prefix`, anything else by its name. */
function locatorOf(resource: AwsResource): string | undefined {
  const bucket = /^arn:aws[a-z-]*:s3:::([^/\s]+)(\/\S*)?$/.exec(resource.ARN ?? '');
  if (bucket) return `s3://${bucket[1]}${bucket[2] ?? '/'}`;
  if (resource.ARN) return resource.ARN;
  if (resource.Host) return /^https?:/.test(resource.Host) ? resource.Host : `https://${resource.Host}`;
  return undefined;
}

type Distribution = NonNullable<DescriptionInput['distributions']>[number];

export function distributionOf(resource: AwsResource): Distribution | undefined {
  const url = locatorOf(resource);
  if (!url) return undefined;
  const about = [
    resource.Type ?? 'S3 Bucket',
    resource.Region && `region ${resource.Region}`,
    isTrue(resource.RequesterPays) && 'the requester pays',
    resource.ControlledAccess && `access by ${resource.ControlledAccess}`,
  ];
  return { url, description: clip([resource.Description, about.filter(Boolean).join(', ')].filter(Boolean).join(' – '), 4_000) };
}

/** NASA's data centres hand out credentials at such an address to anybody with an Earthdata account. */
const REGISTRATION = /\/s3credentials(README)?$/;

/** Who may take the data: the strictest of its places, and how many of them it concerns. */
export function accessOf(resources: AwsResource[]): DescriptionInput['access'] {
  const restricted = resources.filter(({ ControlledAccess }) => ControlledAccess);
  const pays = resources.filter(({ RequesterPays }) => isTrue(RequesterPays));
  const controlled = restricted.find(({ ControlledAccess }) => !REGISTRATION.test(ControlledAccess!)) ?? restricted[0];
  const level = !controlled ? 'open' : REGISTRATION.test(controlled.ControlledAccess!) ? 'registration' : 'controlled';
  const parts = (some: AwsResource[]) =>
    some.length === resources.length ? { en: '', zh: '' } : { en: ` (${some.length} of ${resources.length} places)`, zh: `（${resources.length} 处中的 ${some.length} 处）` };
  const en: string[] = [];
  const zh: string[] = [];
  if (restricted.length > 0) {
    en.push(`${level === 'controlled' ? 'Access must be granted' : 'An account is needed'}${parts(restricted).en}.`);
    zh.push(`${level === 'controlled' ? '须获得访问许可' : '须注册账号'}${parts(restricted).zh}。`);
  }
  if (pays.length > 0) {
    en.push(`The requester pays for requests and transfer${parts(pays).en}.`);
    zh.push(`请求和传输费用由请求方承担${parts(pays).zh}。`);
  }
  const url = controlled && isAddress(controlled.ControlledAccess!) ? controlled.ControlledAccess : undefined;
  return { level, conditions: en.length > 0 ? { en: en.join(' '), zh: zh.join('') } : undefined, url };
}

/** Pages on which the data can be looked through. */
export function explorersOf(resources: AwsResource[]): { url: string; type: string; description?: string }[] {
  const links = resources.flatMap(({ Explore }) => Explore ?? []).flatMap(markdownLinks);
  return [...new Map(links.filter(({ url }) => isAddress(url)).map(({ text, url }) => [url, { url, type: 'web', description: clip(text, 4_000) || undefined }])).values()];
}
