import type { ApiCoverage, ApiEcosystem } from '@biotope/node/contract';
import { useState } from 'react';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { hasRole } from '../../api/visitor.ts';
import { useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useVisitor } from '../../parts/use-visitor.ts';
import { CoverageTable } from './coverage-table.tsx';
import { LookCloser } from './look-closer.tsx';
import { EcosystemMap } from './map.tsx';
import { MembersTable } from './members-table.tsx';
import type { EcosystemNode } from './shapes.ts';
import { TreeList } from './tree-list.tsx';
import { treeOf } from './tree.ts';

export async function loader({ url, context }: LoaderFunctionArgs) {
  const ecosystem = await load<ApiEcosystem>(context, '/api/v1/federation/ecosystem');
  const severalGroups = ecosystem.nodes.filter(({ direct, level }) => direct && level !== 'platform').length > 0;
  const asked = url.searchParams.get('by');
  const by = asked === 'group' || asked === 'platform' ? asked : severalGroups ? 'group' : 'platform';
  const alone = ecosystem.nodes.length < 2;
  return { ecosystem, coverage: alone ? null : await load<ApiCoverage>(context, `/api/v1/federation/coverage${query({ by, topics: 20 })}`) };
}

/** Individuals, groups and cluster as they stand: the picture, the same in words, and who holds what. */
export default function EcosystemPage() {
  const { ecosystem, coverage } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const words = t.federation;
  const visitor = useVisitor();
  const [looked, look] = useState<EcosystemNode>();
  const tree = treeOf(ecosystem);
  const operates = hasRole(visitor, 'operator');
  if (!tree) return null;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <div className="heading-row">
        <h1>{words.title}</h1>
        {operates && (
          <Link className="button" to="/ecosystem/manage">
            {words.manage.title}
          </Link>
        )}
      </div>
      {coverage === null ? (
        <Alone />
      ) : (
        <>
          <p className="lead">{words.lead(ecosystem)}</p>
          <figure className="eco-figure">
            <EcosystemMap tree={tree} onLook={look} />
            <TreeList tree={tree} />
            <figcaption>
              <LookCloser node={looked ?? tree.root.node} />
              <p className="small quiet">{words.reading}</p>
            </figcaption>
          </figure>
          <section className="block" id="members">
            <h2>{words.members}</h2>
            <MembersTable tree={tree} />
          </section>
          <section className="block" id="coverage">
            <h2>{words.coverage.title}</h2>
            <CoverageTable coverage={coverage} />
          </section>
        </>
      )}
    </>
  );
}

function Alone() {
  const { t } = useWords();
  const words = t.federation.alone;
  return (
    <div className="unfound">
      <p>
        <b>{words.title}</b>
      </p>
      <p>{words.text}</p>
      <div>
        {words.how}
        <Command>{'npm run --silent biotope -- join https://hub.example.org'}</Command>
      </div>
      <p className="chips">
        <Link className="button" to="/ecosystem/manage">
          {t.federation.manage.title}
        </Link>
      </p>
    </div>
  );
}
