export * from './criterion.ts';
export type * from './data.ts';
export type * from './graph/network.ts';
export type * from './graph/structure.ts';
