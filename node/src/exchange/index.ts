export { exchangeMigrations } from './migrations.ts';
export { harvestingContext, openHarvesting, type Harvesting, type HarvestingOptions, type SourceConfiguration } from './harvesting.ts';
export { harvestNow } from './harvest-now.ts';
export { listSources, readSource, type SourceListing } from './list-sources.ts';
export { reportOf, reportText, type HarvestReport } from './report.ts';
export { SOURCES, sourceNamed } from './sources.ts';
export { exchangeRoutes, type ExchangeRouteOptions } from './routes/index.ts';
export { HarvestList, HarvestView, RejectionPage, SourceView } from './harvest.ts';
