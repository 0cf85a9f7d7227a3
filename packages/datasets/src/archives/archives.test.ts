import {createHash} from 'node:crypto';
import {access, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {zipSync} from 'fflate';
import {pack, type Headers} from 'tar-stream';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {DataSource} from '../dataSource.ts';
import {birds} from '../loaders/birds.ts';
import {imagenet} from '../loaders/imagenet.ts';
import type {Archive} from './archive.ts';
import {download} from './download.ts';
import {getData} from './getData.ts';
import {unpack} from './unpack.ts';
import {verifyData} from './verifyData.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

let root: string;
let server: Server | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-archives-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await rm(root, {recursive: true});
});

type Member = readonly [header: Headers | string, content?: string | Buffer];

async function tarOf(members: readonly Member[]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content = ''] of members) {
    tar.entry(typeof header === 'string' ? {name: header} : header, content);
  }
  tar.finalize();
  return buffer(tar);
}

async function put(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(root, name), bytes);
  return join(root, name);
}

const textOf = (name: string) => readFile(join(root, name), 'utf8');
const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false
  );

test('tar, tar.gz and zip are unpacked, and what is there in the right size is left alone', async () => {
  const members: Member[] = [['a/1.txt', 'one'], ['a/b/2.txt', 'twice'], [{name: 'empty', type: 'directory'}]];
  const tar = await tarOf(members);
  const archives = [
    await put('x.tar', tar),
    await put('x.tgz', gzipSync(tar)),
    await put(
      'x.zip',
      zipSync({'a/1.txt': Buffer.from('one'), 'a/b/2.txt': Buffer.from('twice'), 'empty/': Buffer.of()})
    )
  ];
  for (const [i, file] of archives.entries()) {
    const folder = join(root, String(i));
    expect(await unpack({file, folder})).toEqual({written: 2, kept: 0});
    expect([await textOf(`${i}/a/1.txt`), await textOf(`${i}/a/b/2.txt`)]).toEqual(['one', 'twice']);
    await writeFile(join(folder, 'a/1.txt'), 'on'); // as if it had been cut short
    await utimes(join(folder, 'a/b/2.txt'), 1, 1);
    const seen: number[] = [];
    expect(await unpack({file, folder, onFile: files => seen.push(files)})).toEqual({written: 1, kept: 1});
    expect(seen).toEqual([1, 2]);
    expect([await textOf(`${i}/a/1.txt`), (await stat(join(folder, 'a/b/2.txt'))).mtimeMs]).toEqual(['one', 1000]);
    expect((await readdir(folder, {recursive: true})).filter(name => name.endsWith('.part'))).toEqual([]);
  }
});

test('a tar of tars goes into a folder a tar', async () => {
  const inner = async (wnid: string) =>
    tarOf([
      [`${wnid}_1.JPEG`, wnid],
      [`${wnid}_2.JPEG`, 'x'.repeat(3000)]
    ]);
  const tar = await tarOf([
    ['n01.tar', await inner('n01')],
    ['n02.tar', await inner('n02')]
  ]);
  const file = await put('train.tar', tar);
  expect(await unpack({file, folder: join(root, 'train'), nested: true})).toEqual({written: 4, kept: 0});
  expect(await textOf('train/n02/n02_1.JPEG')).toBe('n02');
  expect((await textOf('train/n01/n01_2.JPEG')).length).toBe(3000);
  expect(await unpack({file, folder: join(root, 'train'), nested: true})).toEqual({written: 0, kept: 4});
});

test.each([
  ['../out.txt', 'leads out of it'],
  ['a/../../out.txt', 'leads out of it'],
  ['/tmp/espalier-out.txt', 'leads out of it'],
  ['..\\out.txt', 'leads out of it'],
  ['C:/out.txt', 'leads out of it']
])('a member %s is refused', async (name, message) => {
  const folder = join(root, 'into');
  const tar = await put('x.tar', await tarOf([[name, 'evil']]));
  await expect(unpack({file: tar, folder})).rejects.toThrow(message);
  const zip = await put('x.zip', zipSync({[name]: Buffer.from('evil')}));
  await expect(unpack({file: zip, folder})).rejects.toThrow(/leads out of it|cannot be unpacked: /);
  expect([await exists(join(root, 'out.txt')), await exists('/tmp/espalier-out.txt')]).toEqual([false, false]);
});

test('links are refused', async () => {
  const folder = join(root, 'into');
  const symlink = await tarOf([[{name: 'link', type: 'symlink', linkname: '/etc'}], ['link/x', 'evil']]);
  await expect(unpack({file: await put('x.tar', symlink), folder})).rejects.toThrow(
    `Expected ${join(root, 'x.tar')} to hold files and folders alone, got the symlink "link".`
  );
  const hard = await tarOf([[{name: 'link', type: 'link', linkname: '/etc/passwd'}]]);
  await expect(unpack({file: await put('x.tar', hard), folder})).rejects.toThrow('got the link "link".');
  const zip = zipSync({link: [Buffer.from('/etc'), {os: 3, attrs: 0o120777 << 16}]});
  await expect(unpack({file: await put('x.zip', zip), folder})).rejects.toThrow('got the symlink "link".');
  expect(await exists(join(folder, 'link'))).toBe(false);
});

test('archives that are cut short or damaged are named, and leave no half file', async () => {
  const tar = await tarOf([['a.txt', 'x'.repeat(5000)]]);
  const zip = Buffer.from(zipSync({'a.txt': Buffer.from('hello')}, {level: 0}));
  zip[zip.indexOf('hello')] = 0x4a;
  const damaged: [string, Uint8Array][] = [
    ['x.tar', tar.subarray(0, 2000)],
    ['x.tgz', gzipSync(tar).subarray(0, 60)],
    ['y.tar', Buffer.alloc(2000, 7)],
    ['x.zip', zipSync({'a.txt': Buffer.from('hello')}).subarray(0, 30)],
    ['y.zip', zip]
  ];
  for (const [name, bytes] of damaged) {
    const file = await put(name, bytes);
    await expect(unpack({file, folder: join(root, 'into')})).rejects.toThrow(
      `Expected ${file} to be a whole archive, got one that cannot be unpacked: `
    );
    expect(await exists(join(root, 'into/a.txt'))).toBe(false);
  }
});

/** Serves one file, with ranges, cut off after `first` bytes in the first answer. */
async function serve(bytes: Buffer, first = bytes.length): Promise<{url: string; asked: (string | undefined)[]}> {
  const asked: (string | undefined)[] = [];
  server = createServer((request, response) => {
    const {range} = request.headers;
    asked.push(range);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    response.writeHead(range ? 206 : 200, {'content-length': bytes.length - from});
    if (asked.length > 1 || first === bytes.length) response.end(bytes.subarray(from));
    else response.write(bytes.subarray(0, first), () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve));
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, asked};
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a download that broke off goes on where it stopped, and is verified', async () => {
  const bytes = Buffer.from('0123456789'.repeat(10_000));
  const {url, asked} = await serve(bytes, 40_000);
  const path = join(root, 'x.bin');
  const archive: Archive = {file: 'x.bin', url, bytes: bytes.length, sha256: sha256(bytes)};
  await expect(download(archive, path)).rejects.toThrow(`Expected ${url} to be downloadable, got: `);
  expect([await exists(path), (await stat(`${path}.part`)).size]).toEqual([false, 40_000]);
  await download(archive, path);
  expect(asked).toEqual([undefined, 'bytes=40000-']);
  expect([await readFile(path), await exists(`${path}.part`)]).toEqual([bytes, false]);
});

test('a download with another checksum is thrown away, and one that is not there is told', async () => {
  const {url} = await serve(Buffer.from('hello'));
  const path = join(root, 'x.bin');
  await expect(download({file: 'x.bin', url, md5: '0'.repeat(32)}, path)).rejects.toThrow(
    `Expected ${url} to give md5 ${'0'.repeat(32)}, got 5d41402abc4b2a76b9719d911017c592. Nothing was kept.`
  );
  expect(await readdir(root)).toEqual([]);
  server!.removeAllListeners('request').on('request', (_, response) => response.writeHead(404).end());
  await expect(download({file: 'x.bin', url}, path)).rejects.toThrow('got: HTTP status 404.');
});

/** Every file of a fixture, as members of a tar. */
async function membersOf(folder: string, below = ''): Promise<(readonly [string, Buffer])[]> {
  const entries = await readdir(join(folder, below), {withFileTypes: true});
  const members = entries.map(async entry => {
    const name = `${below}${entry.name}`;
    if (entry.isDirectory()) return membersOf(folder, `${name}/`);
    return [[name, await readFile(join(folder, name))] as const];
  });
  return (await Promise.all(members)).flat();
}

const publishedAs = (source: DataSource<unknown>, archives: readonly Archive[], counts = {}): DataSource<unknown> => ({
  ...source,
  official: {...source.official!, archives, counts}
});

test('get downloads, verifies and unpacks; verify counts and decodes what is there', async () => {
  const bytes = gzipSync(await tarOf(await membersOf(fixture('birds'))));
  const {url, asked} = await serve(bytes);
  const archive: Archive = {file: 'CUB.tgz', url, bytes: bytes.length, sha256: sha256(bytes), into: '.'};
  const source = publishedAs(birds, [archive], {train: 9, test: 3});
  const doing: string[] = [];
  const got = await getData(source, root, {onArchive: (what, {file}) => doing.push(`${what} ${file}`)});
  expect(got).toEqual([{file: 'CUB.tgz', downloaded: true, written: 17, kept: 0}]);
  expect(doing).toEqual(['check CUB.tgz', 'download CUB.tgz', 'unpack CUB.tgz']);
  expect((await getData(source, root))[0]).toEqual({file: 'CUB.tgz', downloaded: false, written: 0, kept: 17});
  expect(asked).toHaveLength(1);

  expect(await verifyData(source, root, {decode: true})).toEqual({
    archives: [{file: 'CUB.tgz', state: 'ok', bytes: bytes.length, checked: 'sha256'}],
    splits: [
      {split: 'train', images: 9, expected: 9},
      {split: 'test', images: 3, expected: 3}
    ],
    unreadable: {count: 0, of: 12, first: []},
    ok: true
  });
  const [broken] = (await birds.read({dataDir: root})).train;
  await writeFile(broken!.file, 'no image');
  await rm(join(root, 'CUB.tgz'));
  const check = await verifyData(publishedAs(birds, [archive], {train: 10}), root, {decode: true});
  expect([check.ok, check.archives[0]!.state, check.splits![0], check.unreadable!.count]).toEqual([
    false,
    'absent',
    {split: 'train', images: 9, expected: 10},
    1
  ]);
  expect(check.unreadable!.first[0]!.file).toBe(broken!.file);
  expect((await verifyData(publishedAs(birds, [archive], {train: 9}), root)).ok).toBe(true);
});

test('imagenet is unpacked from the archives that the user has, and told where they are missing', async () => {
  await expect(getData(imagenet, root)).rejects.toThrow(
    `Expected ${join(root, 'ILSVRC2012_img_train.tar')}, got no such file. Get ILSVRC2012_img_train.tar, `
  );
  const folder = fixture('imagenet');
  const wnids = await readdir(join(folder, 'train'));
  const inner = await Promise.all(wnids.map(async wnid => tarOf(await membersOf(join(folder, 'train', wnid)))));
  const bytes = [
    await tarOf(wnids.map((wnid, i) => [`${wnid}.tar`, inner[i]!])),
    await tarOf(await membersOf(join(folder, 'val'))),
    gzipSync(await tarOf((await membersOf(folder)).filter(([name]) => name.startsWith('ILSVRC2012_devkit'))))
  ];
  const archives = imagenet.official!.archives.map((archive, i) => ({
    ...archive,
    md5: createHash('md5').update(bytes[i]!).digest('hex')
  }));
  await mkdir(join(root, 'data'));
  for (const [i, {file}] of archives.entries()) await put(`data/${file}`, bytes[i]!);
  await expect(getData(imagenet, join(root, 'data'))).rejects.toThrow('it is damaged or another file.');
  const source = publishedAs(imagenet, archives, {train: 9, test: 4});
  const got = await getData(source, join(root, 'data'));
  expect(got.map(({written}) => written)).toEqual([9, 4, 2]);
  expect((await verifyData(source, join(root, 'data'), {decode: true})).ok).toBe(true);
});
