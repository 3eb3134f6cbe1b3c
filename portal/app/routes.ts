import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('pages/home/home-page.tsx'),
  route('search', 'pages/search/search-page.tsx'),
  route('r/:id', 'pages/resource/resource-page.tsx'),
  route('r/:id/links', 'pages/links/links-page.tsx'),
  route('r/:id/revisions', 'pages/revisions/revisions-page.tsx'),
  route('r/:id/revisions/compare', 'pages/revisions/compare-page.tsx'),
  route('r/:id/possibilities', 'pages/possibilities/possibilities-page.tsx'),
  route('graph/:id', 'pages/graph/graph-page.tsx'),
  route('path', 'pages/path/path-page.tsx'),
  route('t/:id', 'pages/term/term-page.tsx'),
  route('sources', 'pages/sources/sources-page.tsx'),
  route('sources/:id', 'pages/sources/source-page.tsx'),
  route('harvests', 'pages/harvests/harvests-page.tsx'),
  route('harvests/:id', 'pages/harvests/harvest-page.tsx'),
  route('about', 'pages/about/about-page.tsx'),
  route('*', 'pages/missing/missing-page.tsx'),
] satisfies RouteConfig;
