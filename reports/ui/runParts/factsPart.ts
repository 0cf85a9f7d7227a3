import type {RunDocument} from '../../explore/documents.ts';
import {h, type Child} from '../dom.ts';
import {duration, moment} from '../format.ts';

/** Where and how a run was done, and how to do it again. */
export function factsPart({facts, folder, seconds}: RunDocument): Child[] {
  const stages = Object.entries(seconds).map(([name, time]) => `${name} ${duration(time)}`);
  const all: readonly (readonly [string, string])[] = [
    ...facts.map(([name, value]) => [name, /^(Begun|Last sign)/.test(name) ? moment(value) : value] as const),
    ...(stages.length > 0 ? [['Time by stage', stages.join(', ')] as const] : []),
    ['Folder', folder]
  ];
  const rows = all.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)));
  return [h('h2', {}, 'Where and how'), h('dl', {class: 'facts'}, ...rows)];
}
