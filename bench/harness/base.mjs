import {join} from 'node:path';
import {withContenders} from './contender.mjs';
import {espalierSide} from './sides.mjs';

const SIZES = {train: 6000, test: 2000, epochs: 3};
const QUICK = {train: 400, test: 200, epochs: 1};

/**
 * Hands `use` what makes common starting points: images, trained weights by seed, random weights. They are kept in the
 * bench's work folder, and made once for all parts.
 */
export function withBase(context, use) {
  const made = (context.made ??= new Map());
  const sizes = context.quick ? QUICK : SIZES;
  const once = async (name, make) => {
    const folder = join(context.work, name);
    if (!made.has(name)) made.set(name, {folder, ...(await make(folder))});
    return made.get(name);
  };
  return withContenders([espalierSide('base.mjs', context)], side =>
    use({
      sizes,
      fashion: () => once('fashion', folder => side.ask('fashion', {folder, ...sizes})),
      trained: (seed, updates = 1) =>
        once(`trained-${seed}-${updates}`, folder => side.ask('base', {folder, seed, updates, ...sizes})),
      random: (network, examples) =>
        once(`random-${network}`, folder => side.ask('random', {folder, network, examples}))
    })
  );
}
