// One line a criterion. `allCriteria` is made of these exports, so a line here is all that a new criterion needs.
export {activation} from './activation.ts';
export {activationStd} from './activationStd.ts';
export {apoz} from './apoz.ts';
export {mutualInformation} from './mutualInformation.ts';
export {obd} from './obd.ts';
export {obdWeights} from './obdWeights.ts';
export {random} from './random.ts';
export {taylor} from './taylor.ts';
export {taylorElementwise} from './taylorElementwise.ts';
export {taylorFo} from './taylorFo.ts';
export {taylorSigned} from './taylorSigned.ts';
export {weight} from './weight.ts';
