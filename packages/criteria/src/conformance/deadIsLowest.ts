import {changeWeight, kitNetwork} from './kitNetwork.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

const WIDTH = 5;
const DEAD = 2;

export const deadIsLowest: Law = {
  law: "a dead filter gets its layer's lowest score",
  binds: ({laws}) => laws.zeroWhenDead,
  check: async criterion => {
    const network = kitNetwork([WIDTH, 7]);
    changeWeight(network, 'conv1/kernel', (value, index) => (index[3] === DEAD ? 0 : value));
    changeWeight(network, 'conv1/bias', (value, index) => (index[0] === DEAD ? 0 : value));
    changeWeight(network, 'conv2/kernel', (value, index) => (index[2] === DEAD ? 0 : value));
    const scores = (await scoreBy(criterion, {network})).slice(0, WIDTH);
    const lowest = Math.min(...scores);
    if (scores[DEAD] === lowest) return;
    throw new Error(
      `Expected the dead filter to have the lowest score of its layer, ${lowest}, got ${scores[DEAD]}. ` +
        'If that is meant, declare `laws: {zeroWhenDead: false}`.'
    );
  }
};
