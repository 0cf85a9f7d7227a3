// Photographs that Debian's tuxpaint-stamps-default installs (GPL, so never copied here) and the classes of ImageNet
// that they show.
import {existsSync} from 'node:fs';
import {join} from 'node:path';

const FOLDER = '/usr/share/tuxpaint/stamps';

/** File without its ending, and the index of its class in ImageNet's order. */
export const PHOTOGRAPHS = Object.entries({
  'animals/mammals/equines/zebra': 340,
  'animals/marsupials/koala': 105,
  'animals/mammals/apes/gorilla': 366,
  'animals/mammals/bovines/bison': 347,
  'animals/mammals/cats/tiger': 292,
  'animals/mammals/cats/lion': 291,
  'animals/birds/pink_flamingo': 130,
  'animals/birds/peacock': 84,
  'animals/birds/pelican': 144,
  'animals/birds/ostrich': 9,
  'animals/fish/lionfish': 396,
  'animals/insects/mantis': 315,
  'food/fruit/banana': 954,
  'food/fruit/pineapple': 953,
  'food/fruit/lemon': 951,
  'food/fruit/strawberry': 949,
  'food/vegetables/broccoli': 937
}).map(([name, label]) => ({name, file: join(FOLDER, `${name}.png`), label}));

export const havePhotographs = () => PHOTOGRAPHS.every(({file}) => existsSync(file));
