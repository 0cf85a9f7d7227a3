// The network of the paper at its full size, VGG-16 at 224 × 224 with random weights. Its removals are in `removal`.
import {withContenders} from '../harness/contender.mjs';
import {digits, inSeconds, markdownTable} from '../harness/markdown.mjs';
import {espalierSide, versionsOf} from '../harness/sides.mjs';

const BATCH = 8;

export async function run(context) {
  return withContenders([espalierSide('vgg16.mjs', context)], async side => {
    const counts = await side.ask('counts');
    const batch = context.quick ? 1 : BATCH;
    return {versions: versionsOf([side]), counts, batch, scoring: await side.ask('score', {batch})};
  });
}

export function table({versions, counts, batch, scoring}) {
  return markdownTable(
    [`VGG-16 at 224², batch of ${batch}, ${versions.espalier}`, '>measured'],
    [
      ['GFLOPs', digits(2)(counts.flops / 1e9)],
      ['units', String(counts.units)],
      [`one batch scored by ${scoring.criteria.length} criteria in one pass`, inSeconds(scoring.seconds)],
      ['largest resident memory', `${digits(1)(scoring.peakGiB)} GiB`]
    ]
  );
}
