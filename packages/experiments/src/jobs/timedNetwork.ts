import {tf} from '@espalier/backend';
import {timePass, type Network} from '@espalier/core';
import {madeUpInputs} from './madeUpInputs.ts';
import type {TimedModel} from './measureLatencyRow.ts';

/** A network as the engine runs it. */
export function timedNetwork(network: Network): TimedModel {
  return {
    prepare: batch => {
      const x = madeUpInputs(network, batch);
      return {time: () => timePass(network, x), dispose: () => tf.dispose(x)};
    }
  };
}
