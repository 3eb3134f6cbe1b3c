import type { ApiResource } from '@biotope/node/contract';
import { useWords } from '../../../language/use-words.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { OutLink } from '../../../parts/out-link.tsx';
import { TermChip } from '../../../parts/term-chip.tsx';
import type { Section } from './section.ts';

/** More files than these fold away. */
const FILES = 25;

type File = ApiResource['distributions'][number];
type Columns = Record<'format' | 'size' | 'checksum', boolean>;

export const where: Section = {
  id: 'where',
  title: (t) => t.resource.where,
  fields: ['homepage', 'endpoints', 'distributions'],
  shown: ({ resource }) => Boolean(resource.homepage) || resource.endpoints.length > 0 || resource.distributions.length > 0,
  Body({ page: { resource } }) {
    const { t } = useWords();
    const files = resource.distributions;
    return (
      <div className="stack">
        <dl className="facts">
          {resource.homepage && (
            <>
              <dt>{t.resource.homepage}</dt>
              <dd>
                <OutLink to={resource.homepage} />
              </dd>
            </>
          )}
          {resource.endpoints.map((endpoint) => (
            <div key={`${endpoint.type} ${endpoint.url}`} className="contents">
              <dt>{endpoint.type ?? t.resource.address}</dt>
              <dd>
                <OutLink to={endpoint.url} />
                {endpoint.description && <div className="small quiet">{endpoint.description}</div>}
              </dd>
            </div>
          ))}
        </dl>
        {files.length > 0 && <Files files={files.slice(0, FILES)} />}
        {files.length > FILES && (
          <details>
            <summary>{t.showAll(files.length)}</summary>
            <Files files={files.slice(FILES)} />
          </details>
        )}
      </div>
    );
  },
};

function Files({ files }: { files: readonly File[] }) {
  const { t } = useWords();
  /** A column that no file fills would only take room. */
  const has: Columns = { format: files.some(formatOf), size: files.some((file) => file.size !== undefined), checksum: files.some((file) => file.checksum) };
  return (
    <div className="wide">
      <table className="files">
        <thead>
          <tr>
            <th>{t.resource.file}</th>
            {has.format && <th>{t.resource.formatColumn}</th>}
            {has.size && <th className="number">{t.resource.size}</th>}
            {has.checksum && <th>{t.resource.checksum}</th>}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow key={`${file.url} ${file.title ?? ''} ${file.format ?? ''}`} file={file} has={has} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const formatOf = (file: File) => file.formatTerm ?? file.format ?? file.mediaType;

function FileRow({ file, has }: { file: File; has: Columns }) {
  const { t, format } = useWords();
  return (
    <tr>
      <th scope="row">
        {file.title && <div>{file.title}</div>}
        <OutLink to={file.url} />
        {file.description && <div className="small quiet">{file.description}</div>}
      </th>
      {has.format && <td>{file.formatTerm ? <TermChip term={file.formatTerm} /> : (file.format ?? file.mediaType ?? '')}</td>}
      {has.size && (
        <td className="number">
          {file.size !== undefined && (
            <>
              {format.bytes(file.size)}
              <div className="small quiet">{format.number(file.size)} B</div>
            </>
          )}
        </td>
      )}
      {has.checksum && (
        <td>
          {file.checksum && (
            <span className="copyable">
              <code title={file.checksum.value}>
                {file.checksum.algorithm} {file.checksum.value.slice(0, 12)}…
              </code>
              <CopyButton text={file.checksum.value} what={t.resource.checksum} />
            </span>
          )}
        </td>
      )}
    </tr>
  );
}
