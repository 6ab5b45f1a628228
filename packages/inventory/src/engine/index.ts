export { chooseEngine, type EngineChoice, type EngineQuestion } from './choose-engine.ts';
export {
  breakEvenDollarsPerGb,
  type EngineFigures,
  engineFigures,
  type EngineRates,
  type EngineVolume,
  volumeOfFile,
} from './engine-figures.ts';
export { type Engine, engines } from './engines.ts';
