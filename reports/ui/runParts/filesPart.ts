import type {RunDocument} from '../../explore/documents.ts';
import {h, type Child} from '../dom.ts';
import {bytes} from '../format.ts';

/** The files of a run, to look at or to save. */
export function filesPart({run: {sweep, id}, files, moreFiles}: RunDocument): Child[] {
  if (files.length === 0) return [];
  const href = (path: string) => ['/files', ...[sweep, id, ...path.split('/')].map(encodeURIComponent)].join('/');
  const items = files.map(({path, bytes: size}) =>
    h('li', {}, h('a', {href: href(path)}, path), ' ', h('span', {class: 'note'}, bytes(size)))
  );
  return [
    h(
      'details',
      {'data-focus': 'files'},
      h('summary', {}, h('h2', {}, 'Files')),
      h('ul', {class: 'files'}, ...items),
      moreFiles && h('p', {class: 'note'}, 'And more, in the folder.')
    )
  ];
}
