import type {RunDocument} from '../../explore/documents.ts';
import {h, type Child} from '../dom.ts';
import {duration, moment} from '../format.ts';
import {dataTable} from '../parts/dataTable.ts';
import {statusMark} from '../parts/statusMark.ts';

/** Every try at a run, and why it ended. */
export function attemptsPart(attempts: RunDocument['attempts']): Child[] {
  if (attempts.length === 0) return [];
  return [
    h('h2', {}, 'Attempts'),
    dataTable({
      caption: 'Attempts',
      rows: attempts,
      columns: [
        {header: 'Attempt', head: true, number: true, cell: ({number}) => number},
        {header: 'Status', cell: ({status}) => statusMark(status)},
        {header: 'Begun', number: true, cell: ({started}) => moment(started)},
        {
          header: 'Took',
          number: true,
          cell: ({started, ended}) => ended && duration((Date.parse(ended) - Date.parse(started)) / 1000)
        },
        {header: 'On', cell: ({host, pid}) => `${host}, process ${pid}`},
        {header: 'Error', cell: ({error}) => error && h('pre', {class: 'error'}, error)}
      ]
    })
  ];
}
