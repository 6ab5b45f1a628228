export { checkExpectations, type ExpectationOutcome } from './check-expectations.ts';
export { type Expectation, parseExpectations } from './expectations.ts';
export { type Finding, findingsOf, yearsBetween } from './findings.ts';
export { localTime, localWeekday, offsetText } from './local-time.ts';
export {
  monthsOf,
  simulateYear,
  type SimulatedDay,
  type SimulatedTransition,
  type Simulation,
} from './simulate.ts';
export { type FleetResource, type FleetSimulation, type Price, simulateFleet } from './simulate-fleet.ts';
