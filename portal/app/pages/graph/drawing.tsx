import type { ApiNeighbourhood } from '@biotope/node/contract';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useRouteLoaderData } from 'react-router';
import type { GraphNode } from '../../api/contract.ts';
import { segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconFit, IconFullScreen, IconMinus, IconPlus } from '../../look/icons.ts';
import { graphAddress, NodeIcon, nodeAddress } from '../../parts/node-link.tsx';
import type { loader as rootLoader } from '../../root.tsx';
import { startCanvas, type Canvas } from './canvas.ts';

/** So many neighbours a click brings in: enough to see where it leads, few enough to keep the drawing readable. */
const ADDED = 15;

const TOOLS = [
  ['zoomIn', IconPlus],
  ['zoomOut', IconMinus],
  ['fit', IconFit],
  ['fullScreen', IconFullScreen],
] as const;
type Tool = (typeof TOOLS)[number][0];

/** The drawing and its tools. Everything it shows also stands in the list beside it. */
export function Drawing({ graph }: { graph: ApiNeighbourhood }) {
  const { t, language } = useWords();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme;
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<Canvas>(null);
  const [chosen, setChosen] = useState<GraphNode>(graph.centre);
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (!stage.current) return;
    const started = startCanvas(stage.current, graph, {
      language,
      predicates: t.predicates,
      onChoose(node) {
        setChosen(node);
        void expand(node.id).then(
          (more) => setSaid(t.graph.added(canvas.current?.add(more, node.id) ?? 0)),
          () => setSaid(t.graph.failed),
        );
      },
      onRecentre: (node) => void navigate(graphAddress(node.id)),
    });
    canvas.current = started;
    return () => {
      canvas.current = null;
      started.stop();
    };
  }, [graph, language, theme, t, navigate]);

  const act = (tool: Tool) => {
    if (tool !== 'fullScreen') canvas.current?.[tool]();
    else void (document.fullscreenElement ? document.exitFullscreen() : frame.current?.requestFullscreen());
  };

  return (
    <div ref={frame} className="drawing-inner">
      <div ref={stage} className="stage" aria-hidden="true" />
      <div className="tools">
        {TOOLS.map(([tool, Icon]) => (
          <button key={tool} type="button" className="button" aria-label={t.graph[tool]} title={t.graph[tool]} onClick={() => act(tool)}>
            <Icon size={17} aria-hidden />
          </button>
        ))}
      </div>
      <div className="chosen-node">
        <NodeIcon node={chosen} />{' '}
        <b>
          <Said of={chosen.label} />
        </b>{' '}
        <span className="quiet small">{chosen.kind ? t.kinds[chosen.kind] : t.graph[chosen.type === 'organisation' ? 'organisation' : 'term']}</span>{' '}
        {chosen.type !== 'organisation' && <Link to={nodeAddress(chosen)}>{t.graph.open}</Link>}{' '}
        {chosen.id !== graph.centre.id && <Link to={graphAddress(chosen.id)}>{t.graph.centre}</Link>}
        <span role="status" className="quiet small">
          {' '}
          {said}
        </span>
      </div>
      <p className="small quiet drawing-help">{t.graph.drawingHelp}</p>
    </div>
  );
}

async function expand(id: string): Promise<ApiNeighbourhood> {
  const response = await fetch(`/api/v1/graph/${segment(id)}?hops=1&limit=${ADDED}`);
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as ApiNeighbourhood;
}
