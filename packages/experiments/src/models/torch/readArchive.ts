import {unzipMembers} from '@espalier/datasets';
import {ModelError} from '../ModelError.ts';
import {plausibleBytes} from '../plausibleBytes.ts';
import type {TorchFile} from './readStateDict.ts';
import {storageType} from './storages.ts';
import {tensorReader} from './torchTensors.ts';
import {unpickle} from './unpickle.ts';

/** The zip layout of torch.save (since 1.6): `NAME/data.pkl`, and a storage's bytes in `NAME/data/KEY`. */
export function readArchive(archive: Uint8Array, file: string): TorchFile {
  const wanted = (name: string) => /^[^/]+\/(data\.pkl|byteorder|data\/[^/]+)$/.test(name);
  const largest = plausibleBytes(archive.byteLength);
  const members = new Map(
    Object.entries(unzipMembers(archive, {file, kind: '.pth', wanted, largest})).map(([name, data]) => [
      name.slice(name.indexOf('/') + 1),
      data
    ])
  );
  const pickle = members.get('data.pkl');
  if (!pickle) throw new ModelError('Expected an archive of torch.save with data.pkl, got other members.');
  const order = members.get('byteorder');
  if (order && Buffer.from(order).toString('latin1') !== 'little') {
    throw new ModelError('Expected values in little-endian order, got big-endian ones.');
  }
  return {
    value: unpickle(pickle, 0, tensorReader).value,
    bytes: ({key, type, size}) => {
      const expected = size * storageType(type).bytes;
      const data = members.get(`data/${key}`);
      if (data && data.byteLength >= expected) return data;
      throw new ModelError(`Expected storage ${key} to hold ${expected} bytes, got ${data?.byteLength ?? 'none'}.`);
    }
  };
}
