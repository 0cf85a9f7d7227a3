import type {Network} from '@espalier/core';
import type {CatchSettings} from './catchSettings.ts';
import {buildQNetwork} from './qNetwork.ts';
import {trainByPlay} from './trainByPlay.ts';

/** A Q-network that has learned to play: its moves by chance get rarer over the first half of its updates. */
export async function trainBase(seed: number, settings: CatchSettings): Promise<Network> {
  const {updates, lr} = settings.train;
  const {exploration: least} = settings.play;
  const network = buildQNetwork(seed);
  const exploration = (update: number) => Math.max(least, 1 - (2 * update) / updates);
  await trainByPlay(network, {updates, lr, seed: `${seed}/train`, exploration}, settings);
  return network;
}
