export {chooseCatchRates, type CatchRates} from './chooseCatchRates.ts';
export {CATCH_RATES, CATCH_SETTINGS, type CatchSettings} from './catchSettings.ts';
export {meanReturn} from './meanReturn.ts';
export {playExamples, type PlayedExamples, type PlayOptions} from './playedExamples.ts';
export {
  pruneCatch,
  returnsOf,
  type CatchMilestone,
  type CatchPruning,
  type CatchPruningOptions,
  type CatchStep,
  type Returns
} from './pruneCatch.ts';
export {buildQNetwork} from './qNetwork.ts';
export {studyCatch, type CatchStudy} from './studyCatch.ts';
export {tdLoss} from './tdLoss.ts';
export {trainByPlay, type PlayTraining} from './trainByPlay.ts';
