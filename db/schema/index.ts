// The one barrel of the house: drizzle-kit and the relational client need all tables in one module.
export * from './activities';
export * from './calls';
export * from './people';
export * from './reconcile';
export * from './sales-activities';
export * from './salesforce';
export * from './settings';
export * from './sync';
export * from './users';
