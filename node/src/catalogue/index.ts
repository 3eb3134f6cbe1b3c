export { amendResource, describeResource, type Editing } from './amend-resource.ts';
export { LOCAL } from './compose.ts';
export { Amendment, Description, type DescriptionInput, type SourceRecord } from './description.ts';
export { catalogueMigrations } from './migrations.ts';
export { publishRecords, type PublishContext, type Published } from './publish-records.ts';
export { readResource, resourcesNamed, type Reading } from './read-resource.ts';
export { republishUnresolved } from './republish.ts';
export { noLongerIn, recordKeys, withdrawRecords } from './withdraw-records.ts';
