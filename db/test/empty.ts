// Stands in for the "server-only" marker where there is no bundler to check it.
export {};
